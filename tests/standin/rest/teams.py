"""Teams of an organisation: who is in them."""

from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.routing import Route


def show_membership(call: Call) -> Reply:
    """`state` is pending until the invitation was accepted."""
    if not call.installed.allows("members", "read"):
        raise Problem(403, "Resource not accessible by integration")
    org, slug, login = (call.params[name].lower() for name in ("org", "team_slug", "username"))
    state = call.world.teams.get((org, slug), {}).get(login)
    if state is None or call.installed.installation.account.login.lower() != org:
        raise not_found()
    url = f"{call.world.url}/organizations/1/team/1/memberships/{login}"
    return Reply(200, {"url": url, "role": "member", "state": state})


ROUTES = [Route("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", show_membership)]
