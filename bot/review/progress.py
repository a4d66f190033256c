"""A check run in progress, for pull requests that take so long that people wonder."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.github.errors import GitHubError
from bot.github.port import GitHub, OwnCheckRun, PullRequest
from bot.review.check import in_progress
from bot.review.own_runs import COMPLETED
from bot.review.site import Site
from bot.review.snapshot import Snapshot

PATIENCE = 10.0
"""Seconds after which the check shows that work goes on."""

_log = structlog.get_logger(__name__)


class Progress:
    """Shows a run in progress unless it is stopped before `seconds` are over."""

    def __init__(self, github: GitHub, snapshot: Snapshot, site: Site) -> None:
        self._github = github
        self._pull = snapshot.pull
        self._run = in_progress(snapshot.pull, len(snapshot.plans), site)
        self._task: asyncio.Task[None] | None = None
        self._created: OwnCheckRun | None = None
        self._creating = False

    def start(self, sleep: Callable[[float], Awaitable[None]], seconds: float) -> None:
        self._task = asyncio.create_task(self._show(sleep, seconds))

    async def _show(self, sleep: Callable[[float], Awaitable[None]], seconds: float) -> None:
        await sleep(seconds)
        if any(run.status != COMPLETED for run in self._pull.check_runs):
            return
        self._creating = True
        try:
            run_id = await self._github.create_check_run(self._pull.ref.repository, self._run)
        except GitHubError as error:
            # The verdict will be written all the same, or fail for its own reasons.
            _log.warning("progress not shown", pull=self._pull.url, reason=str(error))
        else:
            self._created = OwnCheckRun(run_id, self._run.external_id, "in_progress", "", self._run.title)

    async def stop(self) -> PullRequest:
        """Stop waiting, or let a request that is under way finish; return the pull request with the run if there is one."""
        if self._task is not None:
            if not self._creating:
                self._task.cancel()
            await asyncio.wait([self._task])
        if self._created is None:
            return self._pull
        return replace(self._pull, check_runs=(self._created, *self._pull.check_runs))
