"""Kill -9 at every boundary of the way from a delivery to what people see: nothing lost, nothing twice."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.end_to_end.house import PATIENCE, runs_of
from tests.end_to_end.plans import FAULTY, FIXED, PATH
from tests.end_to_end.test_faults import CHECK, CHECKS, MANY, REVIEWS
from tests.serve.process import serving
from tests.standin.faults import Damage, Fault
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import comments_by
from tests.standin.server import StandIn

TOKEN = "/app/installations/{installation_id}/access_tokens"
GRAPHQL = "/graphql"


@dataclass(slots=True)
class Child:
    process: asyncio.subprocess.Process
    url: str

    async def kill(self) -> None:
        """End it as the kernel does when memory runs out: no signal handler, no flush."""
        self.process.kill()
        await self.process.wait()

    async def idle(self) -> None:
        """Wait until nothing is left to do."""
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while True:
                async with session.get(f"{self.url}/metrics") as answer:
                    lanes = re.findall(
                        r'^planwarden_inbox_jobs\{state="(\w+)"\} (\S+)$', await answer.text(), re.MULTILINE
                    )
                if lanes and all(float(number) == 0 for state, number in lanes if state != "parked"):
                    return
                await asyncio.sleep(0.02)


@asynccontextmanager
async def child(github: StandIn, folder: Path) -> AsyncIterator[Child]:
    """Start the App in a process; kill it at the end at the latest."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.end_to_end.child"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    app = github.app
    told = {"url": github.url, "app_id": app.id, "private_key": app.private_key, "secret": app.webhook_secret}
    process.stdin.write(json.dumps(told | {"folder": str(folder)}).encode() + b"\n")
    try:
        async with asyncio.timeout(PATIENCE):
            while not (line := (await process.stdout.readline()).decode().strip()).startswith("http://"):
                assert process.returncode is None, "the child ended"
        app.webhook_url = f"{line}/webhook"
        yield Child(process, line)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def lost(*, after: bool) -> Fault:
    """Return a fault that leaves time to kill the sender, whose answer then cannot arrive."""
    return Fault(damage=Damage.RESET, after=after, stall=1.0)


async def reached(github: StandIn, method: str, template: str, containing: str) -> None:
    """Wait until the request at which the process is to die has come in."""
    async with asyncio.timeout(PATIENCE):
        while not any(  # noqa: ASYNC110 - the stand-in has no event for it
            each.method == method and each.template == template and containing in each.text for each in github.exchanges
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
    ],
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_killed_at_a_request(  # noqa: PLR0913, PLR0917 - the table's columns
    github: StandIn, shop: Repository, tmp_path: Path, method: str, template: str, containing: str, *, after: bool
) -> None:
    """`before`: GitHub has not done yet what was asked; `after`: it has, and the answer never arrives."""
    pull = shop.pull_request("refunds", {PATH: MANY})
    github.faults.add(method, template, lost(after=after), containing=containing)
    async with child(github, tmp_path) as first:
        await github.hooks.send_all(github.hooks.take("pull_request"))
        await reached(github, method, template, containing)
        await first.kill()
    github.faults.clear()
    async with child(github, tmp_path) as second:
        await second.idle()
    is_whole(github, pull)


async def test_killed_right_after_the_acknowledgement(github: StandIn, shop: Repository, tmp_path: Path) -> None:
    pull = shop.pull_request("refunds", {PATH: MANY})
    async with child(github, tmp_path) as first:
        (status,) = await github.hooks.send_all(github.hooks.take("pull_request"))
        await first.kill()
    assert status == 202
    async with child(github, tmp_path) as second:
        await second.idle()
    is_whole(github, pull)


async def test_killed_when_all_was_done(github: StandIn, shop: Repository, tmp_path: Path) -> None:
    """Neither the restart nor a redelivery does anything again; the next push is the next run."""
    pull = shop.pull_request("refunds", {PATH: MANY})
    deliveries = github.hooks.take("pull_request")
    async with child(github, tmp_path) as first:
        await github.hooks.send_all(deliveries)
        await first.idle()
        await first.kill()
    is_whole(github, pull)
    spent = len(github.exchanges)
    async with child(github, tmp_path) as second:
        await github.hooks.send_all([github.hooks.redeliver(each) for each in deliveries])
        await second.idle()
        assert len(github.exchanges) == spent
        pull.push({PATH: FIXED})
        await github.hooks.send_all(github.hooks.take("pull_request"))
        await second.idle()
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
        await Child(second.process, second.url).idle()
        second.process.terminate()
        assert await second.end() == 0
    (run,) = runs_of(github, pull)
    assert (run.status, run.conclusion, run.title) == ("completed", "failure", f"1 error in {PATH}")
    assert len(pull.reviews) == 1


def is_whole(github: StandIn, pull: PullRequest) -> None:
    """Assert one completed run with each annotation once, and one review with its comments."""
    runs = runs_of(github, pull)
    assert [(run.status, run.conclusion, run.title) for run in runs] == [
        ("completed", "failure", f"121 errors in {PATH}")
    ]
    lines = [note.start_line for note in runs[0].annotations]
    assert len(lines) == len(set(lines)) == 121
    assert len(pull.reviews) == 1
    assert len(comments_by(pull, github.app)) == 10
