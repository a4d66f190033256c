"""The `timeout-not-numeric` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.interface import NO_INTERFACE, offered, written_elsewhere
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.plan.source import Span
from rules.quoting import quoted
from rules.repeats import RETRIES, TIMEOUT, TIMEOUTS
from rules.rule import Context
from rules.text_lines import lines_with, place_in

WORDS = frozenset({"timeout", "timeouts", "deadline", "deadlines"})
DECLINED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})

DURATION = lazy(
    r"\d\s?-?(?:ms|msec|milli\w*|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?)\b|\d\s?(?:秒|毫秒|分|초|분)"
    r"|\b(?:half a|one|two|three|four|five|ten|fifteen|twenty|thirty|sixty|ninety|an?)[ -](?:second|minute|hour)s?\b"
    r"|\bsub-?second\b|\bPT\d",
    re.IGNORECASE,
)
UNIT_IN_LABEL = lazy(r"\b(?:ms|s|sec|seconds|milliseconds|minutes|min)\b", re.IGNORECASE)
CONSTANT = lazy(r"\b[A-Z][A-Z0-9]*_[A-Z_0-9]+\b|\b\w+_\w*timeout\w*|\b\w*[a-z]Timeout(?:Ms|Seconds)?\b|\btimeout_\w+")
"""A named constant or a key of the configuration, where the figure stands."""
MENTIONED = lazy(r"time[- ]?outs?|deadline|time limit|超时|타임아웃", re.IGNORECASE)


class TimeoutNotNumeric:
    """A timeout is missing, or is not a number with a unit.

    A call without a limit holds a connection and a thread for as long as the other side likes; one slow dependency then
    stops everything that waits for it (Google's SRE book, "Addressing Cascading Failures", asks for deadlines on every
    call). "Reasonable" leaves the figure to the default of a library, which is often none. A number with a unit is
    enough, or the name of the constant or setting that holds it. A plan in the template's form that offers operations and
    has no word about timeouts is told once.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Timeouts and Retries:**
        - Request timeout: a reasonable limit
        - Retry policy: none

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Timeouts and Retries:**
        - Request timeout: 5 s
        - Retry policy: none
    """

    name: ClassVar[str] = "timeout-not-numeric"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind not in NO_INTERFACE and (bool(plan.endpoints) or not WORDS.isdisjoint(plan.words))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        stated, around = plan.all(TIMEOUT), plan.all(TIMEOUTS)
        for answer in stated or around:
            if not numeric(plan, answer):
                yield problem(answer, place_in(plan, answer, MENTIONED))
        if stated or around or plan.profile != "architect" or not offered(context) or said_elsewhere(plan):
            return
        if not written_elsewhere(context):
            yield problem(plan.answer(TIMEOUTS), plan.anchor(TIMEOUTS))


def said_elsewhere(plan: Plan) -> bool:
    """Whether a line outside the risks, such as one about an architecture or an operation, gives a call a limit."""
    if WORDS.isdisjoint(plan.words):
        return False
    risks = [each.span for each in plan.risks]
    first = min((each.start for each in risks), default=len(plan.source.data)) - plan.source.bom
    text = plan.source.data[plan.source.bom : plan.source.bom + first].decode("utf-8", "ignore")
    return any(MENTIONED.search(line) and DURATION.search(line) for line in lines_with(MENTIONED, text))


def numeric(plan: Plan, answer: Answer) -> bool:
    """Whether an answer gives a figure or where it stands; what is not filled in is for other rules."""
    text = answer.text if answer.concept == TIMEOUT else apart_from_retries(plan, answer)
    if answer.missing or answer.state in DECLINED or answer.links or DURATION.search(text):
        return True
    figure = any(each.isdigit() for each in text)
    return (figure and UNIT_IN_LABEL.search(answer.label) is not None) or CONSTANT.search(
        " ".join((text, *answer.code))
    ) is not None


def apart_from_retries(plan: Plan, answer: Answer) -> str:
    """Return what an answer says, of lines that speak of retries only the clauses about timeouts."""
    kept: list[str] = []
    for line in plan.source.slice(answer.span).split("\n"):
        clauses = re.split(r"[,;(]", line) if RETRIES.search(line) and "|" not in line else [line]
        kept += [each for each in clauses if len(clauses) == 1 or MENTIONED.search(each)]
    return "\n".join(kept)


def problem(answer: Answer, span: Span) -> Problem:
    vague = answer.text and (
        answer.concept == TIMEOUT or MENTIONED.search(answer.text) or not RETRIES.search(answer.label)
    )
    message = (
        f"The timeout {quoted(answer.text)} is not a number with a unit"
        if vague
        else "The plan does not say after how long a call is given up"
    )
    return Problem(
        span,
        message,
        subject=answer.label or "request timeout",
        concept=TIMEOUT,
        fix='Write the timeout as a number with its unit, for example "Request timeout: 10 s"',
    )
