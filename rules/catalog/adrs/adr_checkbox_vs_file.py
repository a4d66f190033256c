"""The `adr-checkbox-vs-file` rule."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rules.adr_file import AdrFile
from rules.adr_places import at_head, files_of
from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.plan.model import AdrReference, Plan
from rules.plan.source import Span
from rules.quoting import quoted
from rules.rule import Context

BOX = lazy(r"\[(?P<mark>[ xX])\]")
WRITTEN = "written"


class Options(NamedTuple):
    tick: str = "accepted"


class AdrCheckboxVsFile(Options):
    """The box of an ADR in the plan says something else than the record's own status.

    The list of records is read as what is left to decide. A tick on a record that is still proposed hides an open
    decision; an empty box on one that was accepted sends people to decide it again. Teams differ on what the tick means, so
    it is an option. A record without a status, with the template's choice of all, or out of force is left alone, and one
    that does not exist is what `adr-file-missing` reports. The box can be corrected safely.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0002: Own bucket** - keys of tenants stay apart

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0002: Own bucket** - keys of tenants stay apart

    ## Options
    tick: what a ticked box means, `accepted` (the record's status is Accepted) or `written` (the record exists)
    """

    name: ClassVar[str] = "adr-checkbox-vs-file"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.files) and any(each.checked is not None for each in context.plan.adrs)

    def check(self, context: Context) -> Iterator[Problem]:
        for reference in context.plan.adrs:
            records = [at_head(context, path) for path in files_of(context, reference)]
            record = records[0] if len(records) == 1 else None
            if record is None or reference.checked is None:
                continue
            right = self.ticked(record)
            if right is not None and right != reference.checked:
                yield differs(context.plan, reference, record, ticked=right)

    def ticked(self, record: AdrFile) -> bool | None:
        """Return whether the box of a record is ticked by rights; None where that cannot be said."""
        if self.tick == WRITTEN:
            return None if record.status == "menu" else True
        return {"accepted": True, "proposed": False}.get(record.status)


def differs(plan: Plan, reference: AdrReference, record: AdrFile, *, ticked: bool) -> Problem:
    name = f"ADR-{reference.number:04d}" if reference.number is not None else record.path
    said = f"has the status {quoted(record.status_text)}" if record.status else "is written"
    box = mark_of(plan, reference)
    return Problem(
        reference.span,
        f"{name} {'is not ticked' if ticked else 'is ticked'}, and {record.path} {said}",
        subject=name,
        concept="adrs",
        fix=f"{'Tick the box' if ticked else 'Clear the box until the record is accepted'}, or correct the record",
        edits=(Edit(box, "x" if ticked else " "),) if box is not None else (),
    )


def mark_of(plan: Plan, reference: AdrReference) -> Span | None:
    """Return what stands in the box of the reference's line."""
    line = plan.source.line_span(reference.span.line)
    text = plan.source.slice(line)
    if (box := BOX.search(text)) is None:
        return None
    start = line.start + len(text[: box.start("mark")].encode())
    return plan.source.span(start, start + 1)
