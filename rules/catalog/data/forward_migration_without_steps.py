"""The `forward-migration-without-steps` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import FORWARD, NO_CHANGE, NO_DATABASE
from rules.plan.concrete import NAME, TOOL
from rules.plan.model import Answer
from rules.quoting import quoted
from rules.rule import Context

STEP = lazy(
    r"\b(?:tables?|columns?|indexes|index|collections?|constraints?|fields?|buckets?|rows?|records?|enum|views?|"
    r"revisions?|files?|users?|"
    r"backfill\w*|seed\w*|copy|copies|copied|export\w*|import\w*|deploy\w*|releases?|start-?up|job|pipeline|ci|"
    r"before|after|then|first|"
    r"nothing|no (?:schema|data|migration)|create_all|batch\w*|dual[- ]writ\w+|expand|contract|snapshots?|"
    r"back-?ups?|version)\b|[;→]|\d",
    re.IGNORECASE,
)
"""What is changed, or when: the object of a step, its order, its vehicle."""


class ForwardMigrationWithoutSteps:
    """The forward migration says that there is one and not what it does.

    Whoever reviews it cannot tell whether it locks a table, in which order it goes with the deployment, or what its
    rollback has to undo. In PostgreSQL, for one, most forms of ALTER TABLE shut out every other access to the table until
    they end (its documentation of the command). A command, a tool, the table that changes, an order or two steps are
    accepted.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** apply the necessary schema changes

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** Alembic revision `4f1c` adds the table `invoice_exports`, before the workers are deployed
    """

    name: ClassVar[str] = "forward-migration-without-steps"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        return context.plan.kind not in NO_DATABASE and bool(context.plan.all(FORWARD))

    def check(self, context: Context) -> Iterator[Problem]:
        answer = context.plan.answer(FORWARD)
        if not answer.label or answer.missing or answer.state in NO_CHANGE or has_steps(answer):
            return
        yield Problem(
            answer.span,
            f"The forward migration {quoted(answer.text)} names no step: neither what changes nor by which command",
            subject="forward migration",
            concept=FORWARD,
            fix="Write the steps in order: which tables change, with which command, before or after the deployment",
        )


def has_steps(answer: Answer) -> bool:
    text = answer.text
    return (
        bool(answer.code or answer.links)
        or any(each.search(text) for each in (STEP, NAME, TOOL))
        or not is_english(text)
    )
