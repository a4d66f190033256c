"""The `pii-without-retention-or-protection` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, State
from rules.quoting import listed, quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

JUDGED = ("interfaces", "data", "architecture", "security", "nfr")
"""Sections, with those below them, in which data of people is described; "data" and "interfaces" hold the fields."""
UNANSWERED = frozenset({State.BARE_NA, State.NEGATIVE})
PROTECTION = (
    "security.encryption_at_rest", "security.encryption_in_transit", "security.data_handling", "security.anonymization",
)  # fmt: skip
RETENTION = ("data.retention_period", "data.deletion_policy")

NONE = lazy(r"\W*(?:none|nothing|not (?:encrypted|planned|defined))\b", re.IGNORECASE)

WORDS = frozenset({
    "email", "emails", "e-mail", "phone", "mobile", "ssn", "social", "passport", "national", "tax", "iban", "card", "credit",
    "address", "addresses", "birth", "dob", "birthdate", "health", "medical", "patient", "patients", "diagnosis", "payment",
    "bank", "location", "gps", "geolocation", "latitude", "longitude", "salary", "gender", "personal", "personally", "pii",
    "name", "names", "blood", "biometric", "ip", "contact",
})  # fmt: skip
"""Words, in lower case, one of which is in all that the patterns find."""
_FIELDS = (
    r"(?:e-?)?mail(?:_?address)?|phone(?:_?(?:number|no))?|mobile(?:_?number)?|date_?of_?birth|dob|birth_?date"
    r"|ssn|social_security\w*|passport\w*|national_?id|tax_?id|iban|(?:credit_?)?card_?number"
    r"|(?:billing|home|postal|street|shipping)_?address|(?:full|first|last|given|family)_?name|diagnos[ei]s"
    r"|medical_\w+|blood_?type|ip_?address|latitude|longitude|salary|gender|biometric\w*"
)
FIELD = lazy(
    rf"(?<![\w-])(?P<field>{_FIELDS})[`\"'*]{{0,3}}\??\s?"
    r"(?:[:=|]|(?:VARCHAR|TEXT|STRING|CITEXT|DATE|CHAR)\b"
    r"|\((?:unique|string|text|varchar|date|encrypted|pk|not null|optional|required))"
    rf"|`(?P<coded>{_FIELDS})`",
    re.IGNORECASE,
)
"""A field of a request, a table or a model."""
SIGNAL = lazy(
    r"\b(?:(?P<contact>e-?mail addresses|phone numbers?|postal addresses|home addresses|contact (?:details|data))"
    r"|(?P<health>(?:health|medical|patient) (?:records?|data|information))"
    r"|(?P<pay>(?:payment|credit card|card|bank) (?:details|data|information|numbers?))"
    r"|(?P<place>(?:location|gps|geolocation) (?:data|history|of users)|users?' locations?)"
    r"|(?P<born>dates? of birth|birth ?dates?)"
    r"|(?P<who>personal (?:data|information|details)|personally identifiable|PII|(?:customers?|users?|patients?)'? names?))\b",
    re.IGNORECASE,
)
AS_CHANNEL = lazy(
    r"\b(?:send\w*|sent|notif\w*|alert\w*|digest|newsletter|providers?|service|template\w*|smtp|via|reminder\w*|support"
    r"|contact us|escalat\w*|ses|sendgrid|mailgun|slack)\b",
    re.IGNORECASE,
)
NOBODYS = lazy(
    r"\b(?:no|not|never|without|zero|neither)\b[^.;\n]{0,40}"
    r"\b(?:pii|personal(?:ly identifiable)? (?:data|information)|user data)\b"
    r"|\bpii\W{1,4}(?:none|no|n/a)\b|\b(?:synthetic|fake|test|seed|sample|public) (?:data|users) only\b",
    re.IGNORECASE,
    needs=("pii", "personal", "user data", "synthetic", "fake", "test", "seed", "sample", "public"),
)
PROTECTED = lazy(
    r"encrypt(?!ion(?: at rest| in transit)?\W{0,8}(?:none|no|n/a|not)\b)|pseudonymi"
    r"|anonymi[sz](?!ation\W{0,8}(?:none|no|n/a|not)\b)"
    r"|redact|tokeni[sz]|\bmask(?:ed|ing)\b|\bTLS\b|\bHTTPS\b(?!:)|\bhash(?:ed|ing) (?:e-?mail|phone|ip)",
    re.IGNORECASE,
    needs=("encrypt", "anonymi", "pseudonymi", "redact", "tokeni", "mask", "tls", "https", "hash"),
)
KEPT = lazy(
    r"\bretention\b[^.\n]{0,40}\d|\d[^.\n]{0,20}\bretention\b|\bretain(?:ed|s|ing)?\b|\bpurged?\b|\berasure\b"
    r"|\bright to be forgotten\b|\bgdpr\b|\b(?:kept|keep|stored) (?:for|until|as long)\b|\baccount deletion\b"
    r"|\bdelet\w+\b[^.\n]{0,40}\b(?:accounts?|after|days|months|years|user data|on request)\b|\bhard[- ]delet",
    re.IGNORECASE,
    needs=("retention", "retain", "purge", "erasure", "forgotten", "gdpr", "kept", "keep", "stored", "delet"),
)
"""Statements, not the labels that ask for them."""


class Person(NamedTuple):
    """A word for data of people: in characters of the text."""

    start: int
    end: int
    word: str


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
        return plan.kind != "docs" and not WORDS.isdisjoint(plan.words) and (plan.has("data") or plan.has("security"))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        text = plan.source.text
        lacks = [
            *(["how it is protected"] if not (answered(plan, PROTECTION) or PROTECTED.search(text)) else []),
            *(["how long it is kept"] if not (answered(plan, RETENTION) or KEPT.search(text)) else []),
        ]
        if not lacks or NOBODYS.search(text) or not (people := data_of_people(plan)):
            return
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


def answered(plan: Plan, concepts: tuple[str, ...]) -> bool:
    """Whether one of the fields has an answer, or is left open, which other rules say."""
    return any(
        each.concept in concepts
        and each.state not in UNANSWERED
        and not (each.concept == "security.anonymization" and each.state is State.JUSTIFIED_NA)
        and not NONE.match(each.text)
        for each in plan.answers
    )


def data_of_people(plan: Plan) -> list[Person]:
    """Return the words for data of people in the sections that describe data; none unless they are signs enough."""
    fields: list[Person] = []
    signals: dict[str, Person] = {}
    text = plan.source.text
    for low, high in sections(plan):
        fields += [
            Person(*found.span(found.lastgroup or 0), found[found.lastgroup or 0])
            for found in FIELD.finditer(text, low, high)
            if not AS_CHANNEL.search(line_around(text, found))
        ]
        for found in SIGNAL.finditer(text, low, high):
            if not AS_CHANNEL.search(line_around(text, found)):
                signals.setdefault(found.lastgroup or "", Person(*found.span(), found[0]))
    enough = fields or len(signals) > 1
    return sorted([*fields, *signals.values()]) if enough else []


def line_around(text: str, found: re.Match[str]) -> str:
    end = text.find("\n", found.end())
    return text[text.rfind("\n", 0, found.start()) + 1 : end if end >= 0 else len(text)]


def sections(plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield the outermost sections that describe data, as characters of the text."""
    done = 0
    for each in plan.sections:
        if each.concept.partition(".")[0] in JUDGED and each.span.start >= done and each.level > 1:
            done = each.span.end
            low = len(plan.source.data[plan.source.bom : each.span.start].decode())
            yield low, low + len(plan.source.slice(each.span))
