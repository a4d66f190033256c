"""The `dependency-without-owner` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, Row, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

NAME, OWNER = "scope.dependencies.name", "scope.dependencies.owner"
OTHERS = ("scope.dependencies.integration", "scope.dependencies.status")
NAMELESS = frozenset({State.ABSENT, State.EMPTY, State.PLACEHOLDER, State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})
HEADER_LINES = 2
"""Lines of a table above its first row."""

NOBODY = lazy(
    r"(?:the |our |an? )?(?:(?:external|internal|dev|development|vendor|third[- ]party|3rd[- ]party|other)\s+)*"
    r"(?:teams?|vendors?|external|externals?|third[- ]part(?:y|ies)|3rd[- ]part(?:y|ies)|providers?|suppliers?|someone|"
    r"external (?:service|system|api|company)|developers?|everyone|anyone|us|we|unknown|various|others?|"
    r"팀|외부|벤더|团队|外部|供应商|equipe|time|externo|fornecedor|equipo|proveedor)[.\s]*",
    re.IGNORECASE,
)
"""Words that could be anybody. "External (Acme)" names somebody."""


class DependencyWithoutOwner:
    """An external dependency has no owner, or one that could be anybody.

    Launches wait for other teams more than for code; launch checklists (Google's among them) therefore ask for each
    dependency who answers for it. "Team", "external" and "vendor" cannot be asked. The name of a provider (Stripe) is an
    owner. Lists of libraries have no integration point and are not meant; a table without the column is one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Ledger | team | `GET /internal/invoices` | Ready |

    ## Good
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Ledger | @acme/ledger | `GET /internal/invoices` | Ready |
    """

    name: ClassVar[str] = "dependency-without-owner"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "scope"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.dependencies)

    def check(self, context: Context) -> Iterator[Problem]:
        for table in tables(context.plan):
            named = [row for row in table if row.cells[NAME].state not in NAMELESS]
            if all(row.cells[OWNER].state is State.ABSENT for row in table):
                if named and asks(table):
                    yield without_column(context.plan, named)
                continue
            for row in named:
                if (said := nobody(row.cells[OWNER])) is not None:
                    name = row.cells[NAME].text
                    yield Problem(
                        row.cells[OWNER].span,
                        f"The dependency {quoted(name, TITLE)} has {said}",
                        subject=name,
                        concept=OWNER,
                        fix="Name who answers for it: a team's handle, a person, or the company that runs it",
                    )


def tables(plan: Plan) -> Iterator[Sequence[Row]]:
    """Yield the rows of each table; those of one stand in lines that follow each other."""
    for _, rows in groupby(enumerate(plan.dependencies), key=lambda pair: pair[1].span.line - pair[0]):
        yield [row for _, row in rows]


def asks(table: Sequence[Row]) -> bool:
    """Whether a table without the column is one of dependencies all the same: it says where they join and their status."""
    return all(table[0].cells[concept].state is not State.ABSENT for concept in OTHERS)


def without_column(plan: Plan, rows: Sequence[Row]) -> Problem:
    names = [row.cells[NAME].text for row in rows]
    return Problem(
        plan.source.line_span(max(1, rows[0].span.line - HEADER_LINES)),
        "The table of dependencies has no column for the owner, so these have none: "
        f"{listed(quoted(name, TITLE) for name in names)}",
        subject="dependencies",
        concept=OWNER,
        fix='Add the column "Ownership" with who answers for each: a team\'s handle, a person, or the company that runs it',
        parts=tuple((OWNER, name) for name in names),
    )


def nobody(owner: Answer) -> str | None:
    """Return why an owner is none, in words that follow "has"; what is still to be filled in is for other rules."""
    if owner.state in {State.ABSENT, State.EMPTY, State.BARE_NA, State.NEGATIVE}:
        return "no owner"
    if owner.state not in {State.PLACEHOLDER, State.DEFERRED} and NOBODY.fullmatch(owner.text.strip()):
        return f"an owner that could be anybody: {quoted(owner.text)}"
    return None
