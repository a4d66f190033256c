"""The `broken-relative-link` rule."""

import posixpath
import re
from collections.abc import Iterator
from typing import ClassVar

from rules.anchors import has_anchor
from rules.around import Around
from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.link_places import closest, correction, is_file, place_of
from rules.link_targets import Target, local, resolved
from rules.plan.cover import Cover
from rules.plan.model import Link, Status
from rules.quoting import quoted
from rules.repository import ADR_DIRECTORIES
from rules.rule import Context

FUTURE = lazy(
    r"\b(?:creates?\b|writes?\b|generates?\b|produces?\b|adds?\b|to be\b|will\b|planned\b|to do\b|tbd\b|todo\b|pending\b"
    r"|not yet\b|upcoming\b|future\b|optional|/sp(?:eckit)?\.|e\.g\b|examples?\b|stubs?\b)"
    r"|[\u23f3\u2b1c\U0001f504]|\[ \]|\u521b\u5efa|\u4f5c\u6210|\uc0dd\uc131",
    re.IGNORECASE,
)
"""Said of a file, it need not be there yet."""

TITLES = lazy(r"\b(?:to be|will|planned|to do|todo|generated|future)\b", re.IGNORECASE)
"""Said in a title of the files below it, likewise."""

DONE = lazy(r"\u2705|\b(?:completed?|done)\b|\[[xX]\]")

OWNED = frozenset({"alerting", "runbooks"})
"""Sections whose files another rule looks for."""

NOT_YET = frozenset(path.strip("./") for path in ADR_DIRECTORIES)
"""Directories that templates name and that come with the first record."""

OF_SPEC = frozenset({"meta.spec", "related.spec"})
BEGUN = frozenset({Status.IN_PROGRESS, Status.COMPLETED})


class BrokenRelativeLink:
    """A relative link, or a path among the related documents, leads to nothing.

    Who follows it sees a page that says "404": the file was moved, renamed, or left on a branch, and the argument that
    rests on it cannot be checked. Tools that build documents have refused such links for long (Sphinx's `nitpicky` mode
    and mkdocs' `--strict` end the build). A link is read from the plan's own folder, as GitHub does, a path in code from
    there or from the top; anchors follow GitHub's rules for headings. Files that the plan says it will create, patterns,
    placeholders, links out of the repository, and what was not looked at are left alone. ADRs, runbooks and the
    specification have rules of their own. Where exactly one file of that name is known, the path can be corrected safely.

    ## Bad
        # Implementation Plan: export of invoices

        ## Related Documents

        - Research: [what other teams measured](./reserch.md)

    ## Good
        # Implementation Plan: export of invoices

        ## Related Documents

        - Research: [what other teams measured](./research.md)
    """

    name: ClassVar[str] = "broken-relative-link"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "links"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.links)

    def check(self, context: Context) -> Iterator[Problem]:
        related = [each.span for each in context.plan.sections if each.concept.startswith("related")]
        owned = Cover((each.span.start, each.span.end) for each in context.plan.sections if each.concept in OWNED)
        told: set[str] = set()
        for link in context.plan.links:
            if link.code and not any(at.start <= link.start < at.end for at in related):
                continue
            target = None if link.target in told or owned.overlaps(link.start, link.end) else local(link.target)
            if target is None or (link.code and not is_meant(target.path)):
                continue
            found = (
                dead_anchor(context, link, target) if leads_to_text(context, target) else dead(context, link, target)
            )
            if found is not None:
                told.add(link.target)
                yield found


def is_meant(path: str) -> bool:
    """Return whether a path in code is one to look up: a file, or a directory other than those where ADRs will be."""
    return is_file(path) or (path.endswith("/") and path.strip("./") not in NOT_YET)


def leads_to_text(context: Context, target: Target) -> bool:
    """Return whether a link leads to a text that is at hand, so that its anchor can be looked up."""
    return text_of(context, target) is not None


def text_of(context: Context, target: Target) -> str | None:
    path = resolved(posixpath.dirname(context.plan.path), target.path) if target.path else context.plan.path
    if path == context.plan.path:
        return context.plan.source.text
    data = context.repository.files.get(path or "") if target.path.endswith(".md") else None
    return None if data is None else data.decode("utf-8", "replace")


def dead_anchor(context: Context, link: Link, target: Target) -> Problem | None:
    if link.code or not target.fragment or has_anchor(text_of(context, target) or "", target.fragment):
        return None
    message = f"{quoted(link.target)} leads to no heading: {target.path or 'the plan'} has none with this anchor"
    return problem(
        context, link, message, "Take the anchor from the heading: lower case, no punctuation, hyphens for blanks"
    )


def dead(context: Context, link: Link, target: Target) -> Problem | None:
    place = place_of(context, link, target)
    if place.there is not False or is_of_others(context, link, target):
        return None
    safe = correction(context, link, target)
    other = safe[1] if safe else closest(context.repository, place.path)
    if not other and is_to_come(context, link):
        return None
    fix = f"Correct it to `{other}`" if other else "Correct the path, remove the link, or commit the file with the plan"
    return problem(context, link, f"{quoted(link.target)} leads to no file of the repository", fix, safe)


def problem(context: Context, link: Link, message: str, fix: str, safe: tuple[Edit, str] | None = None) -> Problem:
    span = context.plan.source.span(link.start, link.end)
    section = Around(context.plan).section(span)
    return Problem(
        span,
        message,
        subject=link.target,
        concept=(section.concept if section is not None else "") or "links",
        fix=fix,
        edits=safe[:1] if safe else (),
    )


def is_of_others(context: Context, link: Link, target: Target) -> bool:
    """Return whether another rule looks at the link, or it leads to what comes into being with the work."""
    plan, name = context.plan, posixpath.basename(target.path)
    return (
        (name == "tasks.md" and plan.status not in BEGUN)
        or any(name == posixpath.basename(each.path.partition("#")[0]) for each in plan.adrs)
        or any(each.concept in OF_SPEC and each.span.start <= link.start < each.span.end for each in plan.answers)
    )


def is_to_come(context: Context, link: Link) -> bool:
    """Return whether the line of a link, or the title above, says that its file is still to come."""
    source = context.plan.source
    section = Around(context.plan).section(source.span(link.start, link.end))
    low = source.data.rfind(b"\n", 0, link.start) + 1
    high = source.data.find(b"\n", link.end)
    line = source.data[low : link.start] + b" " + source.data[link.end : high if high >= 0 else len(source.data)]
    said = line.decode("utf-8", "replace")
    if DONE.search(said) is not None:
        return False
    return FUTURE.search(said) is not None or (section is not None and TITLES.search(section.title) is not None)
