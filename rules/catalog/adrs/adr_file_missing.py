"""The `adr-file-missing` rule."""

import posixpath
from collections.abc import Iterator
from typing import ClassVar

from rules.adr_places import numbers
from rules.around import Around
from rules.finding import Problem, Severity
from rules.plan.model import AdrReference, Status
from rules.quoting import listed
from rules.repository import project_root
from rules.rule import Context

OF_RECORD = frozenset({"adrs", "decisions", "related"})
"""Sections in which naming an ADR promises that it exists; elsewhere it may be the record of another feature."""

UNFINISHED = frozenset({Status.DRAFT, Status.REVIEW})


class AdrFileMissing:
    """The plan refers to an ADR that does not exist in the repository.

    Whoever follows the reference to learn why finds nothing: the record was never written, has another number, or was
    left on a branch. ADR-7, ADR-007 and 0007-title.md are one; every usual directory is looked through, the feature's
    own first. Records that stand in the plan itself, external links, and records that the plan calls planned are left
    alone. While the plan is not approved yet, where the ADR's box is not ticked, and where the record is only mentioned in
    passing, outside the sections about ADRs and decisions, this is a warning.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0042: Export by a job of its own** - decided with the ledger team

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0001: Export by a job of its own** - decided with the ledger team
    """

    name: ClassVar[str] = "adr-file-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.adrs)

    def check(self, context: Context) -> Iterator[Problem]:
        inline = {reference.number for reference in context.plan.adrs if reference.inline}
        told: set[int | str] = set()
        for reference in context.plan.adrs:
            name: int | str | None = reference.number if reference.number is not None else reference.path or None
            promised = not (reference.inline or reference.planned or reference.external or reference.number in inline)
            if name is None or name in told or not promised or exists(context, reference) is not False:
                continue
            told.add(name)
            yield missing(context, reference)


def missing(context: Context, reference: AdrReference) -> Problem:
    name = reference.path if reference.number is None else f"ADR-{reference.number:04d}"
    title = f" ({reference.title})" if reference.title else ""
    section = Around(context.plan).section(reference.span)
    in_passing = section is None or section.concept.partition(".")[0] not in OF_RECORD
    light = context.plan.status in UNFINISHED or reference.checked is False or in_passing
    return Problem(
        reference.span,
        f"{name}{title} is not in the repository; {looked_in(context)}",
        subject=name,
        concept="adrs",
        fix="Write the record and commit it with the plan, correct the number, or say that it is planned",
        severity=Severity.WARNING if light else None,
    )


def looked_in(context: Context) -> str:
    directories = [each for each in context.adr_directories if context.repository.directories.get(each)]
    return f"there is no such file in {listed(directories)}" if directories else "it has no directory of ADRs"


def exists(context: Context, reference: AdrReference) -> bool | None:
    """Return whether the ADR is there at head; None when that was not looked at, so nothing can be said."""
    answers = [*by_number(context, reference), *by_path(context, reference)]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def by_number(context: Context, reference: AdrReference) -> Iterator[bool | None]:
    if reference.number is None:
        return
    for directory in context.adr_directories:
        names = context.repository.directories.get(directory)
        if names is None:
            yield None
            continue
        yield reference.number in numbers(names)


def by_path(context: Context, reference: AdrReference) -> Iterator[bool | None]:
    path = reference.path.partition("#")[0]
    if not path:
        return
    project = project_root(context.repository, context.plan.path)
    for start in (posixpath.dirname(context.plan.path), project):
        resolved = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        if not resolved.startswith("../") and resolved.startswith(posixpath.join(project, "")):
            yield context.repository.exists(resolved)
