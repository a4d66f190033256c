"""A claimed lane, and the ways to give it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.work.policy import Policy
from bot.work.port import Again, Hopeless, Job, Paused


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed lane: `job` answers for its marks after generation `done` up to `claimed`."""

    job: Job
    done: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Done:
    """The job did what was asked."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It failed and is tried again after `seconds`."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Its installation rests for `seconds`; the try does not count."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Fail:
    """Its deliveries failed; the lane is parked when `park` is true."""

    reason: str
    park: bool


@dataclass(frozen=True, slots=True)
class Release:
    """It was interrupted by us and starts anew; the try does not count."""


Settlement = Done | Retry | Rest | Fail | Release


def settlement(
    job: Job,
    error: BaseException | None,
    policy: Policy,
    *,
    chance: Callable[[], float],
    seconds_until: Callable[[datetime], float],
) -> Settlement:
    """Decide what becomes of `job`, whose handler returned (None) or raised `error`."""
    match error:
        case None:
            return Done()
        case Paused():
            return Rest(str(error), max(0.0, seconds_until(error.until)))
        case Hopeless():
            return Fail(str(error), park=False)
    reason = str(error) if isinstance(error, Again) else f"{type(error).__name__}: {error}"
    if job.last:
        return Fail(reason, park=True)
    if isinstance(error, Again) and error.seconds is not None:
        return Retry(reason, max(0.0, error.seconds))
    return Retry(reason, policy.delay(job.tries + 1, chance))
