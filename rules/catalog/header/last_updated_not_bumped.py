"""The `last-updated-not-bumped` rule."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from rules.changes import Change, changes, is_editorial
from rules.dates import is_iso, leading_date
from rules.finding import Edit, Problem, Severity
from rules.plan.model import Answer, Plan, Status
from rules.quoting import listed, quoted
from rules.rule import Context

IN_FORCE = frozenset({Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED})


class LastUpdatedNotBumped:
    """The plan says something else than before, and its Last Updated, or from approval on its Version, does not say so.

    Who approved version 1.2.0 approved a text. When the text changes under the same version and date, nobody can say any
    more what was approved; an auditor asks exactly that (ISO 9001:2015, 7.5.3, control of documented information). Only
    answers that changed count: white space, spelling, ticked boxes and the header itself do not. A date of today is
    up to date, however often the plan changes on one day.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** review
        **Last Updated:** 2026-10-05

        ## Non-Functional Requirements (NFRs) and Budgets

        - **Throughput:** 80 invoices/s

    ## Good
        # Implementation Plan: export of invoices

        **Status:** review
        **Last Updated:** 2026-11-26

        ## Non-Functional Requirements (NFRs) and Budgets

        - **Throughput:** 80 invoices/s
    """

    name: ClassVar[str] = "last-updated-not-bumped"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "header"

    def applies(self, context: Context) -> bool:
        return context.base is not None and not context.plan.answer("meta.last_updated").missing

    def check(self, context: Context) -> Iterator[Problem]:
        plan, base = context.plan, context.base
        if base is None:
            return
        updated, version = plan.answer("meta.last_updated"), plan.answer("meta.version")
        stale = [updated] if same(base, updated) and not is_today(updated, context.today) else []
        if plan.status in IN_FORCE and not version.missing and same(base, version):
            stale.append(version)
        changed = [change for change in changes(base, plan) if not is_editorial(change)] if stale else []
        if changed:
            yield not_bumped(plan, stale, changed, context.today)


def same(base: Plan, answer: Answer) -> bool:
    return base.answer(answer.concept).text == answer.text


def is_today(answer: Answer, today: date | None) -> bool:
    found = leading_date(answer.text)
    return found is not None and today is not None and found.day >= today


def not_bumped(plan: Plan, stale: Sequence[Answer], changed: Sequence[Change], today: date | None) -> Problem:
    names = listed(dict.fromkeys(quoted(change.subject) for change in changed))
    fields = {"meta.last_updated": "Last Updated", "meta.version": "Version"}
    still = listed(f"{fields[answer.concept]} still says {quoted(answer.text)}" for answer in stale)
    edit = bumped(plan, stale[0], today)
    return Problem(
        stale[0].span,
        f"{names} changed, and {still}",
        subject="header",
        concept=stale[0].concept,
        fix=f"Write {listed(remedy(answer, today) for answer in stale)}",
        edits=(edit,) if edit else (),
    )


def remedy(answer: Answer, today: date | None) -> str:
    if answer.concept == "meta.version":
        return "the next version"
    return f"{today} as Last Updated" if today else "the day of the change as Last Updated"


def bumped(plan: Plan, answer: Answer, today: date | None) -> Edit | None:
    """Return the edit of the date alone; only where it is written as dates are to be written."""
    written = plan.source.slice(answer.span)
    found = leading_date(written)
    if answer.concept != "meta.last_updated" or today is None or found is None or not is_iso(written):
        return None
    start = answer.span.start + len(written[: found.start].encode())
    return Edit(plan.source.span(start, start + len(written[found.start : found.end].encode())), today.isoformat())
