"""The `spec-missing` rule."""

import posixpath
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from rules.finding import Edit, Problem, Severity
from rules.link_places import Place, place_of
from rules.link_targets import local
from rules.plan.model import Answer, Link, State
from rules.quoting import quoted
from rules.repository import FEATURES
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

DECLARING = ("meta.spec", "related.spec")
NOT_APPLICABLE = frozenset({State.JUSTIFIED_NA, State.BARE_NA, State.NEGATIVE})
LIKE_SPECS = ("spec", "requirement", "prd")


class SpecMissing:
    """The plan has no specification: there is no spec.md beside it, or its link to the specification leads elsewhere.

    A plan says how; without the what, nobody can tell whether it is right. In the order of github/spec-kit, `/plan` reads
    the specification that `/specify` wrote, so a plan without one was made from something that no reviewer sees. A
    specification elsewhere is as good when the plan links it, and so is a plan that says why it needs none
    (`Spec: N/A, a fix of #42`). A plan that names no specification and is not of spec-kit's forms gets a warning: its
    template does not ask for the file.

    ## Bad
        # Implementation Plan: export of invoices

        **Branch**: `001-export` | **Date**: 2026-10-05 | **Spec**: [spec](./specification/spec.md)

    ## Good
        # Implementation Plan: export of invoices

        **Branch**: `001-export` | **Date**: 2026-10-05 | **Spec**: [spec](./spec.md)
    """

    name: ClassVar[str] = "spec-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "links"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.directories)

    def check(self, context: Context) -> Iterator[Problem]:
        declared = [answer for concept in DECLARING for answer in context.plan.all(concept)]
        if any(answer.state in NOT_APPLICABLE for answer in declared):
            return
        own = posixpath.join(posixpath.dirname(context.plan.path), "spec.md")
        links = {link.start: (answer, link) for answer in declared for link in links_in(context, answer)}
        elsewhere = False
        for answer, link in links.values():
            target = local(link.target)
            place = place_of(context, link, target) if target is not None and target.path else None
            if place is not None and is_wrong(context, link, place, own):
                yield points_elsewhere(context, answer, link, own)
                elsewhere = True
            elsewhere = elsewhere or place is None or place.there is None or (place.there and place.path != own)
        if not elsewhere and lacks_spec(context, own):
            yield Problem(
                declared[0].span if declared else context.plan.answer("meta.spec").span,
                f"There is no specification: `{own}` does not exist",
                subject="spec.md",
                concept="meta.spec",
                fix="Write the specification beside the plan, link it where it is, or say why there is none",
                severity=None if declared or context.plan.profile in SPECKIT_FAMILY else Severity.WARNING,
            )


def links_in(context: Context, answer: Answer) -> Iterator[Link]:
    return (link for link in context.plan.links if answer.span.start <= link.start < answer.span.end)


def is_wrong(context: Context, link: Link, place: Place, own: str) -> bool:
    """Return whether a link to the specification leads to nothing, or to another feature's although there is an own one."""
    if place.there is False:
        return not names_other_feature(context, link)
    foreign = posixpath.basename(place.path) == "spec.md" and place.path != own and not link.code
    return bool(place.there) and foreign and context.repository.exists(own) is True


def names_other_feature(context: Context, link: Link) -> bool:
    """Return whether the path is written out with another feature's directory: that rule says more (wrong-feature-dir)."""
    parts = link.target.split("/")
    own = posixpath.basename(posixpath.dirname(context.plan.path))
    return any(each in FEATURES and after != own and after not in {"", ".."} for each, after in pairwise(parts))


def points_elsewhere(context: Context, answer: Answer, link: Link, own: str) -> Problem:
    there = context.repository.exists(own) is True
    edits: tuple[Edit, ...] = ()
    if there and link.target_start >= 0:
        end = link.target_start + len(link.target.encode())
        edits = (Edit(context.plan.source.span(link.target_start, end), own if link.code else "./spec.md"),)
    return Problem(
        answer.span,
        f"The link to the specification, {quoted(link.target)}, does not lead to it",
        subject="spec.md",
        concept=answer.concept,
        fix="Link `./spec.md`" if there else "Link the specification where it is, or write it beside the plan",
        edits=edits,
    )


def lacks_spec(context: Context, own: str) -> bool:
    """Return whether a feature's directory is known to hold no specification, under any usual name or a level above."""
    feature, repository = posixpath.dirname(own), context.repository
    above, name = posixpath.split(feature)
    features = FEATURES.intersection(above.split("/"))
    if not features or posixpath.basename(context.plan.path) != "plan.md" or repository.exists(own) is not False:
        return False
    names = [each.lower() for each in repository.directories.get(feature, ())]
    if any(word in each for each in names for word in LIKE_SPECS):
        return False
    if posixpath.basename(above) in FEATURES:
        return f"{name}.md" not in repository.directories.get(above, ())
    return repository.exists(posixpath.join(above, "spec.md")) is False
