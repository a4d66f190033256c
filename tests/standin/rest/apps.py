"""The App itself: who it is, its installations, their tokens, its webhook deliveries, its limits."""

import secrets
from typing import Any

import jwt

from tests.standin.clock import iso
from tests.standin.hooks.delivery import Delivery
from tests.standin.model.accounts import Installation, Token, rsa_key
from tests.standin.model.repository import Repository
from tests.standin.render.accounts import app, installation
from tests.standin.render.repositories import repository
from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.routing import Route

TOKEN_SECONDS = 3600
MOST_REPOSITORIES = 500


def show_app(call: Call) -> Reply:
    known = call.by_app
    count = sum(each.app is known and not each.deleted for each in call.world.installations.values())
    return Reply(200, {**app(known, call.world.url), "installations_count": count})


def list_installations(call: Call) -> Reply:
    known = [each for each in call.world.installations.values() if each.app is call.by_app and not each.deleted]
    return call.page([installation(each, call.world.url) for each in known])


def show_installation(call: Call) -> Reply:
    return Reply(200, installation(_installation(call), call.world.url))


def find_installation(call: Call) -> Reply:
    """Find by repository. GitHub answers 404 where the App is not installed, whether or not the repository exists."""
    owner, name = call.params["owner"], call.params["repo"]
    known = call.world.find(owner, name)
    for each in call.world.installations_on(known) if known else []:
        if each.app is call.by_app:
            return Reply(200, installation(each, call.world.url))
    raise not_found()


def create_token(call: Call) -> Reply:
    parent = _installation(call)
    if parent.suspended_at:
        raise Problem(403, "This installation has been suspended")
    wanted = call.body or {}
    chosen = _repositories(call, parent)
    permissions = _permissions(parent, wanted.get("permissions"))
    expires = call.world.clock.now() + TOKEN_SECONDS
    ids = None if chosen is None else frozenset(each.id for each in chosen)
    token = Token(_token_value(parent), parent, permissions, ids, expires)
    call.world.tokens[token.value] = token
    body: dict[str, Any] = {
        "token": token.value, "expires_at": iso(expires), "permissions": permissions,
        "repository_selection": "all" if chosen is None and parent.repository_ids is None else "selected",
    }  # fmt: skip
    if chosen is not None:
        body["repositories"] = [repository(each) for each in chosen]
    return Reply(201, body)


def _token_value(parent: Installation) -> str:
    """Return a token in the stateless form of 2026: `ghs_`, the App's id, a JWT. Nothing may depend on its length."""
    claims = {"iss": str(parent.app.id), "sub": str(parent.id), "jti": secrets.token_hex(8)}
    return f"ghs_{parent.app.id}_{jwt.encode(claims, rsa_key(), algorithm='RS256')}"


def _installation(call: Call) -> Installation:
    known = call.world.installations.get(call.number("installation_id"))
    if known is None or known.deleted or known.app is not call.by_app:
        raise not_found()
    return known


def _repositories(call: Call, parent: Installation) -> list[Repository] | None:
    """Return what the token is to be scoped to, None for everything."""
    wanted = call.body or {}
    ids, names = wanted.get("repository_ids"), wanted.get("repositories")
    if ids is None and names is None:
        return None
    if len(ids or ()) + len(names or ()) > MOST_REPOSITORIES:
        raise Problem(422, f"You can only specify up to {MOST_REPOSITORIES} repositories.")
    found = [call.world.repositories.get(number) for number in ids or ()]
    found += [call.world.find(parent.account.login, name) for name in names or ()]
    reachable = [each for each in found if each is not None and parent.covers(each.owner, each.id)]
    if len(reachable) < len(found):
        raise Problem(422, "There is at least one repository that does not exist or is not accessible to the parent "
                           "installation.")  # fmt: skip
    return reachable


def _permissions(parent: Installation, wanted: dict[str, str] | None) -> dict[str, str]:
    if wanted is None:
        return dict(parent.permissions)
    ranks = {"read": 1, "write": 2, "admin": 3}
    for name, level in wanted.items():
        if ranks.get(level, 9) > ranks.get(parent.permissions.get(name, ""), 0):
            raise Problem(422, "The permissions requested are not granted to this installation.")
    return {"metadata": "read", **wanted}


def revoke_token(call: Call) -> Reply:
    del call.world.tokens[call.installed.value]
    return Reply(204)


def list_repositories(call: Call) -> Reply:
    token = call.installed
    known = [each for each in call.world.repositories.values() if token.covers(each.owner, each.id)]
    return call.page([repository(each) for each in known], key="repositories")


def show_limits(call: Call) -> Reply:
    resources = call.limits.overview(call.token.installation.id if call.token else 0)
    return Reply(200, {"resources": resources, "rate": resources["core"]})


def list_deliveries(call: Call) -> Reply:
    """List newest first. `status=failure` means status codes 400-599: what never answered is not among them."""
    known = [each for each in reversed(call.hooks.deliveries) if each.app is call.by_app and each.attempted]
    if (wanted := call.query.get("status")) is not None:
        known = [each for each in known if (400 <= each.status_code <= 599) == (wanted == "failure")]
    size = max(1, min(100, int(call.query.get("per_page", 30))))
    cursor = call.query.get("cursor")
    start = 0 if cursor is None else 1 + next(at for at, each in enumerate(known) if f"v1_{each.id}" == cursor)
    part = known[start : start + size]
    headers = {}
    if start + size < len(known):
        link = f"{call.world.url}/app/hook/deliveries?per_page={size}&cursor=v1_{part[-1].id}"
        headers["Link"] = f'<{link}>; rel="next"'
    return Reply(200, [each.row() for each in part], headers)


def show_delivery(call: Call) -> Reply:
    return Reply(200, _delivery(call).detail())


def redeliver(call: Call) -> Reply:
    """Accept at once and send later, under the same GUID."""
    call.hooks.redeliver(_delivery(call))
    return Reply(202, {})


def _delivery(call: Call) -> Delivery:
    wanted = call.number("delivery_id")
    for each in call.hooks.deliveries:
        if each.id == wanted and each.app is call.by_app and each.attempted:
            return each
    raise not_found()


ROUTES = [
    Route("GET", "/app", show_app, jwt=True),
    Route("GET", "/app/installations", list_installations, jwt=True),
    Route("GET", "/app/installations/{installation_id}", show_installation, jwt=True),
    Route("POST", "/app/installations/{installation_id}/access_tokens", create_token, jwt=True),
    Route("GET", "/repos/{owner}/{repo}/installation", find_installation, jwt=True),
    Route("GET", "/app/hook/deliveries", list_deliveries, jwt=True),
    Route("GET", "/app/hook/deliveries/{delivery_id}", show_delivery, jwt=True),
    Route("POST", "/app/hook/deliveries/{delivery_id}/attempts", redeliver, jwt=True),
    Route("GET", "/installation/repositories", list_repositories, needs=(("metadata", "read"),)),
    Route("DELETE", "/installation/token", revoke_token),
    Route("GET", "/rate_limit", show_limits),
]
