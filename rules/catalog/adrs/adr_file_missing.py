"""The `adr-file-missing` rule."""

import posixpath
import re
from collections.abc import Iterator
from typing import ClassVar

from rules.adr_places import numbers
from rules.around import Around
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import AdrReference, Status
from rules.quoting import listed
from rules.repository import project_root
from rules.rule import Context

OF_RECORD = frozenset({"adrs", "decisions", "related"})
"""Sections in which naming an ADR promises that it exists; elsewhere it may be the record of another feature."""

WORD = lazy(r"[\w.-]+")

UNFINISHED = frozenset({Status.DRAFT, Status.REVIEW})


OF_ANOTHER = lazy(
    r"(?<!this plan)(?<!this feature)(?<!project)(?<!repository)['\u2019]s?\s+ADR\b|\w/[\w.-]+#\s*ADR\b|"
    r"\bADR\S*\s*(?:of|from|in|by)\s+(?!this\b|our\b)(?:the\s+|another\s+)?(?:[^\s.;]+\s+){0,3}?"
    r"(?:feature|plan|component|service|team|repo|repository|project|platform|package|module)s?\b|"
    r"\b(?:feature|plan|component|service|repo|repository|project|platform|package)\s+(?:`[^`\n]+`|\d{3,4}-[\w-]+)['\u2019]?s?,?\s+\(?ADR\b|"
    r"\(plan(?:\.md)?,\s*ADR\b",
    re.IGNORECASE,
    needs=("adr",),
)
"""Words of a sentence about a record that another feature, component or repository has."""


class AdrFileMissing:
    """The plan refers to an ADR that does not exist in the repository.

    Whoever follows the reference to learn why finds nothing: the record was never written, has another number, or was
    left on a branch. ADR-7, ADR-007 and 0007-title.md are one; every usual directory is looked through, the feature's
    own first. Records that stand in the plan itself, external links, and records that the plan calls planned are left
    alone, and so is what a sentence calls another feature's or repository's. Where the only records are in the
    directories of features, a number in passing may be any feature's. While the plan is not approved yet, where the
    ADR's box is not ticked, and where the record is only mentioned in passing, outside the sections about ADRs and
    decisions, this is a warning.

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
        around = Around(context.plan)
        for reference in context.plan.adrs:
            name: int | str | None = reference.number if reference.number is not None else reference.path or None
            promised = not (reference.inline or reference.planned or reference.external or reference.number in inline)
            if name is None or name in told or not promised or exists(context, reference) is not False:
                continue
            passing = in_passing(around, reference)
            if is_of_another(context, reference, passing=passing):
                continue
            told.add(name)
            yield missing(context, reference, passing=passing)


def in_passing(around: Around, reference: AdrReference) -> bool:
    section = around.section(reference.span)
    return section is None or section.concept.partition(".")[0] not in OF_RECORD


def is_of_another(context: Context, reference: AdrReference, *, passing: bool) -> bool:
    """Whether a number without a path or a box means a record that is not this plan's or this repository's."""
    if reference.path or reference.checked is not None:
        return False
    line = context.plan.source.slice(context.plan.source.line_span(reference.span.line))
    if OF_ANOTHER.search(line):
        return True
    return passing and (names_a_feature(context, line) or has_own_records_alone(context))


def names_a_feature(context: Context, line: str) -> bool:
    """Whether a line names the directory of another feature."""
    own = posixpath.dirname(context.plan.path)
    features = context.repository.directories.get(posixpath.dirname(own), frozenset())
    words = {word.strip(".") for word in WORD.findall(line)} if features else set()
    return not words.isdisjoint(features - {posixpath.basename(own)})


def has_own_records_alone(context: Context) -> bool:
    own = posixpath.dirname(context.plan.path)
    filled = [each for each in context.adr_directories if context.repository.directories.get(each)]
    return bool(filled) and all(each.startswith(posixpath.join(own, "")) for each in filled)


def missing(context: Context, reference: AdrReference, *, passing: bool) -> Problem:
    name = reference.path if reference.number is None else f"ADR-{reference.number:04d}"
    title = f" ({reference.title})" if reference.title else ""
    light = context.plan.status in UNFINISHED or reference.checked is False or passing
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
