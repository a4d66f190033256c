"""One comment has one effect: over redeliveries, lost answers, and kills at every request."""

from pathlib import Path

import pytest

from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.commands.talk import answers, reactions, settle, trailers
from tests.end_to_end.house import House
from tests.end_to_end.plans import FAULTY, PATH
from tests.end_to_end.test_crash import idle, lost, reached, started
from tests.standin import faults
from tests.standin.model.conversation import IssueComment
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

COMMAND = "/sp.adr Where the refund is booked"
COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
REACT = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
REPLIES = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
PERMISSION = "/repos/{owner}/{repo}/collaborators/{username}/permission"
GRAPHQL = "/graphql"


def is_done_once(github: StandIn, pull: PullRequest, comment: IssueComment) -> None:
    """Assert one commit, one answer that says so, one reaction of each kind."""
    assert trailers(pull)[1:] == [f"Planwarden-Command: issue_comment:{comment.id}"]
    (answer,) = answers(github, pull)
    assert answer.startswith("Created [`history/adr/0001-where-the-refund-is-booked.md`](")
    assert f"[{pull.head_sha[:7]}](https://github.com/octo/shop/commit/{pull.head_sha})" in answer
    assert "@" not in answer
    assert reactions(comment) == ["eyes", "rocket"]


async def test_twenty_deliveries_of_one_comment(house: House, pull: PullRequest) -> None:
    await settle(house)
    comment = house.github.person("alice").comment(pull, COMMAND)
    (said,) = house.github.hooks.take("issue_comment")

    await house.github.hooks.send_at_once([said] * 20)
    await house.idle()
    for _ in range(3):
        await house.deliver([house.github.hooks.redeliver(said)])

    is_done_once(house.github, pull, comment)


async def test_two_deliveries_under_other_ids(house: House, pull: PullRequest) -> None:
    """The door knows a body again for a while only; the ledger knows the comment for ever."""
    await settle(house)
    comment = house.github.person("alice").comment(pull, COMMAND)
    (said,) = house.github.hooks.take("issue_comment")
    await house.deliver([said])
    said.payload["issue"]["comments"] = 7
    said.guid = "00000000-0000-4000-8000-000000000000"

    await house.deliver([said])

    is_done_once(house.github, pull, comment)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("method", "template", "containing"),
    [
        pytest.param("POST", REACT, "eyes", id="eyes"),
        pytest.param("GET", COMMENT, "", id="comment"),
        pytest.param("POST", GRAPHQL, "PullRequest(", id="pull request"),
        pytest.param("POST", GRAPHQL, "OpenPullsWithFiles(", id="open pull requests"),
        pytest.param("POST", GRAPHQL, "createCommitOnBranch", id="commit"),
        pytest.param("POST", REPLIES, "", id="answer"),
        pytest.param("POST", REACT, "rocket", id="rocket"),
    ],
)
async def test_an_answer_of_github_is_lost(  # noqa: PLR0913 - the table's columns
    house: House, pull: PullRequest, method: str, template: str, containing: str, *, after: bool
) -> None:
    await settle(house)
    house.github.faults.add(method, template, faults.reset(after=after), containing=containing)
    comment = house.github.person("alice").comment(pull, COMMAND)

    await settle(house)

    assert trailers(pull)[1:] == [f"Planwarden-Command: issue_comment:{comment.id}"]
    assert len(answers(house.github, pull)) == 1
    assert {"eyes", "rocket"} - set(reactions(comment)) <= {containing}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("method", "template", "containing"),
    [
        pytest.param("POST", REACT, "eyes", id="eyes"),
        pytest.param("GET", COMMENT, "", id="comment"),
        pytest.param("GET", PERMISSION, "", id="permission"),
        pytest.param("POST", GRAPHQL, "OpenPullsWithFiles(", id="open pull requests"),
        pytest.param("POST", GRAPHQL, "createCommitOnBranch", id="commit"),
        pytest.param("POST", REPLIES, "", id="answer"),
        pytest.param("POST", REACT, "rocket", id="rocket"),
    ],
)
async def test_killed_at_a_request(  # noqa: PLR0913, PLR0917 - the table's columns
    github: StandIn, tmp_path: Path, pull: PullRequest, method: str, template: str, containing: str, *, after: bool
) -> None:
    """`before`: GitHub has not done yet what was asked; `after`: it has, and the answer never arrives."""
    async with started(github, tmp_path) as first:
        await github.hooks.send_all(github.hooks.take())
        await idle(first.url)
        github.faults.add(method, template, lost(after=after), containing=containing)
        comment = github.person("alice").comment(pull, COMMAND)
        seen = len(github.exchanges)
        await github.hooks.send_all(github.hooks.take("issue_comment"))
        await reached(github, method, template, containing, since=seen)
        first.kill()
    github.faults.clear()
    async with started(github, tmp_path) as second:
        await idle(second.url)
    is_done_once(github, pull, comment)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_waiver_is_given_once_and_told_whatever_dies(
    github: StandIn, shop: Repository, tmp_path: Path, *, after: bool
) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY}, author="alice")
    async with started(github, tmp_path) as first:
        await github.hooks.send_all(github.hooks.take())
        await idle(first.url)
        github.faults.add("POST", REPLIES, lost(after=after))
        github.person("mia").comment(pull, "/sp.waive no-kill-switch until 2099-12-31 because the vendor decides")
        await github.hooks.send_all(github.hooks.take("issue_comment"))
        await reached(github, "POST", REPLIES, "")
        first.kill()
    github.faults.clear()
    async with started(github, tmp_path) as second:
        await idle(second.url)
    shown = github.shown_run(pull)
    assert shown is not None
    assert shown.conclusion == "success"
    assert len(answers(github, pull)) == 1


