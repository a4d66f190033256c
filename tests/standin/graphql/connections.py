"""Connections: pages of things with cursors."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.standin.graphql.context import Args, Resolver, get, item


@dataclass(frozen=True, slots=True)
class Connection:
    items: Sequence[Any]
    start: int
    end: int

    @property
    def nodes(self) -> Sequence[Any]:
        return self.items[self.start : self.end]


def page(items: Sequence[Any], args: Args) -> Connection:
    """Cut a page as `first`, `last`, `after` and `before` say."""
    low = _position(args["after"]) + 1 if args.get("after") else 0
    high = _position(args["before"]) if args.get("before") else len(items)
    low, high = min(low, len(items)), min(high, len(items))
    if args.get("first") is not None:
        high = min(high, low + args["first"])
    elif args.get("last") is not None:
        low = max(low, high - args["last"])
    return Connection(items, low, high)


def _cursor(position: int) -> str:
    return base64.b64encode(f"cursor:v2:{position}".encode()).decode()


def _position(cursor: str) -> int:
    return int(base64.b64decode(cursor).decode().rpartition(":")[2])


def _page_info(source: Connection) -> dict[str, Any]:
    shown = source.start < source.end
    return {
        "endCursor": _cursor(source.end - 1) if shown else None,
        "startCursor": _cursor(source.start) if shown else None,
        "hasNextPage": source.end < len(source.items),
        "hasPreviousPage": source.start > 0,
    }


CONNECTION: dict[str, Resolver] = {
    "nodes": get(lambda it: it.nodes),
    "pageInfo": get(_page_info),
    "totalCount": get(lambda it: len(it.items)),
}
PAGE_INFO: dict[str, Resolver] = {
    name: item(name) for name in ("endCursor", "startCursor", "hasNextPage", "hasPreviousPage")
}
