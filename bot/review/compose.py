"""From what was read and judged to the writes that are needed, often none. Pure."""

from dataclasses import dataclass
from datetime import date

from bot.github.port import CommentEdit, PullRequest, Review
from bot.review.check import Head, Obstacle, check_run, could_not_check
from bot.review.conversation import edits, review
from bot.review.own_runs import CheckWrite, check_write
from bot.review.shared_head import held
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from bot.review.sticky import Sticky, sticky
from bot.review.verdict import repaired, verdict
from rules.finding import Report


@dataclass(frozen=True, slots=True)
class Writes:
    """Everything to write about one pull request, in this order."""

    pull: PullRequest
    check: CheckWrite
    review: Review | None = None
    edits: tuple[CommentEdit, ...] = ()
    sticky: Sticky | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """`today` (UTC) decides about `enforce_from`. `recheck`: the delivery that asked again, "" for none.

    `failing`: other open pull requests with the same head that fail.
    """

    today: date
    recheck: str = ""
    failing: tuple[int, ...] = ()


def compose(snapshot: Snapshot, report: Report, occasion: Occasion, site: Site) -> Writes:
    """Return what to write about a snapshot that was judged."""
    pull, recheck = snapshot.pull, occasion.recheck
    told = held(verdict(snapshot, report, occasion.today), occasion.failing)
    check = check_write(pull, check_run(snapshot, report, told, site, recheck))
    if snapshot.settings.errors and not repaired(snapshot):
        return Writes(pull, check)
    return Writes(
        pull=pull,
        check=check,
        review=review(snapshot, report, site),
        edits=edits(snapshot, report),
        sticky=sticky(snapshot, report, told, site),
    )


def compose_failure(pull: PullRequest, obstacle: Obstacle, *, recheck: str, site: Site) -> Writes:
    """Return what to write when there is no verdict: a failed check that says why. Comments stay as they are."""
    return Writes(pull, check_write(pull, could_not_check(Head.of(pull), obstacle, site, recheck)))
