"""YAML of strangers: bytes in, a small tree with positions out, anything clever refused.

Only the parser's events are used (PyYAML's, in C where it is built with libyaml): no anchor, alias, tag or merge key is
ever followed, so no document can grow, run or nest without bound. Plain scalars are resolved here, by the core schema
of YAML 1.2, because PyYAML's own schema is that of 1.1, where `off`, `no` and `1:30` are not what people mean.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import yaml

from rules.config import ConfigError, ConfigErrors
from rules.lazy import lazy

LARGEST = 65_536
"""Bytes. A configuration of a hundred rules with options takes 5,000."""
DEEPEST = 12
MOST_VALUES = 4_000
"""Keys and values. The parser without libyaml takes 0.1 ms for each."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

UNPRINTABLE = lazy("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a YAML stream cannot contain (YAML 1.2, 5.1). Looked for here, because the parser tells its place in bytes."""

NULL = lazy(r"(?:~|null|Null|NULL|)\Z")
BOOLEAN = lazy(r"(?:true|True|TRUE|false|False|FALSE)\Z")
INTEGER = lazy(r"[-+]?[0-9]{1,15}\Z")
REAL = lazy(r"[-+]?(?:\.[0-9]{1,15}|[0-9]{1,15}(?:\.[0-9]{0,15})?)(?:[eE][-+]?[0-9]{1,2})?\Z")


class Mark(Protocol):
    """A place as PyYAML tells it, by either of its parsers; counted from 0."""

    line: int
    column: int


class Node(NamedTuple):
    """One value and where it starts (1-based). `value`: a scalar, a tuple of nodes, or a mapping of keys to entries."""

    value: "str | int | float | bool | tuple[Node, ...] | Mapping[str, Entry] | None"
    line: int
    column: int

    @property
    def plain(self) -> Any:
        """The value as ordinary Python data: lists are tuples, mappings are dictionaries."""
        if isinstance(self.value, Mapping):
            return {key: entry.node.plain for key, entry in self.value.items()}
        if isinstance(self.value, tuple):
            return tuple(each.plain for each in self.value)
        return self.value


class Entry(NamedTuple):
    """One key of a mapping, with its place, and its value."""

    key: Node
    node: Node


class Collection:
    """A list or a mapping that is still being read. `key`: the mapping's key that waits for its value."""

    def __init__(self, line: int, column: int, items: list[Node] | None = None) -> None:
        self.line = line
        self.column = column
        self.items = items
        self.entries: dict[str, Entry] = {}
        self.key: Node | None = None

    def close(self) -> Node:
        return Node(self.entries if self.items is None else tuple(self.items), self.line, self.column)


def parse(data: bytes, path: str) -> tuple[Node, tuple[ConfigError, ...]]:
    """Return the document's tree and the keys that stand in it twice (the first one counts).

    An empty document is an empty mapping. Raise `ConfigErrors` with one error for what is no plain YAML document.
    """
    text = decode(data, path)
    if found := UNPRINTABLE.search(text):
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        raise refused(path, line, column, f"the character U+{ord(found[0]):04X} is not allowed")
    builder = Builder(path)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line, column = place(error.problem_mark or error.context_mark)
        raise refused(path, line, column, f"not valid YAML: {error.problem or error.context}") from error
    except ValueError as error:  # the parser without libyaml, of an escape beyond Unicode ("\U00110000")
        raise refused(path, 1, 1, f"not valid YAML: {error}") from error
    return builder.root or Node({}, 1, 1), tuple(builder.duplicates)


def decode(data: bytes, path: str) -> str:
    if len(data) > LARGEST:
        raise refused(path, 1, 1, f"the file has more than {LARGEST:,} bytes, the most that a configuration may have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise refused(path, before.count(b"\n") + 1, column, "the file is not UTF-8") from error


def place(mark: Mark | None) -> tuple[int, int]:
    """Return the 1-based line and column of the parser's mark; it leaves some out."""
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def refused(path: str, line: int, column: int, message: str) -> ConfigErrors:
    return ConfigErrors([ConfigError(path, line, column, message)])


class Builder:
    """Makes the tree from the parser's events, and refuses the first event that could make it more than a tree."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root: Node | None = None
        self.duplicates: list[ConfigError] = []
        self._open: list[Collection] = []
        self._values = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Raise `ConfigErrors` where the event is one that a configuration cannot contain."""
        line, column = place(event.start_mark)
        if reason := self._reason_against(event):
            raise refused(self.path, line, column, reason)
        if isinstance(event, yaml.ScalarEvent):
            self._add(Node(scalar(event), line, column), written=event.value)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open.append(Collection(line, column))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open.append(Collection(line, column, items=[]))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(self._open.pop().close())

    def _reason_against(self, event: yaml.Event) -> str | None:
        self._documents += isinstance(event, yaml.DocumentStartEvent)
        self._values += isinstance(event, yaml.NodeEvent)
        reasons = (
            (isinstance(event, yaml.AliasEvent), "aliases (*name) are not allowed here: write the value out"),
            (getattr(event, "anchor", None) is not None, "anchors (&name) are not allowed here: write the value out"),
            (getattr(event, "tag", None) is not None, "tags (!name) are not allowed here"),
            (self._documents > 1, "a configuration is one YAML document: remove this ---"),
            (len(self._open) > DEEPEST, f"nested deeper than {DEEPEST} levels"),
            (self._values > MOST_VALUES, f"more than {MOST_VALUES:,} keys and values"),
            (isinstance(event, yaml.CollectionStartEvent) and self._expects_key, "a key must be a word"),
            (self._expects_key and getattr(event, "value", "") == "<<", "merge keys (<<) are not allowed here"),
        )
        return next((reason for applies, reason in reasons if applies), None)

    @property
    def _expects_key(self) -> bool:
        return bool(self._open) and self._open[-1].items is None and self._open[-1].key is None

    def _add(self, node: Node, written: str = "") -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = Node(written, node.line, node.column)
        else:
            self._add_entry(parent, parent.key, node)
            parent.key = None

    def _add_entry(self, parent: Collection, key: Node, node: Node) -> None:
        name = str(key.value)
        if (first := parent.entries.get(name)) is None:
            parent.entries[name] = Entry(key, node)
            return
        message = f'the key "{shown(name)}" stands here twice: first in line {first.key.line}'
        self.duplicates.append(ConfigError(self.path, key.line, key.column, message))


def scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    """Return the value of a scalar by the core schema of YAML 1.2; whatever is quoted is text."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if NULL.match(text):
        return None
    if BOOLEAN.match(text):
        return text.lower() == "true"
    if INTEGER.match(text):
        return int(text)
    return float(text) if REAL.match(text) else text


def shown(value: object, most: int = 60) -> str:
    """Return a value for a message, cut where it is long."""
    text = str(value)
    return text if len(text) <= most else text[: most - 1] + "…"
