"""Work one lane: look at a pull request and make GitHub show what is true of it now.

A lane says only where to look. So a lane that runs twice, late or after a crash writes nothing that stands there already.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from bot.authority import standing
from bot.github.errors import GitHubError, Limited
from bot.github.port import GitHub, PullRequest
from bot.review.check import Head, Obstacle, could_not_check
from bot.review.compose import Occasion, Writes, compose, compose_failure
from bot.review.gather import Ended, gather
from bot.review.judge import Unjudged
from bot.review.notes import Request, commit_of, read_notes
from bot.review.outcome import AGAIN, died, obstacle_to, outcome
from bot.review.own_runs import left_open
from bot.review.progress import PATIENCE, Progress, Waiting
from bot.review.publish import publish_check, publish_comments, put_check_run
from bot.review.shared_head import failing_elsewhere
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from bot.review.tasks import Workshop
from bot.review.waivers import judged
from bot.store.port import Store
from bot.work.port import Job, Mark, Work
from rules.finding import Report, Totals

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now`: UTC. `monotonic`: seconds. `sleep`: waits for seconds."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(slots=True)
class Attempt:
    """One try: what was asked, and the pull request once it is known. `told`: the check says what is true of the head."""

    request: Request
    pull: PullRequest | None = None
    told: bool = False


class Reviewer:
    """The handler of `bot.work`: `run(reviewer.handle)`."""

    def __init__(  # noqa: PLR0913 - all that a review stands on
        self, github: GitHub, work: Work, store: Store, workshop: Workshop, *, clock: Clock, site: Site
    ) -> None:
        self._github = github
        self._store = store
        self._work = work
        self._workshop = workshop
        self._clock = clock
        self._site = site
        self._waiting = Waiting(github, site)
        self._heads: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    async def handle(self, job: Job) -> None:
        """Work the lane. Raise an `Outcome` for what GitHub does not allow now, any other exception for our own faults."""
        work = self._spread if job.lane.startswith("commit:") else self._review
        try:
            await work(job)
        except GitHubError as error:
            raise outcome(error) from error

    async def _spread(self, job: Job) -> None:
        """Mark the pull requests whose head is a commit that somebody wants to see again."""
        place = commit_of(job)
        for number in await self._github.pull_requests_of(place.repository, place.sha):
            lane = f"pull:{place.repository.id}:{number}"
            await self._work.schedule(Mark(lane, job.installation, {**place.note, "number": number}, immediate=True))

    async def _review(self, job: Job) -> None:
        request = read_notes(job)
        if request.closed:
            return
        attempt = Attempt(request)
        # One after the other for pull requests with the same head, so that the later sees what the earlier has written.
        head = self._heads.setdefault((request.ref.repository.id, request.head_sha), asyncio.Lock())
        try:
            async with head:
                if job.last and job.deaths:
                    await self._say_so(attempt, died(job.deaths, delivery=request.delivery))
                await self._attempt(attempt)
        except Limited as limit:
            await self._wait(attempt, limit.until)
            raise
        except Exception as error:
            if (
                obstacle := obstacle_to(error, job, known=attempt.pull is not None, delivery=request.delivery)
            ) is not None:
                await self._say_so(attempt, obstacle)
            raise

    async def _attempt(self, attempt: Attempt) -> None:
        request = attempt.request
        started = self._clock.monotonic()
        snapshot = await gather(self._github, request.ref, revision=request.revision)
        attempt.pull = snapshot.pull
        if isinstance(snapshot, Ended):
            await publish_check(self._github, snapshot.pull, left_open(snapshot.pull), self._site)
            return
        await self._may_ask(attempt, snapshot)
        waited = self._clock.monotonic() - started
        writes = await self._judged(attempt, snapshot, max(1.0, PATIENCE - waited))
        await publish_check(self._github, writes.pull, writes.check, self._site)
        attempt.told = True
        await publish_comments(self._github, writes)

    async def _may_ask(self, attempt: Attempt, snapshot: Snapshot) -> None:
        """Take a press of the button for an ordinary look where whoever pressed it may not ask for a new run."""
        person = attempt.request.pressed
        if person is None:
            return
        who = snapshot.settings.config.who("check")
        if not (await standing(self._github, snapshot.pull.ref.repository, who, person)).allowed:
            attempt.request = replace(attempt.request, recheck="")

    async def _judged(self, attempt: Attempt, snapshot: Snapshot, patience: float) -> Writes:
        """Judge the plans while the check shows, after a while, that this goes on; return what is to be written."""
        request = attempt.request
        if not snapshot.plans:
            return await self._compose(snapshot, Report(totals=Totals(plans_found=snapshot.unread)), request)
        progress = Progress(self._github, snapshot, self._site)
        progress.start(self._clock.sleep, patience)
        try:
            judged = await self._report(snapshot)
        finally:
            attempt.pull = pull = await progress.stop()
        if isinstance(judged, Unjudged):
            obstacle = Obstacle(str(judged), AGAIN, request.delivery)
            return compose_failure(pull, obstacle, recheck=request.recheck, site=self._site)
        return await self._compose(replace(snapshot, pull=pull), judged, request)

    async def _report(self, snapshot: Snapshot) -> Report | Unjudged:
        try:
            return await judged(self._workshop, self._store, snapshot, self._clock.now().date())
        except Unjudged as failure:
            return failure

    async def _compose(self, snapshot: Snapshot, report: Report, request: Request) -> Writes:
        """In a thread: thousands of findings take a second, and the door must answer meanwhile."""
        occasion = Occasion(self._clock.now().date(), request.recheck, await self._failing(snapshot.pull))
        return await asyncio.to_thread(compose, snapshot, report, occasion, self._site)

    async def _failing(self, pull: PullRequest) -> tuple[int, ...]:
        """Return the open pull requests with the same head that fail; hardly ever does this cost a request."""
        suspects = failing_elsewhere(pull)
        if not suspects:
            return ()
        still_open = await self._github.pull_requests_of(pull.ref.repository, pull.head_sha)
        return tuple(number for number in suspects if number in still_open)

    async def _wait(self, attempt: Attempt, until: datetime) -> None:
        """Show that a limit is waited for, unless the wait is short or a run of ours is there already."""
        request, pull = attempt.request, attempt.pull
        shown = attempt.told or (pull is not None and pull.check_runs)
        if shown or (until - self._clock.now()).total_seconds() < PATIENCE:
            return
        head = Head.of(pull) if pull is not None else Head(request.ref.number, request.head_sha)
        await self._waiting.show(request.ref.repository, head, until)

    async def _say_so(self, attempt: Attempt, obstacle: Obstacle) -> None:
        """Show a failed check once, so that none hangs and none is green by accident; if that fails too, the log has it.

        Not where only comments are missing: a verdict that is known stands.
        """
        request, pull = attempt.request, attempt.pull
        if attempt.told:
            return
        _log.error("could not check", reason=obstacle.reason, lane=request.lane, delivery=request.delivery)
        try:
            if pull is not None:
                writes = compose_failure(pull, obstacle, recheck=request.recheck, site=self._site)
                await publish_check(self._github, pull, writes.check, self._site)
            elif request.head_sha:
                run = could_not_check(Head(request.ref.number, request.head_sha), obstacle, self._site, request.recheck)
                await put_check_run(self._github, request.ref.repository, run)
        except GitHubError as error:
            _log.warning("no failed check either", reason=str(error), lane=request.lane)
