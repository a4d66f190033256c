"""Comments of people, reactions to them, and answers: found again before another is made."""

import pytest

from bot.github.errors import Denied
from bot.github.port import CommentKind, CommentRef, GitHub, Reaction, Remark
from tests.github.conftest import PULL
from tests.github.pull_answer import comment, newest
from tests.github.script import Break, Say, Script, graphql

TALK = CommentRef(CommentKind.CONVERSATION, 77, "IC_77")
REVIEW = CommentRef(CommentKind.REVIEW, 78, "PRR_78")
LINE = CommentRef(CommentKind.INLINE, 79, "PRRC_79", top=70)
MARKER = "<!-- planwarden:command:issue_comment:77 -->"
BODY = f"{MARKER}\nDone."
NOT_FOUND = Say({"message": "Not Found"}, status=404)
MADE = Say({"id": 90}, status=201)
TALKS = "POST /repos/octo/shop/issues/5/comments"


def conversation(*bodies: tuple[int, str], ours: bool = True) -> Say:
    nodes = [comment(body, ours=ours, number=number) for number, body in bodies]
    return graphql({"repository": {"pullRequest": {"comments": newest(*nodes, before=None)}}})


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        (TALK, "GET /repos/octo/shop/issues/comments/77"),
        (REVIEW, "GET /repos/octo/shop/pulls/5/reviews/78"),
        (LINE, "GET /repos/octo/shop/pulls/comments/79"),
    ],
)
async def test_what_a_comment_says_now(script: Script, client: GitHub, ref: CommentRef, path: str) -> None:
    script.queue(
        Say({"body": "/sp.fix", "user": {"login": "alice", "id": 9}}), NOT_FOUND, Say({"body": None, "user": None})
    )

    assert await client.remark(PULL, ref) == Remark("/sp.fix", "alice", 9)
    assert await client.remark(PULL, ref) is None
    assert await client.remark(PULL, ref) == Remark("", "", 0)
    assert script.paths()[0] == path


async def test_reactions(script: Script, client: GitHub) -> None:
    script.queue(
        Say({}, status=201), Say({}, status=200), graphql({"addReaction": {"reaction": {"content": "CONFUSED"}}})
    )

    await client.react(PULL, TALK, Reaction.EYES)
    await client.react(PULL, LINE, Reaction.ROCKET)
    await client.react(PULL, REVIEW, Reaction.CONFUSED)

    assert script.paths()[:2] == [
        "POST /repos/octo/shop/issues/comments/77/reactions",
        "POST /repos/octo/shop/pulls/comments/79/reactions",
    ]
    assert [each.body for each in script.heard[:2]] == [{"content": "eyes"}, {"content": "rocket"}]
    assert script.heard[2].variables == {"input": {"subjectId": "PRR_78", "content": "CONFUSED"}}


@pytest.mark.parametrize("ref", [TALK, REVIEW])
async def test_an_answer_in_the_conversation(script: Script, client: GitHub, ref: CommentRef) -> None:
    script.queue(MADE)

    assert await client.reply(PULL, ref, BODY) == 90
    assert script.paths() == [TALKS]
    assert script.heard[0].body == {"body": BODY}


async def test_an_answer_in_the_diff_goes_to_the_top_of_its_thread(script: Script, client: GitHub) -> None:
    script.queue(MADE)

    assert await client.reply(PULL, LINE, BODY) == 90
    assert script.paths() == ["POST /repos/octo/shop/pulls/5/comments/70/replies"]


async def test_an_answer_is_edited_and_made_anew_where_it_is_gone(script: Script, client: GitHub) -> None:
    script.queue(Say({}), NOT_FOUND, MADE, Say({}))

    assert await client.reply(PULL, TALK, BODY, existing=80) == 80
    assert await client.reply(PULL, TALK, BODY, existing=81) == 90
    assert await client.reply(PULL, LINE, BODY, existing=82) == 82
    assert script.paths() == [
        "PATCH /repos/octo/shop/issues/comments/80",
        "PATCH /repos/octo/shop/issues/comments/81",
        TALKS,
        "PATCH /repos/octo/shop/pulls/comments/82",
    ]


@pytest.mark.parametrize("damage", [Break.RESET, Break.HALF, Say({}, status=502)])
async def test_an_answer_whose_request_broke_is_looked_for(script: Script, client: GitHub, damage: Break | Say) -> None:
    script.queue(damage, conversation((91, BODY)), damage, conversation((92, "<!-- another -->\nDone.")), MADE)

    assert await client.reply(PULL, TALK, BODY) == 91
    assert await client.reply(PULL, TALK, BODY) == 90


async def test_what_somebody_else_wrote_with_our_marker_is_not_our_answer(script: Script, client: GitHub) -> None:
    script.queue(Break.RESET, conversation((91, BODY), ours=False), MADE)

    assert await client.reply(PULL, TALK, BODY) == 90


@pytest.mark.parametrize(
    ("kind", "ours", "expected"), [("Bot", [False, True], 91), ("Bot", [False, False], 90), ("User", [], 90)]
)
async def test_an_answer_in_the_diff_is_looked_for_among_the_newest(
    script: Script, client: GitHub, kind: str, ours: list[bool], expected: int
) -> None:
    """A person's is none; of bots', GitHub is asked in one request whose they are, and tells nothing of one that is gone."""
    listed = [{"id": id_, "node_id": f"n{id_}", "body": BODY, "user": {"type": kind}} for id_ in (93, 92, 91)]
    script.queue(Break.RESET, Say([*listed, {"id": 89, "node_id": "n89", "body": "x", "user": None}]))
    if ours:
        nodes = [{"id": f"n{id_}", "viewerDidAuthor": own} for id_, own in zip((92, 91), ours, strict=True)]
        gone = {"type": "NOT_FOUND", "path": ["nodes", 0], "message": "Could not resolve to a node"}
        script.queue(graphql({"nodes": [None, *nodes]}, gone))
    if expected == 90:
        script.queue(MADE)

    assert await client.reply(PULL, LINE, BODY) == expected
    assert script.paths()[1] == "GET /repos/octo/shop/pulls/5/comments?sort=created&direction=desc&per_page=100"
    assert not ours or script.heard[2].variables == {"ids": ["n93", "n92", "n91"]}


async def test_a_try_after_another_looks_first(script: Script, client: GitHub) -> None:
    script.queue(conversation((91, BODY)), Say({}), conversation(), MADE)

    assert await client.reply(PULL, TALK, BODY, again=True) == 91
    assert await client.reply(PULL, TALK, BODY, again=True) == 90
    assert script.paths()[1] == "PATCH /repos/octo/shop/issues/comments/91"


async def test_a_locked_conversation_is_denied(script: Script, client: GitHub) -> None:
    locked = Say({"message": "Unable to create comment because issue is locked."}, status=403)
    script.queue(locked, locked)

    with pytest.raises(Denied):
        await client.reply(PULL, TALK, BODY)
    with pytest.raises(Denied):
        await client.react(PULL, TALK, Reaction.EYES)


async def test_a_reaction_to_what_was_deleted_is_no_error(script: Script, client: GitHub) -> None:
    gone = {"type": "NOT_FOUND", "path": ["addReaction"], "message": "Could not resolve to a node"}
    script.queue(NOT_FOUND, graphql({"addReaction": None}, gone))

    await client.react(PULL, TALK, Reaction.EYES)
    await client.react(PULL, REVIEW, Reaction.EYES)
