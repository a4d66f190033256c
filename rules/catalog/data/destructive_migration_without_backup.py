"""The `destructive-migration-without-backup` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.destructive import Fault, adds, fault
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import (
    CHANGES,
    NO_DATABASE,
    NOTHING_THERE,
    ROLLBACK,
    STRATEGY,
    Statement,
    keeps_data,
    said,
    statements,
)
from rules.quoting import listed, quoted
from rules.rule import Context

HINTS = (
    "drop drops dropped dropping truncate truncates truncated truncating delete deletes deleted deleting deletion purge purges"
    " purged wipe wipes wiped remove removes removed removing rename renames renamed renaming overwrite overwrites overwritten"
    " merge merges merged merging backfill backfills backfilled alter alters altered change changes changed convert converts"
    " converted converting cast"
)
WORDS = frozenset(HINTS.split())
"""Without any of these in the plan, nothing in it is destroyed."""

BESIDE = (*CHANGES[:2], ROLLBACK, "data.integrity_checks", "data.backward_compatibility", "deployment.strategy")
"""Where a backup for the step is looked for; the steps of the deployment may take it."""

EXPAND_CONTRACT = lazy(r"\bexpand\w*\W{1,3}(?:and |then |before )?contract\w*", re.IGNORECASE, needs=("expand",))
"""A habit of all migrations says of a rename that the old name stays for a while; of a drop it says only when."""


class DestructiveMigrationWithoutBackup:
    """A migration drops, renames, empties or rewrites data, and nothing keeps what was there.

    A down migration brings back the column, not what was in it. Strong Migrations, which checks the migrations of Rails
    applications, lists removing and renaming columns, renaming tables and changing a column's type among the operations
    that may be dangerous; the two-step way around them, to expand first and to contract in a later release, is also what Amazon
    writes about deployments that can be rolled back (Builders' Library). A backup, a snapshot, a copy, a soft delete or
    a later release for the second step is accepted where the migration, its rollback or its checks name it, and so is a
    reason why nothing can be lost: the table is empty, or can be made again. Data that is rewritten in place (a backfill,
    a merge) is a warning.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** revision `4f1c` drops the column `legacy_total` of `invoices`
        - **Rollback Plan:** `alembic downgrade -1` adds the column again

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** copy `invoices` to `invoices_backup`, then revision `4f1c` drops the column `legacy_total`
        - **Rollback Plan:** `alembic downgrade -1` adds the column again, an `UPDATE` fills it from `invoices_backup`
    """

    name: ClassVar[str] = "destructive-migration-without-backup"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind not in NO_DATABASE and not WORDS.isdisjoint(plan.words) and plan.has("data")

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        steps = list(statements(plan))
        faults = [(step, found) for step in steps if (found := fault(step.text)) is not None]
        every = ". ".join(step.text for step in steps)
        if not faults or keeps_data(f"{said(plan, *BESIDE)}. {EXPAND_CONTRACT.sub(' ', every)}"):
            return
        expands = keeps_data(f"{said(plan, STRATEGY)}. {every}")
        lost = [each for each in faults if not harmless(*each, steps, expands=expands)]
        if lost and not NOTHING_THERE.search(said(plan, ROLLBACK)):
            yield unkept(lost)


def harmless(step: Statement, found: Fault, steps: list[Statement], *, expands: bool) -> bool:
    """Whether a step loses nothing: there is nothing, what it fills is new, or the strategy keeps the old beside the new."""
    if NOTHING_THERE.search(step.text) or (expands and (found.keeps or found.rewrites)):
        return True
    return found.rewrites and any(adds(each.text) for each in steps)


def unkept(lost: list[tuple[Statement, Fault]]) -> Problem:
    step, first = lost[0]
    more = f" ({listed(quoted(found.words) for _, found in lost[1:])} too)" if lost[1:] else ""
    return Problem(
        step.span,
        f"{quoted(first.words)} destroys or rewrites data{more}, and no backup, snapshot or second release keeps it",
        subject=first.words,
        concept="data.forward_migration",
        fix="Name the backup or snapshot that is taken before this step and how it is verified, or do it in two releases",
        severity=Severity.WARNING if all(found.rewrites for _, found in lost) else None,
        parts=tuple(("data.forward_migration", found.words) for _, found in lost),
    )
