"""The `kill-switch-not-actionable` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.plan.model import Answer
from rules.quoting import quoted
from rules.rule import Context
from rules.switches import ANSWERED, DEPLOYMENT, judged_switches, runtime_switch

ADVICE = "Say who sets, disables, scales down or blocks what (flag, variable, command, route), and how fast"


class KillSwitchNotActionable:
    """A kill switch does not say what is switched off, or by what.

    On-call acts on the words of the plan. "Emergency shutdown" and "focus on quality" leave open which flag,
    variable, command or route is meant; that is looked up during the incident. Something to operate (set, disable,
    scale to zero, revoke, block, drain, pause, read-only) and something to operate it on are enough, as is the name
    of a flag or a link to a runbook. Of switches that stand for all risks together one has to be of that kind. This
    is a rule about words, so it is a warning: it cannot tell a good switch, only one that is obviously none. A
    switch that ships code is `kill-switch-requires-deploy`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections
        - Kill Switch: rate limiting, emergency shutdown

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections
        - Kill Switch: scale the export workers to zero; takes 30 s
    """

    name: ClassVar[str] = "kill-switch-not-actionable"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return bool(plan.shared_kill_switches) or any(not risk.kill_switch.missing for risk in plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        shared = [answer for answer in context.plan.shared_kill_switches if answer.state in ANSWERED]
        if shared and not any(operable(answer) for answer in shared):
            yield Problem(
                shared[0].span,
                f"None of the kill switches for all risks names anything that could be operated: {quoted(shared[0].text)}",
                subject="kill switches for all risks",
                concept="risks.kill_switch",
                fix=ADVICE,
            )
        for risk, answer in judged_switches(context.plan):
            if operable(answer):
                continue
            name = titled("Risk", risk)
            yield Problem(
                answer.span,
                f"The kill switch of {quoted(name)} names nothing that could be operated: {quoted(answer.text)}",
                subject=name,
                concept="risks.kill_switch",
                fix=ADVICE,
            )


def operable(answer: Answer) -> bool:
    """Whether somebody could act on the words, if only by deploying, which `kill-switch-requires-deploy` judges."""
    return runtime_switch(answer) or DEPLOYMENT.search(answer.text) is not None
