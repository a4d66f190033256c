"""GitHub's rate limits: primary by the hour for REST and GraphQL apart, secondary by the minute.

Figures: docs "Rate limits for the REST API" and "Rate limits and query limits for the GraphQL API". Generous unless a test
sets them: `limits.as_github()`.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.standin.clock import Clock
from tests.standin.rest.call import DOCUMENTATION, Reply

HOUR, MINUTE = 3600, 60
SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub "
    "Support for help, please include the request ID."
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request counts. `resource`: core or graphql; `points` of the secondary limit: read 1, write 5."""

    resource: str
    points: int
    content: bool = False


@dataclass(slots=True)
class Usage:
    """What one installation used."""

    used: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    reset: dict[str, float] = field(default_factory=dict)
    points: deque[tuple[float, int]] = field(default_factory=deque)
    content: deque[float] = field(default_factory=deque)
    in_flight: int = 0
    blocked_until: dict[str, float] = field(default_factory=dict)


class Limits:
    """`sent_while_limited` counts requests that came although GitHub had said when to go on."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.hourly = {"core": 5000, "graphql": 5000}
        self.points_per_minute: int | None = None
        self.content_per_minute: int | None = None
        self.content_per_hour: int | None = None
        self.concurrency: int | None = None
        self.retry_after = 60
        self.sent_while_limited = 0
        self._usage: dict[int, Usage] = defaultdict(Usage)

    def as_github(self) -> None:
        """Use the published secondary limits."""
        self.points_per_minute, self.concurrency = 900, 100
        self.content_per_minute, self.content_per_hour = 80, 500

    def block(self, installation: int, seconds: float, resource: str = "all") -> None:
        """Remember that the installation was told to wait."""
        usage = self._usage[installation]
        usage.blocked_until[resource] = max(usage.blocked_until.get(resource, 0), self.clock.now() + seconds)

    @contextmanager
    def under_way(self, installation: int, resource: str) -> Iterator[Reply | None]:
        """Hold a request as concurrent until it is answered; give the refusal when it is one too many.

        Whether it should not have been sent is judged as it arrives: one that was on its way already is no offence.
        """
        usage = self._usage[installation]
        usage.in_flight += 1
        self.sent_while_limited += self._blocked(usage, resource)
        try:
            yield self._too_many(installation, usage)
        finally:
            usage.in_flight -= 1

    def _too_many(self, installation: int, usage: Usage) -> Reply | None:
        if self.concurrency is None or usage.in_flight <= self.concurrency:
            return None
        self.block(installation, self.retry_after)
        return self.secondary_reply(self.retry_after)

    def enter(self, installation: int, cost: Cost) -> Reply | None:
        """Count one request; return the refusal when it is over a limit."""
        usage = self._usage[installation]
        return self._primary(installation, usage, cost) or self._secondary(installation, usage, cost)

    def _blocked(self, usage: Usage, resource: str) -> bool:
        return any(usage.blocked_until.get(name, 0) > self.clock.now() for name in ("all", resource))

    def _primary(self, installation: int, usage: Usage, cost: Cost) -> Reply | None:
        resource, now = cost.resource, self.clock.now()
        if usage.reset.get(resource, 0) <= now:
            usage.reset[resource], usage.used[resource] = now + HOUR, 0
        if usage.used[resource] >= self.hourly[resource]:
            self.block(installation, usage.reset[resource] - now, resource)
            return self._exceeded(installation, resource)
        usage.used[resource] += 1
        return None

    def _exceeded(self, installation: int, resource: str) -> Reply:
        """GraphQL says so with status 200."""
        message = f"API rate limit exceeded for installation ID {installation}."
        if resource == "graphql":
            return Reply(200, {"errors": [{"type": "RATE_LIMITED", "message": message}]})
        return Reply(403, {"message": message, "documentation_url": DOCUMENTATION, "status": "403"})

    def _secondary(self, installation: int, usage: Usage, cost: Cost) -> Reply | None:
        now = self.clock.now()
        usage.points.append((now, cost.points))
        while usage.points and usage.points[0][0] <= now - MINUTE:
            usage.points.popleft()
        if cost.content:
            usage.content.append(now)
        while usage.content and usage.content[0] <= now - HOUR:
            usage.content.popleft()
        last_minute = sum(at > now - MINUTE for at in usage.content)
        over = (
            (self.points_per_minute, sum(points for _, points in usage.points)),
            (self.content_per_minute, last_minute),
            (self.content_per_hour, len(usage.content)),
        )
        if not any(most is not None and found > most for most, found in over):
            return None
        self.block(installation, self.retry_after)
        return self.secondary_reply(self.retry_after)

    @staticmethod
    def secondary_reply(retry_after: int | None, status: int = 403) -> Reply:
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return Reply(status, {"message": SECONDARY, "documentation_url": DOCUMENTATION, "status": str(status)}, headers)

    def refund(self, installation: int, resource: str) -> None:
        """Give back a request that does not count (304)."""
        self._usage[installation].used[resource] -= 1

    def charge(self, installation: int, points: int) -> None:
        """Charge what a GraphQL query costs beyond the one point that `enter` took."""
        self._usage[installation].used["graphql"] += points - 1

    def headers(self, installation: int, resource: str) -> dict[str, str]:
        row = self.overview(installation)[resource]
        return {f"X-RateLimit-{key.title()}": str(row[key]) for key in ("limit", "remaining", "reset", "used")} | {
            "X-RateLimit-Resource": resource
        }

    def overview(self, installation: int) -> dict[str, dict[str, int]]:
        usage = self._usage[installation]
        rows = {}
        for resource, limit in {**self.hourly, "search": 30}.items():
            used = min(usage.used[resource], limit)
            reset = int(usage.reset.get(resource, self.clock.now() + HOUR))
            rows[resource] = {"limit": limit, "remaining": limit - used, "reset": reset, "used": used}
        return rows
