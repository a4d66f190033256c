"""Names of features: a number and words ("001-export-invoices"), as directories and branches have them."""

import re
from typing import Final

from rules.lazy import lazy

NUMBERED: Final = lazy(r"(?P<number>\d{1,5})[-_](?P<slug>[^\d].*)")


def has_other_number(name: str, own: str) -> bool:
    numbers = number_of(name), number_of(own)
    return None not in numbers and numbers[0] != numbers[1] and not is_same(name, own)


def number_of(name: str) -> int | None:
    found = NUMBERED.fullmatch(name)
    return int(found["number"]) if found is not None else None


def is_same(one: str, other: str) -> bool:
    """Return whether two names are of one feature: the same number, or the same words where one has none or another form."""
    numbers = number_of(one), number_of(other)
    if numbers[0] is not None and numbers[0] == numbers[1]:
        return True
    return words_of(one) == words_of(other)


def words_of(name: str) -> str:
    found = NUMBERED.fullmatch(name)
    return re.sub(r"[-_]+", "-", (found["slug"] if found is not None else name).lower())
