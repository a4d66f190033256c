"""The `needs-clarification` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around
from rules.clarification import asks
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Marker, Plan, State
from rules.plan.source import Span
from rules.quoting import quoted
from rules.rule import Context

MARKER = lazy(r"\[?\W{0,2}NEEDS[ _]CLARIFICATION\W{0,2}(?:\s*:?\s*(?P<question>[^\]|)]*\w[^\]|)]*))?\]?")
BRACKETED = lazy(r"\(NEEDS[ _]CLARIFICATION\b[^()]*\)", needs=("needs",))
STRUCK = lazy(r"~~.*?~~")
TICKED = lazy(r"\s*(?:[-*+]|\d+[.)])\s+\[[xX]\]")
CLAUSE = lazy(r"[.:;|]")
WORD = lazy(r"[^\W_]+")

ABOUT_IT = frozenset({
    "no", "none", "all", "any", "zero", "without", "every", "each", "resolve", "resolved", "resolves", "if", "0",
})  # fmt: skip
"""Before the marker: the text speaks about markers ("no NEEDS CLARIFICATION remain")."""

SETTLED = frozenset({
    "resolved", "remain", "remains", "remaining", "marker", "markers", "answered", "cleared", "clarified", "closed",
    "addressed", "none", "items", "tasks",
})  # fmt: skip
"""Behind the marker: likewise, or the question was answered."""

WINDOW = 4
"""Words before and behind the marker that are looked at."""


class NeedsClarification:
    """A question is still open: the plan says `NEEDS CLARIFICATION`.

    It is the one mark of spec-kit's templates that a program can rely on: the command that plans writes it where the
    specification did not say, so that a person answers before tasks are made from the plan
    (https://github.com/github/spec-kit, templates/plan-template.md). Left in place, whoever writes the code answers it by
    guessing. Text about the mark ("no NEEDS CLARIFICATION remain"), struck-through and ticked questions and code are
    left alone.

    ## Bad
        # Implementation Plan: export of invoices

        ## Technical Context

        **Storage**: PostgreSQL [NEEDS CLARIFICATION: which region holds the invoices?]

    ## Good
        # Implementation Plan: export of invoices

        ## Technical Context

        **Storage**: PostgreSQL in eu-central-1; no NEEDS CLARIFICATION remain
    """

    name: ClassVar[str] = "needs-clarification"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return "clarification" in context.plan.words

    def check(self, context: Context) -> Iterator[Problem]:
        plan, around = context.plan, Around(context.plan)
        lines: set[int] = set()
        for span, concept, subject in (*marked(plan, around), *labelled(plan)):
            line = plan.source.slice(plan.source.line_span(span.line))
            if span.line not in lines and is_open(line):
                lines.add(span.line)
                inside = around.section(span)
                subject = subject or (inside.title if inside is not None else "")  # noqa: PLW2901 - the nearest name
                yield Problem(
                    span,
                    f"{subject or 'The plan'} is an open question: {quoted(question(line) or plan.source.slice(span))}",
                    subject=subject,
                    concept=concept,
                    fix="Answer it here and remove the mark; /sp.clarify asks such questions one by one",
                )


def marked(plan: Plan, around: Around) -> Iterator[tuple[Span, str, str]]:
    items: tuple[Answer | Marker, ...] = (*plan.answers, *plan.markers)
    for item in items:
        if item.state in {State.DEFERRED, State.PLACEHOLDER} and asks(item.text):
            yield (
                item.span,
                item.concept,
                around.subject(item) if isinstance(item, Answer) else around.record(item.span),
            )
    for answer in plan.answers:
        for found in BRACKETED.finditer(plan.source.slice(answer.span)) if not answer.missing else ():
            start = answer.span.start + len(found.string[: found.start()].encode())
            span = plan.source.span(start, start + len(found[0].encode()))
            yield span, answer.concept, around.subject(answer)


def labelled(plan: Plan) -> Iterator[tuple[Span, str, str]]:
    """Yield the questions of which the mark is the label ("**NEEDS CLARIFICATION**: which region?")."""
    for entry in plan.entries:
        if entry.form in {"colon", "plain"} and asks(entry.label):
            yield plan.source.span(entry.label_start, max(entry.end, entry.label_end)), "", ""


def is_open(line: str) -> bool:
    """Whether a line, as written, asks something, and does not only speak of the mark."""
    found = MARKER.search(STRUCK.sub("", line))
    if found is None or TICKED.match(line):
        return False
    words = WORD.findall(found["question"] or "")
    if found[0].startswith("[") and len(words) > 1:
        return True
    before = WORD.findall(CLAUSE.split(line[: found.start()])[-1])[-WINDOW:]
    after = words[:WINDOW] or WORD.findall(line[found.end() :])[:WINDOW]
    return ABOUT_IT.isdisjoint(map(str.lower, before)) and SETTLED.isdisjoint(map(str.lower, after))


def question(line: str) -> str:
    found = MARKER.search(line)
    return re.sub(r"[*_`\s]+$", "", found["question"] or "") if found else ""
