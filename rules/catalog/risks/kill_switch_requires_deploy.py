"""The `kill-switch-requires-deploy` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.quoting import quoted
from rules.rule import Context
from rules.switches import DEPLOYMENT, INSTANT, judged_switches, runtime_switch

NOTHING_RUNS = frozenset({"library", "cli", "static", "docs"})
"""Kinds of product whose only way back is another release."""


class KillSwitchRequiresDeploy:
    """A kill switch works only by shipping code: revert, redeploy, previous version, hotfix.

    A deployment takes a build, a pipeline and somebody who may deploy; while it runs, the harm goes on, and when the
    pipeline is what broke, there is no way out. A kill switch is what works without it ("ops toggles" in Hodgson,
    Feature Toggles, martinfowler.com, 2017). Rollback belongs under Deployment and Rollback, as the next step. On
    platforms that switch to the previous deployment at once this is only noted; libraries, command lines, static sites
    and documents have nothing that runs, so the rule leaves them alone.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections
        - Kill Switch: revert to the previous version

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections
        - Kill Switch: set `invoice_export_enabled=false`, then revert to the previous version
    """

    name: ClassVar[str] = "kill-switch-requires-deploy"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind not in NOTHING_RUNS and any(not risk.kill_switch.missing for risk in plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        for risk, answer in judged_switches(context.plan):
            if runtime_switch(answer) or not DEPLOYMENT.search(answer.text):
                continue
            name = titled("Risk", risk)
            yield Problem(
                answer.span,
                f"The kill switch of {quoted(name)} needs a deployment: {quoted(answer.text)}",
                subject=name,
                concept="risks.kill_switch",
                fix="Name what on-call can turn off at run time (flag, variable, route); keep the rollback as the second step",
                severity=Severity.INFO if INSTANT.search(answer.text) else None,
            )
