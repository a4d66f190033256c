"""What a sentence says in passing where the plan has no section for it: what is out of scope, when somebody is alerted."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.lines import Line, text_of
from rules.plan.model import Answer, State
from rules.plan.outline import Node


class Mention(NamedTuple):
    """`homes`: the sections that say it where they exist. `hint`: the bytes to look at, `words`: what must stand there.

    `elsewhere`: sections whose sentences only speak of it.
    """

    homes: frozenset[str]
    needs: tuple[str, ...]
    hint: re.Pattern[bytes]
    words: re.Pattern[str]
    elsewhere: frozenset[str] = frozenset()


NOT_PLANNED: Final = frozenset({"scope.out", "decisions", "constitution_check", "adrs", "related"})
MENTIONS: Final[Mapping[str, Mention]] = MappingProxyType({
    "scope.out": Mention(
        frozenset({"scope", "scope.in", "scope.out"}),
        ("out of scope", "not in scope", "outside the scope", "beyond the scope"),
        lazy(rb"(?:out of|not in|outside the|beyond the) scope", re.IGNORECASE),
        lazy(
            r"(?:\b(?:is|are|was|were|remains?|stays?|but|kept|left)\b (?:\w+ )?|\()"
            r"(?:out of scope|not in scope|(?:outside|beyond) the scope)\b(?! of the /)"
            r"|^\W*out of scope(?: for [^:.]{1,40})?: \w",
            re.IGNORECASE,
        ),
        frozenset({"risks"}),
    ),
    "alerting.threshold": Mention(
        frozenset({"alerting", "observability", "operations"}),
        ("alert",),
        lazy(rb"\balert(?:s|ing|ed)?\b", re.IGNORECASE),
        lazy(
            r"\balert(?:s|ing|ed)?\b(?: \w+){0,2} (?:at|when|if|above|over|below|under|on|once|after)\b[^;.]{0,60}?"
            r"(?:[<>\u2264\u2265$\u20ac]\s?\d|\d\s?(?:%|ms\b|s\b|sec|min))",
            re.IGNORECASE,
        ),
        NOT_PLANNED,
    ),
    "observability.metrics": Mention(
        frozenset({"observability"}),
        ("monitor ",),
        lazy(rb"\bmonitor ", re.IGNORECASE),
        lazy(
            r"\bmonitor (?:\w+ ){0,3}(?:usage|latenc\w+|errors?|rates?|performance|throughput|resources?|memory|cpu|traffic|load"
            r"|costs?|times?|depth|utili[sz]ation|consumption|quotas?)\b",
            re.IGNORECASE,
        ),
        NOT_PLANNED,
    ),
    "data.forward_migration": Mention(
        frozenset({"data", "data.schema", "data.migration"}),
        (" table", " column"),
        lazy(rb"\b(?:tables?|columns?)\b", re.IGNORECASE),
        lazy(
            r"\bstorage\b[^|\n]{1,200}\b(?:adds|creates|introduces)(?! no\b) [^.;|]{2,80}\b(?:tables?|columns?)\b(?! entr)",
            re.IGNORECASE,
        ),
        NOT_PLANNED | {"risks"},
    ),
})  # fmt: skip
NEGATED: Final = lazy(r"\b(?:nothing|none|not|never|no longer)\b[^.;]{0,30}\b(?:out of|outside|beyond) ", re.IGNORECASE)
LINES: Final = frozenset({"text", "item", "cell"})
MOST: Final = 20
"""So many places are looked at for each."""


def in_passing(judge: Judge, nodes: Sequence[Node], answers: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the first such line for each of these fields that no label and no section answers.

    Such an answer does not stand for the section: a plan that calls one thing out of scope has no section on its scope.
    """
    hinted = [concept for concept, each in MENTIONS.items() if any(need in judge.low for need in each.needs)]
    if not hinted:
        return
    said = {answer.concept for answer in answers}
    homes = {node.concept for node in nodes}
    for concept in hinted:
        mention = MENTIONS[concept]
        if concept not in said and not mention.homes & homes:
            line = next(_lines(judge, nodes, mention), None)
            if line is not None:
                yield judge.value(concept, (line,), judge.source.span(line.start, line.end))._replace(state=State.VAGUE)


def _lines(judge: Judge, nodes: Sequence[Node], mention: Mention) -> Iterator[Line]:
    starts = [node.start for node in nodes]
    for hit in islice(mention.hint.finditer(judge.source.data), MOST):
        node = nodes[max(bisect_right(starts, hit.start()) - 1, 0)]
        if mention.elsewhere.isdisjoint(node.above):
            line = next((each for each in node.lines if each.start <= hit.start() < each.end), None)
            if line is not None and line.kind in LINES:
                text = text_of(line)
                if mention.words.search(text) and not NEGATED.search(text):
                    yield line
