"""Secrets in a text: tokens that can be told by their form, passwords in addresses, values that keys of that name have.

What a report shows of a plan is masked with the same eyes that find the secret, so no other finding can quote it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import filterfalse
from math import log2
from typing import Final, NamedTuple

from rules.secret_forms import (
    AFTER_NAME,
    BLOB,
    CHANGE,
    COMMON,
    DIGIT,
    FOR_SHOW,
    IN_ADDRESS,
    KEY_NAMES,
    LETTERS,
    MADE_UP,
    NAME,
    NOT_A_PASSWORD,
    PASSWORD_NAMES,
    PATTERNS,
    PRIVATE_KEY,
    RESERVED,
    RUN,
    SHORTEST,
    UUID,
)

MASK: Final = "********"
"""Of one length, so that it does not tell the secret's."""


class Secret(NamedTuple):
    """`kind`: what it is called in messages. `start`, `end`: its characters in the text."""

    start: int
    end: int
    kind: str


def secrets(text: str) -> Iterator[Secret]:
    """Yield what looks like a secret, in no order; two may overlap. Time is linear in the length of the text."""
    low = text.lower()
    yield from tokens(text, low)
    yield from passwords(text, low)


def tokens(text: str, low: str) -> Iterator[Secret]:
    """Yield tokens of known forms, and values that are called keys; `low`: the text in lower case."""
    likely = " ".join([word for word in text.split() if len(word) >= SHORTEST and CHANGE.search(word)])
    for kind, literals, pattern in PATTERNS if likely else ():
        if any([literal in likely for literal in literals]):  # noqa: C419 - a generator takes twice as long
            yield from (Secret(*found.span(), kind) for found in pattern.finditer(text) if is_random(found[0]))
    if "PRIVATE KEY" in text:
        yield from (Secret(*found.span(), "private key") for found in PRIVATE_KEY.finditer(text))
    for start, value in _named(text, low, KEY_NAMES) if likely else ():
        if is_key(value):
            yield Secret(start, start + len(value), "key or token")


def passwords(text: str, low: str) -> Iterator[Secret]:
    """Yield passwords in addresses and behind a name; `low`: the text in lower case."""
    for at in _places(text, "://"):
        if (found := IN_ADDRESS.match(text, at)) and _is_real(found):
            yield Secret(*found.span("value"), "password in an address")
    for start, value in _named(text, low, PASSWORD_NAMES):
        if is_password(value):
            yield Secret(start, start + len(value), "password")


def _is_real(found: re.Match[str]) -> bool:
    """Whether the password in an address is one, and not for a machine of nobody else's."""
    value, host = found["value"], found["host"]
    if value.lower() in COMMON or value == found["user"] or value[0] in "${%[" or MADE_UP.search(value):
        return False
    varied = len(set(value)) > 3  # noqa: PLR2004 - "***", "xxxx"
    return varied and not RESERVED.match(host) and ("." in host or is_password(value))


def _named(text: str, low: str, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where the values with digits behind these names start, with the values."""
    for literal in names if len(low) == len(text) else ():
        for at in _places(low, literal):
            name = NAME.match(text, at)
            found = AFTER_NAME.match(text, name.end()) if name else None
            if found and not MADE_UP.search(value := found["value"].rstrip(".*_\\")) and any(map(str.isdigit, value)):
                yield found.start("value"), value


def _places(text: str, literal: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def is_random(value: str) -> bool:
    """Whether the value of a known form is a real one: no words of examples, and as varied as keys are."""
    return not MADE_UP.search(value) and len(set(value)) > 9 and CHANGE.search(value) is not None  # noqa: PLR2004


def is_password(value: str) -> bool:
    """Whether at least three kinds of characters make it a password rather than a word about one."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda each: not each.isalnum())
    return (
        sum(any(map(kind, value)) for kind in kinds) > 2  # noqa: PLR2004
        and NOT_A_PASSWORD.fullmatch(value) is None
        and FOR_SHOW.search(value.lower().translate(LETTERS)) is None
    )


def is_key(value: str) -> bool:
    """Whether digits and letters are mixed as in a key, not as in a name with a number at its end."""
    run = RUN.search(value)
    return (
        run is not None
        and not UUID.fullmatch(value)
        and not value.startswith(("/", "./", "http", "eyJ"))
        and ("/" not in value or value != value.lower())
        and len(CHANGE.findall(run[0])) > 2  # noqa: PLR2004
        and entropy(run[0]) > 3.2  # noqa: PLR2004 - bits for each character; hexadecimal digits have at most 4
    )


def entropy(text: str) -> float:
    """Return the bits of information for each character."""
    return -sum(count / len(text) * log2(count / len(text)) for count in Counter(text).values())


def apart(found: Iterable[Secret]) -> list[Secret]:
    """Return the secrets in order, those that overlap as one of the kind that was told first."""
    told = list(found)
    rank = {each: index for index, each in reversed(tuple(enumerate(told)))}
    joined: list[Secret] = []
    for each in sorted(told):
        if joined and each.start < joined[-1].end:
            first = min(joined[-1], each, key=lambda one: rank.get(one, 0))
            joined[-1] = Secret(joined[-1].start, max(each.end, joined[-1].end), first.kind)
        else:
            joined.append(each)
    return joined


def masked(text: str) -> str:
    """Return the text with every secret replaced."""
    for secret in reversed(to_hide(text)):
        text = text[: secret.start] + MASK + text[secret.end :]
    return text


def to_hide(text: str) -> list[Secret]:
    """Return what must not be shown of a text, in order and apart; of a key that lost its first line, the lines too."""
    if DIGIT.search(text) is None:
        return []
    blobs = (Secret(*found.span(), "blob") for found in BLOB.finditer(text) if CHANGE.search(found[0]))
    return apart([*secrets(text), *blobs])


def may_hold_tokens(words: frozenset[str]) -> bool:
    """Whether it is worth to look for tokens in a text of these words, which are in lower case."""
    mixed = [word for word in filterfalse(str.isalpha, words) if len(word) > 9]  # noqa: PLR2004 - pieces of keys are longer
    return any(len(CHANGE.findall(word)) > 1 for word in mixed)
