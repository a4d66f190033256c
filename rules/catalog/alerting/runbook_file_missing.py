"""The `runbook-file-missing` rule."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.alert_rows import RUNBOOK
from rules.anchors import anchors, slug_of
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.link_places import closest, correction, is_file, place_of
from rules.link_targets import Target, local, resolved
from rules.plan.cover import Cover
from rules.plan.model import Answer, Link, Plan, State, Status
from rules.quoting import quoted
from rules.repository import project_root
from rules.rule import Context

BEGUN = frozenset({Status.IN_PROGRESS, Status.COMPLETED})
SECTIONS = frozenset({"alerting", "runbooks"})
PATH = lazy(r"(?<![\w/.:@-])(?:\.{0,2}/)?[\w.@+-]+(?:/[\w.@+-]+)*\.(?:md|mdx|txt|rst|adoc|html)\b(?:#[\w-]+)?")
RUNBOOKS = lazy(r"runbook|playbook|\.(?:md|mdx|rst|adoc)\b", re.IGNORECASE)
PLANNED = lazy(
    r"\b(?:to be (?:created|written|added|done)|will be (?:created|written|added)|planned|not yet|tbd|todo|upcoming)\b"
    r"|\((?:new|create|to create)\)|[\u23f3\u2b1c\U0001f6a7]|\[ \]",
    re.IGNORECASE,
)
"""Said of a runbook, it is still to come."""


class RunbookFileMissing:
    """A runbook that the plan refers to is not in the repository.

    At night the link is all that on-call has, and it leads to a page that was never written; plans name
    `docs/runbooks/...` long before anybody writes them. Until work has begun, and while an item about runbooks is open in
    the definition of done, this is a warning, and a file that the plan says is to come is left alone; from `in-progress`
    on it is an error. Links into a wiki are not followed, nor is anything said about directories that were not looked at;
    an anchor has to be that of a heading of this plan.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | `docs/runbooks/exports.md` |

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | `docs/runbooks/exports-fail.md` |
    """

    name: ClassVar[str] = "runbook-file-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return bool(plan.alerts) or any(each.concept in SECTIONS for each in plan.sections)

    def check(self, context: Context) -> Iterator[Problem]:
        told: set[str] = set()
        anchored: list[tuple[Link, Target]] = []
        for link in references(context.plan):
            target = local(link.target)
            if target is None or link.target in told:
                continue
            told.add(link.target)
            if not target.path:
                anchored.append((link, target))
            elif message := missing(context, link, target):
                yield problem(context, link, target, message)
        for link, target in dead_anchors(context.plan, anchored):
            yield problem(context, link, target, f"{quoted(link.target)} leads to no heading of the plan")


def references(plan: Plan) -> Iterator[Link]:
    """Yield the links of the sections about alerts and runbooks, and the paths that name a runbook there."""
    spans = [each.span for each in plan.sections if each.concept in SECTIONS]
    cells = [row.cells[RUNBOOK] for row in plan.alerts if row.cells[RUNBOOK].state is not State.ABSENT]
    places = Cover((place.start, place.end) for place in (*spans, *(cell.span for cell in cells)))
    for link in plan.links:
        if places.overlaps(link.start, link.end) and (
            not link.code or (is_file(link.target) and RUNBOOKS.search(link.target))
        ):
            yield link
    for cell in cells:
        if not cell.links and not cell.code:
            yield from plain_paths(plan, cell)


def plain_paths(plan: Plan, cell: Answer) -> Iterator[Link]:
    written = plan.source.slice(cell.span)
    for found in PATH.finditer(written):
        start = cell.span.start + len(written[: found.start()].encode())
        yield Link(found[0], found[0], start, start + len(found[0].encode()), code=True, target_start=start)


def dead_anchors(plan: Plan, links: Sequence[tuple[Link, Target]]) -> Iterator[tuple[Link, Target]]:
    """Yield the links to no heading. The headings that begin alike are tried first: all anchors of a long plan cost more."""
    letters = {target.fragment[:1] for _, target in links}
    quick = (
        {slug_of(section.title) for section in plan.sections if section.title[:1].lower() in letters}
        if links
        else set()
    )
    left = [(link, target) for link, target in links if not link.code and target.fragment not in quick]
    known = {"top", *anchors(plan.source.text)} if left else set()
    for link, target in left:
        if target.fragment and target.fragment.removeprefix("user-content-").lower() not in known:
            yield link, target


def missing(context: Context, link: Link, target: Target) -> str:
    """Return that there is no such file, "" where there is, nobody looked, another pull request adds it, or it is to come."""
    plan, place = context.plan, place_of(context, link, target)
    if place.there is not False or is_claimed(context, target):
        return ""
    line = plan.source.slice(plan.source.line_span(plan.source.position(link.start)[0]))
    if plan.status not in BEGUN and PLANNED.search(line):
        return ""
    return f"The runbook {quoted(link.target)} is not in the repository"


def is_claimed(context: Context, target: Target) -> bool:
    starts = (posixpath.dirname(context.plan.path), project_root(context.repository, context.plan.path))
    return any(resolved(start, target.path) in context.repository.claimed for start in starts)


def problem(context: Context, link: Link, target: Target, message: str) -> Problem:
    plan = context.plan
    safe = correction(context, link, target) if target.path else None
    other = (
        safe[1] if safe else closest(context.repository, place_of(context, link, target).path) if target.path else ""
    )
    advice = "Write it, with detection, diagnosis and resolution" if target.path else "Take the anchor from the heading"
    still_open = any(not item.checked and "runbook" in item.text.lower() for item in plan.done)
    return Problem(
        plan.source.span(link.start, link.end),
        message,
        subject=link.target,
        concept=RUNBOOK,
        fix=f"Correct it to `{other}`" if other else advice,
        edits=safe[:1] if safe else (),
        severity=Severity.WARNING if plan.status not in BEGUN or still_open else None,
    )
