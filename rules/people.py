"""Data of people in a plan: fields of requests, tables and models, and phrases that mean such data."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.model import Plan

SECTIONS: Final = frozenset({"interfaces", "data", "architecture", "security", "nfr"})
"""Sections, with those below them, in which data is described."""

IDENTIFIERS: Final = frozenset({
    "email", "emailaddress", "mail", "phone", "phonenumber", "phoneno", "mobile", "mobilenumber", "dateofbirth",
    "dob", "birthdate", "ssn", "socialsecuritynumber", "passport", "passportnumber", "nationalid", "taxid", "iban",
    "cardnumber", "creditcardnumber", "billingaddress", "homeaddress", "postaladdress", "streetaddress",
    "shippingaddress", "fullname", "firstname", "lastname", "givenname", "familyname", "diagnosis", "bloodtype",
    "ipaddress", "latitude", "longitude", "salary", "gender", "biometrics",
})  # fmt: skip
"""Names of fields, without "_" and "-"."""
BEGINNINGS: Final[Mapping[str, str]] = {
    **{
        name: name
        for name in (
            "email", "emailaddress", "mail", "e-mail", "phone", "phonenumber", "mobile", "mobilenumber", "dateofbirth",
            "dob", "birthdate", "ssn", "passport", "nationalid", "taxid", "iban", "cardnumber", "creditcardnumber",
            "fullname", "firstname", "lastname", "givenname", "familyname", "diagnosis", "ipaddress", "latitude",
            "longitude", "salary", "gender", "biometrics",
        )
    },
    "birth": "birth", "birth-date": "birth-date", "social": "social_security_number", "national": "national_id", "tax": "tax_id",
    "card": "card_number",
    "billing": "billing_address", "home": "home_address", "postal": "postal_address", "street": "street_address",
    "shipping": "shipping_address", "full": "full_name", "first": "first_name", "last": "last_name", "given": "given_name",
    "family": "family_name", "blood": "blood_type", "ip": "ip_address",
}  # fmt: skip
"""A word of the plan, and what to look for in its text where the word occurs."""
PHRASES: Final[Mapping[str, str]] = {
    "email addresses": "contact", "e-mail addresses": "contact", "phone number": "contact", "postal address": "contact",
    "home address": "contact", "contact details": "contact", "contact data": "contact",
    "health record": "health", "health data": "health", "health information": "health", "medical record": "health",
    "medical data": "health", "patient record": "health", "patient data": "health",
    "payment details": "payment", "payment data": "payment", "payment information": "payment", "card number": "payment",
    "card data": "payment", "bank details": "payment", "bank account number": "payment",
    "location data": "place", "location history": "place", "gps data": "place", "users' locations": "place",
    "date of birth": "birth", "dates of birth": "birth", "birth date": "birth",
    "personal data": "person", "personal information": "person", "personal details": "person",
    "personally identifiable": "person", "pii": "person", "user names": "person", "users' names": "person",
    "customer names": "person", "customers' names": "person", "patient names": "person", "patients' names": "person",
}  # fmt: skip
"""A phrase, and what kind of data it means."""
TYPED: Final = lazy(
    r"[`\"'*]{0,3}\??\s?(?:[:=|]|(?:VARCHAR|TEXT|STRING|CITEXT|DATE|CHAR)\b"
    r"|\((?:unique|string|text|varchar|date|encrypted|PK|not null|optional|required))"
)
"""What follows the name of a field."""
AS_CHANNEL: Final = lazy(
    r"\b(?:sen[dt]\w*|notif\w*|alert\w*|digest|newsletter|providers?|service|template\w*|smtp|via|reminder\w*|support|contact us"
    r"|escalat\w*|ses|sendgrid|mailgun|slack)\b"
)
"""Words, in lower case, of a line in which an address is only a way to reach somebody."""


class Mention(NamedTuple):
    """A word for data of people, in characters of the plan's text."""

    start: int
    end: int
    word: str


def data_of_people(plan: Plan) -> list[Mention]:
    """Return the words for data of people in the sections that describe data; none unless they are signs enough.

    One field is enough; of phrases there must be two kinds.
    """
    ranges = _described(plan)
    fields: dict[str, Mention] = {}
    for each in _fields(plan):
        name = each.word.lower()
        if name not in fields and _inside(each, ranges) and not _channel(plan, each):
            fields[name] = each
    phrases: dict[str, Mention] = {}
    for kind, each in _phrases(plan):
        if kind not in phrases and _inside(each, ranges) and not _channel(plan, each):
            phrases[kind] = each
    return sorted({*fields.values(), *phrases.values()}) if fields or len(phrases) > 1 else []


def _fields(plan: Plan) -> Iterator[Mention]:
    text, low = plan.source.text, plan.low
    for literal in sorted({BEGINNINGS[word] for word in BEGINNINGS.keys() & plan.words}):
        for at in _places(low, literal):
            start, end = _identifier(low, at)
            if low[start:end].replace("_", "").replace("-", "") in IDENTIFIERS:
                coded = text[start - 1 : start] == "`" == text[end : end + 1]
                if coded or TYPED.match(text, end):
                    yield Mention(start, end, text[start:end])


def _phrases(plan: Plan) -> Iterator[tuple[str, Mention]]:
    for phrase, kind in PHRASES.items():
        if phrase.partition(" ")[0].strip("'") in plan.words:
            for at in _places(plan.low, phrase):
                if not plan.low[at - 1 : at].isalnum():
                    yield kind, Mention(at, at + len(phrase), plan.source.text[at : at + len(phrase)])


def _places(low: str, literal: str) -> Iterator[int]:
    at = low.find(literal)
    while at >= 0:
        yield at
        at = low.find(literal, at + len(literal))


def _identifier(text: str, at: int) -> tuple[int, int]:
    """Return the whole word around a place, its underscores and hyphens included, of a length that fields have."""
    start = end = at
    while start > 0 and at - start < 24 and (text[start - 1].isalnum() or text[start - 1] in "_-"):  # noqa: PLR2004
        start -= 1
    while end < len(text) and end - at < 40 and (text[end].isalnum() or text[end] in "_-"):  # noqa: PLR2004
        end += 1
    return start, end


def _channel(plan: Plan, mention: Mention) -> bool:
    end = plan.low.find("\n", mention.end)
    line = plan.low[plan.low.rfind("\n", 0, mention.start) + 1 : end if end >= 0 else len(plan.low)]
    return AS_CHANNEL.search(line) is not None


def _inside(mention: Mention, ranges: list[tuple[int, int]]) -> bool:
    at = bisect_right(ranges, mention.start, key=lambda each: each[0]) - 1
    return at >= 0 and mention.start < ranges[at][1]


def _described(plan: Plan) -> list[tuple[int, int]]:
    """Return the outermost sections that describe data, as characters of the text."""
    ranges: list[tuple[int, int]] = []
    source, at, count = plan.source, plan.source.bom, 0
    for each in plan.sections:
        if each.concept.partition(".")[0] in SECTIONS and each.span.start >= at and each.level > 1:
            count += len(source.data[at : each.span.start].decode())
            low, at = count, each.span.end
            count += len(source.slice(each.span))
            ranges.append((low, count))
    return ranges
