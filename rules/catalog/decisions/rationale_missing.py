"""The `rationale-missing` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rules.around import titled
from rules.decision_tables import table_headers
from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Decision, Plan, State
from rules.plan.not_applicable import content_words
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "decisions.rationale"

REASON = lazy(
    r"\b(?:because|since|due to|so that|in order to|to avoid|avoids?|allows?|ensures?|enables?|reduces?|keeps?|as it|for its|"
    r"instead of|rather than|therefore|thus|needs?|requires?|required by|mandated|imposed|constitution)\b|"
    r"\N{EM DASH}|\N{EN DASH}",
    re.IGNORECASE,
)
"""Words that give a reason where no label asks for one."""

LONG = 25
"""A choice of more words explains itself, in words that the list above may not have."""

CONCRETE = lazy(r"\d|`|https?:|\b[A-Z]{2,}-?\d|\]\(|\bprinciples?\b|/")
"""A number, a name in code, a link or a principle is a reason that can be looked up."""

PRAISE = frozenset({
    "best", "better", "good", "great", "excellent", "perfect", "ideal", "optimal", "superior", "obvious",
    "right", "clear", "modern", "popular", "standard", "industry", "leading", "proven", "mature", "robust",
    "powerful", "flexible", "scalable", "reliable", "efficient", "elegant", "clean", "nice", "cool", "awesome",
    "simple", "easy", "fast", "latest", "newest", "cutting", "edge", "state", "art", "trendy", "trend",
    "widely", "used", "adopted", "recommended", "preferred", "favourite", "favorite", "practice", "practices",
    "choice", "option", "options", "solution", "approach", "technology", "technologies", "tool", "tools",
    "framework", "frameworks", "way", "most", "very", "more", "highly", "really", "just", "overall", "also",
    "well", "known", "all", "available", "everyone", "everybody", "community", "world", "class", "grade",
    "enterprise", "quality", "high", "top", "future", "proof", "it's", "everywhere", "suitable", "fits", "fit",
    "likes", "like", "love", "feels", "quite", "one", "go", "market", "today", "product", "system", "project",
    "use", "case", "needs", "requirements", "much", "many", "always", "only", "makes", "sense", "what", "which",
    "both",
})  # fmt: skip
"""Words that praise anything, and words for anything."""


class RationaleMissing:
    """A decision gives no reason, or one that would praise anything.

    The reason is what is read later: it tells whether the decision still holds when the circumstances have changed. "The
    best and most modern option" holds for every option. A field for the rationale is part of all forms of decision records
    (MADR: "Chosen option, because", https://adr.github.io/madr/). A reason inside the choice counts, and in plans
    after other templates than the architect's the trade-offs do. Praise is told by English words only; a number, a
    requirement, a principle, a link or a word of the project's own clears it. Rows of a table without such a column
    are one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **Rationale:** the best and most modern approach, an industry standard

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **Rationale:** it can be stopped without the web process
    """

    name: ClassVar[str] = "rationale-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "decisions"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        lacking = [each for each in plan.decisions if lacks_reason(plan, each)]
        headers = table_headers(plan) if lacking else {}
        for line, together in groupby(lacking, key=lambda decision: headers.get(decision.span.line, 0)):
            rows = list(together)
            if line:
                yield in_table(plan, line, rows)
            else:
                yield from (alone(decision) for decision in rows)
        for decision in plan.decisions:
            if is_praise(decision):
                name = titled("Decision", decision)
                yield Problem(
                    decision.rationale.span,
                    f"The rationale of {quoted(name)} would fit any option: {quoted(decision.rationale.text)}",
                    subject=name,
                    concept=CONCEPT,
                    fix="Say what of this project decides it: a requirement, a measurement, a constraint, a principle",
                )


def lacks_reason(plan: Plan, decision: Decision) -> bool:
    """Whether something was chosen and no words near it give a reason."""
    if decision.rationale.state is not State.ABSENT or decision.chosen.missing:
        return False
    if plan.profile != "architect" and not decision.trade_offs.missing:
        return False
    if len(decision.chosen.text.split()) > LONG:
        return False
    below = plan.source.slice(decision.span)
    return not (REASON.search(decision.chosen.text) or REASON.search(below.partition("\n")[2]))


def is_praise(decision: Decision) -> bool:
    """Whether a rationale says nothing but that the choice is good."""
    rationale = decision.rationale
    if rationale.state is State.RESTATED:
        return True
    if (
        rationale.state not in {State.SUBSTANTIVE, State.VAGUE}
        or CONCRETE.search(rationale.raw)
        or not is_english(rationale.text)
    ):
        return False
    words = set(content_words(rationale.text.replace("-", " ")))
    chosen = decision.chosen.text.replace(rationale.text, " ")  # a choice may hold its rationale
    told = set(content_words(f"{decision.title} {chosen}".replace("-", " ")))
    return bool(words & PRAISE) and words <= PRAISE | told


def in_table(plan: Plan, line: int, rows: Sequence[Decision]) -> Problem:
    return Problem(
        plan.source.line_span(line),
        f"The table gives no reason for {listed(quoted(each.title, TITLE) for each in rows)}",
        subject="decision table",
        concept=CONCEPT,
        fix='Add a column "Rationale" with what decides each row',
        parts=tuple((CONCEPT, each.title) for each in rows),
    )


def alone(decision: Decision) -> Problem:
    name = titled("Decision", decision)
    return Problem(
        decision.span,
        f"{quoted(name)} gives no reason for {quoted(decision.chosen.text)}",
        subject=name,
        concept=CONCEPT,
        fix='Add "Rationale:" with what of this project decides it',
    )
