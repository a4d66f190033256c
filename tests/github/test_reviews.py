"""Reviews and edits: in one request, said once, and whatever GitHub would not take comes back."""

from dataclasses import replace
from typing import Any

import pytest

from bot.github import pulls
from bot.github.errors import Denied, Refused, Unreachable
from bot.github.placing import head_ranges
from bot.github.port import CommentEdit, GitHub, OwnComment, PullRequest, Review, ReviewComment
from tests.github.conftest import PULL
from tests.github.pull_answer import HEAD, repository
from tests.github.script import Break, Say, Script, graphql

PLAN = "specs/a/plan.md"
ONE = ReviewComment(PLAN, 12, "No kill switch")
RANGE = ReviewComment(PLAN, 20, "No rollback", start_line=18)
REVIEW = Review(HEAD, "<!-- planwarden:review abc -->\nTwo problems", (ONE, RANGE))
BAD_LINE = Say({"message": "Unprocessable Entity", "errors": ["Line could not be resolved"]}, status=422)
POST_REVIEW = "POST /repos/octo/shop/pulls/5/reviews"
LIST_FILES = "GET /repos/octo/shop/pulls/5/files?per_page=100"


@pytest.fixture
def pull() -> PullRequest:
    return pulls.pull_request(PULL, repository())


def edit(number: int, body: str = "Fixed") -> CommentEdit:
    return CommentEdit(OwnComment(number, f"node-{number}", "Before", PLAN, 3), body)


def created(*comments: ReviewComment, ours: bool = True, commit: str = HEAD, body: str = REVIEW.body) -> dict[str, Any]:
    """Return a review as GitHub lists it, with its habit of sending line ends of its own."""
    nodes = [{"path": comment.path, "body": comment.body + "\r\n"} for comment in comments]
    text = body.replace("\n", "\r\n")
    return {"body": text, "viewerDidAuthor": ours, "commit": {"oid": commit}, "comments": {"nodes": nodes}}


def reviews(*nodes: dict[str, Any]) -> Say:
    return graphql({"repository": {"pullRequest": {"reviews": {"nodes": list(nodes)}}}})


def mutated(*comments: ReviewComment, edits: int = 1) -> Say:
    data: dict[str, Any] = {f"edit{n}": {"pullRequestReviewComment": {"id": f"node-{n}"}} for n in range(edits)}
    return graphql(data | {"review": {"pullRequestReview": created(*comments)}})


def posted(script: Script) -> list[list[int]]:
    """Return the lines of the comments of every review that was sent over REST."""
    return [[comment["line"] for comment in heard.body["comments"]] for heard in sent(script, POST_REVIEW)]


def sent(script: Script, what: str) -> list[Any]:
    return [heard for heard, path in zip(script.heard, script.paths(), strict=True) if path == what]


