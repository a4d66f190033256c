"""What plans say of calls that are made again: which operations may be repeated, and how often a caller tries."""

import re
from collections.abc import Iterator
from typing import Final

from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.plan.source import Span

IDEMPOTENCY: Final = "interfaces.idempotency"
RETRY: Final = "interfaces.retry_policy"
TIMEOUTS: Final = "interfaces.timeouts"
TIMEOUT: Final = "interfaces.request_timeout"

GUARD: Final = lazy(
    r"idempotency[- _]?(?:key|token)|\b(?:unique|dedup\w*|duplicates?|de-duplicat\w+|upserts?|on conflict|exactly.once|once"
    r"|repeats?|repeated|replay\w*|natural key|request.?id|nonce|token|version check|optimistic|etag|if-match)\b",
    re.IGNORECASE,
)
"""How a call is made safe to repeat."""
NOT_IDEMPOTENT: Final = lazy(
    r"\b(?:not|isn't|aren't|never|non)[- ]+(?:\w+ )?idempotent|\bno idempotency\b"
    r"|\b(?:each|every|a repeated|a second|repeated|repeating|duplicate)\s+(?:call|request|post|submission|attempt|click)s?\s+"
    r"(?:(?!never|not|do|cannot|won)\w+\s){0,2}(?:creates?|adds?|inserts?|charges?|sends?|books?|starts?|produces?)\b",
    re.IGNORECASE,
)
"""Words that say of a call that repeating it does something again."""
NO_RETRY: Final = lazy(
    r"^\W*(?:no\b(?! more than)|none\b|never\b|not retried|without retr)|\bfails? fast\b|\b(?:0|zero) retries\b"
    r"|\b(?:no|without(?: any)?|never|not|don't|do not) (?:automatic(?:ally)? |be )?retr"
    r"|\bretr(?:y|ies)\W+(?:none|no|0|off|disabled)\b",
    re.IGNORECASE,
)
RETRIES: Final = lazy(
    r"\bretr(?:y|ies|ied|ying)\b|\battempts?\b|\bback-?off\b|\u91cd\u8bd5|\uc7ac\uc2dc\ub3c4", re.IGNORECASE
)
"""Words about retrying; the last two are Chinese and Korean."""


def retry_statements(plan: Plan) -> Iterator[Answer]:
    """Yield what the plan says about retrying calls: the policy, or the text about timeouts that holds one.

    The lines that decline to retry are left out of `text`; an answer of nothing else is not one.
    """
    found = plan.all(RETRY) or plan.all(TIMEOUTS)
    for answer in found:
        if answer.missing or answer.state in {State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE}:
            continue
        if answer.span.line == answer.span.end_line or not NO_RETRY.search(answer.text):
            text = "" if NO_RETRY.search(answer.text) else answer.text
        else:
            lines = (line.strip("-*+ \t\r") for line in plan.source.slice(answer.span).split("\n"))
            text = " ".join(line for line in lines if not NO_RETRY.search(line))
        if text and (answer.concept == RETRY or RETRIES.search(text)):
            yield answer._replace(text=text)


def retry_place(plan: Plan, answer: Answer) -> Span:
    """Return the line of an answer that speaks of retries that are made."""
    if answer.span.line != answer.span.end_line:
        for number in range(answer.span.line, answer.span.end_line + 1):
            line = plan.source.line_span(number)
            text = plan.source.slice(line)
            if RETRIES.search(text) and not NO_RETRY.search(text.strip("-*+ \t\r")):
                return plan.source.span(max(line.start, answer.span.start), min(line.end, answer.span.end))
    return answer.span
