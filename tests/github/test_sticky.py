"""The summary comment: one, edited in place, found in a long conversation, never doubled."""

from dataclasses import replace

import pytest

from bot.github import pulls
from bot.github.errors import Unreachable
from bot.github.port import GitHub, OwnComment, PullRequest
from tests.github.conftest import PULL
from tests.github.pull_answer import comment, newest, repository
from tests.github.script import Break, Say, Script, graphql

BODY = "<!-- planwarden:summary 4f1c9a2 -->\nTwo problems"
EARLIER = "<!-- planwarden:summary 0000000 -->\nThree problems"
ONE = OwnComment(11, "node-11", EARLIER)
TWO = OwnComment(12, "node-12", EARLIER)
CREATE = "POST /repos/octo/shop/issues/5/comments"
NOT_FOUND = Say({"message": "Not Found"}, status=404)
DELETED = Say(status=204)


@pytest.fixture
def pull() -> PullRequest:
    return pulls.pull_request(PULL, repository())


def page(*bodies: tuple[int, str], ours: bool = True, before: str | None = None) -> Say:
    nodes = [comment(body, ours=ours, number=number) for number, body in bodies]
    return graphql({"repository": {"pullRequest": {"comments": newest(*nodes, before=before)}}})


async def test_the_first_is_created(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Say({"id": 1}))
    await client.put_sticky(pull, BODY, existing=None, surplus=())
    assert script.paths() == [CREATE]
    assert script.heard[0].body == {"body": BODY}


async def test_then_it_is_edited_and_surplus_ones_are_deleted(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    script.queue(Say({}), DELETED)
    await client.put_sticky(pull, BODY, existing=ONE, surplus=[TWO])
    assert script.paths() == ["PATCH /repos/octo/shop/issues/comments/11", "DELETE /repos/octo/shop/issues/comments/12"]
    assert script.heard[0].body == {"body": BODY}


async def test_what_it_says_already_is_not_sent(script: Script, client: GitHub, pull: PullRequest) -> None:
    same = replace(ONE, body=BODY.replace("\n", "\r\n") + "\n")
    await client.put_sticky(pull, BODY, existing=same, surplus=())
    assert script.heard == []


async def test_one_that_somebody_deleted_is_made_anew(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(NOT_FOUND, Say({"id": 1}), NOT_FOUND)
    await client.put_sticky(pull, BODY, existing=ONE, surplus=[TWO])
    assert script.paths()[1] == CREATE


async def test_a_lost_answer_makes_no_second(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Break.RESET, page((13, BODY)))
    await client.put_sticky(pull, BODY, existing=None, surplus=())
    assert script.paths() == [CREATE, "POST /graphql"]


async def test_a_foreign_comment_with_our_marker_is_not_ours(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Break.RESET, page((13, BODY), ours=False), Say({"id": 1}))
    await client.put_sticky(pull, BODY, existing=None, surplus=())
    assert script.paths()[-1] == CREATE


async def test_a_second_loss_is_told(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(Break.RESET, page(), Break.RESET)
    with pytest.raises(Unreachable):
        await client.put_sticky(pull, BODY, existing=None, surplus=())


async def test_in_a_long_conversation_ours_is_looked_for_first(
    script: Script, client: GitHub, pull: PullRequest
) -> None:
    """Our answers to commands have other markers and are left alone."""
    script.queue(page((90, "<!-- planwarden:reply -->\nHi"), before="C"), page((11, EARLIER)), Say({}))
    await client.put_sticky(replace(pull, comments_cut=True), BODY, existing=None, surplus=())
    assert [heard.variables["before"] for heard in script.heard[:2]] == [None, "C"]
    assert script.paths()[-1] == "PATCH /repos/octo/shop/issues/comments/11"


async def test_the_look_ends_after_a_thousand_comments(script: Script, client: GitHub, pull: PullRequest) -> None:
    script.queue(*[page(before="C")] * 10, Say({"id": 1}))
    await client.put_sticky(replace(pull, comments_cut=True), BODY, existing=None, surplus=())
    assert script.paths() == ["POST /graphql"] * 10 + [CREATE]
