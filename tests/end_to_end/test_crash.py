"""Kill -9 at every boundary of the way from a delivery to what people see: nothing lost, nothing twice."""

import asyncio
import multiprocessing
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp
import pytest

from tests.end_to_end import child
from tests.end_to_end.app import settings_for
from tests.end_to_end.house import PATIENCE, runs_of
from tests.end_to_end.plans import CONFIG, FAULTY, FIXED, MANY, PATH
from tests.end_to_end.routes import CHECK, CHECKS, COMMENTS, REVIEWS
from tests.serve.process import serving
from tests.standin.faults import Damage, Fault
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import comments_by, conversation_by
from tests.standin.server import StandIn

TOKEN = "/app/installations/{installation_id}/access_tokens"
GRAPHQL = "/graphql"


@pytest.fixture
def shop(github: StandIn) -> Repository:
    """Give a repository that wants everything that we can write."""
    return github.repository("octo/shop", {".github/planwarden.yml": f"{CONFIG}comments: {{sticky: true}}\n"})


# A fork server imports the App once; a child then starts in milliseconds, from a process without threads.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([child.__name__])


async def idle(url: str) -> None:
    """Wait until the App there has nothing left to do."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/metrics") as answer:
                lanes = re.findall(r'^planwarden_inbox_jobs\{state="(\w+)"\} (\S+)$', await answer.text(), re.MULTILINE)
            if lanes and all(float(number) == 0 for state, number in lanes if state != "parked"):
                return
            await asyncio.sleep(0.02)


@dataclass(slots=True)
class Child:
    process: ForkServerProcess
    url: str

    def kill(self) -> None:
        """End it as the kernel does when memory runs out: no signal handler, no flush."""
        self.process.kill()
        self.process.join()


@asynccontextmanager
async def started(github: StandIn, folder: Path) -> AsyncIterator[Child]:
    """Start the App in a process; kill it at the end at the latest."""
    app = github.app
    settings = settings_for(github.url, app.id, app.private_key, app.webhook_secret, folder)
    ours, theirs = _context.Pipe()
    process = _context.Process(target=child.main, args=(theirs, settings), daemon=True)
    process.start()
    theirs.close()
    try:
        assert await asyncio.to_thread(ours.poll, PATIENCE)
        url = ours.recv()
        app.webhook_url = f"{url}/webhook"
        yield Child(process, url)
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def lost(*, after: bool) -> Fault:
    """Return a fault that leaves time to kill the sender, whose answer then cannot arrive."""
    return Fault(damage=Damage.RESET, after=after, stall=0.5)


async def reached(github: StandIn, method: str, template: str, containing: str, *, since: int = 0) -> None:
    """Wait until the request at which the process is to die has come in."""
    async with asyncio.timeout(PATIENCE):
        while not any(  # noqa: ASYNC110 - the stand-in has no event for it
            each.method == method and each.template == template and containing in each.text
            for each in github.exchanges[since:]
        ):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("method", "template", "containing"),
    [
        pytest.param("POST", TOKEN, "", id="token"),
        pytest.param("POST", GRAPHQL, "PullRequest(", id="read"),
        pytest.param("POST", GRAPHQL, "Contents(", id="texts"),
        pytest.param("POST", CHECKS, "", id="check"),
        pytest.param("PATCH", CHECK, "", id="annotations"),
        pytest.param("POST", REVIEWS, "", id="review"),
        pytest.param("POST", COMMENTS, "", id="summary comment"),
    ],
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_killed_at_a_request(  # noqa: PLR0913, PLR0917 - the table's columns
    github: StandIn, shop: Repository, tmp_path: Path, method: str, template: str, containing: str, *, after: bool
) -> None:
    """`before`: GitHub has not done yet what was asked; `after`: it has, and the answer never arrives."""
    pull = shop.pull_request("refunds", {PATH: MANY})
    github.faults.add(method, template, lost(after=after), containing=containing)
    async with started(github, tmp_path) as first:
        await github.hooks.send_all(github.hooks.take("pull_request"))
        await reached(github, method, template, containing)
        first.kill()
    github.faults.clear()
    async with started(github, tmp_path) as second:
        await idle(second.url)
    is_whole(github, pull)


async def test_killed_right_after_the_acknowledgement(github: StandIn, shop: Repository, tmp_path: Path) -> None:
    pull = shop.pull_request("refunds", {PATH: MANY})
    async with started(github, tmp_path) as first:
        (status,) = await github.hooks.send_all(github.hooks.take("pull_request"))
        first.kill()
    assert status == 202
    async with started(github, tmp_path) as second:
        await idle(second.url)
    is_whole(github, pull)


async def test_what_kills_the_process_again_and_again_is_told(
    github: StandIn, shop: Repository, tmp_path: Path
) -> None:
    """It is not tried for ever, and the head is not left without an answer; a redelivery looks again."""
    pull = shop.pull_request("refunds", {PATH: MANY})
    deliveries = github.hooks.take("pull_request")
    for life in range(3):
        github.faults.add("POST", GRAPHQL, lost(after=False), containing="Contents(")
        seen = len(github.exchanges)
        async with started(github, tmp_path) as poisoned:
            if not life:
                await github.hooks.send_all(deliveries)
            await reached(github, "POST", GRAPHQL, "Contents(", since=seen)
            poisoned.kill()
    github.faults.clear()
    async with started(github, tmp_path) as last:
        await idle(last.url)
        (run,) = runs_of(github, pull)
        assert (run.conclusion, run.title) == (
            "failure",
            "Could not check: Planwarden was killed 2 times while checking",
        )
        assert "Press Re-check" in (run.summary or "")
        await github.hooks.send_all([github.hooks.redeliver(each) for each in deliveries])
        await idle(last.url)
    assert [each.title for each in runs_of(github, pull)] == [run.title, f"121 errors in {PATH}"]


async def test_killed_when_all_was_done(github: StandIn, shop: Repository, tmp_path: Path) -> None:
    """Neither the restart nor a redelivery does anything again; the next push is the next run."""
    pull = shop.pull_request("refunds", {PATH: MANY})
    deliveries = github.hooks.take("pull_request")
    async with started(github, tmp_path) as first:
        await github.hooks.send_all(deliveries)
        await idle(first.url)
        first.kill()
    is_whole(github, pull)
    spent = len(github.exchanges)
    async with started(github, tmp_path) as second:
        await github.hooks.send_all([github.hooks.redeliver(each) for each in deliveries])
        await idle(second.url)
        assert len(github.exchanges) == spent
        pull.push({PATH: FIXED})
        await github.hooks.send_all(github.hooks.take("pull_request"))
        await idle(second.url)
    shown = github.shown_run(pull)
    assert shown is not None
    assert (shown.status, shown.conclusion) == ("completed", "success")
    assert {comment.body.partition("\n")[0] for comment in comments_by(pull, github.app)} == {
        f"Fixed in {pull.head_sha[:7]}."
    }


async def test_planwarden_serve_itself_survives_a_kill(github: StandIn, shop: Repository, tmp_path: Path) -> None:
    """The command, with its own pace and its judging processes, which end with it."""
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    app = github.app
    variables = {"APP_ID": str(app.id), "PRIVATE_KEY": app.private_key, "WEBHOOK_SECRET": app.webhook_secret}
    github.faults.add("POST", CHECKS, lost(after=True))
    async with serving(tmp_path, GITHUB_API_URL=github.url, **variables) as first:
        app.webhook_url = f"{first.url}/webhook"
        await github.hooks.send_all(github.hooks.take("pull_request"))
        await reached(github, "POST", CHECKS, "")
        first.process.kill()
        await first.end()
    github.faults.clear()
    async with serving(tmp_path, GITHUB_API_URL=github.url, **variables) as second:
        await idle(second.url)
        second.process.terminate()
        assert await second.end() == 0
    (run,) = runs_of(github, pull)
    assert (run.status, run.conclusion, run.title) == ("completed", "failure", f"1 error in {PATH}")
    assert len(pull.reviews) == 1


def is_whole(github: StandIn, pull: PullRequest) -> None:
    """Assert one completed run with each annotation once, one review with its comments, one summary comment."""
    runs = runs_of(github, pull)
    assert [(run.status, run.conclusion, run.title) for run in runs] == [
        ("completed", "failure", f"121 errors in {PATH}")
    ]
    lines = [note.start_line for note in runs[0].annotations]
    assert len(lines) == len(set(lines)) == 121
    assert len(pull.reviews) == 1
    assert len(comments_by(pull, github.app)) == 10
    assert len(conversation_by(pull, github.app)) == 1
