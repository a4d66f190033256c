"""The `latency-not-measurable` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around, in_words
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.quoting import quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

LATENCY, THROUGHPUT, GOALS = "nfr.p95_latency", "nfr.throughput", "technical_context.performance_goals"
NO_NUMBER, NO_PERCENTILE = "has no number with a unit", "has no percentile"
REQUIREMENTS = frozenset({"nfr", "technical_context", "interfaces"})
JUDGED = frozenset({LATENCY, THROUGHPUT, GOALS})
DECLINED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})

TIME = lazy(
    r"\d\s?-?(?:ms|msec|milli\w*|µs|us|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|frames?|fps|x)\b|\d\s?(?:秒|毫秒|分|초|분)"
    r"|\b(?:sub-?(?:second|millisecond)|(?:one|two|three|five|ten|a|half a) (?:second|minute)s?)\b|\d\s?%",
    re.IGNORECASE,
)
FIGURE = lazy(
    r"\d[\d.,]*\s?[kKmM]?\+?\s?(?:/|%|\w*[^\W\d])|\d[^\w\n]{1,3}\w*[^\W\d]|\b(?:one|two|three|five|ten|hundreds?|thousands?|millions?)\b"
)
"""A number with a word or a sign after it that says of what."""
UNIT_IN_LABEL = lazy(r"\b(?:ms|s|sec|seconds|milliseconds|rps|qps|tps|users|requests|per|/s)\b", re.IGNORECASE)
STATISTIC = lazy(
    r"\bp\s?\d{2}|\bp(?:max|100)\b|percentile|\bpct\b|\b(?:median|max\w*|worst|never|always|at most)\b"
    r"|\b(?:every|all|any|each) (?:\w+ )?(?:requests?|calls?|responses?)\b|\d\s?% of|분위|百分位",
    re.IGNORECASE,
)
ON_SCREEN = lazy(
    r"\b(?:lcp|inp|tti|ttfb|fcp|cls|tbt|web vitals|page\w*|screen|render\w*|paint|initial load|first load|load time|ui"
    r"|scroll|fps|lighthouse|animation|bundle|interactive)\b",
    re.IGNORECASE,
)
"""What a browser measures, with thresholds of its own."""
AS_A_WHOLE = lazy(
    r"\b(?:batch\w*|jobs?|nightly|imports?|builds?|backfill\w*|pipeline|sync\w*|start-?up|cold start|reports?|whole|full"
    r"|end.to.end|total|scan\w*|suite|cli|command\w*|process\w*|complet\w+|generat\w+)\b",
    re.IGNORECASE,
)
"""What runs once, so that its duration is the measure."""
ELSEWHERE = lazy(
    r"\b(?:NFR|SC|FR)-\d|\bspec\.md\b|\bn/a\b|\bbest.effort\b|\b(?:baseline|regress\w*|parity|unchanged|same as|as today"
    r"|current|existing|no change|inherits?|not (?:a concern|critical|performance|relevant|applicable))\b",
    re.IGNORECASE,
)
OF_SPEED = lazy(
    r"\b(?:fast|quick\w*|low|latency|responsive|response times?|throughput|instant\w*|high|performant|minimal)\b",
    re.IGNORECASE,
)


class LatencyNotMeasurable:
    """A target for latency or throughput cannot be measured: it has no number with a unit, or no percentile.

    "Fast" cannot fail, and an average hides the slowest requests, which the busiest users see most: at 99 % fast and 1 % of
    ten seconds the average still looks fine (Google's SRE book, "Service Level Objectives", which therefore asks for
    percentiles). A number without a percentile is a warning. What a browser measures (LCP, page load) and what runs once (a
    job, a build) needs no percentile; "no worse than today" and a reference to a requirement are answers. In the spec-kit
    family the performance goals of a service are looked at too, and nothing is an error.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Performance

        - **p95 Latency:** as low as possible
        - **Throughput:** 50 invoices/s

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Performance

        - **p95 Latency:** < 300 ms for `GET /exports` at 20 requests/s
        - **Throughput:** 50 invoices/s
    """

    name: ClassVar[str] = "latency-not-measurable"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "nfrs"

    def applies(self, context: Context) -> bool:
        return any(each.concept in JUDGED for each in context.plan.answers)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        found = [
            (answer, fault)
            for answer in plan.answers
            if answer.concept in JUDGED and not declined(answer) and (fault := fault_of(plan, answer))
        ]
        around = Around(plan) if found else None
        for answer, fault in found:
            if around is None or answer.concept == GOALS or is_requirement(around, answer, fault):
                yield problem(plan, answer, fault)


def declined(answer: Answer) -> bool:
    return answer.missing or answer.state in DECLINED or bool(answer.links) or ELSEWHERE.search(answer.text) is not None


def fault_of(plan: Plan, answer: Answer) -> str:
    """Return what a target lacks, in words; "" for nothing."""
    words = f"{answer.label} {answer.text}"
    if answer.concept == GOALS:
        return "has no number" if vague_goals(plan, answer) else ""
    if answer.concept == THROUGHPUT:
        return NO_NUMBER if not counted(answer) and OF_SPEED.search(words) else ""
    if not TIME.search(answer.text) and not (any(map(str.isdigit, answer.text)) and UNIT_IN_LABEL.search(answer.label)):
        return NO_NUMBER
    return "" if any(each.search(words) for each in (STATISTIC, ON_SCREEN, AS_A_WHOLE)) else NO_PERCENTILE


def is_requirement(around: Around, answer: Answer, fault: str) -> bool:
    """Whether a time stands among requirements, not below monitoring, and no heading gives the percentile for all."""
    section = around.section(answer.span)
    if section is None or (fault == NO_PERCENTILE and STATISTIC.search(section.title)):
        return False
    return any(concept.partition(".")[0] in REQUIREMENTS for concept in around.concepts(answer.span))


def counted(answer: Answer) -> bool:
    return FIGURE.search(answer.text) is not None or (
        any(map(str.isdigit, answer.text)) and UNIT_IN_LABEL.search(answer.label) is not None
    )


def vague_goals(plan: Plan, answer: Answer) -> bool:
    """Whether the performance goals of a service speak of speed and hold no number at all."""
    if plan.kind != "service" or any(map(str.isdigit, answer.text)) or TIME.search(answer.text):
        return False
    return OF_SPEED.search(answer.text) is not None


def problem(plan: Plan, answer: Answer, fault: str) -> Problem:
    name = answer.label or in_words(answer.concept)
    light = fault == NO_PERCENTILE or plan.profile in SPECKIT_FAMILY
    weight = Severity.INFO if fault == NO_PERCENTILE and plan.profile in SPECKIT_FAMILY else Severity.WARNING
    return Problem(
        answer.span,
        f"{quoted(name)} {fault}: {quoted(answer.text)}",
        subject=name,
        concept=answer.concept,
        fix="Write a number with its unit, for example 50 requests/s"
        if answer.concept == THROUGHPUT
        else "Write percentile, number and unit, for example p95 < 300 ms at 50 requests/s",
        severity=weight if light or answer.concept == GOALS else None,
    )
