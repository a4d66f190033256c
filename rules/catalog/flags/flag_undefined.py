"""The `flag-undefined` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import in_words
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.plan.model import FlagMention, Plan
from rules.quoting import listed
from rules.rule import Context


class FlagUndefined:
    """A kill switch, a roll-out or a rollback names a flag that the plan does not define.

    The switch that on-call reaches for does not exist, or is called something else. That happens when a flag is renamed
    in one section and not in the other. Case and the choice of `-` or `_` do not matter. The rule compares with the
    flags that the plan lists; a plan that lists none has nothing to compare with.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `invoice_export_enabled`: nightly export, default off

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Kill Switch: set the flag `export_enabled` to false

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `invoice_export_enabled`: nightly export, default off

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Kill Switch: set the flag `invoice_export_enabled` to false
    """

    name: ClassVar[str] = "flag-undefined"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "flags"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.flags and context.plan.flag_mentions)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        defined = {same_name(flag.name) for flag in plan.flags}
        for mention in plan.flag_mentions:
            name = same_name(mention.name)
            if name and name not in defined:
                defined.add(name)
                yield undefined(plan, mention)


def same_name(name: str) -> str:
    """Return the name by which two spellings of a flag are one, a value behind it left out ("x_enabled=false")."""
    return normalise(name.partition("=")[0].partition(":")[0]).replace(" ", "_")


def undefined(plan: Plan, mention: FlagMention) -> Problem:
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: most flags are defined

    names = [flag.name for flag in plan.flags]
    near = get_close_matches(mention.name, names, n=1, cutoff=0.5)
    where = in_words(mention.concept).lower()
    return Problem(
        mention.span,
        f"The {where} names the flag `{mention.name}`, which this plan does not define; it defines "
        + listed(f"`{name}`" for name in names),
        subject=mention.name,
        concept="flags",
        fix=f"Define `{mention.name}` under Feature Flags with its purpose and default"
        + (f", or write `{near[0]}` if that is meant" if near else ""),
    )
