"""The `accepted-adr-edited` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.adr_file import AdrFile
from rules.adr_places import Places, at_base, at_head, changed_records
from rules.changes import Change, is_editorial
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.lazy import lazy
from rules.quoting import listed, quoted
from rules.rule import Context

FREE = frozenset({"status", "references", "notes"})
"""Parts of a record that go on to change after the decision."""

LABELLED = frozenset({"status", "date", "updated", "last updated", "deciders", "feature", "links", "tags"})
TARGET = lazy(r"\]\([^)\n]*\)", needs=("](",))


class AcceptedAdrEdited:
    """The pull request rewrites an ADR that was accepted.

    A record is a fact of the past: this was decided, then, for these reasons. Who changes his mind writes a new record
    that supersedes it, so that plans which refer to the old one still refer to what was agreed (Nygard, Documenting
    Architecture Decisions, 2011; AWS Prescriptive Guidance on the process of ADRs calls accepted records immutable).
    Its status, date, links and references may change, notes and amendments may be added under a heading of their
    own, and corrections of spelling or a few words are no change of mind.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0002: Own bucket** - keys of tenants stay apart

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [x] **ADR-0003: Prefixes again** - supersedes ADR-0002
    """

    name: ClassVar[str] = "accepted-adr-edited"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.changed) and bool(context.repository.base_files)

    def check(self, context: Context) -> Iterator[Problem]:
        places = Places(context)
        for path, change in sorted(changed_records(context)):
            before, after, where = at_base(context, path), at_head(context, path), places.of(path)
            if change != "modified" or before is None or after is None or where is None:
                continue
            if before.status != "accepted" or after.status in {"proposed", "menu"}:
                continue
            if rewritten := list(rewritten_parts(before, after)):
                yield Problem(
                    where,
                    f"{path} was accepted, and its {listed(rewritten)} changed since",
                    subject=path,
                    concept="adrs",
                    fix="Write a new record that supersedes it, or add what is new under a heading such as Amendment",
                )


def rewritten_parts(before: AdrFile, after: AdrFile) -> Iterator[str]:
    """Yield the titles of the sections that were there and say something else now."""
    texts = {(each.concept, normalise(each.title)): body(each.text) for each in after.sections}
    for each in before.sections:
        old, new = body(each.text), texts.get((each.concept, normalise(each.title)), "")
        if each.concept in FREE or not old or normalise(old) == normalise(new):
            continue
        if not is_editorial(Change(each.concept, each.title, old, new)) and not is_continued(old, new):
            yield quoted(each.title) if each.level > 1 else "opening"


def is_continued(old: str, new: str) -> bool:
    """Whether what was there still stands, and a note with a label such as "Update:" follows it."""
    old, new = normalise(old), normalise(new)
    return new.startswith(old) and new[len(old) :].strip().startswith(
        ("update", "amend", "note", "addend", "edit", "20")
    )


def body(text: str) -> str:
    """Return the words of a section without the targets of its links and without labels such as the date."""
    kept = (
        line for line in text.split("\n") if line.strip(" -*_>").partition(":")[0].strip(" *_").lower() not in LABELLED
    )
    return TARGET.sub("]", "\n".join(kept)).strip()
