"""The `adr-malformed` rule."""

import posixpath
import re
from collections.abc import Iterator
from typing import ClassVar

from rules.adr_file import AdrFile, slug_in
from rules.adr_places import Places, at_head, changed_records, is_attachment
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.quoting import listed, quoted
from rules.rule import Context

LEFT = lazy(r"\{\{[^{}\n]{1,80}\}\}", needs=("{{",))
CODE = lazy(r"`[^`\n]*`", needs=("`",))
WORDS_IN_BRACES = lazy(r"\{[^{}]* [^{}]*\}", needs=("{",))
WEIGHED = lazy(
    r"\b(?:alternativ\w*|options?|instead of|rather than|as opposed to|versus|vs|rejected|considered|ruled out|compared)\b",
    re.IGNORECASE,
)
"""Words of an author who had another option in mind, in records of a form without a section for them."""

PRICE = lazy(
    r"\b(?:negativ\w*|bad|drawbacks?|downsides?|disadvantages?|cons?|costs?|risks?|trade-?offs?|but|however|although|though|"
    r"harder|difficult|slow\w*|more|less|longer|extra|additional|lose|loses|lost|loss|limit\w*|must|needs?|requires?|no|not|"
    r"cannot|without|only|complex\w*|effort|burden|overhead|price|lock-?in|debt|depend\w*|breaks?|breaking|become\w*)\b",
    re.IGNORECASE,
)
"""Words without which no consequence of a decision is a price."""


class AdrMalformed:
    """An ADR that the pull request adds or changes is not finished, or contradicts the name of its file.

    A record is read years later by people who cannot ask: without the alternatives, and without what the choice costs, it
    tells them what they see in the code anyway. Both have been parts of the form from the start (Nygard, Documenting
    Architecture Decisions, 2011: all consequences, not just the positive ones; MADR, https://adr.github.io/madr/:
    considered options). The script that copies spec-kit-plus's template leaves `{{..}}` and a status with four words to
    choose from, and a title without Latin letters gives it a file named `0001-.md`. Headings are known in the usual
    forms and several languages; words about alternatives or costs anywhere in the text count. Records that the pull
    request does not touch are left alone. Missing alternatives and costs alone are a warning.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0002: Own bucket** - [why](../../history/adr/0002-own-bucket.md)

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0003: Tenant keys** - [why](../../history/adr/0003-tenant-keys.md)
    """

    name: ClassVar[str] = "adr-malformed"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.changed) and bool(context.adr_directories)

    def check(self, context: Context) -> Iterator[Problem]:
        places = Places(context)
        for path, _ in sorted(changed_records(context)):
            record, where = at_head(context, path), places.of(path)
            if record is None or where is None or is_attachment(posixpath.basename(path)):
                continue
            wrong = list(contradictions(record))
            incomplete = [] if record.status in {"superseded", "deprecated"} else list(omissions(record))
            if wrong or incomplete:
                yield Problem(
                    where,
                    f"{path} {listed([*wrong, *incomplete])}",
                    subject=path,
                    concept="adrs",
                    fix="Finish the record: its number, one status, the alternatives and what the decision costs",
                    severity=None if wrong else Severity.WARNING,
                )


def contradictions(record: AdrFile) -> Iterator[str]:
    """Yield what is certainly wrong with a record."""
    if not slug_in(posixpath.basename(record.path)):
        yield "has no title in its name"
    if record.heading_number is not None and record.heading_number != record.number:
        yield f"calls itself {record.heading_number:04d} in its heading"
    if record.status == "menu":
        yield f"has the template's choice for a status, {quoted(record.status_text)}"
    prose = CODE.sub("", "\n".join(text for each in record.sections for text in (each.title, each.text)))
    if (left := LEFT.search(prose)) is not None:
        yield f"still holds the template's {quoted(left[0])}"
    elif WORDS_IN_BRACES.search(record.title) is not None:
        yield f"still has the template's title {quoted(record.title)}"


def omissions(record: AdrFile) -> Iterator[str]:
    """Yield which parts of a record are not there."""
    alternatives = record.section("alternatives")
    if not (alternatives or "").strip() and not WEIGHED.search(without(record, "alternatives", "status")):
        yield "names no alternative"
    consequences = record.section("consequences", "negative")
    if record.section("negative"):
        return
    told = consequences if consequences is not None else (record.section("decision") or record.text)
    if told.isascii() and not PRICE.search(without_titles(told)):
        yield "names no negative consequence"


def without(record: AdrFile, *concepts: str) -> str:
    return "\n".join(each.text for each in record.sections if each.concept not in concepts)


def without_titles(text: str) -> str:
    """Return the text without lines that are nothing but a title such as "Negative"."""
    return "\n".join(line for line in text.split("\n") if line.strip(" *_:").lower() not in {"negative", "positive"})
