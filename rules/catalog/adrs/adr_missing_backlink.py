"""The `adr-missing-backlink` rule."""

import posixpath
import re
from collections.abc import Iterator
from typing import ClassVar

from rules.adr_file import AdrFile
from rules.adr_places import Places, at_head, changed_records, is_attachment
from rules.around import Around
from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.plan.model import AdrReference, Plan
from rules.quoting import listed
from rules.repository import FEATURES
from rules.rule import Context

WRITTEN = lazy(r"adr[-\s_#]{0,2}\d{1,5}", re.IGNORECASE)
DIGITS = lazy(r"\d+")


class AdrMissingBacklink:
    """An ADR that the pull request adds does not link the plan, or the plan does not link the ADR.

    The plan says what is built, the record why; who reads one of them later has to find the other. The template of ADRs
    that comes with spec-kit-plus has a line for the plan among its references, and the command that fills it writes no link
    the other way, so it is forgotten. A link to the feature's directory or its specification counts as one to the plan,
    however the path is written, and so does a record's place in that directory. Where the list of ADRs names the record
    and one file has the number, the link is offered as a fix, which also writes the number as the file does.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-2: Own bucket** - keys of tenants stay apart

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0002: Own bucket** - keys of tenants stay apart ([ADR-0002](../../history/adr/0002-own-bucket.md))
    """

    name: ClassVar[str] = "adr-missing-backlink"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.changed) and bool(context.adr_directories)

    def check(self, context: Context) -> Iterator[Problem]:
        places = Places(context)
        for path, change in sorted(changed_records(context)):
            where, record = places.of(path), at_head(context, path)
            reference = places.references.get(path)
            if change != "added" or where is None or is_attachment(posixpath.basename(path)):
                continue
            if reference is None and (
                not is_judged_with(context) or (record is not None and is_about_other(context, record))
            ):
                continue
            lacks = []
            if reference is None or not reference.path:
                lacks.append("the plan does not link it" if reference is not None else "the plan does not name it")
            if record is not None and not leads_back(context, record):
                lacks.append("it does not link the plan")
            if lacks:
                yield Problem(
                    where,
                    f"{path} is new, and {listed(lacks)}",
                    subject=path,
                    concept="adrs",
                    fix=f"Link {relative(context, path)} in the plan, and the plan among the record's references",
                    edits=linked(context, path, reference) if reference is not None and not reference.path else (),
                )


def is_judged_with(context: Context) -> bool:
    """Whether the pull request changes the plan as well, so that the record is likely the plan's."""
    return context.plan.path in (context.repository.changed or {})


def is_about_other(context: Context, record: AdrFile) -> bool:
    """Whether a record names another feature of the run, and not this one."""
    others = (posixpath.dirname(path) for path in context.repository.plan_paths if path != context.plan.path)
    names = {posixpath.basename(other) for other in others} - {"", *FEATURES}
    return not names_feature(context.plan, record) and any(name in record.text for name in names)


def leads_back(context: Context, record: AdrFile) -> bool:
    """Whether a record links the plan or its feature. One that is still a template is not asked."""
    feature = posixpath.dirname(context.plan.path)
    return (
        "{{" in record.text
        or record.path.startswith(posixpath.join(feature, ""))
        or names_feature(context.plan, record)
    )


def names_feature(plan: Plan, record: AdrFile) -> bool:
    parent, feature = posixpath.split(posixpath.dirname(plan.path))
    name = feature if posixpath.basename(parent) in FEATURES else posixpath.basename(plan.path)
    return name in record.text


def relative(context: Context, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(context.plan.path) or ".")


def linked(context: Context, path: str, reference: AdrReference) -> tuple[Edit, ...]:
    """Return the edits that link the record at its entry in the list of ADRs; none where that is not certain."""
    source = context.plan.source
    section = Around(context.plan).section(reference.span)
    line = source.line_span(reference.span.line)
    text = source.slice(line)
    written = source.slice(reference.span)
    digits = DIGITS.search(posixpath.basename(path))
    if section is None or section.concept != "adrs" or not WRITTEN.fullmatch(written) or digits is None:
        return ()
    if text.lstrip().startswith(("|", "#", ">")) or text.rstrip().endswith("\\") or "](" in text:
        return ()
    end = line.start + len(text.rstrip().encode())
    name = f"ADR-{digits[0]}"
    edits = () if written == name else (Edit(reference.span, name),)
    return (*edits, Edit(source.span(end, end), f" ([{name}]({relative(context, path)}))"))
