"""The `invalid-risk-level` rule."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rules.around import in_words, titled
from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.levels import LEVELS, Level, is_standard, level
from rules.plan.model import Answer, Plan, Risk, State
from rules.quoting import quoted
from rules.rule import Context

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
NAMES = {each: each.name.title() for each in Level}
SHORT = {"med": "Medium", "mid": "Medium", "hi": "High", "lo": "Low", "crit": "Critical"}
NO_LEVEL = frozenset(
    "huge big massive enormous tremendous terrible bad tiny little sometimes maybe perhaps often rarely frequently frequent "  # noqa: SIM905 - a list of 30 strings reads worse
    "occasionally occasional seldom always never normal some much few unsure unclear depends varies yes bearable fine ok".split()
)
"""Words that are a level on no scale."""
FIRST = lazy(r"[^\W\d_]+")
BRACKETS = lazy(r"\[\s*(low|medium|high|critical)\s*\](?![(\[])", re.IGNORECASE)
ALIKE = 0.75


class Found(NamedTuple):
    """What is wrong with a level. `right`: the level that it stands for, "" where that is not certain."""

    right: str = ""
    edit: Edit | None = None
    light: bool = False


class InvalidRiskLevel:
    """The likelihood or impact of a risk is no level: neither Low, Medium, High nor Critical.

    Risks are sorted by level, and what a plan must say about a risk hangs on it: a risk of high impact needs a kill switch.
    "Huge" sorts nowhere, and two scales in one list cannot be compared (ISO 31000:2018, 6.3.4, wants measurements used
    consistently). Numbers from 1 to 5, per cent, a reason behind the level, translations, and a scale of its own that the
    whole list keeps to are accepted, and so is a column that describes the impact in sentences. A short form, a spelling
    mistake and brackets that were left around a level can be corrected safely.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Likelihood: sometimes
        - Impact: Hgih

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Likelihood: Medium (only on the first of the month)
        - Impact: High
    """

    name: ClassVar[str] = "invalid-risk-level"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        told: set[int] = set()
        common = scales(context.plan.risks)
        for risk in context.plan.risks:
            for answer in (risk.likelihood, risk.impact):
                if answer.state not in JUDGED or answer.span.start in told:
                    continue
                told.add(answer.span.start)
                found = fault(context.plan, answer, compared=(answer.concept, risk.table) in common)
                if found is not None:
                    yield problem(risk, answer, found)


def scales(risks: Sequence[Risk]) -> frozenset[tuple[str, int]]:
    """Return the fields, each with its table, in which at least half of the answers are levels of the enumeration."""
    said: Counter[tuple[str, int]] = Counter()
    right: Counter[tuple[str, int]] = Counter()
    for risk in risks:
        for answer in (risk.likelihood, risk.impact):
            if answer.state in JUDGED:
                said[answer.concept, risk.table] += 1
                right[answer.concept, risk.table] += is_standard(answer)
    return frozenset(key for key, count in said.items() if 2 * right[key] >= count)


def fault(plan: Plan, answer: Answer, *, compared: bool) -> Found | None:
    """Return what is wrong with a level; `compared`: the others of its field are levels of the enumeration."""
    written = plan.source.slice(answer.span)
    if (bracketed := BRACKETS.search(written)) is not None:
        return Found(bracketed[1], edit(plan, answer, bracketed.start(), bracketed[0], bracketed[1]), light=True)
    if is_standard(answer) or not answer.text.isascii():
        return None
    if (first := FIRST.search(written)) is None:
        return Found() if compared else None
    word = first[0].casefold()
    alone = len(answer.text.split()) == 1 or written[first.end() :].lstrip()[:1] in {"(", "-", ",", ";", ":", "."}
    if alone and (right := SHORT.get(word) or meant(word)):
        return Found(right, edit(plan, answer, first.start(), first[0], right), light=word in SHORT)
    of_other_scale = level(answer)
    if of_other_scale is not None:
        return Found(NAMES[of_other_scale]) if compared else None
    return Found() if compared or (alone and word in NO_LEVEL) else None


def meant(word: str) -> str:
    """Return the level that a misspelt word is near to."""
    if word in LEVELS or word in NO_LEVEL:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: most levels are right

    near = get_close_matches(word, [name.lower() for name in NAMES.values()], n=2, cutoff=ALIKE)
    return near[0].title() if len(near) == 1 else ""


def edit(plan: Plan, answer: Answer, at: int, words: str, right: str) -> Edit:
    start = answer.span.start + len(plan.source.slice(answer.span)[:at].encode())
    return Edit(plan.source.span(start, start + len(words.encode())), right)


def problem(risk: Risk, answer: Answer, found: Found) -> Problem:
    name, field = titled("Risk", risk), in_words(answer.concept).lower()
    return Problem(
        answer.span,
        f"The {field} of {quoted(name)} is none of Low, Medium, High and Critical: {quoted(answer.text)}",
        subject=name,
        concept=answer.concept,
        fix=f"Write {quoted(found.right)}"
        if found.right
        else "Write Low, Medium, High or Critical, the reason in brackets",
        edits=(found.edit,) if found.edit else (),
        severity=Severity.INFO if found.light else None,
    )
