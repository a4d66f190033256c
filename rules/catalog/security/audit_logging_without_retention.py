"""The `audit-logging-without-retention` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, State
from rules.quoting import quoted
from rules.rule import Context
from rules.text_lines import lines_with

CONCEPT = "security.audit_logging"
DECLINED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})

KEPT = lazy(
    r"\d\s*-?(?:d|days?|weeks?|months?|mo|years?|y|yrs?)\b|\b(?:one|two|three|five|six|seven|ten|a) (?:day|week|month|year)s?\b"
    r"|\b(?:retain\w*|retention|kept|keeps?|expir\w+|indefinite\w*|forever|permanent\w*|immutable|append-only|worm|archiv\w+|rotat\w+"
    r"|purged?|deleted|git|version control|commit history)\b|\d\s?(?:天|日|月|年|일|개월|년)",
    re.IGNORECASE,
)
ABOUT_LOGS = lazy(r"\b(?:audit\w*|logs?)\b", re.IGNORECASE)
NOT_LOGGED = lazy(r"\W*(?:no|none|not)\b", re.IGNORECASE)


class AuditLoggingWithoutRetention:
    """The plan says which events are logged for audits, and not how long the log is kept.

    An audit log that is gone when it is asked for is none: intrusions are found after ten days in the median (Mandiant,
    M-Trends 2024) and often after months, and PCI DSS (10.5.1) asks for a year. A log of people's actions that is kept for
    ever is itself personal data without an end. The template asks for both, events and retention. A duration is enough, and
    so is one for logs in the section about retention.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Audit Logging:** every download, with user and tenant

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Audit Logging:** every download, with user and tenant, kept for 400 days
    """

    name: ClassVar[str] = "audit-logging-without-retention"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "security"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.all(CONCEPT))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        answers = [each for each in plan.all(CONCEPT) if not each.missing and each.state not in DECLINED]
        if (
            not answers
            or any(KEPT.search(each.text) or NOT_LOGGED.match(each.text) for each in answers)
            or kept_elsewhere(plan)
        ):
            return
        yield Problem(
            answers[0].span,
            f"The audit log has no retention: {quoted(answers[0].text)}",
            subject=answers[0].label or "audit logging",
            concept=CONCEPT,
            fix="Write how long the audit log is kept, for example 400 days",
        )


def kept_elsewhere(plan: Plan) -> bool:
    """Whether a section about retention or observability says how long logs are kept."""
    spans = (each.span for each in plan.sections if each.concept in {"data.retention", "observability", "security"})
    lines = (line for span in spans for line in lines_with(ABOUT_LOGS, plan.source.slice(span)))
    return any(KEPT.search(line) for line in lines)
