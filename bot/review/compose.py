"""From what was read and judged to the writes that are needed, often none. Pure."""

from dataclasses import dataclass, field
from datetime import date

from bot.github.port import CommentEdit, PullRequest, Review
from bot.review.check import CheckWrite, Head, Obstacle, check_run, check_write, could_not_check
from bot.review.conversation import edits, review
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from bot.review.sticky import Sticky, sticky
from bot.review.verdict import repaired, verdict
from rules.finding import Report


@dataclass(frozen=True, slots=True)
class Writes:
    """Everything to write about one pull request, in this order."""

    pull: PullRequest
    check: CheckWrite = field(default_factory=CheckWrite)
    review: Review | None = None
    edits: tuple[CommentEdit, ...] = ()
    sticky: Sticky | None = None


def compose(snapshot: Snapshot, report: Report, *, today: date, recheck: str, site: Site) -> Writes:
    """Return what to write. `today` (UTC) decides about `enforce_from`; `recheck` is the delivery that asked again."""
    pull = snapshot.pull
    told = verdict(snapshot, report, today)
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
