"""Which statements of a migration destroy or rewrite data: a verb that does, with an object that holds data close to it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rules.lazy import lazy

NEAR: Final = 5
"""The object stands at most so many words from the verb: "drop the now unused legacy column"."""

SHOWN: Final = 7
"""Words of a statement that a message shows."""

MOST: Final = 200
"""Words of one clause that are looked at; no clause of a person has as many."""

CLAUSE: Final = lazy(r"[.;:](?:\s|$)|\s[-\u2013\u2014>]+\s|→|,\s+(?:and|then|but)\s")
TOKEN: Final = lazy(r"`[^`\s]+`|[^\W_][\w'.]*(?:-\w+)*")
IDENTIFIER: Final = lazy(r"`\w+(?:[.:]\w+)*`|(?:\w+\.)?[a-z][a-z0-9]*(?:_[a-z0-9]+)+")

STEMS: Final = {
    "drop": "drop", "truncat": "truncate", "delet": "delete", "purg": "purge", "wip": "wipe", "remov": "remove",
    "renam": "rename", "overwrit": "overwrite", "merg": "merge", "backfill": "backfill", "alter": "alter",
    "chang": "change", "convert": "convert", "cast": "cast",
}  # fmt: skip
ENDINGS: Final = frozenset({"", "e", "s", "es", "ed", "d", "ing", "ping", "pes", "ped", "p", "ten", "ings", "ion"})
DESTROYING: Final = frozenset({"drop", "truncate", "delete", "purge", "wipe", "remove"})
REWRITING: Final = frozenset({"overwrite", "merge", "backfill"})
RETYPING: Final = frozenset({"alter", "change", "convert", "cast"})

HOLDERS: Final = frozenset({
    "table", "tables", "column", "columns", "collection", "collections", "bucket", "buckets", "database",
    "databases", "partition", "partitions", "schema", "schemas", "keyspace", "row", "rows", "record",
    "records", "document", "documents", "entries", "duplicates", "data", "field", "fields", "attribute",
    "attributes",
})  # fmt: skip
"""What holds data, and what is held."""
LOOSE: Final = frozenset({
    "data", "field", "fields", "attribute", "attributes", "document", "documents", "entries", "schema",
    "schemas",
})  # fmt: skip
"""Holders only where the clause speaks of nothing on a screen or on the wire."""
HOLD_NOTHING: Final = frozenset({
    "index", "indexes", "indices", "constraint", "constraints", "view", "views", "trigger", "triggers",
    "default", "defaults", "key", "keys", "flag", "flags", "endpoint", "endpoints", "route", "routes",
    "feature", "features", "file", "files", "code", "class", "function", "import", "dependency", "job",
})  # fmt: skip
SCREEN: Final = frozenset({
    "ui", "form", "forms", "page", "pages", "label", "labels", "button", "menu", "screen", "api", "response",
    "responses", "payload", "request", "json", "component", "components", "test", "tests", "fixture",
    "fixtures", "seed", "staging", "temporary", "temp", "scratch", "import", "csv",
})  # fmt: skip
PRONOUNS: Final = frozenset({"both", "them", "it", "these"})
"""What stands for a holder that was named before: "copy the tables, then drop both"."""

TYPES: Final = frozenset({
    "type", "types", "precision", "length", "enum", "numeric", "decimal", "integer", "bigint", "uuid",
    "timestamp", "text", "varchar",
})  # fmt: skip
NEGATION: Final = frozenset({
    "no", "not", "never", "without", "nothing", "neither", "nor", "none", "don't", "doesn't", "isn't",
    "aren't", "won't", "cannot",
})  # fmt: skip
AUXILIARIES: Final = frozenset({
    "is", "are", "be", "being", "been", "was", "were", "gets", "get", "will",
})  # fmt: skip
ADDING: Final = frozenset({
    "add", "adds", "added", "adding", "create", "creates", "created", "creating", "new", "introduce",
    "introduces", "introducing",
})  # fmt: skip


class Fault(NamedTuple):
    """What destroys: the words as written. `rewrites`: data is changed in place, not thrown away. `keeps`: renamed or retyped."""

    words: str
    rewrites: bool = False
    keeps: bool = False


def fault(statement: str) -> Fault | None:
    """Return what a statement destroys, None for one that adds, or that speaks of something else ("drop-down").

    What is thrown away comes before what is only rewritten, renamed or retyped.
    """
    found = list(faults(statement))
    return min(found, key=lambda each: each.rewrites or each.keeps, default=None)


def faults(statement: str) -> Iterator[Fault]:
    lowered = statement.lower()
    if not any(stem in lowered for stem in STEMS):
        return
    named = False
    for clause in CLAUSE.split(statement.replace("**", "")):
        written = TOKEN.findall(clause)[:MOST]
        words = [word.lower() for word in written]
        if named:
            words = ["tables" if word in PRONOUNS else word for word in words]
        named = named or not HOLDERS.isdisjoint(words)
        for at, word in enumerate(words):
            if not (verb := verb_of(word)) or NEGATION & set(words[max(at - 4, 0) : at]) - longer(words, at):
                continue
            if (reach := object_of(words, at, verb)) is not None:
                low, high = min(at, reach), max(at, reach, min(at, reach) + SHOWN - 1)
                said = " ".join(written[low : high + 1]).replace("`", "")
                yield Fault(said, verb in REWRITING, verb in RETYPING or verb == "rename")


def longer(words: Sequence[str], at: int) -> set[str]:
    """Return the "no" of "no longer used", which negates the use and not what is done."""
    return {"no"} if "longer" in words[max(at - 4, 0) : at] else set()


def verb_of(word: str) -> str:
    """Return the verb that a word is a form of, "" for none."""
    for stem, verb in STEMS.items():
        if word.startswith(stem) and word[len(stem) :] in ENDINGS:
            return verb
    return ""


def object_of(words: Sequence[str], at: int, verb: str) -> int | None:
    """Return where the object of a verb ends: behind it, or before it where it is passive ("the column is dropped")."""
    if SCREEN & set(words) or words[at + 1 : at + 3] == ["in", "replacement"]:
        return None
    if verb in RETYPING:
        return retyped(words, at)
    ahead = range(at + 1, min(at + 1 + NEAR, len(words)))
    passive = words[at].endswith(("ed", "ten")) and bool(AUXILIARIES & set(words[max(at - 2, 0) : at]))
    for number in range(max(at - NEAR, 0), at)[::-1] if passive else ahead:
        word = words[number]
        if word in HOLD_NOTHING:
            return None
        if word in HOLDERS or IDENTIFIER.fullmatch(word):
            loose = word in LOOSE or verb == "remove"
            named = any(IDENTIFIER.fullmatch(each) for each in words)
            return number if not loose or named or verb in {"purge", "wipe", "delete", "truncate"} else None
    return None


def retyped(words: Sequence[str], at: int) -> int | None:
    """Return where "convert the column ... to integer", "alter type of ..." ends; it takes a holder and a type."""
    near = words[at + 1 : at + 1 + 2 * NEAR]
    holder = any(word in HOLDERS - LOOSE or IDENTIFIER.fullmatch(word) for word in near)
    kinds = [number for number, word in enumerate(near) if word in TYPES]
    return at + 1 + kinds[0] if holder and kinds else None


def adds(statement: str) -> bool:
    """Whether a statement makes something new, so that filling it rewrites nothing."""
    return bool(ADDING & {word.lower() for word in TOKEN.findall(statement)})
