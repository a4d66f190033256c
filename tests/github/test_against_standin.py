"""The whole port against the stand-in for GitHub, which executes what we send and checks it against GitHub's schemas."""

from collections.abc import AsyncIterator

import pytest

from bot.github.client import connect
from bot.github.limits import Limits
from bot.github.port import (
    Annotation,
    Change,
    CheckRun,
    CommentEdit,
    ContentRequest,
    GitHub,
    Level,
    PullRequestRef,
    RepositoryRef,
    Review,
    ReviewComment,
)
from tests.standin import faults
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

PLAN = "specs/a/plan.md"
CONFIG = ".github/planwarden.yml"
LINES = [f"line {number}" for number in range(1, 41)]


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def repository(github: StandIn) -> Repository:
    github.repository("octo/.github", {CONFIG: "mode: advisory\n"})
    return github.repository(
        "octo/shop", {PLAN: text(*LINES), CONFIG: "mode: enforce\n", "large.md": "x" * 600_000, "binary.md": b"\xff\0"}
    )


@pytest.fixture
def change(repository: Repository) -> PullRequest:
    return repository.pull_request("feature", {PLAN: text(*LINES[:20], "new", *LINES[20:]), "specs/b/plan.md": "B\n"})


@pytest.fixture
def place(github: StandIn, repository: Repository) -> RepositoryRef:
    return RepositoryRef(github.installation("octo").id, repository.id, "octo", "shop")


@pytest.fixture
async def client(github: StandIn) -> AsyncIterator[GitHub]:
    limits = Limits(write_seconds=0, creations_an_hour=0)
    async with connect(
        api_url=github.url, app_id=github.app.id, private_key=github.app.private_key, limits=limits
    ) as opened:
        yield opened


async def test_everything_of_a_pull_request(
    github: StandIn, client: GitHub, place: RepositoryRef, change: PullRequest
) -> None:
    pull = await client.pull_request(PullRequestRef(place, change.number), config_revision="main")
    assert (pull.title, pull.state, pull.head_sha) == (change.title, "open", change.head_sha)
    assert {file.path: file.change for file in pull.files} == {PLAN: Change.MODIFIED, "specs/b/plan.md": Change.ADDED}
    assert (pull.file_count, pull.fork_point) == (2, pull.base_sha)
    assert (pull.config, pull.config_paths) == (b"mode: enforce\n", (CONFIG,))
    wants = ContentRequest(
        [(pull.head_sha, PLAN), (pull.base_sha, PLAN), (pull.base_sha, "large.md"), (pull.base_sha, "gone.md")],
        [(pull.head_sha, "specs"), (pull.head_sha, "")],
    )
    contents = await client.contents(place, wants)
    plan, before, large, gone = (blob and blob.data for blob in contents.files.values())
    assert plan == text(*LINES[:20], "new", *LINES[20:]).encode()
    assert before == text(*LINES).encode()
    assert large == b"x" * 600_000
    assert gone is None
    assert [entry.name for entry in contents.directories[pull.head_sha, "specs"]] == ["a", "b"]
    tree = await client.tree(place, pull.head_sha)
    assert {PLAN, "specs/b/plan.md", CONFIG} <= tree.keys()
    assert await client.pull_requests_of(place, pull.head_sha) == (change.number,)
    assert await client.organisation_config(place) == b"mode: advisory\n"
    # One each, and one more for the large file.
    assert [exchange.kind for exchange in github.counted()] == ["read"] * 6


async def test_a_check_run_of_three_batches_through_a_lost_answer(
    github: StandIn, client: GitHub, place: RepositoryRef, change: PullRequest
) -> None:
    notes = tuple(Annotation(PLAN, 1 + n % 40, 1 + n % 40, Level.WARNING, "Title", f"{n}") for n in range(120))
    run = CheckRun(change.head_sha, "digest", "failure", "120 problems", "Summary", annotations=notes)
    github.faults.add("POST", "/repos/{owner}/{repo}/check-runs", faults.reset())
    github.faults.add("PATCH", "/repos/{owner}/{repo}/check-runs/{check_run_id}", faults.reset())
    await client.create_check_run(place, run)
    shown = github.shown_run(change)
    assert shown is not None
    assert (shown.status, shown.conclusion) == ("completed", "failure")
    assert [note.message for note in shown.annotations] == [f"{n}" for n in range(120)]


async def test_a_conversation(client: GitHub, place: RepositoryRef, change: PullRequest) -> None:
    ref = PullRequestRef(place, change.number)
    pull = await client.pull_request(ref, config_revision=change.base_sha)
    inside, outside = ReviewComment(PLAN, 21, "Inside"), ReviewComment(PLAN, 2, "Outside")
    first = Review(change.head_sha, "First", (inside, outside))
    assert await client.converse(pull, first, ()) == (outside,)
    pull = await client.pull_request(ref, config_revision=change.base_sha)
    assert [(own.body, own.line, own.replies) for own in pull.review_comments] == [("Inside", 21, 0)]
    assert pull.review_bodies == ("First",)
    edit = CommentEdit(pull.review_comments[0], "Fixed")
    again = Review(change.head_sha, "Second", (ReviewComment(PLAN, 22, "More"), outside))
    assert await client.converse(pull, again, [edit]) == (outside,)
    await client.put_sticky(pull, "<!-- planwarden:summary -->\nOne", existing=None, surplus=())
    pull = await client.pull_request(ref, config_revision=change.base_sha)
    assert [own.body for own in pull.review_comments] == ["Fixed", "More"]
    await client.put_sticky(pull, "<!-- planwarden:summary -->\nTwo", existing=pull.comments[0], surplus=())
    pull = await client.pull_request(ref, config_revision=change.base_sha)
    assert [own.body for own in pull.comments] == ["<!-- planwarden:summary -->\nTwo"]


async def test_a_fork_that_was_deleted_is_read_through_the_base_repository(
    client: GitHub, place: RepositoryRef, repository: Repository
) -> None:
    forked = repository.pull_request("feature", {PLAN: "forked\n"}, author="mallory", fork=True)
    assert forked.head_repository is not None
    forked.head_repository.delete()
    pull = await client.pull_request(PullRequestRef(place, forked.number), config_revision="main")
    assert (pull.head_repository, pull.head_sha) == (None, forked.head_sha)
    contents = await client.contents(place, ContentRequest([(pull.head_sha, PLAN)]))
    plan = contents.files[pull.head_sha, PLAN]
    assert plan is not None
    assert plan.data == b"forked\n"
    assert await client.pull_requests_of(place, pull.head_sha) == (forked.number,)


async def test_a_repository_that_was_renamed_meanwhile(
    client: GitHub, place: RepositoryRef, repository: Repository, change: PullRequest
) -> None:
    """Reads and writes under the old name still arrive, and the answer tells the new one."""
    repository.rename("store")
    pull = await client.pull_request(PullRequestRef(place, change.number), config_revision="main")
    assert pull.ref.repository.name == "store"
    assert PLAN in await client.tree(place, pull.head_sha)
    assert await client.create_check_run(place, CheckRun(pull.head_sha, "digest", "success", "Fine", "All fine"))
