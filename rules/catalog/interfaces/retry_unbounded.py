"""The `retry-unbounded` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.repeats import RETRY, TIMEOUT, TIMEOUTS, retry_place, retry_statements
from rules.rule import Context
from rules.text_lines import words_at

COUNT = r"(?:\d+|two|three|four|five|six|ten)"
SEQUENCE = r"\d+(?:\.\d+)?\s?(?:ms|s|min|m)?\s?(?:,|/|→|->)\s?\d+(?:\.\d+)?\s?(?:ms|s|min|m)\b"
"""Pauses one by one: "1s, 2s, 4s"."""
SINGLE = r"\b(?:once|one retry|single retry|1 (?:retry|time)|one (?:more|further) (?:try|attempt|time))\b|\bdlq\b|\bdead.?letter"
BOUND = lazy(
    rf"\b{COUNT}\s*(?:(?:x|times?|attempts?|retries|retry|tries|more)\b|\u00d7)|\d\s?(?:次|회)|\|\s*\d+\s*[,|(]|[x\u00d7]\s?\d"
    rf"|\b(?:attempts?|retries|tries|retry|max\w*|limit\w*|up to|at most|no more than)\b\W{{0,4}}"
    rf"(?:count|attempts?|retries|of|is|to)?\W{{0,4}}{COUNT}\b"
    r"|\btwice\b|\bpoison queue\b|\bretry budget\b|\bcircuit.?breaker"
    r"|\bmax_?\w*(?:retr|attempt)\w*|\b\w*(?:retr|attempt)\w*_?max\b"
    r"|\b(?:gives? up|giving up|deadline|expires?|stops?)\b[^.;]{0,30}\d"
    r"|\b(?:for|within)\s(?:at most |up to )?\d+\s?(?:s|min|m|h|seconds|minutes|hours)\b"
    rf"|{SINGLE}|{SEQUENCE}",
    re.IGNORECASE,
)
PACED = lazy(
    r"\bback-?\s?off\b|\bbacking off\b|\bexponential\w*|\bjitter\w*|\b(?:linear\w*|fixed|constant|spaced)\b"
    r"|\b(?:interval|delay|wait|pause)\w*|\bretry-after\b|\b(?:after|every|by)\s\d|\bvisibility timeout\b"
    rf"|\bnext (?:run|night|cron|poll)\w*|指数|退避|지수|백오프|{SEQUENCE}",
    re.IGNORECASE,
)
COUNTED_IN_ROW = lazy(r"\|\s*\d+\s*[,|(]")
"""A number that begins a cell, under a title such as "Retries"."""
ONE_RETRY = lazy(SINGLE, re.IGNORECASE)
"""A single retry needs no pace, and a queue with a dead-letter queue has one of its own."""
ENDLESS = lazy(
    r"\b(?:until|till)\b[^.;]{0,30}"
    r"\b(?:succe\w+|works|available|reachable|back|ok|goes through|accepted|done|deliver\w*|acknowledg\w*|answers?)\b"
    r"|\b(?:indefinite\w*|forever|infinite\w*|endless\w*|unlimited|unbounded|as often as|as long as|without (?:a |any )?limit)\b",
    re.IGNORECASE,
)


class RetryUnbounded:
    """Calls are retried without a limit, or without a pause between the attempts.

    When a service is in trouble, every caller that keeps trying, and all at once, holds it down: retries multiply the load
    just when there is least room for it. Amazon's Builders' Library ("Timeouts, retries, and backoff with jitter") and
    Google's SRE book therefore ask for few attempts and for growing, random pauses. "No retries" is an answer; a single
    retry needs no pause; a queue with a dead-letter queue is bounded.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Timeouts and Retries:**
        - Request timeout: 5 s
        - Retry policy: failed calls are retried until they succeed

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Timeouts and Retries:**
        - Request timeout: 5 s
        - Retry policy: at most 3 attempts, exponential back-off from 200 ms with full jitter
    """

    name: ClassVar[str] = "retry-unbounded"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        return context.plan.has("interfaces") and context.plan.kind not in {"docs", "static"}

    def check(self, context: Context) -> Iterator[Problem]:
        for answer in retry_statements(context.plan):
            if lacks := lacking(with_what_is_around(context.plan, answer)):
                span = retry_place(context.plan, answer)
                yield Problem(
                    span,
                    f"Calls are retried {lacks}: {quoted(words_at(context.plan, answer, span))}",
                    subject=answer.label or "retry policy",
                    concept=RETRY,
                    fix="Write how many attempts there are at most and how long the pauses are, for example "
                    '"3 attempts, exponential back-off from 200 ms with jitter"',
                )


def with_what_is_around(plan: Plan, answer: Answer) -> str:
    """Return the answer with its neighbours under the same label, where the pauses may have a line of their own."""
    around = "".join(
        each.text
        for each in plan.all(TIMEOUTS)
        if each.span != answer.span and each.span.start <= answer.span.start and answer.span.end <= each.span.end
    )
    for timeout in plan.all(TIMEOUT):
        around = around.replace(timeout.text, " ")
    rows = " ".join(COUNTED_IN_ROW.findall(plan.source.slice(answer.span)))
    return f"{answer.text} {' '.join(answer.code)} {around} {rows}"


def lacking(text: str) -> str:
    """Return what the retries lack, in words; "" for nothing."""
    endless = ENDLESS.search(text) is not None
    bounded = BOUND.search(text) is not None and not endless
    paced = PACED.search(text) is not None or (bounded and ONE_RETRY.search(text) is not None)
    if bounded and paced:
        return ""
    if bounded:
        return "without a pause between the attempts"
    return "without a limit" if endless or paced else "without a limit and without a pause between the attempts"
