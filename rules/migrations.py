"""What a plan says of changing a schema or data: the answers, the statements, and what keeps or gives back what is lost."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.plan.source import Span

FORWARD: Final = "data.forward_migration"
STRATEGY: Final = "data.migration_strategy"
ROLLBACK: Final = "data.rollback_plan"
CHANGES: Final = (FORWARD, "data.migration", STRATEGY)
"""The answers that describe a migration, the most exact first."""

NO_CHANGE: Final = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})
"""Answers that say there is nothing to migrate."""

HOMES: Final = frozenset({"data.migration", "data.schema"})
NO_DATABASE: Final = frozenset({"docs", "static"})
"""Kinds of project whose content lives in git, where a revert gives data back."""

ADDITIVE: Final = lazy(
    r"\b(?:additive(?:ly)?|only adds|nullable|backwards?[- ]compatible|expand(?:s|ed|ing)?(?: ?/ ?| ?[-\u2013] ?|"
    r" and | then | before )contract|"
    r"old code (?:ignores|runs|works)|ignored? by (?:the )?(?:old|previous)|dual[- ]writ\w+)\b",
    re.IGNORECASE,
    needs=("additive", "only adds", "nullable", "compatible", "contract", "old code", "ignore", "dual"),
)
"""Changes that the previous code can live with."""

KEPT: Final = lazy(
    r"\b(?:back(?:s|ed|ing)?[- ]?ups?|snapshots?|pg_dump|mysqldump|mongodump|dump(?:s|ed)?|pitr|"
    r"point[- ]in[- ]time|archiv\w+|"
    r"soft[- ]delet\w+|expand\w*(?: ?/ ?| ?[-\u2013] ?| and | then | before )contract|dual[- ]writ\w+|"
    r"shadow (?:table|column|copy)|"
    r"cop(?:y|ies|ied)\b[^.;]{0,40}?\b(?:table|columns?|rows|data|bucket)|(?:to|into|as|in|from)\W+\w+_(?:backup|"
    r"old|archive|bak)|"
    r"(?:exported|moved) to|(?:keep|keeps|kept|stays?|remains?|retained)\b[^.;]{0,40}?\b(?:for|until|release|"
    r"weeks?|days?|months?)|"
    r"(?:next|later|following|second) (?:release|deploy(?:ment)?|migration)|object versioning|time travel|undrop)\b",
    re.IGNORECASE,
    needs=(
        "back", "snapshot", "dump", "pitr", "in-time", "in time", "archiv", "delet", "contract", "dual", "shadow", "cop",
        "_old", "_bak", "export", "moved", "keep", "kept", "stay", "remain", "retain", "next", "later", "following", "second",
        "versioning", "travel", "undrop",
    ),
)  # fmt: skip
"""What keeps data that a step destroys."""

NOT_KEPT: Final = lazy(
    r"\b(?:no|without(?: an?| any)?|not|skip\w*|never)\s+(?:\w+\s+){0,2}?(?:back(?:ed)?[- ]?ups?|snapshots?|"
    r"dumps?|archived?)\b",
    re.IGNORECASE,
    needs=("back", "snapshot", "dump", "archiv"),
)

NOTHING_THERE: Final = lazy(
    r"\bno (?:real |production |live |user |customer |existing )*(?:users?|data(?! loss)|customers?|traffic|"
    r"records|rows|writes?)\b|"
    r"\b(?:pre[- ]launch|before (?:the )?(?:launch|go[- ]live)|not (?:yet )?(?:live|launched|in production|"
    r"in use)|greenfield|"
    r"empty|derived|(?:generated|computed|built|imported|indexed|filled|made) again|"
    r"re-?(?:generat|comput|buil|import|index|deriv|hydrat|sync|play)\w*|cache[sd]?|read[- ]only (?:data|tables?))\b",
    re.IGNORECASE,
)
"""Why nothing can be lost: there is no data yet, or it can be made again."""


LONGEST: Final = 2_000
"""Characters of one statement."""


class Statement(NamedTuple):
    """A line of the plan that says what is done to a schema or to data, with its soft-wrapped lines joined."""

    text: str
    span: Span


def described(plan: Plan) -> Answer | None:
    """Return the answer that describes a migration, None when nothing is migrated."""
    found = (plan.answer(concept) for concept in CHANGES)
    return next((each for each in found if not each.missing and each.state not in NO_CHANGE), None)


def said(plan: Plan, *concepts: str) -> str:
    """Return the words of all answers of these concepts that say something."""
    return ". ".join(each.text for each in plan.answers if each.concept in concepts and not each.missing)


def keeps_data(text: str) -> bool:
    """Whether a text names a backup or another way by which destroyed data is kept."""
    return KEPT.search(NOT_KEPT.sub(" ", text)) is not None


ROLLING_BACK: Final = lazy(
    r"\b(?:roll(?:ed|ing|s)?[- ]?backs?|revert\w*|undo\w*|backout|downgrad\w+|down(?: migration|\(\)|:))", re.IGNORECASE
)
NEW_BLOCK: Final = lazy(r"\s*(?:[-*+]\s|\d{1,3}[.)]\s|\||#{1,6}\s|>|```|~~~|<!--|$)")
DOWN: Final = lazy(r"\bdown(?:grade)?\b\W", re.IGNORECASE, needs=("down",))


def statements(plan: Plan) -> Iterator[Statement]:
    """Yield what the plan's migration does, line by line; lines about undoing it or checking it are left out."""
    spans = [each.span for each in plan.answers if each.concept in CHANGES and not each.missing]
    spans.extend(each.span for each in plan.sections if each.concept in HOMES)
    others = sorted(
        ((each.label_span or each.span).line, each.span.end_line)
        for each in plan.answers
        if each.concept in {ROLLBACK, "data.integrity_checks"}
    )
    left_out = {number for low, high in others for number in range(low, high + 1)}
    lines = sorted({number for span in spans for number in range(span.line, span.end_line + 1)} - left_out)
    yield from _joined(plan, lines)


def _joined(plan: Plan, lines: list[int]) -> Iterator[Statement]:
    text, first, last, fenced, undoing = "", 0, 0, False, False
    for number in lines:
        line = plan.source.slice(plan.source.line_span(number)) if number <= plan.source.line_count else ""
        fence = line.lstrip().startswith(("```", "~~~"))
        fenced = fenced != fence
        undoing = fenced and (undoing or DOWN.search(line) is not None)
        if text and not fenced and number == last + 1 and len(text) < LONGEST and NEW_BLOCK.match(line) is None:
            text, last = f"{text} {line.strip()}", number
            continue
        if text:
            yield Statement(text, plan.source.line_span(first))
        text, first, last = ("" if fence or undoing or line.lstrip().startswith("#") else line.strip()), number, number
        if ROLLING_BACK.search(text):
            text = ""
    if text:
        yield Statement(text, plan.source.line_span(first))
