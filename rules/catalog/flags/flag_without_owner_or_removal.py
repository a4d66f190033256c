"""The `flag-without-owner-or-removal` rule."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from rules.defined_flags import Defined, about_all, defined
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.quoting import listed
from rules.rule import Context

COLUMNS = ("owner", "remov", "expir", "lifetime", "until", "retire", "clean", "sunset", "type", "kind", "team")

OWNED = lazy(r"@\w|\bowne[rd]\b|\b(?:responsible|maintained by|teams?|squad)\b", re.IGNORECASE)
REMOVED = lazy(
    r"\b(?:remov\w*|retir\w*|delet\w*|clean\w*|expir\w*|sunset\w*|drop\w*|temporar\w*|short[- ]lived|until|"
    r"after (?:\d|full|the|launch|rollout|ga)|by \d{4}|\d{4}-\d\d|end of|lifetime|stays?|kept|forever)",
    re.IGNORECASE,
)
ALL_REMOVED = lazy(r"\b(?:remov|retir|delet|clean|expir|sunset)\w*", re.IGNORECASE)
PERMANENT = lazy(
    r"\b(?:kill[- ]?switch\w*|ops|operational|operations|operators?|on-call|emergenc\w+|circuit|entitle\w*|"
    r"permissions?|tiers?|licen[cs]\w*|paid|"
    r"premium|subscri\w*|per[- ](?:tenant|customer|user|region|environment)|config\w*|debug\w*|verbose|"
    r"maintenance|read-only|safety|guard\w*|"
    r"fall-?back\w*|degrad\w*|throttl\w*|permanent\w*|long[- ]lived|admin\w*|opt[- ](?:in|out)|rate limit\w*|"
    r"disables?|stops?|turns? off)\b",
    re.IGNORECASE,
)
"""What a flag is for that stays."""

RELEASE = lazy(
    r"\b(?:roll\w*[ -]?out|gradual\w*|releas\w*|launch\w*|beta|canary|ramp\w*|progressive\w*|experiment\w*|a/b|"
    r"cut-?over|migrat\w*|new|pilot|"
    r"early access|phased?)\b|\d\s?%",
    re.IGNORECASE,
)
"""What a flag is for that goes when it is done."""

FLAG_REMOVED = lazy(
    r"\b(?:remov|retir|delet|clean)\w*[^.\n]{0,40}\b(?:flags?|toggles?)\b|\b(?:flags?|"
    r"toggles?)\b[^.\n]{0,40}\b(?:remov|retir|delet|clean)\w*",
    re.IGNORECASE,
    needs=("flag", "toggle"),
)


class FlagWithoutOwnerOrRemoval:
    """A flag for a release has neither an owner nor a condition under which it is removed.

    Feature toggles are inventory with a carrying cost (Pete Hodgson, "Feature Toggles", on martinfowler.com): each one that
    stays doubles what has to be tested, and nobody dares to remove one that nobody owns. An owner, a date or a condition
    ("after two weeks at 100 %") is accepted, also for all flags together. Asked are flags whose name or purpose speaks of a
    roll-out, a launch, an experiment or something new; kill switches, entitlements and other switches stay.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `new_export_page`: gradual roll-out of the page, default off

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `new_export_page`: gradual roll-out of the page, default off, removed after two weeks at 100 %
    """

    name: ClassVar[str] = "flag-without-owner-or-removal"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "flags"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.flags)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        strays = [each for each in defined(plan) if is_stray(each)]
        if not strays or told_together(plan):
            return
        for table, grouped in groupby(strays, key=lambda each: each.flag.table):
            stray = list(grouped)
            if table >= 0 and all(each.cell(*COLUMNS) is None for each in stray):
                yield problem(plan, stray, table)
            else:
                yield from (problem(plan, [each]) for each in stray)


def told_together(plan: Plan) -> bool:
    """Whether the plan says of all its flags who owns them or when they go, as such or as a task."""
    together = about_all(plan)
    return bool(ALL_REMOVED.search(together) or OWNED.search(together) or FLAG_REMOVED.search(plan.source.text))


def is_stray(each: Defined) -> bool:
    """Whether a flag is one that should go, with nobody and nothing that makes it go."""
    text = f"{each.flag.name.replace('_', ' ').replace('-', ' ')} {each.text}"
    return RELEASE.search(text) is not None and not any(words.search(text) for words in (OWNED, REMOVED, PERMANENT))


def problem(plan: Plan, flags: list[Defined], table: int = -1) -> Problem:
    names = [each.flag.name for each in flags]
    one = len(names) == 1
    return Problem(
        flags[0].flag.span if table < 0 else plan.source.line_span(plan.source.position(table)[0]),
        f"The {'flag' if one else 'flags'} {listed(f'`{name}`' for name in names)} {'has' if one else 'have'} "
        "neither an owner nor a condition for removal",
        subject=names[0] if table < 0 else "flags table",
        concept="flags",
        fix='Write when it is removed, for example "after two weeks at 100 %", or who owns it',
        parts=tuple(("flags", name) for name in names) if table >= 0 else (),
    )
