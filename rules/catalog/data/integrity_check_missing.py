"""The `integrity-check-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import CHANGES, NO_CHANGE, NO_DATABASE, ROLLBACK, said
from rules.plan.model import Answer, Plan, State
from rules.quoting import quoted
from rules.rule import Context

CONCEPT = "data.integrity_checks"

COUNTABLE = lazy(
    r"\d|\b(?:count\w*|checksums?|hash(?:es)?|sums?|totals?|select\b|quer(?:y|ies)|constraints?|foreign keys?|"
    r"not[- ]null|nulls?|unique\w*|"
    r"duplicates?|orphan\w*|equals?|equal|same|match(?:es)?|identical|compar\w+|diff\w*|reconcil\w+|sampl\w+|"
    r"assert\w*|invariants?|"
    r"rows?|records?|ids?|keys?|balances?|amounts?|schema (?:validation|check|version)|json schema|parity|missing|"
    r"every|each|"
    r"(?:smoke|contract|integration|unit|migration|property|regression) tests?|fsck|dbt|great expectations|"
    r"pydantic|validator|"
    r"referential|zero|none|no \w+|all \w+)\b|[=<>≤≥]",
    re.IGNORECASE,
)
"""What can be counted, compared or run."""

FIRST = lazy(
    r"\b(?:initial|first (?:migration|release|deployment|version|revision)|auto-?generat\w*|create_all|from scratch|"
    r"new (?:database|schema)|creates? the (?:schema|database))\b",
    re.IGNORECASE,
)


class IntegrityCheckMissing:
    """A migration is planned and nothing that can be counted shows that the data came through it.

    A migration that ends without an error may still have lost rows. Kubernetes asks of every feature whether upgrade,
    downgrade and upgrade again were tested (production readiness review); for data the least is one figure that is the
    same before and after. Row counts, checksums, a query, a constraint, a comparison or a test that runs are accepted.
    The first migration, which finds no data, needs none. Where the rollback is missing too, the rule about that speaks.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** revision `4f1c` moves `recipient` into the table `recipients`
        - **Rollback Plan:** `alembic downgrade -1`
        - **Data Integrity Checks:** make sure that the data is correct after the migration

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** revision `4f1c` moves `recipient` into the table `recipients`
        - **Rollback Plan:** `alembic downgrade -1`
        - **Data Integrity Checks:** `recipients` has as many rows as `invoices` had distinct recipients
    """

    name: ClassVar[str] = "integrity-check-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        return context.plan.kind not in NO_DATABASE and any(
            context.plan.all(concept) for concept in (*CHANGES, CONCEPT)
        )

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        answer, change = plan.answer(CONCEPT), migration(plan)
        around = plan.section("data.migration")
        if (
            change is not None
            and answer.state is State.ABSENT
            and not plan.answer(ROLLBACK).missing
            and not checked(plan)
        ):
            yield Problem(
                around.heading if around is not None else change.label_span or change.span,
                f"Nothing says how the data is checked after the migration {quoted(change.text)}",
                subject="data integrity checks",
                concept=CONCEPT,
                fix='Write "Data Integrity Checks:" with a figure that is the same before and after, for example row counts',
            )
        elif not answer.missing and answer.state not in NO_CHANGE and not countable(answer):
            yield Problem(
                answer.span,
                f"The data integrity checks {quoted(answer.text)} name nothing that can be counted or run",
                subject="data integrity checks",
                concept=CONCEPT,
                fix="Name row counts, a checksum, a query or a constraint that must hold after the migration",
            )


def migration(plan: Plan) -> Answer | None:
    """Return the answer that describes a migration of data that is there; a tool or a habit alone is none."""
    for concept in CHANGES[:2]:
        answer = plan.answer(concept)
        if answer.label and not answer.missing and answer.state not in NO_CHANGE:
            return None if FIRST.search(answer.text) else answer
    return None


def countable(answer: Answer) -> bool:
    return bool(answer.code or answer.links or COUNTABLE.search(answer.text)) or not is_english(answer.text)


def checked(plan: Plan) -> bool:
    """Whether the steps of the migration or of its rollback check the data themselves."""
    return CHECKING.search(said(plan, *CHANGES, ROLLBACK)) is not None


CHECKING = lazy(
    r"\b(?:row counts?|checksums?|verif\w+|validat\w+|compar\w+|reconcil\w+|count\(|counts? (?:of|before|match|"
    r"equal)|integrity)\b",
    re.IGNORECASE,
    needs=("count", "checksum", "verif", "validat", "compar", "reconcil", "integrity"),
)
