"""Which principles of a constitution a constitution check speaks of: by their names, their numbers or their initials."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from unicodedata import normalize

from rules.constitution import ASIDE, Principle
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.stems import SMALL, WORD, shared, stem, stems

MOST = 2000
"""Lines that are looked at; no check has more."""

ENOUGH = 0.7
"""Share of a principle's words that one line must have."""

NUMBER = r"(?:[IVXL]{1,6}|\d{1,2})"
NAMED = lazy(
    rf"\b(?:principles?|articles?|rules?|gates?|원칙|原则|原則|princ[ií]pios?)\s*\#?(?P<list>{NUMBER}\b(?:\s*(?:[,&/\u2013\u2014-]|and|to|과|와|및|和)\s*"
    rf"(?:principles?\s*)?{NUMBER}\b)*)",
    re.IGNORECASE,
)  # fmt: skip
LEADING = lazy(r"[^\w]*(?P<list>[IVXL]{1,6})(?:[.:)\s|(]|$)")
ONE = lazy(r"(?P<low>[IVXL]+|\d+)(?:\s*(?:[\u2013\u2014-]|\bto\b)\s*(?P<high>[IVXL]+|\d+))?", re.IGNORECASE)
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
SHORT = {
    "tdd": "test driven first development",
    "bdd": "behaviour behavior driven development",
    "sdd": "spec specification driven first development",
    "ddd": "domain driven design development",
    "yagni": "simplicity simple minimal",
    "kiss": "simplicity simple minimal",
    "srp": "single responsibility",
    "dry": "reuse repeat duplication",
    "i18n": "internationalization internationalisation",
    "a11y": "accessibility",
    "ux": "user experience",
    "hitl": "human loop oversight",
    "ssot": "single source truth",
}
"""Short names that people use for principles."""

NARROW = 3
"""Letters of initials, fewer of which mean anything."""


GENERIC = (
    "first requirement principle standard development design architecture default driven native focus practice quality "
    "approach based oriented centric process system management mandatory rule strict"
)
"""Words that many principles share; between titles the others tell which is meant."""


@cache
def generic() -> frozenset[str]:
    return stems(GENERIC)


def own_stems(title: str) -> frozenset[str]:
    """Return the words of a title that are its own, all of them where it has none."""
    found = stems(title)
    return found - generic() or found


class Title:
    """The title of a row or of a principle."""

    def __init__(self, text: str) -> None:
        self.stems = stems(text)
        self.own = own_stems(text)
        self.opening = [stem(word) for word in WORD.findall(text.casefold()) if word not in SMALL][:2]

    def names(self, principle: "Title") -> bool:
        """Whether a row with this title is about the principle: a part of its words, all that are its own, or the first two."""
        if not self.stems:
            return False
        alike = len(self.opening) > 1 and self.opening == principle.opening
        return alike or self.stems <= principle.stems or principle.own <= self.stems


def uncovered(plan: Plan, principles: tuple[Principle, ...]) -> list[Principle]:
    """Return the principles that no line of the plan's constitution check speaks of."""
    lines = list(islice(lines_of(plan), MOST))
    text = f" {squeeze(' '.join(lines))} "
    numbers = {number for line in lines for number in numbers_in(line)}
    left = [
        each
        for each in principles
        if not (each.number and value(each.number) in numbers)
        and f" {squeeze(each.title)} " not in text
        and f" {initials(each.title)} " not in text
    ]
    if not left:
        return []
    text += in_full(text)
    rows = [Title(ASIDE.sub("", title)) for title in islice(titles_of(plan), MOST)]
    wanted = [(each, Title(each.title)) for each in left]
    near = [sum(word in text for word in title.stems) >= ENOUGH * len(title.stems) for _, title in wanted]
    words = [stems(f"{line} {in_full(line)}") for line in lines] if any(near) else []
    return [
        each
        for (each, title), close in zip(wanted, near, strict=True)
        if not (close and any(shared(title.stems, line) >= ENOUGH for line in words))
        and not any(row.names(title) for row in rows)
    ]


def lines_of(plan: Plan) -> Iterator[str]:
    """Yield the lines of every constitution check of the plan, headings too."""
    end = 0
    for section in plan.sections:
        if section.concept == "constitution_check" and section.span.start >= end:
            end = section.span.end
            yield from plan.source.slice(section.span).splitlines()
    yield from (answer.raw for answer in plan.all("constitution_check") if answer.span.start >= end)


def titles_of(plan: Plan) -> Iterator[str]:
    """Yield the names of principles, and the headings below a constitution check."""
    yield from (principle.title for principle in plan.principles)
    end = 0
    for section in plan.sections:
        if section.concept == "constitution_check":
            end = max(end, section.span.end)
        elif section.heading.start < end:
            yield section.title


def in_full(line: str) -> str:
    return " ".join(SHORT[word] for word in WORD.findall(line.casefold()) if word in SHORT)


def numbers_in(line: str) -> Iterator[int]:
    """Yield the numbers of principles that a line names: "Principle IV", "Principles I-III and V", "| IV |", "IV. ..."."""
    for found in (*NAMED.finditer(line), *filter(None, [LEADING.match(line)])):
        for one in ONE.finditer(found["list"]):
            low = value(one["low"])
            yield from range(low, (value(one["high"]) if one["high"] else low) + 1)


def value(number: str) -> int:
    """Return the value of a Roman or Arabic number."""
    if number.isdecimal():
        return int(number)
    letters = [ROMAN[letter] for letter in number.upper()]
    pairs = zip(letters, [*letters[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)


def squeeze(text: str) -> str:
    """Return the words in lower case with one blank between them."""
    return " ".join(WORD.findall(normalize("NFKC", text).casefold()))


def initials(title: str) -> str:
    letters = "".join(word[0] for word in WORD.findall(title.casefold()))
    return letters if len(letters) >= NARROW else squeeze(title)
