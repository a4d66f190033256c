"""The `slo-not-numeric` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, State
from rules.quoting import quoted
from rules.rule import Context

CONCEPT = "nfr.slo"
OBJECTIVE = lazy(r"\bslos?\b|\bslas?\b|\bservice level|\btarget", re.IGNORECASE)
DECLINED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})

ALWAYS_ON = lazy(r"\b24\s?(?:/|x|\u00d7)\s?7(?:\s?(?:/|x)\s?365)?\b|\b365 days\b|\b24 hours a day\b", re.IGNORECASE)
"""Figures that are no objective."""
FIGURE = lazy(r"\d|\b(?:two|three|four|five) nines\b", re.IGNORECASE)
BEST_EFFORT = lazy(
    r"\bbest[- ]effort\b.{0,200}?"
    r"(?:\b(?:because|since|as|for|internal|local|hobby|demo|prototype|only|no users)\b|[;:(,\N{EM DASH}-])",
    re.IGNORECASE | re.DOTALL,
)
DEFINED_ELSEWHERE = lazy(
    r"\b(?:NFR|SLO|SC)-\d|\bspec\.md\b|\b(?:platform|company|organi[sz]ation)'?s? (?:SLO|standard)", re.IGNORECASE
)


class SloNotNumeric:
    """The service level objective has no number.

    An objective is a number that is met or not: an indicator, a target, a window. "High availability" and "24/7" promise
    nothing that could be alerted on, and leave no error budget to decide releases by (Google's SRE workbook, chapter 2). Of
    469 Kubernetes enhancement proposals 29 % give a number where they are asked for objectives, so this is a warning. A
    figure is enough, whatever it counts; a link to the provider's objective, or "best effort" with a reason, is an answer.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** high availability, 24/7

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish by 06:00, over 30 days
    """

    name: ClassVar[str] = "slo-not-numeric"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "nfrs"

    def applies(self, context: Context) -> bool:
        return any(each.concept == CONCEPT for each in context.plan.answers)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        found = [
            answer
            for answer in plan.all(CONCEPT)
            if not (answer.missing or answer.state in DECLINED or says_how_much(answer))
        ]
        around = Around(plan) if found else None
        for answer in found:
            if OBJECTIVE.search(answer.label) or (around is not None and is_requirement(around, answer)):
                yield Problem(
                    answer.span,
                    f"The objective {quoted(answer.text)} has no number, so nobody can tell whether it is met",
                    subject=answer.label or "SLO",
                    concept=CONCEPT,
                    fix='Write indicator, target and window, for example "99.9 % of requests succeed, over 30 days"',
                )


def is_requirement(around: Around, answer: Answer) -> bool:
    """Whether "Uptime" stands among requirements: below monitoring it is what is measured."""
    return any(concept.partition(".")[0] == "nfr" for concept in around.concepts(answer.span))


def says_how_much(answer: Answer) -> bool:
    text = ALWAYS_ON.sub(" ", answer.text)
    return bool(answer.links) or any(each.search(text) for each in (FIGURE, BEST_EFFORT, DEFINED_ELSEWHERE))
