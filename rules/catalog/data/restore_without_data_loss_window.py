"""The `restore-without-data-loss-window` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import CHANGES, NO_DATABASE, NOTHING_THERE, ROLLBACK, said
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.rule import Context

STEPS = "deployment.rollback_steps"

RESTORE = lazy(
    r"\b(?:pg_restore|mongorestore|mysql\s*<|restor\w*\b[^.;]{0,80}?\b(?:back-?ups?|snapshots?|dumps?|pitr|"
    r"point[- ]in[- ]time|database|db)|"
    r"(?:back-?ups?|snapshots?|dumps?|pitr|point[- ]in[- ]time)\b[^.;]{0,40}?\b(?:restor\w*|recover\w*)|"
    r"(?:recover|load|import|roll\w* ?back|revert|reset|return)\w*\b[^.;]{0,40}?\b(?:from|to|of|using|with|"
    r"via)\b[^.;]{0,30}?"
    r"\b(?:back-?ups?|snapshots?|dumps?|pitr|point[- ]in[- ]time))\b",
    re.IGNORECASE,
    needs=("restor", "mysql", "backup", "back-up", "snapshot", "dump", "pitr", "in-time", "in time"),
)  # fmt: skip
"""Ways to bring data back as it was."""

LOSS = lazy(
    r"\b(?:los[ts]|loses?|loss|losing|rpo|writes?|written|since|maintenance|read[- ]only|down ?time|off ?line|"
    r"freez\w*|frozen|quiesc\w*|"
    r"lock(?:s|ed)?|replay\w*|wal|binlog|last transaction|stop(?:s|ped)?|paus\w+|zero|drain\w*|suspend\w*|window|"
    r"re-?appl\w+|re-?run|"
    r"re-?enter\w*|discard\w*|minutes? (?:of|old)|hours? (?:of|old)|continuous\w*|no (?:new )?(?:data|rows|"
    r"entries|changes))\b",
    re.IGNORECASE,
)
"""Words about what happens to that which was written between the backup and the restore."""

STOPPED = lazy(
    r"\b(?:maintenance|read[- ]only|down ?time|off ?line|freez\w*|frozen|quiesc\w*|lock(?:s|ed)?|stop(?:s|ped)?|"
    r"paus\w+|drain\w*|"
    r"suspend\w*|scal\w+ (?:\S+ )?to (?:zero|0)|writes?)\b",
    re.IGNORECASE,
)
"""Words of a migration during which nobody writes."""

OF_DATA = lazy(
    r"\b(?:database|db|data|tables?|postgres\w*|mysql|rds|mongo\w*|pg_restore|pitr|sqlite|sql)\b", re.IGNORECASE
)


class RestoreWithoutDataLossWindow:
    """The rollback restores a backup and does not say what happens to that which was written since it was taken.

    A dump holds the database as it was at the moment when the dump began (PostgreSQL documentation, SQL dump), so a restore
    takes back good writes together with bad ones. What is lost, the time that the backup is behind (RPO), a maintenance
    window, a read-only mode or a replay is accepted, in the rollback or in the migration, and so is a reason why there is
    nothing to lose.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** `pg_dump invoices`, then revision `4f1c` drops `legacy_total`
        - **Rollback Plan:** `pg_restore` of the dump

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** read-only mode, `pg_dump invoices`, then revision `4f1c` drops `legacy_total`
        - **Rollback Plan:** `pg_restore` of the dump; the application is read-only until then, so nothing is lost
    """

    name: ClassVar[str] = "restore-without-data-loss-window"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind not in NO_DATABASE and any(map(plan.all, (ROLLBACK, STEPS)))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        answers = [*plan.all(ROLLBACK), *(each for each in plan.all(STEPS) if OF_DATA.search(each.text))]
        restore = next((each for each in answers if not each.missing and RESTORE.search(each.text)), None)
        if restore is None or accounted_for(plan, answers):
            return
        yield Problem(
            restore.span,
            f"The rollback {quoted(restore.text)} restores data and does not say what happens to the writes since the backup",
            subject="restore",
            concept=restore.concept,
            fix='Write what is lost ("writes since the snapshot, at most 15 min"), or how writes are stopped until the restore',
        )


def accounted_for(plan: Plan, answers: list[Answer]) -> bool:
    """Whether the rollback or the migration says what becomes of later writes, or that there are none."""
    rollback = ". ".join(each.text for each in answers)
    if LOSS.search(rollback) or NOTHING_THERE.search(rollback):
        return True
    return STOPPED.search(said(plan, *CHANGES, "deployment.strategy")) is not None
