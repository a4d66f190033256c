"""Repositories, commits and files as JSON."""

import base64
from typing import Any

from tests.standin.git.diff import FileChange
from tests.standin.git.objects import LINK, SUBMODULE, Commit, Entry
from tests.standin.model.repository import Repository
from tests.standin.render.accounts import WEBSITE, Json, user

_PLAIN = [
    "comments",
    "contributors",
    "deployments",
    "downloads",
    "events",
    "forks",
    "hooks",
    "languages",
    "merges",
    "stargazers",
    "subscribers",
    "subscription",
    "tags",
    "teams",
]
_TEMPLATED = {
    "archive": "/{archive_format}{/ref}", "assignees": "/assignees{/user}", "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}", "collaborators": "/collaborators{/collaborator}", "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}", "contents": "/contents/{+path}", "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}", "git_tags": "/git/tags{/sha}", "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}", "issues": "/issues{/number}", "keys": "/keys{/key_id}",
    "labels": "/labels{/name}", "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}", "pulls": "/pulls{/number}",
    "releases": "/releases{/id}", "statuses": "/statuses/{sha}", "trees": "/git/trees{/sha}",
}  # fmt: skip


def repository_url(repository: Repository) -> str:
    return f"{repository.world.url}/repos/{repository.full_name}"


def repository(known: Repository) -> Json:
    url = repository_url(known)
    page = f"{WEBSITE}/{known.full_name}"
    return {
        "id": known.id,
        "node_id": known.node_id,
        "name": known.name,
        "full_name": known.full_name,
        "private": known.private,
        "owner": user(known.owner, known.world.url),
        "html_url": page,
        "description": None,
        "fork": known.parent is not None,
        "url": url,
        **{f"{name}_url": f"{url}/{name}" for name in _PLAIN},
        **{f"{name}_url": url + rest for name, rest in _TEMPLATED.items()},
        "git_url": f"git://github.com/{known.full_name}.git",
        "ssh_url": f"git@github.com:{known.full_name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "homepage": None,
        "mirror_url": None,
        "language": None,
        "license": None,
        **dict.fromkeys(("size", "forks", "forks_count", "stargazers_count", "watchers", "watchers_count"), 0),
        **dict.fromkeys(("open_issues", "open_issues_count"), sum(p.state == "open" for p in known.pulls.values())),
        **dict.fromkeys(("has_issues", "has_projects", "has_downloads", "has_wiki"), True),
        **dict.fromkeys(("has_pages", "has_discussions", "disabled", "is_template"), False),
        "archived": known.archived,
        "allow_forking": True,
        "web_commit_signoff_required": False,
        "topics": [],
        "visibility": "private" if known.private else "public",
        "default_branch": known.default_branch,
        "created_at": known.created_at,
        "updated_at": known.created_at,
        "pushed_at": known.created_at,
    }


def full_repository(known: Repository) -> Json:
    """Return what GET of one repository adds."""
    return {**repository(known), "network_count": 0, "subscribers_count": 0}


def commit(known: Repository, found: Commit) -> Json:
    url = repository_url(known)
    person = {"name": found.author.name, "email": found.author.email, "date": found.author.when}
    account = known.world.accounts.get(found.author.name.lower())
    who = user(account, known.world.url) if account else None
    return {
        "url": f"{url}/commits/{found.oid}",
        "sha": found.oid,
        "node_id": f"C_{found.oid}",
        "html_url": f"{WEBSITE}/{known.full_name}/commit/{found.oid}",
        "comments_url": f"{url}/commits/{found.oid}/comments",
        "commit": {
            "url": f"{url}/git/commits/{found.oid}",
            "author": person,
            "committer": person,
            "message": found.message,
            "comment_count": 0,
            "tree": {"sha": found.tree, "url": f"{url}/git/trees/{found.tree}"},
            "verification": {
                "verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None,
            },
        },
        "author": who,
        "committer": who,
        "parents": [
            {"sha": oid, "url": f"{url}/commits/{oid}", "html_url": f"{WEBSITE}/{known.full_name}/commit/{oid}"}
            for oid in found.parents
        ],
    }  # fmt: skip


def changed_file(known: Repository, change: FileChange, revision: str) -> Json:
    """Return one entry of a list of changed files. `sha` is the blob's (a removed file: its old blob)."""
    entry = change.new or change.old
    page = f"{WEBSITE}/{known.full_name}"
    found: Json = {
        "sha": entry.oid if entry else None,
        "filename": change.path,
        "status": change.status,
        "additions": change.count("+"),
        "deletions": change.count("-"),
        "changes": change.count("+") + change.count("-"),
        "blob_url": f"{page}/blob/{revision}/{change.path}",
        "raw_url": f"{page}/raw/{revision}/{change.path}",
        "contents_url": f"{repository_url(known)}/contents/{change.path}?ref={revision}",
    }
    if change.patch is not None:
        found["patch"] = change.patch
    if change.previous_path is not None:
        found["previous_filename"] = change.previous_path
    return found


def tree_entry(known: Repository, path: str, entry: Entry) -> Json:
    """Return one row of a tree: modes have six digits here, blobs have a size, submodules no URL."""
    found: Json = {"path": path, "mode": entry.mode.zfill(6), "type": entry.kind, "sha": entry.oid}
    if entry.kind == "blob":
        found["size"] = len(known.store.blobs[entry.oid])
    if entry.kind != "commit":
        found["url"] = f"{repository_url(known)}/git/{entry.kind}s/{entry.oid}"
    return found


def blob(known: Repository, oid: str) -> Json:
    data = known.store.blobs[oid]
    return {
        "sha": oid,
        "node_id": f"B_{oid}",
        "size": len(data),
        "url": f"{repository_url(known)}/git/blobs/{oid}",
        "content": base64.encodebytes(data).decode(),
        "encoding": "base64",
    }


def content(known: Repository, path: str, entry: Entry, ref: str) -> Json:
    """Return one entry of the contents API, without the content itself."""
    url = f"{repository_url(known)}/contents/{path}?ref={ref}"
    kind = {LINK: "symlink", SUBMODULE: "submodule"}.get(entry.mode, "dir" if entry.kind == "tree" else "file")
    git = f"{repository_url(known)}/git/{'trees' if kind == 'dir' else 'blobs'}/{entry.oid}"
    page = f"{WEBSITE}/{known.full_name}/blob/{ref}/{path}"
    raw: Any = f"https://raw.githubusercontent.com/{known.full_name}/{ref}/{path}" if kind == "file" else None
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": entry.oid,
        "size": len(known.store.blobs[entry.oid]) if entry.kind == "blob" else 0,
        "url": url,
        "html_url": page,
        "git_url": git,
        "download_url": raw,
        "type": kind,
        "_links": {"self": url, "git": git, "html": page},
    }
