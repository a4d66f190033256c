"""The `superseded-adr-referenced` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.adr_file import AdrFile
from rules.adr_places import at_head, files_of
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import AdrReference
from rules.quoting import listed, quoted
from rules.rule import Context

GONE = frozenset({"superseded", "deprecated", "rejected"})

HISTORIC = lazy(
    r"\b(?:replac\w+|supersed\w+|superced\w+|instead of|former\w*|previous\w*|histor\w+|obsolet\w+|deprecat\w+|reject\w+|"
    r"no longer|withdrawn|old|older|earlier|unlike|revis\w+|revers\w+|declined|abandon\w+)\b",
    re.IGNORECASE,
)
"""Words that say that the plan knows that the record is not in force."""


class SupersededAdrReferenced:
    """The plan relies on an ADR that is superseded, deprecated or rejected, and does not name what replaced it.

    A record that was replaced stays in its directory, on purpose: it is the history (Nygard, Documenting Architecture
    Decisions, 2011). So a reference to it leads somewhere, and whoever follows it builds what was given up. A
    plan that also names the successor is left alone, and so is a mention that says that the record is history.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0001: Export in the web process** - decided

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0002: Export by a job** - decided
    """

    name: ClassVar[str] = "superseded-adr-referenced"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.adrs) and bool(context.repository.files)

    def check(self, context: Context) -> Iterator[Problem]:
        named = {reference.number for reference in context.plan.adrs}
        for reference in context.plan.adrs:
            records = [at_head(context, path) for path in files_of(context, reference)]
            record = records[0] if len(records) == 1 else None
            if record is None or record.status not in GONE or not named.isdisjoint(record.successors):
                continue
            line = context.plan.source.slice(context.plan.source.line_span(reference.span.line))
            words = " ".join(word for word in line.replace(record.title, "").split() if "/" not in word)
            if not HISTORIC.search(words):
                yield out_of_force(reference, record)


def out_of_force(reference: AdrReference, record: AdrFile) -> Problem:
    name = f"ADR-{reference.number:04d}" if reference.number is not None else record.path
    successors = listed(f"ADR-{number:04d}" for number in sorted(record.successors))
    return Problem(
        reference.span,
        f"{name} has the status {quoted(record.status_text)}",
        subject=name,
        concept="adrs",
        fix=f"Refer to {successors} instead, or say that {name} is history"
        if successors
        else "Refer to the record that is in force, or say that this one is history",
    )
