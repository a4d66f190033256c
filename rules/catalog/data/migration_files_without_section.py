"""The `migration-files-without-section` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migration_files import added_migrations, owner
from rules.migrations import CHANGES, HOMES, ROLLBACK
from rules.plan.model import Plan
from rules.quoting import listed
from rules.rule import Context

MIGRATED = lazy(
    r"\b(?:migrat\w+|alembic|flyway|liquibase)\b", re.IGNORECASE, needs=("migrat", "alembic", "flyway", "liquibase")
)
WHAT = lazy(
    r"`|\b(?:tables?|columns?|schema|index(?:es)?|backfill\w*|rows?|upgrade|downgrade|fields?|collections?|"
    r"versions?|reversible|"
    r"revision|additive|nullable|database|db)\b",
    re.IGNORECASE,
)
"""What a migration changes, in the same line."""

NOT_TOLD = frozenset({"risks", "dod", "scope.out", "output_validation", "adrs", "related"})
"""Sections in which a migration is mentioned and not planned."""


class MigrationFilesWithoutSection:
    """The pull request adds migrations and its plan does not say that anything is migrated.

    The diff is the truth: what will change the database is in it, and how it is checked and undone is nowhere. Added files
    under `migrations/`, `alembic/versions/`, `prisma/migrations/`, `db/migrate/` and Flyway's `V1__name.sql` count; those of
    tests, examples and vendored packages do not, nor does squashing old migrations into one. With several plans in a pull
    request a migration belongs to the plan whose feature its name shares a word with. A plan that says somewhere what is
    migrated is left alone, and one that says "N/A" is for `na-contradicted`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Source of Truth

        - The ledger owns invoices

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** revision `4f1c` adds the table `invoice_exports`
        - **Rollback Plan:** `alembic downgrade -1` drops it again
    """

    name: ClassVar[str] = "migration-files-without-section"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.changed)

    def check(self, context: Context) -> Iterator[Problem]:
        plan, repository = context.plan, context.repository
        added = added_migrations(repository.changed or {})
        if (
            not added
            or speaks_of_it(plan)
            or not (mine := [each for each in added if owner(repository, each) == plan.path])
        ):
            return
        yield Problem(
            plan.anchor("data.migration"),
            f"This pull request adds {listed(f'`{path}`' for path in mine)}, and the plan does not say what is migrated",
            subject="migration files",
            concept="data.migration",
            fix='Add "Migration and Rollback" with the steps, how they are undone, and how the data is checked',
        )


def speaks_of_it(plan: Plan) -> bool:
    """Whether the plan has anything about a migration, even that there is none; an empty section is left to others."""
    if any(each.concept in {*CHANGES, ROLLBACK} for each in plan.answers):
        return True
    if any(each.concept in HOMES for each in plan.sections):
        return True
    around = Around(plan)
    headings = {each.heading.line for each in plan.sections}
    for number, line in enumerate(plan.source.text.splitlines(), start=1):
        if number not in headings and MIGRATED.search(line) and WHAT.search(line) and told(around, plan, number):
            return True
    return False


def told(around: Around, plan: Plan, number: int) -> bool:
    section = around.section(plan.source.line_span(number))
    return section is None or NOT_TOLD.isdisjoint({section.concept, section.concept.partition(".")[0]})
