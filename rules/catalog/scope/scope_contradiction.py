"""The `scope-contradiction` rule."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar, NamedTuple

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.plan.source import Span
from rules.quoting import quoted
from rules.rule import Context
from rules.stems import WORD, stems

IN, OUT = "scope.in", "scope.out"
MOST = 200
"""Items of a list that are compared; hardly any has more."""

LEAST, SIMILAR = 3, 0.6
"""Words of an excluded item, and the share of an included one that they must be, for the one to be the other in short."""

BULLET = lazy(r"\s*(?:[-*+\u2022]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")
MARKUP = lazy(r"\*\*|__|`|!?\[(?P<text>[^\]]*)\]\([^)]*\)|<!--.*?-->")
STRUCK = lazy(r"~~.*?~~")
TAIL = lazy(
    r"\s+[-\u2013\u2014]+\s+|[:\uff1a;]\s|\s*[(\uff08]|,?\s+(?:because|since|as|which|until|until then|for now)\b",
    re.IGNORECASE,
)
REASON = lazy(
    r"\W*(?:because|since|as|which|until|for now|later|future|phase|deferred|postponed|next|not (?:needed|required|now|yet|in)|"
    r"no |separate|other|another|handled|covered|follow|planned|v\d|out of|won|will|see|spec|issue|excluded|removed|"
    r"추후|향후|以后|后续|futuro|depois)",
    re.IGNORECASE,
)
"""How a tail begins that says why, or when, and not which part."""

LIMITED = lazy(
    r"\b(?:without|except|excluding|other|beyond|unless|only|outside|apart|instead|more than|further|additional)\b",
    re.IGNORECASE,
)


class Item(NamedTuple):
    """`core`: the stems of what it is about; `head`: those before the first comma. `total`: nothing limits it to a part."""

    text: str
    span: Span
    words: tuple[str, ...]
    core: frozenset[str]
    head: frozenset[str]
    total: bool


class ScopeContradiction:
    """The same item is in scope and out of scope.

    Whoever reads the one list builds it and whoever reads the other does not, and the difference shows at acceptance. It
    mostly happens when an item is moved and left behind. "Email notifications" beside "Email notifications: weekly
    digest" is no contradiction, since the second is only a part; the excluded item has to be the included one.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - Export on demand
        - Download page for tenant administrators

        ### Out of Scope

        - Formats other than PDF
        - Export on demand (next release)

    ## Good
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - Export on demand
        - Download page for tenant administrators

        ### Out of Scope

        - Formats other than PDF
        - Export of invoices from before 2024
    """

    name: ClassVar[str] = "scope-contradiction"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "scope"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.all(IN)) and bool(context.plan.all(OUT))

    def check(self, context: Context) -> Iterator[Problem]:
        included: dict[str, list[Item]] = {}
        for each in islice(items(context.plan, IN), MOST):
            for word in {*each.words, *each.core, *each.head}:
                included.setdefault(word, []).append(each)
        for excluded in islice(items(context.plan, OUT), MOST):
            # What contradicts an item has all words of its core, so the rarest of them tells whom to compare with.
            near = min((included.get(word, []) for word in sorted(excluded.core)), key=len, default=[])
            same = next((each for each in near if contradict(each, excluded)), None)
            if same is not None:
                yield Problem(
                    excluded.span,
                    f"{quoted(excluded.text)} is out of scope, and line {same.span.line} has it in scope: {quoted(same.text)}",
                    subject=excluded.text,
                    concept=OUT,
                    fix="Remove it from one of the two lists, or say which part of it is meant",
                )


def contradict(included: Item, excluded: Item) -> bool:
    if not excluded.core or excluded.words == included.words:
        return bool(excluded.core)
    if not excluded.total or LIMITED.search(included.text) is not None:
        return False
    if excluded.core == included.core or (len(excluded.core) > 1 and excluded.core == included.head):
        return True
    return (
        len(excluded.core) >= LEAST
        and excluded.core <= included.core
        and len(excluded.core) >= SIMILAR * len(included.core)
    )


def items(plan: Plan, concept: str) -> Iterator[Item]:
    seen: set[int] = set()
    for answer in plan.all(concept):
        if answer.missing or answer.span.start in seen:
            continue
        seen.add(answer.span.start)
        lines = [plan.source.line_span(number) for number in range(answer.span.line, answer.span.end_line + 1)]
        lines[0] = plan.source.span(answer.span.start, max(answer.span.start, lines[0].end))
        if any(BULLET.match(plan.source.slice(line)) for line in lines):
            yield from (item(text, span) for text, span in listed(plan, lines))
        else:
            yield from (item(part, answer.span) for part in re.split(r"[;,]\s", answer.text))


def listed(plan: Plan, lines: list[Span]) -> Iterator[tuple[str, Span]]:
    """Yield each list item with the lines that go on with it; what is struck through is gone."""
    text, first = "", None
    for line in lines:
        written = STRUCK.sub("", plan.source.slice(line))
        bullet = BULLET.match(written)
        if bullet is not None or not written.strip():
            if first is not None:
                yield text, first
            text, first = (written[bullet.end() :], line) if bullet is not None else ("", None)
        elif first is not None:
            text += " " + written.strip()
    if first is not None:
        yield text, first


def item(written: str, span: Span) -> Item:
    text = MARKUP.sub(lambda found: found["text"] or "", written).strip()
    tail = TAIL.search(text)
    core = text[: tail.start()] if tail is not None else text
    rest = text[tail.start() :] if tail is not None else ""
    total = LIMITED.search(text) is None and (not rest.strip() or REASON.match(rest) is not None)
    return Item(text, span, tuple(WORD.findall(text.casefold())), stems(core), stems(core.partition(",")[0]), total)
