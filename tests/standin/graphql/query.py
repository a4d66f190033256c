"""The entry points of queries, accounts and limits."""

from tests.standin.clock import iso
from tests.standin.graphql.context import Args, Context, GraphProblem, Resolver, attr, get, item
from tests.standin.model.accounts import Account
from tests.standin.model.repository import Repository
from tests.standin.render.accounts import WEBSITE


def _repository(_source: None, context: Context, args: Args) -> Repository:
    owner, name = args["owner"], args["name"]
    found = context.world.find(owner, name)
    if found is None and args["followRenames"]:
        found = context.world.find_moved(owner, name)
    if found is None or not context.sees(found):
        raise GraphProblem("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return found


def _node(_source: None, context: Context, args: Args) -> object:
    found: object = context.node(args["id"])
    return found


def _nodes(_source: None, context: Context, args: Args) -> list[object]:
    """Resolve each by itself: one that is gone is null and an error of its own."""
    found: list[object] = []
    for wanted in args["ids"]:
        try:
            found.append(context.node(wanted))
        except GraphProblem as problem:
            found.append(problem)
    return found


def _viewer(_source: None, context: Context, _args: Args) -> Account:
    return context.author.account


def _rate_limit(_source: None, context: Context, _args: Args) -> dict[str, object]:
    row = context.limits.overview(context.token.installation.id)["graphql"]
    return {
        **row,
        "cost": context.points,
        "nodeCount": context.nodes,
        "resetAt": iso(row["reset"]),
    }


QUERY: dict[str, Resolver] = {
    "repository": _repository,
    "node": _node,
    "nodes": _nodes,
    "viewer": _viewer,
    "rateLimit": _rate_limit,
}
RATE_LIMIT: dict[str, Resolver] = {
    name: item(name) for name in ("cost", "limit", "nodeCount", "remaining", "resetAt", "used")
}
ACCOUNT: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": attr("id"),
    "login": attr("login"),
    "url": get(lambda it: f"{WEBSITE}/{it.login}"),
}
BOT: dict[str, Resolver] = {
    **ACCOUNT,
    "login": get(lambda it: it.login.removesuffix("[bot]")),
    "url": get(lambda it: f"{WEBSITE}/apps/{it.login.removesuffix('[bot]')}"),
}
APP: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": attr("id"),
    "name": attr("name"),
    "slug": attr("slug"),
}
