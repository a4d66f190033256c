"""Accounts, Apps and installations as JSON."""

from typing import Any
from urllib.parse import quote

from tests.standin.model.accounts import Account, App, Installation

Json = dict[str, Any]
WEBSITE = "https://github.com"
_LISTS = ("followers", "subscriptions", "repos", "received_events", "organizations")


def user(account: Account, api: str) -> Json:
    """Return a "simple user"; organisations are shown as one almost everywhere."""
    page = f"apps/{account.login.removesuffix('[bot]')}" if account.kind == "Bot" else account.login
    url = f"{api}/users/{quote(account.login)}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": account.node_id,
        "avatar_url": f"https://avatars.githubusercontent.com/u/{account.id}?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{WEBSITE}/{page}",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "events_url": f"{url}/events{{/privacy}}",
        **{f"{name}_url": f"{url}/{name}" for name in _LISTS},
        "type": account.kind,
        "user_view_type": "public",
        "site_admin": False,
    }


def organization(account: Account, api: str) -> Json:
    """Return the organisation as webhook payloads hold it."""
    url = f"{api}/orgs/{account.login}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": account.node_id,
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{account.id}?v=4",
        "description": "",
    }


def app(known: App, api: str) -> Json:
    return {
        "id": known.id,
        "client_id": known.client_id,
        "slug": known.slug,
        "node_id": known.node_id,
        "owner": user(known.owner, api),
        "name": known.name,
        "description": "",
        "external_url": "https://planwarden.example",
        "html_url": f"{WEBSITE}/apps/{known.slug}",
        "created_at": known.created_at,
        "updated_at": known.created_at,
        "permissions": dict(known.permissions),
        "events": sorted(known.events),
    }


def installation(known: Installation, api: str) -> Json:
    login = known.account.login
    return {
        "id": known.id,
        "account": user(known.account, api),
        "repository_selection": "all" if known.repository_ids is None else "selected",
        "access_tokens_url": f"{api}/app/installations/{known.id}/access_tokens",
        "repositories_url": f"{api}/installation/repositories",
        "html_url": f"{WEBSITE}/organizations/{login}/settings/installations/{known.id}",
        "app_id": known.app.id,
        "app_slug": known.app.slug,
        "client_id": known.app.client_id,
        "target_id": known.account.id,
        "target_type": known.account.kind,
        "permissions": dict(known.permissions),
        "events": sorted(known.app.events),
        "created_at": known.created_at,
        "updated_at": known.created_at,
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": None,
        "suspended_at": known.suspended_at,
    }
