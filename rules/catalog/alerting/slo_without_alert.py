"""The `slo-without-alert` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.alert_rows import NAME, THRESHOLD, has_to_do_with, in_section, named_alerts
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.quoting import quoted
from rules.rule import Context
from rules.signals import FAMILIES, families

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
LATENCY = "nfr.p95_latency"
TARGETS = {"nfr.slo": "SLO", LATENCY: "latency target"}
SUCCESS = lazy(r"\bsucce(?:ed|ss)", re.IGNORECASE)
ERRORS = frozenset({"errors"})
PROMISED = frozenset({"errors", "latency", "saturation", "traffic"})
ANY_TARGET = lazy(r"\bslos?\b|\bburn\b|\berror budget\b", re.IGNORECASE, needs=("slo", "burn", "error budget"))
DIGIT = lazy(r"\d")
OTHERS = lazy(
    r"\b(?:provider|vendor|sla of|backed by|inherited|guaranteed by|vercel|github pages|netlify|lighthouse|lcp|inp|fcp|web vitals"
    r"|page loads?|render\w*|ui|browser)\b",
    re.IGNORECASE,
)
"""Said of a target, somebody else watches it, or it is measured in the browser."""


class SloWithoutAlert:
    """The plan promises a service level or a latency, and no alert is about it.

    A promise that nobody measures is broken unnoticed; customers tell first. The Site Reliability Workbook (chapter 5)
    makes alerts of SLOs: page when the error budget burns 14.4 times too fast over an hour. Words for the same kind of
    measurement count as one (uptime, availability, 5xx, error rate; latency, p95, response time), and so do words that the
    target and the alert share. Only plans that list alerts are judged; what a provider promises is watched by the
    provider.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of requests succeed over 30 days

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | QueueGrows | queue depth > 500 for 10 min | @acme/billing-oncall | docs/runbooks/queue.md |

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of requests succeed over 30 days

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | RequestsFailing | 5xx burn rate > 14.4 for 1 h | @acme/billing-oncall | docs/runbooks/requests.md |
    """

    name: ClassVar[str] = "slo-without-alert"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind == "service" and bool(plan.alerts) and in_section(plan)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        alerts = ". ".join(
            row.cells[concept].text for row in named_alerts(plan.alerts) for concept in (NAME, THRESHOLD)
        )
        targets = [(name, answer) for concept, name in TARGETS.items() for answer in promised(plan, concept)]
        if not alerts or not targets or ANY_TARGET.search(alerts):
            return
        kinds: dict[str, bool] = {}
        for name, answer in targets:
            wanted = measured(answer)
            for kind in wanted or ERRORS:
                if kind not in kinds:
                    kinds[kind] = FAMILIES[kind].search(alerts) is not None
            seen = any(kinds[kind] for kind in wanted or ERRORS) or (not wanted and has_to_do_with(answer.text, alerts))
            if not seen and not OTHERS.search(f"{answer.label} {answer.text}"):
                yield Problem(
                    answer.span,
                    f"No alert is about the {name} {quoted(answer.text)}",
                    subject=name,
                    concept=answer.concept,
                    fix="Add an alert on how fast its budget burns, or on the number itself",
                )


def measured(target: Answer) -> frozenset[str]:
    """Return what a target is about, as far as it says so."""
    if target.concept == LATENCY:
        return frozenset({"latency"})
    return ERRORS if SUCCESS.search(target.text) else PROMISED & families(target.text)


def promised(plan: Plan, concept: str) -> Iterator[Answer]:
    for answer in plan.all(concept):
        if answer.state in JUDGED and DIGIT.search(answer.text):
            yield answer
