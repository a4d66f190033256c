"""The `flag-never-used` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan
from rules.rule import Context
from rules.stems import stems

COMPATIBILITY = "flags.compatibility"

USING = frozenset(
    {"risks", "deployment", COMPATIBILITY, "data", "runbooks", "alerting", "nfr.degradation", "observability"}
)
"""Concepts, or what they begin with, whose answers may use a flag."""

HOMES = frozenset({"risks", "deployment", "runbooks", "timeline", "flags", "alerting", "dod"})
GENERIC = frozenset(
    {"enabl", "disabl", "enable", "feature", "featur", "flag", "toggle", "toggl", "ff", "us", "use", "is", "active"}
)
"""Parts of names that say only that it is a flag."""

ANY_FLAG = lazy(r"\b(?:feature[ -])?(?:flags?|toggles?)\b", re.IGNORECASE, needs=("flag", "toggle"))
ALL_FLAGS = lazy(
    r"\b(?:all|both|every|each|the|these|feature)\b (?:\w+ )?(?:flags|toggles)\b",
    re.IGNORECASE,
    needs=("flags", "toggles"),
)
MOST = 50
"""Flags; a plan that lists more is a register of them."""

NOT_WORDS = lazy(r"[\W_]+")


class FlagNeverUsed:
    """A feature flag is defined, and no kill switch, roll-out, rollback or risk of the plan uses it.

    Either somebody forgot where it helps, or it is a flag that needs to be built, tested and removed for nothing: feature
    toggles are inventory with a carrying cost (Pete Hodgson, "Feature Toggles", on martinfowler.com). The flag may be named
    in any spelling, by the words of its name ("disable AI suggestions"), or, where it is the only one, as "the flag". Where
    a risk has no kill switch yet, the flag may be meant for it, and nothing is said.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `invoice_export_enabled`: nightly export, default off
          - `invoice_download_enabled`: download page, default off

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Kill Switch: set `invoice_export_enabled` to false

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `invoice_export_enabled`: nightly export, default off

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Kill Switch: set `invoice_export_enabled` to false
    """

    name: ClassVar[str] = "flag-never-used"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "flags"

    def applies(self, context: Context) -> bool:
        return 0 < len(context.plan.flags) <= MOST and not any(risk.kill_switch.missing for risk in context.plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        mentioned = {squeeze(each.name) for each in plan.flag_mentions}
        left = [flag for flag in plan.flags if squeeze(flag.name) not in mentioned]
        answers = using(plan) if left else []
        generic = ANY_FLAG if len(plan.flags) == 1 else ALL_FLAGS
        if not answers or any(generic.search(each.text) for each in answers if each.concept != COMPATIBILITY):
            return
        squeezed, words = f" {squeeze(elsewhere(plan, answers))} ", [stems(each.text) for each in answers]
        for flag in left:
            name = stems(flag.name.replace("_", " ")) - GENERIC
            named = len(name) > 1 and any(name <= each for each in words)
            if not named and f" {squeeze(flag.name)} " not in squeezed:
                yield Problem(
                    flag.span,
                    f"The flag `{flag.name}` is defined, and no kill switch, roll-out, rollback or risk uses it",
                    subject=flag.name,
                    concept="flags",
                    fix=f"Say where `{flag.name}` is switched (roll-out, rollback, kill switch), or leave it out",
                )


def using(plan: Plan) -> list[Answer]:
    """Return the answers that may use a flag; without any there is nothing to compare with."""
    return [
        each
        for each in plan.answers
        if not each.missing and (each.concept in USING or each.concept.partition(".")[0] in USING)
    ]


def elsewhere(plan: Plan, answers: Sequence[Answer]) -> str:
    """Return these answers and the sections about running the thing, without the lines that define flags."""
    defining = {flag.span.line for flag in plan.flags}
    numbers = {
        number
        for each in plan.sections
        if each.concept in HOMES
        for number in range(each.span.line, min(each.span.end_line, plan.source.line_count) + 1)
    }
    lines = (plan.source.slice(plan.source.line_span(number)) for number in sorted(numbers - defining))
    return "\n".join((*lines, *(each.text for each in answers)))


def squeeze(text: str) -> str:
    """Return a text in which the spellings of a flag's name are one ("EXPORT-ENABLED", "export_enabled")."""
    return NOT_WORDS.sub(" ", text.lower()).strip()
