"""The whole App in this process, against the stand-in for GitHub, and what people see there."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.review.lane import Clock
from bot.review.tasks import Workshop
from bot.work.policy import Policy
from bot.work.port import Work
from tests.end_to_end.app import QUICK, Inline, running, settings_for
from tests.end_to_end.plans import HEADING_LINE, RED
from tests.standin.hooks.delivery import Delivery
from tests.standin.model.checks import Annotation, CheckRun
from tests.standin.model.conversation import ReviewComment
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import comments_by
from tests.standin.server import StandIn

PATIENCE = 20.0
"""Seconds after which a test gives up waiting."""


@dataclass(slots=True)
class House:
    """A running App. `seen` is how many requests had been made when the last budget was asked for."""

    github: StandIn
    work: Work
    url: str
    seen: int = field(default=0)

    async def deliver(self, deliveries: Iterable[Delivery] | None = None) -> list[int]:
        """Send deliveries (all that are pending) one after the other and wait until their work is done."""
        answers = await self.github.hooks.send_all(deliveries)
        await self.idle()
        return answers

    async def idle(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await self.work.idle():  # noqa: ASYNC110 - the store has no event for it
                await asyncio.sleep(0.01)

    def spent(self) -> Counter[str]:
        """Return the requests by kind since the last call; token mints and the organisation's file are apart."""
        new = self.github.exchanges[self.seen :]
        self.seen = len(self.github.exchanges)
        return Counter(
            each.kind
            for each in new
            if each.counted and not each.path.endswith("/.github/contents/.github/planwarden.yml")
        )

    def run(self, pull: PullRequest) -> CheckRun:
        """Return the check run that people see on the head."""
        shown = self.github.shown_run(pull)
        assert shown is not None, "there is no check run on the head"
        return shown

    def verdict(self, pull: PullRequest) -> tuple[str | None, str | None]:
        shown = self.run(pull)
        assert shown.status == "completed"
        return shown.conclusion, shown.title

    def runs(self, pull: PullRequest, sha: str = "") -> list[CheckRun]:
        """Return every run of ours on a commit, by default the head."""
        return runs_of(self.github, pull, sha)

    def comments(self, pull: PullRequest) -> list[ReviewComment]:
        return comments_by(pull, self.github.app)


def runs_of(github: StandIn, pull: PullRequest, sha: str = "") -> list[CheckRun]:
    """Return every run of the App on a commit, by default the head, oldest first."""
    wanted = sha or pull.head_sha
    suites = [suite for suite in pull.base_repository.suites if suite.app is github.app and suite.head_sha == wanted]
    return [run for suite in suites for run in suite.runs]


async def first_run(github: StandIn, pull: PullRequest) -> CheckRun:
    """Wait until there is a check run on the head."""
    async with asyncio.timeout(PATIENCE):
        while (shown := github.shown_run(pull)) is None:  # noqa: ASYNC110 - the stand-in has no event for it
            await asyncio.sleep(0.01)
    return shown


def is_whole(house: House, shop: Repository) -> None:
    """Assert what one pull request with one fault must show in the end, whatever happened on the way."""
    (pull,) = shop.pulls.values()
    assert house.verdict(pull) == RED
    assert len(house.runs(pull)) == 1
    assert [note.start_line for note in house.run(pull).annotations] == [HEADING_LINE]
    assert len(pull.reviews) == 1
    assert len(house.comments(pull)) == 1


def places(annotations: Iterable[Annotation]) -> list[tuple[str, int, int, str]]:
    """Return where annotations stand and the rule that they begin with."""
    return [(each.path, each.start_line, each.end_line, (each.title or "").partition(":")[0]) for each in annotations]


@asynccontextmanager
async def planwarden(  # noqa: PLR0913 - what a test may want otherwise
    github: StandIn,
    folder: Path,
    *,
    workshop: Workshop | None = None,
    policy: Policy = QUICK,
    clock: Clock | None = None,
    grace: float = 5.0,
    creations_an_hour: int = 0,
) -> AsyncIterator[House]:
    """Start the App on `github`, whose App then delivers to it."""
    settings = settings_for(github.url, github.app.id, github.app.private_key, github.app.webhook_secret, folder)
    clock = clock or Clock(now=lambda: datetime.now(UTC))
    async with running(
        settings,
        workshop=workshop or Inline(),
        policy=policy,
        clock=clock,
        grace=grace,
        creations_an_hour=creations_an_hour,
    ) as (work, url):
        github.app.webhook_url = f"{url}/webhook"
        yield House(github, work, url)
