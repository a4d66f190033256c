"""The oracles themselves: what would notify, what is double, what is left open."""

import pytest

from tests.standin.model.accounts import Account
from tests.standin.model.events import Written
from tests.standin.oracles import mergeable, notices
from tests.standin.server import StandIn
from tests.standin_tests.client import Client

BOT = Account(1, "planwarden[bot]", "Bot")
SHA = "3f786850e387550fdab836ed7e6dc881de23001b"
LOUD = {
    "Thanks @alice": [("mention", "alice")],
    "cc @octo-org/everyone": [("mention", "octo-org/everyone")],
    "fixes #1 and GH-2": [("issue", "#1"), ("issue", "GH-2")],
    "see octo/other#2": [("issue", "octo/other#2")],
    f"since {SHA}": [("commit", SHA)],
    "https://github.com/octo/shop/pull/3": [("link", "https://github.com/octo/shop/pull/3")],
    "unclosed ` tick @alice": [("mention", "alice")],
}
QUIET = [
    "`@alice` wrote `fixes #1`",
    "```\n@alice fixes #1\n```",
    "~~~~ text\n@alice\n~~~~",
    "``a ` b @alice``",
    "alice@example.com",
    "<!-- @alice -->",
    "section #fragment and &#64;alice",
    f"`{SHA}`",
]


@pytest.mark.parametrize(("body", "expected"), LOUD.items())
def test_what_github_acts_on_is_seen(body: str, expected: list[tuple[str, str]]) -> None:
    found = [(each.kind, each.target) for each in notices(Written("comment", BOT, body))]

    assert found == expected


@pytest.mark.parametrize("body", QUIET)
def test_what_is_code_or_hidden_is_not(body: str) -> None:
    assert list(notices(Written("comment", BOT, body))) == []


def test_an_edit_tells_nobody() -> None:
    assert list(notices(Written("comment", BOT, "@alice", edited=True))) == []


def test_a_reply_by_e_mail_quotes_without_code() -> None:
    assert [each.target for each in notices(Written("comment", BOT, "`@alice`"), plain=True)] == ["alice"]


async def test_double_comments_and_runs_are_problems() -> None:
    async with StandIn() as github:
        pull = github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})
        client = await Client.installed(github)
        line = {"path": "a.md", "line": 1, "body": "same"}
        run = {"name": "Planwarden", "head_sha": pull.head_sha, "external_id": "key", "conclusion": "success"}
        for _ in range(2):
            await client.post("/repos/octo-org/shop/pulls/1/reviews", {"event": "COMMENT", "comments": [line]})
            await client.post("/repos/octo-org/shop/issues/1/comments", {"body": "sticky"})
            await client.post("/repos/octo-org/shop/check-runs", run)

        assert github.problems() == [
            f"Planwarden on {pull.head_sha[:7]}: 2 times None (key)",
            "a.md:1 2 times",
            "below 2 times: sticky",
        ]


async def test_a_run_that_a_person_asked_for_or_with_another_verdict_is_not_double(github: StandIn) -> None:
    pull = github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})
    client = await Client.installed(github)
    run = {"name": "Planwarden", "head_sha": pull.head_sha, "external_id": "key", "conclusion": "neutral"}
    await client.post("/repos/octo-org/shop/check-runs", run)
    await client.post("/repos/octo-org/shop/check-runs", {**run, "conclusion": "failure"})
    shown = github.shown_run(pull)
    assert shown is not None
    github.person("bob").rerun(shown)
    await client.post("/repos/octo-org/shop/check-runs", {**run, "conclusion": "failure"})

    assert github.problems() == []


async def test_a_run_that_is_never_completed_is_a_problem() -> None:
    async with StandIn() as github:
        pull = github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})
        client = await Client.installed(github)
        run = {"name": "Planwarden", "head_sha": pull.head_sha, "status": "in_progress"}
        await client.post("/repos/octo-org/shop/check-runs", run)

        assert github.problems(unfinished=True) == []
        assert github.problems() == [f"Planwarden on {pull.head_sha[:7]} is in_progress"]
        assert not mergeable(pull, "Planwarden")


async def test_a_check_of_another_app_does_not_pass_a_pinned_ruleset(github: StandIn) -> None:
    """Without `integration_id` anybody's green check of the name lets it through."""
    pull = github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})
    other = github.other_app("impostor", "octo-org")
    run = {"name": "Planwarden", "head_sha": pull.head_sha, "conclusion": "success"}
    await (await Client.installed(github, app=other)).post("/repos/octo-org/shop/check-runs", run)

    assert mergeable(pull, "Planwarden")
    assert not mergeable(pull, "Planwarden", app=github.app)
    assert github.shown_run(pull) is None
