"""The stand-in's clock: the machine's, moved by what a test says."""

import time
from datetime import UTC, datetime
from email.utils import formatdate


class Clock:
    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        """Return seconds since 1970, UTC."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        self.offset += seconds

    def text(self) -> str:
        """Return the time as GitHub's JSON writes it."""
        return iso(self.now())

    def http_date(self) -> str:
        return formatdate(self.now(), usegmt=True)


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
