"""From a method and a path to a route."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tests.standin.rest.call import Call, Reply

GREEDY = {"path", "ref", "basehead", "tree_sha"}
"""Parameters that may hold slashes."""
Need = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Route:
    """`needs`: any one of these permissions (name, level). `jwt`: authenticated as the App itself.

    `content`: counts as content-creating for the secondary limits (the OpenAPI text warns on these routes).
    """

    method: str
    template: str
    handler: Callable[[Call], Reply]
    needs: tuple[Need, ...] = ()
    jwt: bool = False
    content: bool = False

    @property
    def writes(self) -> bool:
        return self.method not in {"GET", "HEAD"}


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    params: Mapping[str, str]


class Router:
    def __init__(self, routes: Sequence[Route]) -> None:
        self.routes = tuple(routes)
        self._patterns = [(route, _pattern(route.template)) for route in routes]

    def find(self, method: str, path: str) -> Match | None:
        """`path` as sent, percent-encoding included."""
        for route, pattern in self._patterns:
            if route.method == method and (found := pattern.fullmatch(path)):
                return Match(route, {name: unquote(value) for name, value in found.groupdict().items()})
        return None


def _pattern(template: str) -> re.Pattern[str]:
    def group(found: re.Match[str]) -> str:
        name = found[1]
        return f"(?P<{name}>.*)" if name in GREEDY else f"(?P<{name}>[^/]+)"

    escaped = re.sub(r"[.+*?]", lambda found: "\\" + found[0], template)
    return re.compile(re.sub(r"\{(\w+)\}", group, escaped))
