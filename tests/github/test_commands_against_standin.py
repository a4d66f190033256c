"""What commands need of GitHub, against the stand-in: comments, reactions, answers, roles, teams and commits."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.github.client import connect
from bot.github.errors import Denied, GitHubError, Gone, HeadMoved, Protected
from bot.github.limits import Limits
from bot.github.port import (
    CommentKind,
    CommentRef,
    GitHub,
    NewCommit,
    NewFile,
    Permission,
    PullRequestRef,
    Reaction,
    Remark,
    RepositoryRef,
)
from tests.standin import faults
from tests.standin.model.accounts import Role
from tests.standin.model.conversation import IssueComment, Review, ReviewComment
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.model.reviewing import Author, reply
from tests.standin.oracles import comments_by, conversation_by
from tests.standin.rest.call import Reply
from tests.standin.server import StandIn

PLAN = "specs/a/plan.md"
RECORD = "history/adr/0007-a.md"
TRAILER = "Planwarden-Command: issue_comment:77"
BODY = "<!-- planwarden:command:issue_comment:77 -->\nDone."
KINDS = list(CommentKind)
REPLIES = {
    CommentKind.CONVERSATION: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    CommentKind.REVIEW: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    CommentKind.INLINE: "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
}
Said = IssueComment | Review | ReviewComment


@pytest.fixture
def shop(github: StandIn) -> Repository:
    return github.repository("octo/shop", {PLAN: "# Plan\n"})


@pytest.fixture
def change(shop: Repository) -> PullRequest:
    return shop.pull_request("feature", {PLAN: "# Plan\nnew\n"}, author="alice")


@pytest.fixture
def place(github: StandIn, shop: Repository) -> RepositoryRef:
    return RepositoryRef(github.installation("octo").id, shop.id, "octo", "shop")


@pytest.fixture
def ref(place: RepositoryRef, change: PullRequest) -> PullRequestRef:
    return PullRequestRef(place, change.number)


@pytest.fixture
async def client(github: StandIn) -> AsyncIterator[GitHub]:
    limits = Limits(write_seconds=0, creations_an_hour=0)
    async with connect(
        api_url=github.url, app_id=github.app.id, private_key=github.app.private_key, limits=limits
    ) as opened:
        yield opened


def say(github: StandIn, change: PullRequest, kind: CommentKind) -> tuple[Said, CommentRef]:
    """Let bob say something; in the diff as the second comment of a thread."""
    bob, said = github.person("bob"), "/sp.fix"
    made: Said
    if kind is CommentKind.CONVERSATION:
        made = bob.comment(change, said)
    elif kind is CommentKind.REVIEW:
        made = bob.review(change, said)
    else:
        top = github.person("alice").comment_on(change, PLAN, 2, "Why?")
        made = bob.reply(top.home, said)
        return made, CommentRef(kind, made.id, made.node_id, top=top.id)
    return made, CommentRef(kind, made.id, made.node_id)


def answers(github: StandIn, change: PullRequest, kind: CommentKind) -> list[str]:
    own = comments_by if kind is CommentKind.INLINE else conversation_by
    return [each.body for each in own(change, github.app)]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_comment_is_read_as_it_is_now(
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest, kind: CommentKind
) -> None:
    made, comment = say(github, change, kind)
    bob = github.account("bob").id

    assert await client.remark(ref, comment) == Remark("/sp.fix", "bob", bob)
    github.person("bob").edit(made, "never mind")
    assert await client.remark(ref, comment) == Remark("never mind", "bob", bob)
    if not isinstance(made, Review):
        github.person("bob").delete(made)
        assert await client.remark(ref, comment) is None


@pytest.mark.parametrize("kind", KINDS)
async def test_a_reaction_is_given_once_even_when_its_answer_is_lost(
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest, kind: CommentKind
) -> None:
    made, comment = say(github, change, kind)

    await client.react(ref, comment, Reaction.EYES)
    github.faults.add("POST", "*", faults.reset())
    with pytest.raises(GitHubError):
        await client.react(ref, comment, Reaction.ROCKET)
    await client.react(ref, comment, Reaction.ROCKET)

    assert [each.content for each in made.reactions] == ["eyes", "rocket"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_reaction_to_what_was_deleted_is_no_error(
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest, kind: CommentKind
) -> None:
    made, comment = say(github, change, kind)
    if isinstance(made, Review):
        change.reviews.remove(made)
        del github.world.nodes[made.node_id]
    else:
        github.person("bob").delete(made)

    await client.react(ref, comment, Reaction.EYES)

    assert made.reactions == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", KINDS)
async def test_an_answer_is_given_once_whatever_is_lost(  # noqa: PLR0913 - fixtures and the table's columns
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest, kind: CommentKind, *, after: bool
) -> None:
    _, comment = say(github, change, kind)
    github.faults.add("POST", REPLIES[kind], faults.reset(after=after))

    answer = await client.reply(ref, comment, BODY)
    assert await client.reply(ref, comment, BODY, again=True) == answer
    assert await client.reply(ref, comment, f"{BODY} Twice.", existing=answer) == answer

    assert answers(github, change, kind) == [f"{BODY} Twice."]


async def test_what_another_app_repeats_in_the_diff_is_not_our_answer(
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest
) -> None:
    """A bot that translates, say, begins with our marker too."""
    made, comment = say(github, change, CommentKind.INLINE)
    assert isinstance(made, ReviewComment)
    answer = await client.reply(ref, comment, BODY)
    echo = github.other_app("echo", "octo")
    other = reply(Author(echo.bot, echo), made.home, BODY)

    assert await client.reply(ref, comment, f"{BODY} Twice.", again=True) == answer

    assert other.body == BODY
    assert answers(github, change, CommentKind.INLINE) == [f"{BODY} Twice."]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_locked_conversation_takes_neither_answer_nor_reaction(
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest, kind: CommentKind
) -> None:
    _, comment = say(github, change, kind)
    change.locked = True

    with pytest.raises(Denied):
        await client.reply(ref, comment, BODY)
    with pytest.raises(Denied):
        await client.react(ref, comment, Reaction.EYES)


async def test_roles_and_teams(github: StandIn, client: GitHub, place: RepositoryRef, shop: Repository) -> None:
    shop.collaborator("carol", Role.WRITE, role_name="release-captain")
    shop.collaborator("mia", Role.MAINTAIN)
    github.world.teams["octo", "sre"] = {"mia": "active", "carol": "pending"}

    carol, mia = github.account("carol").id, github.account("mia").id
    assert await client.permission(place, "carol") == Permission("write", "release-captain", carol)
    assert await client.permission(place, "mia") == Permission("maintain", "maintain", mia)
    assert await client.permission(place, "nobody/../x") == Permission("none", "none", 0)
    assert [await client.in_team(place, "sre", login) for login in ("mia", "carol", "bob")] == [True, False, False]
    assert not await client.in_team(place, "other/sre", "mia")


async def test_every_open_pull_request_the_newest_first(
    client: GitHub, place: RepositoryRef, shop: Repository, change: PullRequest
) -> None:
    shop.pull_request("closed", {"b.md": "b\n"}).close()
    draft = shop.pull_request("draft", {RECORD: "# A\n"}, author="mallory", fork=True, draft=True)

    found = await client.open_pulls(place)

    assert [(each.number, each.head_ref, each.base_ref, [file.path for file in each.files]) for each in found] == [
        (draft.number, "draft", "main", [RECORD]),
        (change.number, "feature", "main", [PLAN]),
    ]


async def test_a_commit_needs_its_own_permission(
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest
) -> None:
    granted = dict(github.installation("octo").permissions)
    github.grant(github.installation("octo"), granted | {"contents": "read"})
    before = change.head_sha
    pull = await client.pull_request(ref, config_revision="main")

    with pytest.raises(Denied):
        await client.commit(pull, new(before))
    assert change.head_sha == before


@pytest.mark.parametrize(
    "rule", ["Changes must be made through a pull request.", "Commits must have verified signatures."]
)
async def test_a_commit_that_a_rule_forbids(
    client: GitHub, ref: PullRequestRef, shop: Repository, change: PullRequest, rule: str
) -> None:
    before = change.head_sha
    shop.protected["feature"] = rule
    pull = await client.pull_request(ref, config_revision="main")

    with pytest.raises(Protected):
        await client.commit(pull, new(before))
    assert change.head_sha == before


async def test_a_commit_to_a_head_that_moved_or_is_gone(
    client: GitHub, ref: PullRequestRef, shop: Repository, change: PullRequest
) -> None:
    before = change.head_sha
    pull = await client.pull_request(ref, config_revision="main")
    now = change.push({PLAN: "# Plan\nother\n"})

    with pytest.raises(HeadMoved):
        await client.commit(pull, new(before))
    assert change.head_sha == now
    shop.delete_branch("feature")
    with pytest.raises(Gone):
        await client.commit(pull, new(now))


@pytest.mark.parametrize("damage", [faults.reset(), faults.cut(), faults.status(502, after=True)])
@pytest.mark.parametrize("seen", [True, False], ids=["shown at once", "shown late"])
async def test_a_commit_is_made_once_whatever_is_lost(  # noqa: PLR0913 - fixtures and the table's columns
    github: StandIn, client: GitHub, ref: PullRequestRef, change: PullRequest, damage: faults.Fault, *, seen: bool
) -> None:
    """GitHub may show a commit later than it was made: the second try then meets a head that moved by the first."""
    pull = await client.pull_request(ref, config_revision="main")
    github.faults.add("POST", "/graphql", damage, containing="createCommitOnBranch")
    if not seen:
        nothing: dict[str, Any] = {"data": {"repository": {"ref": {"target": {"history": {"nodes": []}}}}}}
        github.faults.add("POST", "/graphql", faults.Fault(Reply(200, nothing)), containing="Commits(")

    made = await client.commit(pull, new(pull.head_sha))

    assert made.sha == change.head_sha
    assert [commit.message for commit in change.commits()][1:] == [f"Add ADR-0007\n\nWhy.\n\n{TRAILER}"]
    assert await client.committed(pull, TRAILER) == made


def new(head: str) -> NewCommit:
    return NewCommit(head, "Add ADR-0007", "Why.", TRAILER, (NewFile(RECORD, b"# A\n"),))
