"""Perform the writes, the check first: it carries the verdict and every finding, comments only repeat some of them.

The head is not read again before writing. The check belongs to the commit that was judged, whatever came after it; a
newer push is a newer job of the same lane, which follows at once, and comments on a commit that is no longer the head
show as outdated.
"""

import structlog

from bot.github.errors import Denied, Gone, Refused
from bot.github.port import CheckRun, GitHub, PullRequest, RepositoryRef
from bot.review.compose import Writes
from bot.review.own_runs import CheckWrite, superseded
from bot.review.site import Site

_log = structlog.get_logger(__name__)


async def publish_comments(github: GitHub, writes: Writes) -> None:
    """Write what is needed. Raise the errors of `GitHub`, but not for comments that GitHub will never take."""
    if writes.review is not None or writes.edits:
        await converse(github, writes)
    if writes.sticky is not None:
        sticky = writes.sticky
        try:
            await github.put_sticky(writes.pull, sticky.body, existing=sticky.existing, surplus=sticky.surplus)
        except (Refused, Denied) as error:
            _log.warning("no summary comment", pull=writes.pull.url, reason=str(error))


async def publish_check(github: GitHub, pull: PullRequest, check: CheckWrite, site: Site) -> None:
    """Write what is needed. Raise the errors of `GitHub`."""
    repository = pull.ref.repository
    if check.run is not None and check.instead_of is not None:
        await github.complete_check_run(repository, check.instead_of, check.run)
    elif check.run is not None:
        await github.create_check_run(repository, check.run)
    for leftover in check.leftovers:
        await github.complete_check_run(repository, leftover, superseded(pull, site))


async def put_check_run(github: GitHub, repository: RepositoryRef, run: CheckRun) -> None:
    """Create a run unless it is there: for a head whose runs could not be read, on every try anew."""
    try:
        await github.complete_check_run(repository, 0, run)
    except Gone:
        await github.create_check_run(repository, run)


async def converse(github: GitHub, writes: Writes) -> None:
    """Post and edit comments. A locked conversation or a missing permission does not change the verdict."""
    try:
        refused = await github.converse(writes.pull, writes.review, writes.edits)
    except (Refused, Denied) as error:
        _log.warning("no review comments", pull=writes.pull.url, reason=str(error))
        return
    if refused:
        _log.warning("comments outside of the diff", pull=writes.pull.url, comments=len(refused))
