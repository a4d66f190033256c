"""One request that came in, kept for assertions."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Exchange:
    """`template`: the route as documented, "" when none fits. `kind`: mint (a token), read or write.

    `installation`: 0 when the App itself or nobody asked.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    at: float
    text: str = ""
    template: str = ""
    kind: str = "read"
    installation: int = 0
    repository: str = ""
    status: int = 0

    @property
    def resource(self) -> str:
        """The hourly budget that it is charged to: core or graphql."""
        return "graphql" if self.template == "/graphql" else "core"

    @property
    def counted(self) -> bool:
        """Whether it counts for a budget of requests: minting tokens and 304 answers do not."""
        return self.kind != "mint" and self.status != 304

    def __str__(self) -> str:
        return f"{self.kind} {self.method} {self.template or self.path} -> {self.status}"
