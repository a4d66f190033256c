"""The `vague-quality-adjective` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, Section
from rules.plan.source import Span
from rules.quoting import listed, quoted
from rules.rule import Context

SECTIONS = frozenset({"nfr", "nfr.performance", "nfr.reliability", "nfr.cost"})
JUDGED_ELSEWHERE = frozenset({"nfr.slo", "nfr.p95_latency", "nfr.throughput"})
"""Fields that must have a number; two other rules ask for it."""

VAGUE = lazy(
    r"(?<![\w-])(?:fast|quick(?:ly)?|performant|responsive|snappy|scalable|highly available|high availability|robust"
    r"|reliabl[ey]|resilient|stable|secure(?:ly)?|intuitive|seamless(?:ly)?|smooth(?:ly)?|efficient(?:ly)?|lightweight"
    r"|user[- ]friendly|optimal(?:ly)?|high[- ]performance|high[- ]quality|graceful(?:ly)?|cost[- ](?:effective|efficient)"
    r"|maintainable|flexible|state-of-the-art|world-class|blazing\w*|minimal|reasonable|acceptable|adequate|sufficient"
    r"|excellent)(?![\w-])",
    re.IGNORECASE,
)
WORDS = frozenset({
    "fast", "quick", "quickly", "performant", "responsive", "snappy", "scalable", "available", "availability", "robust",
    "reliable", "reliably", "resilient", "stable", "secure", "securely", "intuitive", "seamless", "seamlessly", "smooth",
    "smoothly", "efficient", "efficiently", "lightweight", "friendly", "user-friendly", "optimal", "optimally", "performance",
    "high-performance", "quality", "high-quality", "graceful", "gracefully", "effective", "cost-effective", "cost-efficient",
    "maintainable", "flexible", "state-of-the-art", "world-class", "blazing", "blazingly", "minimal", "reasonable",
    "acceptable", "adequate", "sufficient", "excellent",
})  # fmt: skip
"""The words of the pattern, in lower case."""
MEASURED = lazy(
    r"\d|`|\]\(|https?:|\[[^\]]*\]|[<>≤≥=]|\b(?:because|n/a|not applicable|zero|two|three|none|once|twice|half|than)\b",
    re.IGNORECASE,
)
MECHANISM = lazy(
    r"\b(?:cach\w+|cdn|retr(?:y|ies)|replica\w*|index\w*|queue\w*|circuit.?breaker\w*|fall\w*.?back\w*"
    r"|fails? (?:over|closed|open)|failover|read-only|rate.?limit\w*|auto-?scal\w+|scale[sd]? (?:out|to|up|with)|horizontal\w*"
    r"|load.?balanc\w+"
    r"|backups?|snapshot\w*|paginat\w+|async\w*|pool\w*|lazy\w*|batch\w*|stream\w*|compress\w*|minif\w+|bundl\w+|shard\w*"
    r"|partition\w*|stateless|offline|poll\w*|debounc\w+|prefetch\w*|preload\w*|ssr|static\w*|serverless|docker|kubernetes|redis"
    r"|postgres\w*|vercel|aws|gcp|azure|cloudflare|github pages|health.?checks?|timeouts?|monitor\w*|lighthouse"
    r"|error (?:boundar|messag|page|handl)\w*|by \w+ing|via|using|through|so that|shows?|serves?|stays? queued|disabl\w+)\b",
    re.IGNORECASE,
)
"""Words that say how, or under which condition, a quality is reached."""


class Line(NamedTuple):
    span: Span
    text: str
    found: str


class VagueQualityAdjective:
    """A non-functional requirement is an adjective: fast, scalable, robust.

    Nobody can build, test or alert on "scalable"; two people who read it think of two numbers. ISO/IEC/IEEE 29148 asks
    requirements to be verifiable and lists such words among those to avoid, and spec-kit's own analysis looks for them. Only
    the values in the sections about non-functional requirements are judged. A number, a code span, a link, or the mechanism
    that brings the quality about ("a queue in front of it", "falls back to the last export") is enough. One finding for
    each section; targets of latency, throughput and availability are judged by `latency-not-measurable` and `slo-not-numeric`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish by 06:00
        - **Degradation Strategy:** the system stays robust and degrades gracefully

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish by 06:00
        - **Degradation Strategy:** without the ledger exports stay queued
    """

    name: ClassVar[str] = "vague-quality-adjective"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "nfrs"

    def applies(self, context: Context) -> bool:
        return any(each.concept in SECTIONS for each in context.plan.sections)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        words = WORDS & plan.words
        if not words:
            return
        found = [
            (section, line)
            for index, section in enumerate(plan.sections)
            if is_judged(plan, section)
            for line in vague_lines(plan, words, own_lines(plan, index))
        ]
        for section, lines in groupby(left_to_this_rule(plan, found), key=lambda each: each[0]):
            yield problem(section, [line for _, line in lines])


def is_judged(plan: Plan, section: Section) -> bool:
    """Whether a section holds non-functional requirements; one below them whose title we do not know does too."""
    above = plan.sections[section.parent].concept if section.parent >= 0 else ""
    return section.concept in SECTIONS or (not section.concept and above == "nfr")


def own_lines(plan: Plan, index: int) -> tuple[int, int]:
    """Return the first and the last line of what stands directly below a heading: up to the next heading."""
    first = plan.sections[index].heading.end_line + 1
    last = plan.sections[index + 1].heading.line - 1 if index + 1 < len(plan.sections) else plan.source.line_count
    return first, last


def vague_lines(plan: Plan, words: frozenset[str], between: tuple[int, int]) -> list[Line]:
    first, last = between
    if first > last:
        return []
    span = plan.source.span(plan.source.line_span(first).start, plan.source.line_span(last).end)
    text = plan.source.slice(span)
    low = text.lower()
    if not any(word in low for word in words):
        return []
    found: list[Line] = []
    fenced = False
    for number, line in enumerate(text.split("\n"), start=first):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or not (vague := VAGUE.search(line)):
            continue
        if not MEASURED.search(line) and not MECHANISM.search(line):
            found.append(Line(plan.source.line_span(number), line.strip(" \t\r-*+"), vague[0]))
    return found


def left_to_this_rule(plan: Plan, found: Sequence[tuple[Section, Line]]) -> Iterator[tuple[Section, Line]]:
    """Yield the lines at the places of the answers that they hold, without those that another rule judges."""
    spoken_for: set[int] = set()
    places: dict[int, Span] = {}
    for each in plan.answers if found else ():
        if each.concept in JUDGED_ELSEWHERE or each.missing:
            spoken_for.update(range(each.span.line, each.span.end_line + 1))
        elif each.span.line == each.span.end_line:
            places[each.span.line] = each.span
    for section, line in found:
        if line.span.line not in spoken_for:
            yield section, line._replace(span=places.get(line.span.line, line.span))


def problem(section: Section, lines: Sequence[Line]) -> Problem:
    words = listed(dict.fromkeys(quoted(each.found.lower()) for each in lines))
    return Problem(
        lines[0].span,
        f"{words} {'is' if len(lines) == 1 else 'are'} no requirement that could be checked: {quoted(lines[0].text)}",
        subject=section.title,
        concept=section.concept,
        fix="Write the number that would show it, or the mechanism that brings it about",
        parts=tuple((section.concept, each.text) for each in lines),
    )
