"""What a failed try means: what the check says about it, and what becomes of the job."""

import structlog

from bot.github.errors import Denied, GitHubError, Gone, Limited, Moved, Refused, Unreachable
from bot.review.check import Obstacle
from bot.work.port import Again, Hopeless, Outcome, Paused

_log = structlog.get_logger(__name__)

AGAIN = "Press Re-check, or push again. If it stays so, tell the operators of Planwarden"


def obstacle_to(error: Exception, *, last: bool, known: bool, delivery: str) -> Obstacle | None:
    """Return what the check should say about a failed try; None for one that another follows, or that may not write.

    `last`: no other try follows by itself. `known`: the pull request was read, so a run that is there is not repeated.
    """
    match error:
        case Denied() | Gone() | Moved():
            return None
        case Unreachable():
            reason = "GitHub could not be reached" if last else ""
        case Refused():
            reason = "GitHub refused a request"
        case _:
            # Told at once and tried again all the same. Without the pull request each try would add another run.
            reason = f"an internal error ({type(error).__name__})" if last or known else ""
    return Obstacle(reason, AGAIN, delivery) if reason else None


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
