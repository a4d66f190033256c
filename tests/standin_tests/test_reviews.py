"""Reviews: all or nothing, only on lines of the diff; threads over pushes; conversations."""

from typing import Any

import pytest

from tests.standin.model.pulls import PullRequest
from tests.standin.model.reviewing import NOT_IN_DIFF
from tests.standin.server import StandIn
from tests.standin_tests.client import Answer, Client

PATH = "specs/001/plan.md"
TEXT = "".join(f"line {number}\n" for number in range(1, 61))


def changed(*numbers: int) -> str:
    """Return the text with some lines replaced."""
    lines = TEXT.splitlines()
    return "".join(f"{f'new {at}' if at in numbers else line}\n" for at, line in enumerate(lines, 1))


@pytest.fixture
def pull(github: StandIn) -> PullRequest:
    """Give a pull request that changes lines 10 and 40: hunks 7-13 and 37-43."""
    return github.repository("octo-org/shop", {PATH: TEXT}).pull_request("refunds", {PATH: changed(10, 40)})


async def review(client: Client, pull: PullRequest, *comments: dict[str, Any], **more: Any) -> Answer:
    body = {"commit_id": pull.head_sha, "event": "COMMENT", "body": "Look", "comments": list(comments), **more}
    return await client.post(f"/repos/octo-org/shop/pulls/{pull.number}/reviews", body)


def on(line: int, **more: Any) -> dict[str, Any]:
    return {"path": PATH, "line": line, "side": "RIGHT", "body": f"about {line}", **more}


async def test_a_review_with_comments_in_the_diff_is_posted(github: StandIn, pull: PullRequest) -> None:
    answer = await review(await Client.installed(github), pull, on(10), on(43, start_line=38, start_side="RIGHT"))

    assert (answer.status, answer.body["state"]) == (200, "COMMENTED")
    assert [(thread.anchor.start_line, thread.anchor.line) for thread in pull.threads] == [(None, 10), (38, 43)]
    assert pull.threads[0].comments[0].author.login == "planwarden[bot]"


REFUSED = {
    "one line outside the diff": ([on(10), on(25)], NOT_IN_DIFF),
    "a range over two hunks": ([on(40, start_line=10)], NOT_IN_DIFF),
    "start equals end": ([on(10, start_line=10)], "Pull request review thread start line must precede the end line."),
    "a file that did not change": ([on(1) | {"path": "README.md"}], "Path could not be resolved"),
}


@pytest.mark.parametrize(("comments", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_one_bad_comment_refuses_the_whole_review(
    comments: list[dict[str, Any]], words: str, github: StandIn, pull: PullRequest
) -> None:
    answer = await review(await Client.installed(github), pull, *comments)

    assert (answer.status, answer.body["errors"]) == (422, [words])
    assert (pull.reviews, pull.threads) == ([], [])


async def test_old_lines_are_on_the_left(github: StandIn, pull: PullRequest) -> None:
    pull.push({PATH: "".join(TEXT.splitlines(keepends=True)[:30])})
    client = await Client.installed(github)

    assert (await review(client, pull, on(45, side="RIGHT"))).status == 422
    assert (await review(client, pull, on(45, side="LEFT"))).status == 200


async def test_a_body_has_65536_characters_at_most(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)

    assert (await review(client, pull, body="x" * 65_536)).status == 200
    refused = await review(client, pull, body="x" * 65_537)
    assert refused.body["errors"] == ["body is too long (maximum is 65536 characters)"]


async def test_a_commit_of_another_branch_is_refused(github: StandIn, pull: PullRequest) -> None:
    answer = await review(await Client.installed(github), pull, commit_id=pull.base_sha)

    assert answer.status == 422
    assert "commit_id is not part of the pull request" in str(answer.body)


async def test_one_review_tells_of_itself_and_of_every_comment(github: StandIn, pull: PullRequest) -> None:
    github.hooks.take()

    await review(await Client.installed(github), pull, on(10), on(40))

    told = [(each.event, each.action) for each in github.hooks.take()]
    comment = ("pull_request_review_comment", "created")
    assert told == [("pull_request_review", "submitted"), comment, comment]


async def test_a_thread_moves_with_its_lines_and_is_outdated_when_they_change(
    github: StandIn, pull: PullRequest
) -> None:
    client = await Client.installed(github)
    await review(client, pull, on(10), on(40))
    pull.push({PATH: "at the top\n" + changed(10).replace("line 40", "other 40")})

    listed = await client.get(f"/repos/octo-org/shop/pulls/{pull.number}/comments")

    assert [(each["line"], each["original_line"]) for each in listed.body] == [(11, 10), (None, 40)]


async def test_comments_are_edited_and_deleted(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    await review(client, pull, on(10))
    comment = f"/repos/octo-org/shop/pulls/comments/{pull.threads[0].comments[0].id}"

    edited = await client.send("PATCH", comment, {"body": "Fixed"})
    deleted = await client.send("DELETE", comment)

    assert (edited.body["body"], deleted.status, pull.threads) == ("Fixed", 204, [])
    assert (await client.get(comment)).status == 404


async def test_changing_what_somebody_else_wrote_is_noticed() -> None:
    """GitHub allows it to whoever may write; the stand-in holds it against the App."""
    async with StandIn() as github:
        pull = github.repository("octo-org/shop").pull_request("refunds", {PATH: TEXT})
        comment = github.person("bob").comment(pull, "mine")
        client = await Client.installed(github)

        answer = await client.send("PATCH", f"/repos/octo-org/shop/issues/comments/{comment.id}", {"body": "ours"})

        assert answer.status == 200
        assert github.problems() == ["changed what bob wrote"]


async def test_a_whole_file_can_be_commented_on(github: StandIn, pull: PullRequest) -> None:
    body = {"body": "whole", "commit_id": pull.head_sha, "path": PATH, "subject_type": "file"}

    answer = await (await Client.installed(github)).post(f"/repos/octo-org/shop/pulls/{pull.number}/comments", body)

    assert (answer.status, answer.body["subject_type"], answer.body["line"]) == (201, "file", None)


async def test_the_conversation_is_paged(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    path = f"/repos/octo-org/shop/issues/{pull.number}/comments"
    for number in range(5):
        await client.post(path, {"body": f"comment {number}"})

    first = await client.get(f"{path}?per_page=2")
    assert [each["body"] for each in first.body] == ["comment 0", "comment 1"]
    next_link, last_link = first.headers["Link"].split(", ")
    assert last_link.endswith('page=3>; rel="last"')
    follow = next_link.removeprefix("<").partition(">")[0]
    assert f"/repositories/{pull.base_repository.id}/" in follow
    assert [each["body"] for each in (await client.get(follow)).body] == ["comment 2", "comment 3"]


async def test_the_same_reaction_twice_is_one(github: StandIn, pull: PullRequest) -> None:
    comment = github.person("bob").comment(pull, "/sp.check")
    client = await Client.installed(github)
    path = f"/repos/octo-org/shop/issues/comments/{comment.id}/reactions"

    statuses = [(await client.post(path, {"content": "eyes"})).status for _ in range(2)]

    assert statuses == [201, 200]
    assert len(comment.reactions) == 1
