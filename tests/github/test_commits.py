"""A commit goes on top of one head or nowhere, and is never made twice."""

import base64
from typing import TYPE_CHECKING, Any

import pytest

from bot.github import pulls
from bot.github.errors import Denied, GitHubError, Gone, HeadMoved, Protected, Refused, Unreachable
from bot.github.port import Committed, GitHub, NewCommit, NewFile, PullRequest
from tests.github.conftest import PULL
from tests.github.pull_answer import repository
from tests.github.script import Break, Say, Script, graphql

if TYPE_CHECKING:
    from collections.abc import Mapping

TRAILER = "Planwarden-Command: issue_comment:77"
NEW = NewCommit("a" * 40, "Add ADR-0007", "", TRAILER, (NewFile("history/adr/0007-a.md", b"# A\n"),))
SHA = "c" * 40
URL = f"https://github.com/octo/shop/commit/{SHA}"
MADE = graphql({"createCommitOnBranch": {"commit": {"oid": SHA, "url": URL}}})


@pytest.fixture
def pull() -> PullRequest:
    return pulls.pull_request(PULL, repository())


def refused(kind: str, message: str) -> Say:
    error: Mapping[str, Any] = {"type": kind, "path": ["createCommitOnBranch"], "message": message}
    return graphql({"createCommitOnBranch": None}, error)


def history(*messages: str) -> Say:
    nodes = [{"oid": SHA, "url": URL, "message": message} for message in messages]
    return graphql({"repository": {"ref": {"target": {"history": {"nodes": nodes}}}}})


async def test_one_request_with_a_token_of_its_own(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(MADE)

    assert await client.commit(pull, NEW) == Committed(SHA, URL)
    assert script.heard[0].variables == {
        "input": {
            "branch": {"repositoryNameWithOwner": "octo/shop", "branchName": pull.head_ref},
            "message": {"headline": "Add ADR-0007", "body": TRAILER},
            "expectedHeadOid": "a" * 40,
            "fileChanges": {
                "additions": [{"path": "history/adr/0007-a.md", "contents": base64.b64encode(b"# A\n").decode()}]
            },
        }
    }
    assert [each.body["permissions"] for each in script.mints] == [{"contents": "write", "metadata": "read"}]


@pytest.mark.parametrize(
    ("kind", "message", "error"),
    [
        ("UNPROCESSABLE", "Changes must be made through a pull request.", Protected),
        ("UNPROCESSABLE", "Repository rule violations found\n\nCommits must have verified signatures.", Protected),
        ("FORBIDDEN", "refusing to allow a GitHub App to create or update workflow `x` without `workflows`", Protected),
        ("FORBIDDEN", "Resource not accessible by integration", Denied),
        ("NOT_FOUND", "Could not resolve to a Ref with that name.", Gone),
        ("UNPROCESSABLE", "A path was too long.", Refused),
        ("INTERNAL", "Something went wrong", Unreachable),
    ],
)
async def test_each_refusal_is_understood(  # noqa: PLR0913, PLR0917 - the table's columns
    script: Script, client: GitHub, pull: PullRequest, kind: str, message: str, error: type[GitHubError]
) -> None:
    script.queue(refused(kind, message))
    if error is Unreachable:
        script.queue(history("Start"), refused(kind, message))

    with pytest.raises(error) as caught:
        await client.commit(pull, NEW)
    assert caught.type is error


async def test_a_head_that_moved_is_nothing_written(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(refused("STALE_DATA", 'Expected branch to point to "a" but it did not.'), history("Somebody else's"))

    with pytest.raises(HeadMoved):
        await client.commit(pull, NEW)


async def test_a_head_that_moved_to_our_own_commit_is_success(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(refused("STALE_DATA", "Expected branch to point to"), history("Later", f"Add ADR-0007\n\n{TRAILER}\n"))

    assert await client.commit(pull, NEW) == Committed(SHA, URL)


async def test_a_lost_commit_that_shows_late_is_success(script: Script, client: GitHub, pull: PullRequest) -> None:
    """The look-up came too early; the second try then meets the head that the first one made."""
    moved = refused("STALE_DATA", "Expected branch to point to")
    script.queue(Break.RESET, history("Start"), moved, history(f"Add ADR-0007\n\n{TRAILER}"))

    assert await client.commit(pull, NEW) == Committed(SHA, URL)


@pytest.mark.parametrize("damage", [Break.RESET, Break.HALF, Say({}, status=502)])
async def test_a_commit_whose_answer_was_lost_is_looked_for(
    script: Script, client: GitHub, pull: PullRequest, damage: Break | Say
) -> None:
    script.queue(damage, history(f"Add ADR-0007\n\n{TRAILER}"))
    assert await client.commit(pull, NEW) == Committed(SHA, URL)

    script.queue(damage, history("Start"), MADE)
    assert await client.commit(pull, NEW) == Committed(SHA, URL)
    assert len(script.heard) == 5


@pytest.mark.parametrize(
    "message", ["", "Start", f"{TRAILER}8", f"Quotes {TRAILER}", f"{TRAILER}\n\nSigned-off-by: x", f"x\n\n> {TRAILER}"]
)
async def test_only_the_last_line_says_which_command_it_was(
    script: Script, client: GitHub, pull: PullRequest, message: str
) -> None:
    script.queue(history(message))

    assert await client.committed(pull, TRAILER) is None


async def test_a_branch_that_is_gone_has_no_commits(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(graphql({"repository": {"ref": None}}))

    assert await client.committed(pull, TRAILER) is None
