"""The `invalid-version-or-date` rule."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from rules.around import in_words
from rules.dates import Dated, is_iso, leading_date
from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.quoting import quoted
from rules.rule import Context

DATES = ("meta.created", "meta.last_updated", "meta.date")

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
"""States of a field that this rule speaks of; the others are for the rules about answers."""

VERSION = lazy(
    r"[^\w]*v?\.?\s?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))?(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?![\w+-]|\.\w)"
)
"""Semantic versions, the last number optional, with a "v" before or words behind."""

SLACK = timedelta(days=1)
"""Time zones: it may be tomorrow where the plan was written."""


class InvalidVersionOrDate:
    """The version is no semantic version, a date is not written YYYY-MM-DD, or the dates cannot be true.

    A reviewer compares versions and dates of two plans, and so do tools; "latest" cannot be compared, and 03/04/2026 is
    March to some and April to others. Python refuses proposals whose dates are not in one form (`check-peps.py`,
    https://github.com/python/peps). A date that can only mean one day ("March 3, 2026") can be rewritten safely; one
    that may mean two is left to its author. A plan is not updated before it was created, and neither lies in the
    future: a date may be one day ahead of the day of the commit. 1.0, v1.0.0 and words behind version or date are
    accepted.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** review
        **Version:** second try
        **Created:** November 2, 2026

    ## Good
        # Implementation Plan: export of invoices

        **Status:** review
        **Version:** 1.1.0
        **Created:** 2026-11-02
    """

    name: ClassVar[str] = "invalid-version-or-date"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "header"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any plan may have a header
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        version = plan.answer("meta.version")
        if version.state in JUDGED and not VERSION.match(version.text):
            yield problem(version, f"The version {quoted(version.text)} is no semantic version", "Write it as 1.2.0")
        days: dict[str, Dated] = {}
        for concept in DATES:
            answer = plan.answer(concept)
            if answer.state not in JUDGED:
                continue
            found = leading_date(answer.text)
            if found is not None:
                days[concept] = found
            if found is None or not is_iso(answer.text):
                yield not_iso(plan, answer, found)
            elif context.today is not None and found.day > context.today + SLACK:
                yield problem(
                    answer,
                    f"{in_words(concept)} {quoted(answer.text)} lies in the future, seen from {context.today}",
                    "Write the day on which it was written",
                )
        yield from before_it_was_created(plan, days)


def problem(answer: Answer, message: str, fix: str) -> Problem:
    return Problem(answer.span, message, subject=in_words(answer.concept), concept=answer.concept, fix=fix)


def not_iso(plan: Plan, answer: Answer, found: Dated | None) -> Problem:
    edit = rewritten(plan, answer)
    return problem(
        answer,
        f"{in_words(answer.concept)} {quoted(answer.text)} is not a date of the form YYYY-MM-DD",
        f"Write {found.day}" if found else "Write it as YYYY-MM-DD",
    )._replace(edits=(edit,) if edit else ())


def rewritten(plan: Plan, answer: Answer) -> Edit | None:
    """Return the edit of the date alone, what stands around it left as it is; None where it may mean several days."""
    written = plan.source.slice(answer.span)
    if (found := leading_date(written)) is None:
        return None
    start = answer.span.start + len(written[: found.start].encode())
    end = answer.span.start + len(written[: found.end].encode())
    return Edit(plan.source.span(start, end), found.day.isoformat())


def before_it_was_created(plan: Plan, days: dict[str, Dated]) -> Iterator[Problem]:
    created, updated = days.get("meta.created"), days.get("meta.last_updated")
    if created is not None and updated is not None and updated.day < created.day:
        answer = plan.answer("meta.last_updated")
        yield problem(
            answer,
            f"The plan was last updated ({updated.day}) before it was created ({created.day})",
            "Correct whichever of the two dates is wrong",
        )
