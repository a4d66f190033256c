"""The `attempts-exceed-latency-target` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.repeats import TIMEOUT, TIMEOUTS, retry_statements
from rules.rule import Context

DURATION = r"(?P<value>\d+(?:[.,]\d+)?)\s?-?(?P<unit>ms|milliseconds?|s|secs?|seconds?|min|minutes?)\b"
TIME = lazy(DURATION, re.IGNORECASE)
ATTEMPTS = lazy(
    r"\b(?P<tries>\d+)\s*(?:x\b|times\b|attempts?\b|tries\b|\u00d7)|\b(?P<retries>\d+)\s*(?:retries|retry)\b"
    r"|\b(?:max(?:imum)?|up to|at most)?\s*(?P<kind>attempts?|tries|retries)\b\W{0,4}(?:of|is|to|max)?\W{0,4}(?P<figure>\d+)\b",
    re.IGNORECASE,
)
WHOLE = lazy(
    r"\b(?:total|overall|altogether|end.to.end|whole|callers? (?:give|wait|time)\w*|gives? up|deadline|budget|in all)\b"
    r"[^.;\n]{0,40}?" + DURATION,
    re.IGNORECASE,
)
"""How long a call with all its attempts may take."""
HARD = lazy(r"\b(?:max(?:imum)?|worst|never|hard|always|p100|p99\.9\d*|upper bound|deadline)\b", re.IGNORECASE)
PATH = lazy(r"(?<![\w.])/[\w{}\[\]:/-]{0,200}\w")
MILLISECONDS = {"m": 60_000.0, "s": 1_000.0}
SCOPE = lazy(r"\b(?:towards|to the|for the|from the|against|per|of the)\s+\w+", re.IGNORECASE)


class AttemptsExceedLatencyTarget:
    """All attempts together take longer than the call may take.

    Three attempts of 400 ms each take 1.2 s before the pauses; where the answer is promised within a second, or the caller
    has given up by then, the last attempt is work that nobody waits for, and it comes when the service is slowest (Google's
    SRE book, "Addressing Cascading Failures": propagate deadlines). Compared are the attempts times the timeout with a limit
    for the whole call, with a latency target for the same path, with a target that is a maximum, and with the p95 of the
    plan where one attempt alone fits into it. A timeout that is longer than the p95 on purpose is not meant.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Timeouts and Retries:**
        - Request timeout: 400 ms
        - Retry policy: 3 attempts, exponential back-off

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Performance

        - **p95 Latency:** < 1 s

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Timeouts and Retries:**
        - Request timeout: 400 ms
        - Retry policy: 2 attempts, exponential back-off

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Performance

        - **p95 Latency:** < 1 s
    """

    name: ClassVar[str] = "attempts-exceed-latency-target"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        return context.plan.has("interfaces") and context.plan.kind not in {"docs", "static"}

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        policy = next(retry_statements(plan), None)
        timeout = next((each for each in plan.all(TIMEOUT) if not each.missing), None)
        if policy is None or timeout is None:
            return
        attempts, one = attempts_of(policy.text), longest(WHOLE.sub("", timeout.text))
        if attempts < 2 or not one:  # noqa: PLR2004 - one attempt repeats nothing
            return
        for limit, said in limits(plan, timeout, policy, one):
            if attempts * one > limit:
                yield Problem(
                    policy.span,
                    f"{attempts} attempts of {in_units(one)} take up to {in_units(attempts * one)}, "
                    f"longer than {quoted(said)} allows",
                    subject=policy.label or "retry policy",
                    concept="interfaces.retry_policy",
                    fix="Shorten the timeout, make fewer attempts, or give the whole call a deadline",
                )
                return


def attempts_of(text: str) -> int:
    """Return how often a call is made at most; three retries are four attempts. 0 when the text does not say."""
    found = ATTEMPTS.search(text)
    if found is None:
        return 0
    if found["figure"]:
        return int(found["figure"]) + (found["kind"].lower() == "retries")
    return int(found["tries"] or 0) or int(found["retries"]) + 1


def milliseconds(found: re.Match[str]) -> float:
    unit = found["unit"].lower()
    factor = 1.0 if unit.startswith(("ms", "milli")) else MILLISECONDS[unit[0]]
    return float(found["value"].replace(",", ".")) * factor


def longest(text: str) -> float:
    return max(map(milliseconds, TIME.finditer(text)), default=0.0)


def limits(plan: Plan, timeout: Answer, policy: Answer, one: float) -> Iterator[tuple[float, str]]:
    """Yield what the attempts may take together, in milliseconds, with the words that say so."""
    around = [each for each in plan.all(TIMEOUTS) if not each.missing]
    for answer in (timeout, policy, *around):
        for found in WHOLE.finditer(answer.text):
            yield milliseconds(found), found[0]
    paths = set(PATH.findall(timeout.text)) | set(PATH.findall(policy.text))
    for latency in plan.all("nfr.p95_latency"):
        target = longest(latency.text)
        if latency.missing or not target:
            continue
        same = bool(paths & set(PATH.findall(latency.text)))
        free = not paths and not PATH.search(latency.text) and not SCOPE.search(timeout.text)
        if same or (free and (one <= target or HARD.search(f"{latency.label} {latency.text}"))):
            yield target, f"{latency.label}: {latency.text}" if latency.label else latency.text


def in_units(time: float) -> str:
    return f"{time:g} ms" if time < MILLISECONDS["s"] else f"{time / MILLISECONDS['s']:g} s"
