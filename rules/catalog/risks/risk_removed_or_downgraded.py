"""The `risk-removed-or-downgraded` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rules.around import in_words, titled
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.lazy import lazy
from rules.levels import level
from rules.plan.model import Answer, Plan, Risk
from rules.plan.not_applicable import content_words
from rules.quoting import quoted
from rules.removals import rewritten
from rules.rule import Context
from rules.stems import stems

ALIKE = 0.6
"""Share of the words of two titles from which they are one, edited; of a title's words, from which a text speaks of it."""
MOST = 100
"""Risks of one plan that are compared; no plan has more, and hostile ones must not cost the square."""
CLOSED = lazy(
    r"\b(?:closed?|resolved|retired|obsolete|accepted|eliminated|no longer|not applicable|moved|merged|removed|mitigated|"
    r"covered by|replaced|superseded|dropped|out of scope)\b|~~|\u2705",
    re.IGNORECASE,
)
"""Said of a risk, it was let go on purpose."""


class Pair(NamedTuple):
    before: Risk
    after: Risk


class RiskRemovedOrDowngraded:
    """A risk of the version before is gone, or its level was lowered, and nothing says why.

    That is the cheapest way past a review: the risk that asked for a kill switch is deleted or becomes "Low", and a diff
    shows it as one line among many. Risks do go away, and the plan that says so keeps the knowledge: `Status: closed -
    the ledger got its own pool`, a line struck through, a reason behind the level, or a mitigation that changed with it.
    Risks are found again by their titles, also when they were renumbered, reworded, split or merged. A whole section that
    is gone is `section-removed`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: Low
        - Mitigation: a pool of its own with at most 5 connections

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: Low (was High, until the export got a replica of its own)
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "risk-removed-or-downgraded"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return context.base is not None and bool(context.base.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        head, base = context.plan, context.base
        if base is None or not (head.risks or head.section("risks")) or rewritten(base, head):
            return
        pairs, gone, new = matched(base.risks[:MOST], head.risks[:MOST])
        for pair in pairs:
            yield from downgraded(base, head, pair)
        notes = [stems(text) for text in spoken_of(head, pairs)] if gone else []
        merged = (
            stems(pair.after.title) for pair in pairs if normalise(pair.before.title) != normalise(pair.after.title)
        )
        together = stems(" ".join(risk.title for risk in new))
        texts = (*notes, *merged, together)
        for risk in gone:
            if not any(speaks_of(risk, words) for words in texts):
                yield removed(head, risk)


def matched(base: Sequence[Risk], head: Sequence[Risk]) -> tuple[list[Pair], list[Risk], list[Risk]]:
    """Return the risks that both versions have, those that are gone and those that are new."""
    left, gone, pairs = list(head), [], []
    by_title = {normalise(risk.title): risk for risk in reversed(head)}
    for risk in base:
        if (same := by_title.pop(normalise(risk.title), None)) is not None:
            left.remove(same)
            pairs.append(Pair(risk, same))
        else:
            gone.append(risk)
    for risk in list(gone):
        if (other := next((each for each in left if is_same(risk, each)), None)) is not None:
            left.remove(other)
            gone.remove(risk)
            pairs.append(Pair(risk, other))
    return pairs, gone, left


def is_same(one: Risk, other: Risk) -> bool:
    """Whether two risks of different titles are one: most of their words are shared, or what is done about it is the same."""
    words, others = stems(one.title), stems(other.title)
    if words and len(words & others) >= ALIKE * max(len(words), len(others)):
        return True
    measure = normalise(one.mitigation.text)
    return bool(measure) and measure == normalise(other.mitigation.text)


def downgraded(base: Plan, head: Plan, pair: Pair) -> Iterator[Problem]:
    before, after = pair
    texts = [
        (normalise(old.text), normalise(new.text))
        for old, new in zip(before.answers[2:], after.answers[2:], strict=True)
    ]
    if any(old != new for old, new in texts) or is_closed(base, head, pair):
        return
    for old, new in zip(before.answers[:2], after.answers[:2], strict=True):
        was, now = level(old), level(new)
        if was is None or now is None or now >= was or gives_reason(old, new):
            continue
        name, field = titled("Risk", after), in_words(new.concept).lower()
        yield Problem(
            new.span,
            f"The {field} of {quoted(name)} went from {quoted(old.text)} to {quoted(new.text)}, and nothing else changed",
            subject=name,
            concept=new.concept,
            fix=f'Write the reason behind the level, as in "{now.name.title()} (because ...)", or restore it',
        )


def gives_reason(old: Answer, new: Answer) -> bool:
    """Whether words stand behind the new level that did not stand behind the old one."""
    return len(set(content_words(new.text)) - set(content_words(old.text))) > 1


def is_closed(base: Plan, head: Plan, pair: Pair) -> bool:
    before, after = (plan.source.slice(risk.span) for plan, risk in zip((base, head), pair, strict=True))
    return len(CLOSED.findall(after)) > len(CLOSED.findall(before))


def spoken_of(head: Plan, pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield the lines that may say what became of a risk: those about risks outside of them, and those that close one."""
    taken = {
        line for pair in pairs for line in range(pair.after.span.line, pair.after.span.end_line + 1)
    }  # fmt: skip
    sections = [each.span for each in head.sections if each.concept == "risks"]
    about = {line for span in sections for line in range(span.line, span.end_line + 1)} - taken
    for number, line in enumerate(head.source.text.split("\n"), start=1):
        if number in about or CLOSED.search(line):
            yield line


def speaks_of(risk: Risk, words: frozenset[str]) -> bool:
    title = stems(risk.title)
    return bool(title) and len(title & words) >= ALIKE * len(title)


def removed(head: Plan, risk: Risk) -> Problem:
    name = titled("Risk", risk)
    return Problem(
        head.anchor("risks"),
        f"{quoted(name)}, which the plan had before this change, is gone, and nothing says why",
        subject=name,
        concept="risks",
        fix="Restore it, or keep a line with its title and why it is closed",
    )