async def test_a_review_alone_is_one_request(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == ()
    assert script.paths() == [POST_REVIEW]
    assert script.heard[0].body == {
        "commit_id": HEAD,
        "event": "COMMENT",
        "body": REVIEW.body,
        "comments": [
            {"path": PLAN, "line": 12, "side": "RIGHT", "body": "No kill switch"},
            {
                "path": PLAN,
                "line": 20,
                "side": "RIGHT",
                "body": "No rollback",
                "start_line": 18,
                "start_side": "RIGHT",
            },
        ],
    }


async def test_a_range_of_one_line_is_sent_as_a_line(script: Script, client: GitHub, pull: PullRequest) -> None:
    """GitHub refuses a start that is the end."""
    script.queue(Say({"id": 1}))
    await client.converse(pull, replace(REVIEW, comments=(replace(ONE, start_line=ONE.line),)), ())
    assert "start_line" not in script.heard[0].body["comments"][0]


async def test_nothing_to_say_is_nothing_sent(script: Script, client: GitHub, pull: PullRequest) -> None:
    assert await client.converse(pull, None, ()) == ()
    assert await client.converse(pull, Review(HEAD, ""), ()) == ()
    assert script.heard == []


async def test_a_review_whose_answer_was_lost_is_not_posted_twice(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(Break.RESET, reviews(created(ONE, RANGE)))
    assert await client.converse(pull, REVIEW, ()) == ()
    assert script.paths() == [POST_REVIEW, "POST /graphql"]


@pytest.mark.parametrize(
    "listed",
    [
        [],
        [created(ONE, ours=False)],
        [created(ONE, commit="e" * 40)],
        [created(ONE, body="Another")],
        [created(ONE) | {"commit": None}],
    ],
    ids=["none", "of another author", "on another commit", "with other words", "on a commit that is gone"],
)
async def test_a_review_that_did_not_arrive_is_posted_again(
    script: Script, client: GitHub, pull: PullRequest, listed: list[dict[str, Any]]
) -> None:
    script.queue(Break.RESET, reviews(*listed), Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == ()
    assert posted(script) == [[12, 20], [12, 20]]


async def test_a_second_loss_is_told(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Break.RESET, reviews(), Break.RESET)
    with pytest.raises(Unreachable):
        await client.converse(pull, REVIEW, ())


def listing(patch: str | None, *others: str) -> Say:
    files: list[dict[str, Any]] = [{"filename": other, "patch": "@@ -1 +1 @@"} for other in others]
    return Say([*files, {"filename": PLAN} | ({"patch": patch} if patch is not None else {})])


async def test_after_a_refusal_githubs_own_diff_decides_what_may_stand(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(BAD_LINE, listing("@@ -10,5 +10,5 @@ ## Risks\n x"), Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == (RANGE,)
    assert script.paths() == [POST_REVIEW, LIST_FILES, POST_REVIEW]
    assert posted(script) == [[12, 20], [12]]
    assert script.heard[2].body["body"] == REVIEW.body


@pytest.mark.parametrize("patch", [None, "", "@@ -1 +1 @@\n-a\n+b", "@@ -15,3 +15,4 @@"])
async def test_when_no_comment_may_stand_the_review_goes_out_without(
    script: Script, client: GitHub, pull: PullRequest, patch: str | None
) -> None:
    script.queue(BAD_LINE, listing(patch), Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == (ONE, RANGE)
    assert posted(script) == [[12, 20], []]


async def test_refused_although_the_diff_shows_the_lines(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(BAD_LINE, listing("@@ -1,30 +1,30 @@"), Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == (ONE, RANGE)
    assert posted(script) == [[12, 20], []]


async def test_refused_twice(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(BAD_LINE, listing("@@ -10,5 +10,5 @@"), BAD_LINE, Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == (ONE, RANGE)
    assert posted(script) == [[12, 20], [12], []]


async def test_a_review_of_refused_comments_alone_says_nothing_more(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(BAD_LINE, listing(None))
    assert await client.converse(pull, replace(REVIEW, body=""), ()) == (ONE, RANGE)


async def test_the_diff_is_read_page_by_page_until_every_file_is_found(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    first = Say(
        [{"filename": "a"}], headers={"link": f'<{script.url}/repositories/42/pulls/5/files?page=2>; rel="next"'}
    )
    second = listing("@@ -10,5 +10,5 @@")
    link = {"link": f'<{script.url}/repositories/42/pulls/5/files?page=3>; rel="next"'}
    script.queue(BAD_LINE, first, replace(second, headers=link), Say({"id": 1}))
    assert await client.converse(pull, REVIEW, ()) == (RANGE,)


@pytest.mark.parametrize(
    "words", ["No commit found for SHA", "Body is too long (maximum is 65536 characters)", "Validation Failed"]
)
async def test_a_refusal_for_another_reason_is_told(
    script: Script, client: GitHub, pull: PullRequest, words: str
) -> None:
    script.queue(Say({"message": words}, status=422))
    with pytest.raises(Refused, match=words.split("(", maxsplit=1)[0]):
        await client.converse(pull, REVIEW, ())


async def test_a_review_and_edits_are_one_request(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(mutated(ONE, RANGE, edits=2))
    assert await client.converse(pull, REVIEW, [edit(1), edit(2, "Moved")]) == ()
    assert script.paths() == ["POST /graphql"]
    assert script.heard[0].variables == {
        "edit0": {"pullRequestReviewCommentId": "node-1", "body": "Fixed"},
        "edit1": {"pullRequestReviewCommentId": "node-2", "body": "Moved"},
        "review": {
            "pullRequestId": "PR_1",
            "commitOID": HEAD,
            "event": "COMMENT",
            "body": REVIEW.body,
            "threads": [
                {"path": PLAN, "line": 12, "side": "RIGHT", "body": "No kill switch"},
                {
                    "path": PLAN,
                    "line": 20,
                    "side": "RIGHT",
                    "body": "No rollback",
                    "startLine": 18,
                    "startSide": "RIGHT",
                },
            ],
        },
    }


async def test_comments_that_graphql_left_out_in_silence_come_back(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    twice = replace(REVIEW, comments=(ONE, replace(ONE, line=14), RANGE))
    script.queue(mutated(ONE))
    assert await client.converse(pull, twice, [edit(1)]) == (replace(ONE, line=14), RANGE)


async def test_edits_alone_are_one_request(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(graphql({"edit0": {}}))
    assert await client.converse(pull, None, [edit(1)]) == ()
    assert "addPullRequestReview" not in script.heard[0].body["query"]


async def test_many_edits_come_in_several_requests_and_the_review_in_the_last(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(graphql({"edit0": {}}), graphql({"edit0": {}}), mutated(ONE, RANGE))
    await client.converse(pull, REVIEW, [edit(number) for number in range(45)])
    sizes = [len([name for name in heard.variables if name != "review"]) for heard in script.heard]
    assert sizes == [20, 20, 5]
    assert ["review" in heard.variables for heard in script.heard] == [False, False, True]


def problem(alias: str, kind: str, message: str = "x") -> dict[str, Any]:
    return {"type": kind, "path": [alias], "message": message}


async def test_a_comment_that_somebody_deleted_needs_no_edit(script: Script, client: GitHub, pull: PullRequest) -> None:
    answer = {"edit0": None, "review": {"pullRequestReview": created(ONE, RANGE)}}
    script.queue(graphql(answer, problem("edit0", "NOT_FOUND")))
    assert await client.converse(pull, REVIEW, [edit(1)]) == ()


async def test_an_edit_that_is_forbidden_is_told(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(graphql({"edit0": None}, problem("edit0", "FORBIDDEN", "Resource not accessible by integration")))
    with pytest.raises(Denied, match="not accessible"):
        await client.converse(pull, None, [edit(1)])


async def test_a_review_that_graphql_refuses_for_a_line_goes_the_way_of_rest(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    refusal = problem("review", "UNPROCESSABLE", "Pull request review thread line must be part of the diff")
    script.queue(
        graphql({"edit0": {}, "review": None}, refusal), BAD_LINE, listing("@@ -10,5 +10,5 @@"), Say({"id": 1})
    )
    assert await client.converse(pull, REVIEW, [edit(1)]) == (RANGE,)


async def test_a_review_that_graphql_refuses_for_another_reason_is_told(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(graphql({"edit0": {}, "review": None}, problem("review", "UNPROCESSABLE", "Body is too long")))
    with pytest.raises(Refused, match="Body is too long"):
        await client.converse(pull, REVIEW, [edit(1)])


async def test_a_lost_answer_to_both_repeats_the_edits_but_not_the_review(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(Break.RESET, reviews(created(ONE)), graphql({"edit0": {}}))
    assert await client.converse(pull, REVIEW, [edit(1)]) == (RANGE,)
    assert sorted(script.heard[2].variables) == ["edit0"]


async def test_a_lost_request_is_sent_again_whole(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Break.RESET, reviews(), mutated(ONE, RANGE))
    assert await client.converse(pull, REVIEW, [edit(1)]) == ()
    assert sorted(script.heard[2].variables) == ["edit0", "review"]


async def test_a_server_without_the_mutation_is_served_over_rest(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    unknown = {"message": "Field 'x' doesn't exist", "extensions": {"code": "undefinedField"}, "path": ["mutation"]}
    script.queue(graphql(None, unknown), Say({}), Say({"message": "Not Found"}, status=404), Say({"id": 1}))
    assert await client.converse(pull, REVIEW, [edit(1), edit(2)]) == ()
    assert script.paths()[1:] == [
        "PATCH /repos/octo/shop/pulls/comments/1",
        "PATCH /repos/octo/shop/pulls/comments/2",
        POST_REVIEW,
    ]
    assert script.heard[1].body == {"body": "Fixed"}


def test_the_lines_of_a_patch_on_the_head_side() -> None:
    patch = "@@ -1,3 +1,4 @@ # Plan\n a\n+b\n@@ -9 +10 @@\n-x\n+y\n@@ -20,2 +21,0 @@\n-z\n-z"
    assert head_ranges(patch) == [range(1, 5), range(10, 11), range(21, 21)]
