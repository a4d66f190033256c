"""The `retry-of-non-idempotent` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.repeats import IDEMPOTENCY, NOT_IDEMPOTENT, retry_place, retry_statements
from rules.rule import Context
from rules.text_lines import lines_with, words_at

EXCLUDED = lazy(
    r"(?<!non-)(?<!non )(?<!not )\bidempoten|\b(?:safe|read(?:s|-only)?|read operations)\b"
    r"|\b(?:except|exclud\w+|other than|unless|not for|but not)\b"
    r"|\bonly\b[^.;]{0,30}\b(?:GET|PUT|DELETE|HEAD|reads?|queries|connect\w*)|\b(?:GET|PUT|HEAD)\b(?![^.;]{0,80}\bPOST\b)"
    r"|\b(?:connect\w*|connection) (?:errors?|failures?|refused|timeouts?)|\bretry-after\b"
    r"|\b(?:never|not) (?:for )?(?:POST|mutations?|writes?)|\b(?:POST|mutations?|writes?)\b[^.;]{0,30}\b(?:not|never|no)\b"
    r"|\bbefore (?:anything|it) (?:was|is) sent",
    re.IGNORECASE,
)
"""Words by which a retry policy leaves out what must not be repeated, or repeats only what never arrived."""
ELSEWHERE = lazy(
    r"\b(?:towards|against|upstream|downstream|outbound|database|db|connections?|queue|broker|publish\w*|consumer|messages?|"
    r"webhook deliver\w+|health checks?)\b|\bcalls? to\b",
    re.IGNORECASE,
)
"""Retries of other calls than those of the interface."""
FORBIDDEN = lazy(
    r"\b(?:not|never|no|without|don't|cannot|must not)\b[^.;]{0,30}\bretr|\bretr\w+[^.;]{0,40}\b(?:not|never|disabled|off)\b",
    re.IGNORECASE,
)


GUARDED = lazy(r"\b(?:key|token|unique|dedup\w*|upsert\w*)\b", re.IGNORECASE)
"""An operation that is not idempotent alone, but with a key."""


class RetryOfNonIdempotent:
    """The plan says that an operation must not be repeated, and retries it.

    A retry after a lost answer does the work twice: two orders, two payments, two mails. HTTP therefore forbids clients to
    repeat a request with a method that is not idempotent, unless they know that it is safe (RFC 9110, 9.2.2). A policy that
    leaves the operation out, or retries only what never reached the server, is right, and so is a key that makes the
    operation safe to repeat.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Endpoint: POST /api/exports**

        **Idempotency:**
        - `POST /api/exports` is not idempotent

        **Timeouts and Retries:**
        - Request timeout: 5 s
        - Retry policy: 3 attempts on 5xx with exponential back-off

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        **Endpoint: POST /api/exports**

        **Idempotency:**
        - `POST /api/exports` is not idempotent

        **Timeouts and Retries:**
        - Request timeout: 5 s
        - Retry policy: 3 attempts on 5xx with exponential back-off, only for GET
    """

    name: ClassVar[str] = "retry-of-non-idempotent"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        return context.plan.has("interfaces") and context.plan.kind not in {"docs", "static"}

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        policies = [each for each in retry_statements(plan) if not EXCLUDED.search(policy(plan, each))]
        declared = not_repeatable(plan) if policies else ""
        if not declared or FORBIDDEN.search(declared):
            return
        for answer in policies:
            said = policy(plan, answer)
            if not ELSEWHERE.search(said):
                yield Problem(
                    retry_place(plan, answer),
                    f"The plan says {quoted(declared)}, and retries without leaving it out: {quoted(said)}",
                    subject=answer.label or "retry policy",
                    concept="interfaces.retry_policy",
                    fix="Write which operations are retried, or make this one safe to repeat, for example by an Idempotency-Key",
                )


def policy(plan: Plan, answer: Answer) -> str:
    return words_at(plan, answer, retry_place(plan, answer))


def not_repeatable(plan: Plan) -> str:
    """Return the sentence that says that an operation of the interface must not be repeated, "" for none."""
    answers = (each for each in plan.all(IDEMPOTENCY) if not each.missing)
    described = (plan.source.slice(each.extent) for each in plan.endpoints)
    texts = [
        *(plan.source.slice(each.span) for each in answers),
        *(text for text in described if "idempotent" in text or "IDEMPOTENT" in text),
    ]
    found = (line for text in texts for line in lines_with(NOT_IDEMPOTENT, text))
    return next((line.strip("-*+ \t") for line in found if not GUARDED.search(line)), "")
