"""From a delivery to a completed check: how many a second, and what each kind of event costs in requests.

The App is the real process (`planwarden serve` on SQLite); GitHub is the stand-in, in this process, which answers at once.
The stand-in executes GraphQL and validates requests in Python, so its own processor time is part of the rate.
"""

import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.figures import Figure, table
from tests.demo import story
from tests.demo.app import serving
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

PATIENCE_SECONDS = 300.0
QUIET_SECONDS = 2.5
"""The App has no more to write when nothing came for so long: it waits 1 s between two writes."""


def measure(_corpus: Path | None = None, *, installations: int = 40, pulls: int = 5) -> list[Figure]:
    """Return the rate over `installations` with `pulls` pull requests each, and the requests of each kind of event."""
    return asyncio.run(_measure(installations, pulls))


async def _measure(installations: int, pulls: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn() as github, serving(github, Path(folder)) as address:
            github.app.webhook_url = f"{address}/webhook"
            return [*await _costs(github), *await _rate(github, installations, pulls)]


async def _rate(github: StandIn, installations: int, pulls: int) -> list[Figure]:
    repositories = [github.repository(f"org-{number}/shop", story.START) for number in range(installations)]
    opened = [_open(each, f"feature-{number}") for each in repositories for number in range(pulls)]
    began = time.perf_counter()
    await github.hooks.send_all()
    await _all_checked(github, opened)
    seconds = time.perf_counter() - began
    of = f"{len(opened)} pull requests of {installations} installations, one plan with six errors each"
    return [Figure("events to completed checks", len(opened) / seconds, "checks/s", of)]


def _open(repository: Repository, branch: str) -> PullRequest:
    return repository.pull_request(branch, {story.PLAN: story.FAULTY})


async def _all_checked(github: StandIn, pulls: list[PullRequest]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not all((run := github.shown_run(pull)) and run.conclusion for pull in pulls):  # noqa: ASYNC110 - other process
            await asyncio.sleep(0.02)


async def _costs(github: StandIn) -> list[Figure]:
    """Count the requests that each kind of event leads to, tokens and the organisation's cached file apart."""
    shop = github.repository("org/shop", story.START)
    warm = _open(shop, "warm")
    await _requests(github, warm)

    one = _open(shop, "one")
    found = {"opened, 1 plan with errors": await _requests(github, one)}
    one.push({"README.md": "# Another shop\n"})
    found["synchronize, the review would say nothing new"] = await _requests(github, one)
    one.push({story.PLAN: story.repaired(), story.ADR: story.ADR_TEXT})
    found["synchronize, six findings fixed"] = await _requests(github, one)
    many = shop.pull_request("many", _twenty(story.repaired(4)))
    found["opened, 20 plans, 40 errors"] = await _requests(github, many)
    more = shop.pull_request("more", _twenty(story.FAULTY))
    found["opened, 20 plans, 120 errors, annotated by fifty"] = await _requests(github, more)
    none = shop.pull_request("none", {"README.md": "# Shop\n\nOpen all night.\n"})
    found["opened, no plan"] = await _requests(github, none)
    for delivery in [each for each in github.hooks.deliveries if each.event == "pull_request"][-1:]:
        github.hooks.redeliver(delivery)
    found["the same delivery again"] = await _requests(github, none)
    return [
        Figure(
            name,
            sum(kinds.values()),
            "requests",
            ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "none",
        )
        for name, kinds in found.items()
    ]


def _twenty(plan: str) -> dict[str, str]:
    return {f"specs/{number:03}-feature/plan.md": plan for number in range(1, 21)}


async def _requests(github: StandIn, pull: PullRequest) -> Counter[str]:
    before = len(github.counted())
    await github.hooks.send_all()
    await _all_checked(github, [pull])
    said = -1
    while said != (said := len(github.exchanges)):  # noqa: ASYNC110 - the App is another process
        await asyncio.sleep(QUIET_SECONDS)
    return Counter(each.kind for each in github.counted()[before:])


if __name__ == "__main__":
    print(table(measure()))
