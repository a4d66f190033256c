"""What to do about check runs, seeing those of ours that are on the head already: often nothing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.github.port import CheckRun, OwnCheckRun, PullRequest
from bot.review.check import WORKING, Head
from bot.review.site import Site

COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class CheckWrite:
    """What to do about check runs on the head: `run` is what ours shall say, None when it says so already.

    `instead_of`: a run of ours in progress that becomes it, None to create one. `leftovers`: further ones in progress,
    which a crash left behind and nobody would complete.
    """

    run: CheckRun | None = None
    instead_of: int | None = None
    leftovers: tuple[int, ...] = ()


def check_write(pull: PullRequest, run: CheckRun) -> CheckWrite:
    """Compare a run with ours on the head and return what has to be written."""
    ours = [each for each in pull.check_runs if each.external_id.startswith(Head.of(pull).prefix)]
    newest = ours[0] if ours else None
    if newest is None:
        return CheckWrite(run)
    if newest.status == COMPLETED:
        return CheckWrite(None if says(newest, run) else told_apart(run, ours), leftovers=unfinished(ours))
    # A run that was cut off while its annotations were sent goes on; one with another verdict cannot.
    if says(newest, run):
        again = replace(run, external_id=newest.external_id)
        return CheckWrite(again, instead_of=newest.id, leftovers=unfinished(ours[1:]))
    if newest.external_id == f"{Head.of(pull).prefix}{WORKING}":
        return CheckWrite(told_apart(run, ours), instead_of=newest.id, leftovers=unfinished(ours[1:]))
    return CheckWrite(told_apart(run, ours), leftovers=unfinished(ours))


def says(newest: OwnCheckRun, run: CheckRun) -> bool:
    """Return whether a run tells the same verdict; one that a re-run wrote counts for every later event."""
    return newest.external_id == run.external_id or newest.external_id.startswith(f"{run.external_id}:")


def told_apart(run: CheckRun, ours: Sequence[OwnCheckRun]) -> CheckRun:
    """Return the run under an id of its own: a verdict may come back (red, green, red), and then it is a new run."""
    if any(each.external_id == run.external_id for each in ours):
        return replace(run, external_id=f"{run.external_id}:{len(ours)}")
    return run


def left_open(pull: PullRequest) -> CheckWrite:
    """Return what to do about a pull request that ended: close what would look like work for ever."""
    ours = [each for each in pull.check_runs if each.external_id.startswith(Head.of(pull).prefix)]
    return CheckWrite(leftovers=() if pull.archived else unfinished(ours))


def unfinished(runs: Sequence[OwnCheckRun]) -> tuple[int, ...]:
    return tuple(run.id for run in runs if run.status != COMPLETED)


def superseded(pull: PullRequest, site: Site) -> CheckRun:
    """Return what a leftover run says in the end."""
    return CheckRun(
        head_sha=pull.head_sha,
        external_id=f"{Head.of(pull).prefix}superseded",
        conclusion="cancelled",
        title="Superseded",
        summary="This run was interrupted. A newer one on the same commit has the verdict, or the pull request is closed.",
        details_url=site.rules,
    )