async def test_what_kills_the_process_again_and_again_is_told(
    github: StandIn, pull: PullRequest, tmp_path: Path
) -> None:
    async with started(github, tmp_path) as first:
        await github.hooks.send_all(github.hooks.take())
        await idle(first.url)
    comment = github.person("alice").comment(pull, COMMAND)
    said = github.hooks.take("issue_comment")
    for life in range(2):
        github.faults.add("POST", GRAPHQL, lost(after=False), containing="OpenPullsWithFiles(")
        seen = len(github.exchanges)
        async with started(github, tmp_path) as poisoned:
            if not life:
                await github.hooks.send_all(said)
            await reached(github, "POST", GRAPHQL, "OpenPullsWithFiles(", since=seen)
            poisoned.kill()
    github.faults.clear()
    async with started(github, tmp_path) as last:
        await idle(last.url)
    assert answers(github, pull) == ["`/sp.adr` was given up: the process ended 2 times while it ran."]
    assert reactions(comment) == ["eyes", "confused"]
    assert len(pull.commits()) == 1


async def test_a_process_that_died_after_the_push_of_somebody_else_changes_nothing(
    github: StandIn, pull: PullRequest, tmp_path: Path
) -> None:
    """The first try died before its commit, and then the branch moved."""
    async with started(github, tmp_path) as first:
        await github.hooks.send_all(github.hooks.take())
        await idle(first.url)
        github.faults.add("POST", GRAPHQL, lost(after=False), containing="createCommitOnBranch")
        github.person("alice").comment(pull, COMMAND)
        await github.hooks.send_all(github.hooks.take("issue_comment"))
        await reached(github, "POST", GRAPHQL, "createCommitOnBranch")
        first.kill()
    github.faults.clear()
    now = pull.push({PATH: PLAN + "\nMore.\n"})
    async with started(github, tmp_path) as second:
        await idle(second.url)
    assert pull.head_sha == now
    assert answers(github, pull)[0].endswith("Nothing was changed. Run `/sp.adr` again.")
