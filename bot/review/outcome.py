"""What a failed try means: what the check says about it, and what becomes of the job."""

import structlog

from bot.github.errors import Denied, GitHubError, Gone, Limited, Moved, Refused, Unreachable
from bot.review.check import Obstacle
from bot.work.port import Again, Hopeless, Job, Outcome, Paused

_log = structlog.get_logger(__name__)

SHOWN_AFTER = 4
"""Failed tries, within half a minute, after which the check says so: most faults of GitHub are over by then."""

AGAIN = "Press Re-check, or push again. If it stays so, tell the operators of Planwarden"
BY_ITSELF = "It is tried again by itself. If it stays so, tell the operators of Planwarden"
GRANT = "An owner of the organisation can grant it in the settings of the App's installation; then press Re-check"


def obstacle_to(error: Exception, job: Job, *, known: bool, delivery: str) -> Obstacle | None:
    """Return what the check should say about a failed try; None for a fault that may pass soon, or where we may not write.

    `known`: the pull request was read, so what is denied is writing. `delivery`: for people who ask why.
    """
    by_itself = AGAIN if job.last else BY_ITSELF
    lasting = job.last or job.tries >= SHOWN_AFTER
    match error:
        case Gone():
            return None
        case Denied():
            return None if known else Obstacle("the App lacks a permission", GRANT, delivery)
        case Refused():
            return Obstacle("GitHub refused a request", AGAIN, delivery)
        case Moved():
            return Obstacle("the repository has moved", by_itself, delivery) if lasting else None
        case Unreachable():
            return Obstacle("GitHub could not be reached", by_itself, delivery) if lasting else None
        case _:
            return Obstacle(f"an internal error ({type(error).__name__})", by_itself, delivery)


def died(deaths: int, *, delivery: str) -> Obstacle:
    """Return what the check says before a last try that may end as the others did: then nobody could say it any more."""
    return Obstacle(f"Planwarden was killed {deaths} times while checking", AGAIN, delivery)


def outcome(error: GitHubError) -> Outcome:
    """Return what shall become of a job that GitHub stopped."""
    match error:
        case Limited():
            return Paused(str(error), until=error.until)
        case Gone():
            return Hopeless(str(error))
        case Denied():
            _log.error("a permission is missing or was withdrawn", reason=str(error), request=error.request)
            return Hopeless(str(error))
        case Refused():
            return Hopeless(str(error))
        case _:
            # Unreachable, and Moved: the next delivery, or a look later, knows the repository's new name.
            return Again(str(error))
