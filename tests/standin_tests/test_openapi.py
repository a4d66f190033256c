"""Requests and answers against GitHub's OpenAPI description."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from tests.standin.model.repository import Repository
from tests.standin.openapi import response_validator, violations
from tests.standin.rest import ROUTER
from tests.standin.schemas import REST, load
from tests.standin.server import StandIn
from tests.standin_tests.client import WRITER, Client

pytestmark = pytest.mark.schemas
RUNS = "/repos/{owner}/{repo}/check-runs"
OWNED = {"owner": "octo-org", "repo": "shop"}


def texts(method: str, template: str, *, path: Any = None, query: Any = None, body: Any = None) -> list[str]:
    sent = {"path": OWNED if path is None else path, "query": query or {}, "body": body}
    return [each.text.removeprefix(f"{method} {template}: ") for each in violations(method, template, sent)]


def test_every_route_is_githubs() -> None:
    paths = load(REST)["paths"]
    unknown = [f"{each.method} {each.template}" for each in ROUTER.routes
               if each.method.lower() not in paths.get(each.template, {})]  # fmt: skip

    assert unknown == []


def test_a_right_request_is_no_violation() -> None:
    body = {"name": "Planwarden", "head_sha": "a" * 40, "status": "completed", "conclusion": "success",
            "output": {"title": "t", "summary": "s", "annotations": []}}  # fmt: skip

    assert texts("POST", RUNS, body=body) == []


def annotations(count: int) -> dict[str, Any]:
    one = {"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}
    return {"title": "t", "summary": "s", "annotations": [one] * count}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": ({"body": {"name": "x", "head_sha": "a", "colour": "red"}}, "'colour' was unexpected"),
    "missing field": ({"body": {"name": "x"}}, '"head_sha" is a required property'),
    "wrong type": ({"body": {"name": 1, "head_sha": "a"}}, 'is not of type "string"'),
    "not one of": ({"body": {"name": "x", "head_sha": "a", "status": "done"}}, "is not one of"),
    "too many": ({"body": {"name": "x", "head_sha": "a", "output": annotations(51)}}, "has more than 50 items"),
    "no body": ({}, "the body is missing"),
    "unknown query": ({"body": {"name": "x", "head_sha": "a"}, "query": {"foo": "1"}}, "unknown query parameter foo"),
}


@pytest.mark.parametrize(("sent", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_request_is_named(sent: dict[str, Any], words: str) -> None:
    assert any(words in text for text in texts("POST", RUNS, **sent)), texts("POST", RUNS, **sent)


def test_parameters_have_types() -> None:
    path = {**OWNED, "pull_number": "one"}

    found = texts("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/files", path=path, query={"per_page": "many"})

    assert found == ["path parameter pull_number=one: not an integer", "query parameter per_page=many: not an integer"]


async def test_what_github_would_ignore_is_answered_and_still_a_violation() -> None:
    async with StandIn() as github:
        sha = github.repository("octo-org/shop").branch_tip("main")
        client = await Client.installed(github)
        body = {"name": "x", "head_sha": sha, "conclusion": "success", "colour": "red"}

        answer = await client.post("/repos/octo-org/shop/check-runs", body)

        assert answer.status == 201
        assert "'colour' was unexpected" in github.problems()[0]


@pytest.fixture
def shop(github: StandIn) -> Repository:
    return github.repository("octo-org/shop", {"README.md": "# Shop\n", "specs/plan.md": "# Plan\n"}, private=False)


async def answers(github: StandIn, shop: Repository) -> dict[tuple[str, str, int], Any]:
    """Ask every kind of question once; return the answers by route and status."""
    pull = shop.pull_request("refunds", {"a.md": "a\n", "b.bin": b"\0"}, body="text")
    comment = github.person("bob").comment(pull, "hello")
    app = Client.as_app(github)
    client = await Client.installed(github, permissions={**WRITER, "issues": "read"}, repository_ids=[shop.id])
    found: dict[tuple[str, str, int], Any] = {}

    async def ask(by: Client, method: str, path: str, body: Any = None) -> Any:
        answer = await by.send(method, path, body)
        found[method, github.exchanges[-1].template, answer.status] = answer.body
        return answer.body

    base = "/repos/octo-org/shop"
    installation = github.installation("octo-org").id
    run = await ask(client, "POST", f"{base}/check-runs", {
        "name": "Planwarden", "head_sha": pull.head_sha, "conclusion": "failure",
        "output": {"title": "t", "summary": "s", "annotations": annotations(1)["annotations"]},
    })  # fmt: skip
    await ask(client, "PATCH", f"{base}/check-runs/{run['id']}", {"conclusion": "success"})
    await talk(partial(ask, client), base)
    await ask(client, "POST", f"{base}/issues/comments/{comment.id}/reactions", {"content": "eyes"})
    github.world.teams["octo-org", "sre"] = {"bob": "active"}
    member = await Client.installed(github, permissions={"members": "read"})
    await ask(member, "GET", "/orgs/octo-org/teams/sre/memberships/bob")
    for path in (
        "", "/pulls", "/pulls/1", "/pulls/1/files", "/pulls/1/commits", "/pulls/1/reviews", "/issues/1/comments",
        f"/check-runs/{run['id']}", f"/check-runs/{run['id']}/annotations", f"/commits/{pull.head_sha}/check-runs",
        f"/commits/{pull.head_sha}/check-suites", f"/commits/{pull.head_sha}/pulls", f"/commits/{pull.head_sha}",
        "/contents/README.md", "/git/trees/main?recursive=1", f"/compare/main...{pull.head_sha}",
        f"/git/blobs/{shop.store.lookup(shop.store.commits[pull.head_sha].tree, 'a.md').oid}",  # type: ignore[union-attr]
        "/collaborators/bob/permission",
    ):  # fmt: skip
        await ask(client, "GET", base + path)
    for path in ("/rate_limit", "/installation/repositories"):
        await ask(client, "GET", path)
    for path in ("/app", "/app/installations", f"/app/installations/{installation}", "/app/hook/deliveries"):
        await ask(app, "GET", path)
    await ask(app, "POST", f"/app/installations/{installation}/access_tokens", {"repository_ids": [shop.id]})
    return found


async def talk(ask: Callable[..., Awaitable[Any]], base: str) -> None:
    """Ask every kind of question about what is said on the first pull request."""
    line = {"path": "a.md", "line": 1, "side": "RIGHT", "body": "c"}
    review = await ask("POST", f"{base}/pulls/1/reviews", {"event": "COMMENT", "body": "b", "comments": [line]})
    await ask("GET", f"{base}/pulls/1/reviews/{review['id']}")
    inline = f"{base}/pulls/comments/{(await ask('GET', f'{base}/pulls/1/comments'))[0]['id']}"
    await ask("PATCH", inline, {"body": "d"})
    await ask("POST", f"{inline.replace('/pulls/', '/pulls/1/')}/replies", {"body": "e"})
    await ask("POST", f"{inline}/reactions", {"content": "rocket"})
    own = await ask("POST", f"{base}/issues/1/comments", {"body": "f"})
    await ask("PATCH", f"{base}/issues/comments/{own['id']}", {"body": "g"})


async def test_answers_are_what_github_describes(github: StandIn, shop: Repository) -> None:
    """The described schema of each route's success holds for what the stand-in says."""
    found = await answers(github, shop)

    assert len(found) > 30
    assert {status for _, _, status in found} == {200, 201}
    assert [fault for key, body in found.items() for fault in answer_faults(key, body)] == []


def answer_faults(key: tuple[str, str, int], body: Any) -> list[str]:
    """Return where an answer leaves the description, where that can be kept.

    The list of installations is described with an account that is a person and an enterprise at once.
    """
    return [
        f"{key} {error.instance_path}: {error.message[:200]}"
        for error in response_validator(*key).iter_errors(body)
        if (key[1], error.instance_path[-1:]) != ("/app/installations", ["account"])
    ]
