"""The `retention-not-quantified` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import NO_CHANGE
from rules.plan.model import Answer
from rules.quoting import quoted
from rules.rule import Context

CONCEPT = "data.retention_period"

ELASTIC = lazy(
    r"\b(?:(?:for )?as long as|for as long as|until|till|while|when|once|after)\s+(?:(?:it|they|that|this|the|"
    r"data|is|are|it's|be|no|deemed|"
    r"considered|legally|operationally|reasonably)\s+)*(?:longer\s+)?(?:necessary|needed|required|useful|"
    r"appropriate|possible|relevant|reasonable)\b",
    re.IGNORECASE,
    needs=("necessary", "needed", "required", "useful", "appropriate", "possible", "relevant", "reasonable"),
)
"""Periods that end when somebody thinks so."""

FOR_EVER = lazy(
    r"\b(?:indefinite(?:ly)?|for ?ever|permanent(?:ly)?|unlimited|perpetual(?:ly)?|never (?:deleted|purged|"
    r"expires?))\b",
    re.IGNORECASE,
)
REASON = lazy(
    r"\b(?:because|since|as|due to|for|required|requires?|law|legal\w*|audit\w*|regulat\w+|compliance|so that|"
    r"until|unless|source of truth|git|repository)\b"
    r"|[(;:\u2013\u2014,]\s*\w|\s-\s",
    re.IGNORECASE,
)

PERIOD = lazy(
    r"\d|\b(?:(?:one|two|three|four|five|six|seven|ten|twelve|thirty|sixty|ninety|an?|half a|each|every|per|same) "
    r"(?:\w+ )?(?:minute|hour|day|night|week|month|quarter|year|sprint|release|session|request)s?|"
    r"hourly|daily|nightly|weekly|monthly|quarterly|annual(?:ly)?|yearly)\b",
    re.IGNORECASE,
)
EVENT = lazy(
    r"\b(?:until|till|once|after|when(?:ever)?|upon|while|as long as|so long as|unless|before|"
    r"on (?:\w+ ){0,3}?(?:deletion|request|logout|log out|exit|close|cancell?ation|completion|restart|delete|"
    r"uninstall|shutdown)|"
    r"life ?(?:time|cycle|span) of|for the life\w*|sessions?|in[- ]memory|memory only|ephemeral|temporary|"
    r"transient|immediately|instantly|"
    r"(?:user|customer|owner|admin\w*|tenant|manual\w*)[- ]?(?:\w+[- ]){0,2}?(?:initiated|controll?(?:ed)?|"
    r"delet\w+|remov\w+|managed|request\w*)|"
    r"(?:not|never|nothing|no \w+|none)(?: \w+){0,3}? (?:stored|persist\w*|retained|kept|collected|saved|stores?|"
    r"storage|retention)|"
    r"no (?:retention|storage|persist\w+|personal data|user data|data)|nothing|does not|git|version control|"
    r"repository|"
    r"same as|follows|inherit\w*|matches|see|ttl|lru|cache|rotat\w+|life ?time)\b",
    re.IGNORECASE,
)


class RetentionNotQuantified:
    """The plan says that data is kept and neither for how long nor until which event.

    Personal data may be kept no longer than its purpose needs (GDPR, article 5(1)(e), storage limitation), and a job that
    deletes can only be written against a number or an event. A duration, an event (until the user deletes it, the end of
    the session), "in memory only" and "indefinitely, because ..." are accepted; "as long as necessary" is not.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Data Retention

        - **Retention Period:** as long as necessary, in line with company policy

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Data Retention

        - **Retention Period:** 400 days; the rows of a tenant until its contract ends
    """

    name: ClassVar[str] = "retention-not-quantified"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.all(CONCEPT))

    def check(self, context: Context) -> Iterator[Problem]:
        answer = context.plan.answer(CONCEPT)
        if answer.missing or answer.state in NO_CHANGE or quantified(answer):
            return
        for_ever = FOR_EVER.search(answer.text) is not None
        yield Problem(
            answer.span,
            f"The retention period {quoted(answer.text)} "
            + ("gives no reason to keep data for ever" if for_ever else "is neither a duration nor an event"),
            subject="retention period",
            concept=CONCEPT,
            fix='Write why it is kept for ever ("indefinitely, because ..."), or a period after which it is deleted'
            if for_ever
            else 'Write how long each kind of data is kept, for example "90 days after the account is deleted"',
        )


def quantified(answer: Answer) -> bool:
    """Whether an answer says when keeping ends, or why it does not."""
    text = ELASTIC.sub(" ", answer.text)
    if answer.links or answer.code or PERIOD.search(text) or EVENT.search(text):
        return True
    found = FOR_EVER.search(text)
    return REASON.search(text, found.end()) is not None if found else not is_english(text)
