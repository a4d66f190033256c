"""The `pii-without-retention-or-protection` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.people import data_of_people
from rules.plan.model import Plan, State
from rules.quoting import listed, quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY
from rules.text_lines import lines_naming

SAY_NOTHING = frozenset({
    ("security.anonymization", State.JUSTIFIED_NA), ("security.data_handling", State.EMPTY),
})  # fmt: skip
"""A reason against anonymity is no protection, and a label for others that are not there is none."""
UNANSWERED = frozenset({State.BARE_NA, State.NEGATIVE})
PROTECTION = (
    "security.encryption_at_rest", "security.encryption_in_transit", "security.data_handling", "security.anonymization",
)  # fmt: skip
RETENTION = ("data.retention_period", "data.deletion_policy")

NONE = lazy(r"\W*(?:none|nothing|not (?:encrypted|planned|defined))\b", re.IGNORECASE)

NOBODYS = lazy(
    r"\b(?:no|not|never|without|zero|neither)\b[^.;\n]{0,40}"
    r"\b(?:pii|personal(?:ly identifiable)? (?:data|information)|user data)\b"
    r"|\bpii\W{1,4}(?:none|no|n/a)\b|\b(?:synthetic|fake|test|seed|sample|public) (?:data|users) only\b",
)
NOBODYS_LITERALS = ("pii", "personal", "user data", "data only", "users only")
PROTECTED_WORDS = frozenset(
    {"tls", "anonymized", "anonymised", "anonymize", "pseudonymized", "redacted", "tokenized", "masked"}
)
PROTECTED = lazy(
    r"encrypt(?!ion(?: at rest| in transit)?\W{0,8}(?:none|no|n/a|not)\b)|pseudonymi|\bhttps\b(?!:)"
    r"|hash(?:ed|ing) (?:e-?mail|phone|ip)"
)
PROTECTED_LITERALS = ("encrypt", "nonymi", "https", "hash")
KEPT_WORDS = frozenset({
    "retain", "retained", "retains", "retaining", "purge", "purged", "purges", "erasure", "forgotten", "gdpr",
})  # fmt: skip
KEPT = lazy(
    r"\bretention\b[^.\n]{0,40}\d|\d[^.\n]{0,20}\bretention\b|\b(?:kept|keep|stored) (?:for|until|as long)\b"
    r"|\bdelet\w+\b[^.\n]{0,40}\b(?:accounts?|after|days|months|years|user data|on request)\b"
    r"|\b(?:account deletion|hard[- ]delete)"
)
"""Statements in lower case, not the labels that ask for them."""
OTHER_DATA = lazy(
    r"\b(?:audit\w*|logs?|logging|metrics?|traces?|backups?|branch\w*|flags?|queue\w*|keys?|tokens?|sessions?|jobs?)\b"
)
KEPT_LITERALS = ("retention", "kept ", "keep ", "stored ", "delet")


class PiiWithoutRetentionOrProtection:
    """The plan handles data of people and does not say how it is protected, or how long it is kept.

    What is stored about people is what is stolen, asked for and sued over. The GDPR asks for both: appropriate protection
    (article 32) and no longer than needed (article 5.1 e); OWASP's ASVS 5.0 begins with the classes of data and what each
    of them needs. Two signs are needed, or a field of a request or table with such a name; an e-mail as a channel is none,
    and "no personal data is stored" is an answer. Encryption of any kind, anonymisation or tokens are protection; any
    statement about keeping or deleting is retention. In the spec-kit family, whose template does not ask for it, a hint.

    ## Bad
        # Implementation Plan: invitations

        ## Data Management and Migration

        Table `invitations`:
        - email: VARCHAR(255)
        - phone: VARCHAR(20)

    ## Good
        # Implementation Plan: invitations

        ## Data Management and Migration

        Table `invitations`, encrypted at rest:
        - email: VARCHAR(255)
        - phone: VARCHAR(20)

        ### Data Retention

        - **Retention Period:** 30 days after the invitation was accepted
    """

    name: ClassVar[str] = "pii-without-retention-or-protection"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "security"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind != "docs" and (plan.has("data") or plan.has("security"))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        protected = answered(plan, PROTECTION) or not PROTECTED_WORDS.isdisjoint(plan.words)
        kept = answered(plan, RETENTION) or not KEPT_WORDS.isdisjoint(plan.words)
        if protected and kept:
            return
        people = data_of_people(plan)
        if not people or said(plan, NOBODYS, NOBODYS_LITERALS):
            return
        lacks = [
            *(["how it is protected"] if not (protected or said(plan, PROTECTED, PROTECTED_LITERALS)) else []),
            *(["how long it is kept"] if not (kept or kept_for(plan)) else []),
        ]
        if not lacks:
            return
        text = plan.source.text
        start = plan.source.bom + len(text[: people[0].start].encode())
        words = listed(dict.fromkeys(quoted(each.word.lower()) for each in people))
        yield Problem(
            plan.source.span(start, start + len(text[people[0].start : people[0].end].encode())),
            f"The plan handles data of people ({words}) and does not say {' and '.join(lacks)}",
            subject="data of people",
            concept="security.data_handling",
            fix="Write how this data is encrypted or made anonymous, and after which time or event it is deleted",
            severity=Severity.INFO if plan.profile in SPECKIT_FAMILY else None,
            parts=tuple(("security.data_handling", each) for each in lacks),
        )


def said(plan: Plan, pattern: re.Pattern[str], literals: tuple[str, ...]) -> bool:
    """Whether the pattern, which is in lower case, finds something in a line with one of the literals."""
    return any(pattern.search(plan.low, start, end) for start, end in lines_naming(plan, literals))


def kept_for(plan: Plan) -> bool:
    """Whether a line says how long data is kept, one that is not about logs and the like."""
    lines = ((start, end) for start, end in lines_naming(plan, KEPT_LITERALS))
    return any(KEPT.search(plan.low, *line) and not OTHER_DATA.search(plan.low, *line) for line in lines)


def answered(plan: Plan, concepts: tuple[str, ...]) -> bool:
    """Whether one of the fields has an answer, or is left open, which other rules say."""
    return any(
        each.state not in UNANSWERED and (concept, each.state) not in SAY_NOTHING and not NONE.match(each.text)
        for concept in concepts
        for each in plan.all(concept)
    )
