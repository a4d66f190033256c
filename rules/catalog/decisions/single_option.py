"""The `single-option` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rules.around import Around, titled
from rules.decision_tables import table_headers
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Decision, Plan, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY
from rules.siblings import RESEARCH, researched, text_beside

CONCEPT = "decisions.options"
ENOUGH = 2

WEIGHED = lazy(
    r"\b(?:instead of|rather than|as opposed to|versus|vs\.?|compared (?:to|with)|preferred (?:to|over)|chosen over|beats|unlike|"
    r"over (?:a|an|the|using|plain|raw|custom)\b|alternatives?|rejected|considered|evaluated|ruled out)\b",
    re.IGNORECASE,
)
"""Words of an author who had another option in mind and says so in a sentence."""

COMPARES = lazy(r"\balternatives?\b|\boptions?\b|\bvs\.?\s|\brejected\b|\binstead of\b", re.IGNORECASE)
"""Words of a file that compares what could be chosen."""

IMPOSED = lazy(
    r"\b(?:mandated|imposed|dictated|prescribed|required|demanded|fixed|given|constrained) by\b|"
    r"\b(?:non-negotiable|mandatory|no (?:other )?(?:choice|alternative|option)s?|hard (?:requirement|constraint)|"
    r"constitution(?:al)? (?:requires?|mandates?|principle)|existing (?:stack|system|platform|standard))\b",
    re.IGNORECASE,
)
"""Words that say that there was nothing to choose."""


LETTERED = lazy(r"\boption (?P<name>[A-Z]|\d)\b(?!\w)", re.IGNORECASE, needs=("option",))
"""How options are called that a decision refers to where they stand."""

DEFERRED = lazy(r"\b(?:deferred|deferrals?|postponed|out of scope|future work|not now)\b", re.IGNORECASE)
DEFER_LABEL = lazy(r"^[\s>*-]*\**(?:defer(?:red|ral)?|postponed?)\b", re.IGNORECASE | re.MULTILINE)
"""Words over and in what was left for later: there was nothing to choose yet."""


class SingleOption:
    """A decision names fewer than two options.

    A decision without an alternative is an announcement: whoever questions it later cannot tell whether the obvious
    alternative was seen. Architectural decision records have had "considered options" as a field from the start
    (MADR, https://adr.github.io/madr/). Any form counts: a list, a table, "A vs B", "A rather than B", the feature's
    `research.md`. A decision that is imposed needs no options, but the words by whom. "Do nothing" is an option.
    The rows of one table are one finding. Options that stand elsewhere in the plan ("Chosen: Option B") count, and what is
    deferred, or only told without a choice, is no decision here. Plans after other templates than the architect's record
    settled points as decisions and keep what was weighed in `research.md`: there only a decision that lists options, and
    lists one, is found, as a warning.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **Rationale:** it can be stopped without the web process

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: in the web process**
           - Pros: nothing new to run
           - Cons: a long export holds a worker
        2. **Option B: a job of its own**
           - Pros: can be stopped alone
           - Cons: one more deployment

        **Chosen:** Option B

        **Rationale:** it can be stopped without the web process
    """

    name: ClassVar[str] = "single-option"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "decisions"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        light = context.plan.profile in SPECKIT_FAMILY
        if light and COMPARES.search(text_beside(context, RESEARCH)):
            return
        severity = Severity.WARNING if light else None
        candidates = [each for each in context.plan.decisions if lacks_options(context.plan, each)]
        if not candidates:
            return
        lettered = has_letters_elsewhere(context) if any(refers(each) for each in candidates) else False
        around = Around(context.plan)
        faulty = {
            each.span.start
            for each in candidates
            if not (lettered and refers(each))
            and not deferred(context.plan, each, around)
            and not weighed_beside(context, each)
        }
        headers = table_headers(context.plan)
        for table, together in groupby(context.plan.decisions, key=lambda decision: headers.get(decision.span.line, 0)):
            lacking = [each for each in together if each.span.start in faulty]
            if table and lacking:
                yield in_table(context.plan, table, lacking, severity)
                continue
            for decision in lacking:
                yield alone(decision, severity)


def lacks_options(plan: Plan, decision: Decision) -> bool:
    """Whether a choice is presented, and not between two. Only the architect's form asks for options of every decision."""
    chose = decision.chosen.state is not State.ABSENT or decision.rationale.state is not State.ABSENT
    presented = decision.options or (chose and plan.profile in {"architect", "hybrid"})
    return bool(presented) and len(decision.options) < ENOUGH and not (explained(decision) or unfilled(decision))


def refers(decision: Decision) -> bool:
    """Whether it lists nothing and names an option by its letter."""
    return not decision.options and LETTERED.search(f"{decision.title} {decision.chosen.text}") is not None


def has_letters_elsewhere(context: Context) -> bool:
    """Whether the plan outside its decisions, or `research.md`, names two options by letters."""
    plan, at, outside = context.plan, 0, [text_beside(context, RESEARCH)]
    for decision in sorted(plan.decisions, key=lambda each: each.span.start):
        outside.append(plan.source.data[at : decision.span.start].decode("utf-8", "replace"))
        at = max(at, decision.span.end)
    outside.append(plan.source.data[at:].decode("utf-8", "replace"))
    return len({found["name"].lower() for text in outside for found in LETTERED.finditer(text)}) >= ENOUGH


def deferred(plan: Plan, decision: Decision, around: Around) -> bool:
    titles = " ".join((decision.title, *around.titles(decision.span)))
    below = plan.source.slice(decision.span) if not decision.options else ""
    return DEFERRED.search(titles) is not None or DEFER_LABEL.search(below) is not None


def weighed_beside(context: Context, decision: Decision) -> bool:
    """Whether `research.md` weighs options of the same decision."""
    return any(len(each.options) >= ENOUGH or explained(each) for each in researched(context, decision))


def in_table(plan: Plan, line: int, lacking: Sequence[Decision], severity: Severity | None) -> Problem:
    return Problem(
        plan.source.line_span(line),
        f"The table names no second option for {listed(quoted(each.title, TITLE) for each in lacking)}",
        subject="decision table",
        concept=CONCEPT,
        fix='Add a column "Options" with at least two for each row, or say by whom the choice is imposed',
        severity=severity,
        parts=tuple((CONCEPT, each.title) for each in lacking),
    )


def alone(decision: Decision, severity: Severity | None) -> Problem:
    name = titled("Decision", decision)
    only = f"only one option, {quoted(decision.options[0].title)}" if decision.options else "no options"
    return Problem(
        decision.span,
        f"{quoted(name)} names {only}",
        subject=name,
        concept=CONCEPT,
        fix='Add "Options Considered:" with at least two, each with pros and cons; "do nothing" is one; '
        "or say by whom the choice is imposed",
        severity=severity,
    )


def unfilled(decision: Decision) -> bool:
    """Whether all that is said of it is placeholders, which `unfilled-placeholder` reports."""
    answers = (decision.trade_offs, decision.chosen, decision.rationale, decision.principles, decision.adr_required)
    return {answer.state for answer in answers} - {State.ABSENT} == {State.PLACEHOLDER}


def explained(decision: Decision) -> bool:
    """Whether its own words weigh it against something else, or say that there was no choice."""
    answers: tuple[Answer, ...] = (decision.trade_offs, decision.chosen, decision.rationale)
    words = " ".join((decision.title, *(answer.text for answer in answers if answer.state is not State.PLACEHOLDER)))
    return bool(WEIGHED.search(words) or IMPOSED.search(words))
