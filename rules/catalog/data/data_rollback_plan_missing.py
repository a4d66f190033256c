"""The `data-rollback-plan-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.plan.source import Span
from rules.quoting import quoted
from rules.rule import Context

CONCEPT = "data.rollback_plan"

UNDONE = lazy(r"\b(?:roll\w*[ -]?backs?|revers(?:ible|ed|al)|revert\w*|downgrad\w*)\b", re.IGNORECASE)
"""Words of a migration that says in one sentence how it is undone too."""

TEXTS = frozenset({"docs", "static"})

NO_CHANGE = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})
"""Answers that say there is nothing to migrate."""


class DataRollbackPlanMissing:
    """The plan changes a schema or data and does not say how that is undone.

    Code is rolled back in minutes; data that was rewritten is not. Whether a migration can be undone at all (a down
    migration, old code that runs on the new schema, a restore and what it loses) has to be known before it runs (AWS
    Well-Architected OPS06-BP01). A plan without a migration is left alone, and so is one whose migration is "not
    applicable" for a reason; for the first deployment "drop the database" is an answer, and for a book or a static site the
    rollback of the release.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** add the table `invoice_exports` with Alembic revision 4f1c

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** add the table `invoice_exports` with Alembic revision 4f1c
        - **Rollback Plan:** `alembic downgrade -1` drops the table; exports since then are lost and run again
    """

    name: ClassVar[str] = "data-rollback-plan-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        return change(context.plan) is not None or bool(context.plan.all(CONCEPT))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        answer, described = plan.answer(CONCEPT), change(plan)
        if not answer.missing or (described is None and nothing_to_migrate(plan)) or kept_in_git(plan):
            return
        said = f": {quoted(answer.text)}" if answer.text else ""
        what = f" the change of data {quoted(described.text)}" if described is not None else " a change of data"
        yield Problem(
            answer.span if answer.state is not State.ABSENT else where(plan, described),
            f"The plan does not say how{what} is undone{said}",
            subject="data rollback plan",
            concept=CONCEPT,
            fix='Write "Rollback Plan:" with the steps (down migration, restore), how to verify them, and what data is lost',
        )


def change(plan: Plan) -> Answer | None:
    """Return the answer that describes a migration, None when nothing is migrated."""
    answers = (plan.answer("data.forward_migration"), plan.answer("data.migration_strategy"))
    told = (each for each in answers if not each.missing and each.state not in NO_CHANGE)
    return next((each for each in told if not UNDONE.search(each.text)), None)


def where(plan: Plan, described: Answer | None) -> Span:
    """Return where the missing plan belongs: the section about migration, else that about data, else where the change is told."""
    section = plan.section("data.migration") or plan.section("data")
    if section is not None:
        return section.heading
    return described.span if described is not None else plan.anchor(CONCEPT)


def kept_in_git(plan: Plan) -> bool:
    """Whether the data are texts that come back with the release: a book or a site without a server, rolled back as a whole."""
    return plan.kind in TEXTS and not plan.answer("deployment.rollback_steps").missing


def nothing_to_migrate(plan: Plan) -> bool:
    return plan.answer("data.forward_migration").state in NO_CHANGE
