"""A check run in progress, for pull requests that take so long that people wonder."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.github.errors import GitHubError
from bot.github.port import CheckRun, GitHub, OwnCheckRun, PullRequest, RepositoryRef
from bot.review.check import Head, in_progress
from bot.review.own_runs import COMPLETED
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from rules.report.groups import counted

PATIENCE = 10.0
"""Seconds after which the check shows that work goes on."""

_REMEMBERED = 10_000

_log = structlog.get_logger(__name__)


async def show(github: GitHub, repository: RepositoryRef, run: CheckRun) -> OwnCheckRun | None:
    """Create a run in progress; None when that fails: the verdict will be written all the same, or say why not."""
    try:
        run_id = await github.create_check_run(repository, run)
    except GitHubError as error:
        _log.warning("progress not shown", head=run.head_sha, reason=str(error))
        return None
    return OwnCheckRun(run_id, run.external_id, "in_progress", "", run.title)


class Waiting:
    """Shows on the heads of pull requests that a limit of GitHub is waited for, once on each."""

    def __init__(self, github: GitHub, site: Site) -> None:
        self._github = github
        self._site = site
        self._shown: OrderedDict[tuple[int, Head], None] = OrderedDict()

    async def show(self, repository: RepositoryRef, head: Head, until: datetime) -> None:
        """REST and GraphQL have budgets of their own, so there may be one left for this; nothing is sent where not."""
        key = (repository.id, head)
        if key in self._shown or not head.sha:
            return
        title = f"Waiting: GitHub limits requests until {until:%H:%M} UTC"
        run = in_progress(
            head, title, "GitHub's limit for this installation is used up; the check goes on then.", self._site
        )
        if await show(self._github, repository, run) is not None:
            self._shown[key] = None
        while len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)


class Progress:
    """Shows a run in progress unless it is stopped before `seconds` are over."""

    def __init__(self, github: GitHub, snapshot: Snapshot, site: Site) -> None:
        self._github = github
        self._pull = snapshot.pull
        title = f"Checking {counted(len(snapshot.plans), 'plan')}"
        self._run = in_progress(Head.of(snapshot.pull), title, "This takes longer than usual.", site)
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
        self._created = await show(self._github, self._pull.ref.repository, self._run)

    async def stop(self) -> PullRequest:
        """Stop waiting, or let a request that is under way finish; return the pull request with the run if there is one."""
        if self._task is not None:
            if not self._creating:
                self._task.cancel()
            await asyncio.wait([self._task])
        if self._created is None:
            return self._pull
        return replace(self._pull, check_runs=(self._created, *self._pull.check_runs))
