"""The numbers of durable work."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Times are seconds.

    The default tries outlast an outage of GitHub of one hour: six in the first minute, then one every five minutes.
    """

    debounce: float = 1.0
    """How long a lane that is not quiet waits after its last event."""
    longest_wait: float = 5.0
    """How long its first waiting event waits at most."""
    workers: int = 8
    """Jobs at once."""
    per_installation: int = 4
    """Jobs at once of one installation."""
    longest_run: float = 600.0
    """A job that takes longer is cancelled and tried again."""
    tries: int = 24
    """Failed runs after which a lane is parked."""
    quick_tries: int = 6
    """Tries with a back-off that doubles up to `longest_quick_delay`; those that follow wait `slow_delay`."""
    longest_quick_delay: float = 60.0
    slow_delay: float = 300.0
    back_off_after_event: float = 30.0
    """How long a lane waits on at most, after a failed run, when a new event comes."""
    crashes: int = 3
    """Deaths of the process in the middle of a lane's job after which the lane is parked."""
    body_window: float = 60.0
    """How long the body of a delivery is remembered to know it again under another id."""
    keep: float = 14 * 86400.0
    """How long finished deliveries are remembered. GitHub redelivers for three days."""
    keep_audit: float = 90 * 86400.0
    """How long commands that are over and waivers that have ended are remembered."""
    most: int = 1_000_000
    """How many deliveries are remembered at most."""
    patience: float = 5.0
    """How long the door waits for the database. GitHub gives up after ten."""

    def delay(self, tries: int, chance: Callable[[], float]) -> float:
        """Return the seconds to wait after `tries` failed runs (1 or more). `chance` gives 0 <= x < 1.

        Full jitter, so that lanes that failed together do not come back together.
        """
        if tries >= self.quick_tries:
            return self.slow_delay * (0.8 + 0.2 * chance())
        return 1 + chance() * (min(self.longest_quick_delay, 2.0**tries) - 1)
