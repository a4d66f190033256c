"""Which work a lane is: commands and the review of a pull request, the pull requests of a commit, the ADRs of a repository."""

from collections.abc import Callable
from dataclasses import replace

from bot.commands.desk import Desk
from bot.commands.given import commands_of
from bot.commands.handler import Commander
from bot.commands.registrar import Registrar
from bot.github.errors import GitHubError, Limited
from bot.github.port import GitHub
from bot.review.lane import Clock, Reviewer
from bot.review.outcome import outcome
from bot.review.site import Site
from bot.review.tasks import Workshop
from bot.work.port import Job
from bot.work.sqlite import SqliteWork


def assembled(  # noqa: PLR0913 - all that the lanes stand on
    github: GitHub,
    work: SqliteWork,
    workshop: Workshop,
    clock: Clock,
    site: Site,
    *,
    count: Callable[[str, str], None],
) -> "Lanes":
    """Put the lanes together. `count`: is told each command that is over, by verb and outcome."""
    desk = Desk(github, work.store, workshop, clock.now, site, work.schedule, count)
    return Lanes(
        Reviewer(github, work, work.store, workshop, clock=clock, site=site), Commander(desk), Registrar(github)
    )


class Lanes:
    """The handler of `bot.work`: `run(lanes.handle)`."""

    def __init__(self, reviewer: Reviewer, commander: Commander, registrar: Registrar) -> None:
        self._reviewer = reviewer
        self._commander = commander
        self._registrar = registrar

    async def handle(self, job: Job) -> None:
        """Work the lane. Raise an `Outcome` for what GitHub does not allow now, any other exception for our own faults."""
        try:
            if job.lane.startswith("records:"):
                await self._registrar.look(job)
            elif job.lane.startswith("commit:"):
                await self._reviewer.handle(job)
            else:
                await self._pull(job)
        except GitHubError as error:
            raise outcome(error) from error

    async def _pull(self, job: Job) -> None:
        """Perform the commands, then review. What stops a command does not keep the check from being made."""
        stopped = await self._commands(job)
        events = tuple(note for note in job.notes if "command" not in note)
        if events and not isinstance(stopped, Limited):
            await self._reviewer.handle(replace(job, notes=events))
        if stopped is not None:
            raise stopped

    async def _commands(self, job: Job) -> GitHubError | None:
        """Return what stopped a command, if anything did; those after it are performed all the same."""
        stopped: GitHubError | None = None
        for given in commands_of(job):
            try:
                await self._commander.perform(given, job)
            except Limited as limit:
                return limit
            except GitHubError as error:
                stopped = stopped or error
        return stopped
