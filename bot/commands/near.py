"""Words that are nearly the same. Pure."""

from collections.abc import Iterable


def one_edit_apart(word: str, other: str) -> bool:
    """Return whether one letter more, less or another, or one swap of neighbours, makes a word the other one."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    same = next((i for i, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return True
    rest, target = word[same:], other[same:]
    swapped = rest[1::-1] + rest[2:] == target
    return swapped or rest[1:] == target[1:] or rest[1:] == target or rest == target[1:]


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that a mistyped one is most like, "" where none is much like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: most names are right

    found = get_close_matches(name[:100].lower(), list(names), n=1, cutoff=0.6)
    return found[0] if found else ""
