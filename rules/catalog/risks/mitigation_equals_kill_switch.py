"""The `mitigation-equals-kill-switch` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.plan.model import Answer, State
from rules.quoting import quoted
from rules.rule import Context
from rules.stems import stems

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
SAME = 0.85
"""Share of all the words of both that both have."""


class MitigationEqualsKillSwitch:
    """The mitigation and the kill switch of a risk are the same words.

    They answer different questions: what is done beforehand so that the risk does not come true, and what on-call does
    when it has. Where one is a copy of the other, the plan has only one of the two. A kill switch that stands once for
    all risks, and one that refers to the mitigation and adds to it, are left alone.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: set `invoice_export_enabled` to off
        - Kill Switch: set `invoice_export_enabled` to off

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections
        - Kill Switch: set `invoice_export_enabled` to off
    """

    name: ClassVar[str] = "mitigation-equals-kill-switch"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return any(risk.kill_switch.state in JUDGED for risk in context.plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        for risk in context.plan.risks:
            if not same(risk.mitigation, risk.kill_switch):
                continue
            name = titled("Risk", risk)
            yield Problem(
                risk.kill_switch.span,
                f"The kill switch of {quoted(name)} is its mitigation again: {quoted(risk.kill_switch.text)}",
                subject=name,
                concept="risks.kill_switch",
                fix="Write under Mitigation what lowers the odds beforehand, under Kill Switch what on-call turns off",
            )


def same(mitigation: Answer, switch: Answer) -> bool:
    if not {mitigation.state, switch.state} <= JUDGED or mitigation.span == switch.span:
        return False
    lengths = len(mitigation.text), len(switch.text)
    if 2 * min(lengths) < max(lengths):
        return False
    if normalise(mitigation.text) == normalise(switch.text):
        return True
    one, other = stems(mitigation.text), stems(switch.text)
    return len(one & other) >= SAME * len(one | other) > 0
