"""The one sanitiser: every string that we did not write ourselves passes here before it stands in our Markdown.

Plans, paths, branch names and titles come from whoever opens a pull request. Shown as they are, they could mention
people, link, load images, close our own markup or speak in our voice. So they are shown as data: in a code span, whose
end they cannot reach, with every character that deceives the eye written out.
"""

import unicodedata
from collections.abc import Iterator

from rules.lazy import lazy

ZERO_WIDTH_SPACE = "\u200b"
ELLIPSIS = "…"

UNMENTIONED = "@" + ZERO_WIDTH_SPACE
"""For an at sign: a code span stops mentions only as long as it is one, and e-mail replies quote its bare text."""

BAR = "¦"
"""For a bar in Markdown: GitHub cuts table rows at every bar before it looks for code."""

DECEPTIVE_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Controls, bidirectional and other format characters, tags, private use, lone surrogates, unassigned."""

INVISIBLE = lazy("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]")
"""Characters of other categories that show nothing. The two presentation selectors of emoji (FE0E, FE0F) may stay."""

BACKTICKS = lazy("`+")


def echo(text: str, limit: int = 120) -> str:
    """Return foreign text as one Markdown code span on one line, at most `limit` characters of it."""
    return span(plain(text, limit).replace("|", BAR) or "(empty)")


def span(shown: str) -> str:
    """Return plain text as a code span, whose fence is longer than any run of backticks in it."""
    fence = "`" * (longest_run(shown) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def plain(text: str, limit: int = 120) -> str:
    """Return foreign text for a field that GitHub does not read as Markdown: one line, nothing hidden, no mention."""
    if len(text) <= limit and is_plain(text):
        return text.strip()
    shown: list[str] = []
    room = limit
    for piece in visible(text):
        room -= len(piece)
        if room < 0:
            return cut(shown, limit).rstrip() + ELLIPSIS
        shown.append(piece)
    return "".join(shown).rstrip()


def is_plain(text: str) -> bool:
    """Return whether a text may be shown as it is, which most may; the shortcut saves most of the time."""
    return text.isprintable() and "@" not in text and "  " not in text and INVISIBLE.search(text) is None


def cut(pieces: list[str], limit: int) -> str:
    """Return the pieces that leave room for an ellipsis, whole."""
    room = sum(map(len, pieces))
    while pieces and room > limit - len(ELLIPSIS):
        room -= len(pieces.pop())
    return "".join(pieces)


def visible(text: str) -> Iterator[str]:
    """Yield what is shown for each character of the text; white space of any kind and length becomes one space."""
    spaced = True
    for character in text:
        if character.isspace():
            if not spaced:
                yield " "
            spaced = True
            continue
        spaced = False
        if deceptive(character):
            yield f"<U+{ord(character):04X}>"
        else:
            yield UNMENTIONED if character == "@" else character


def deceptive(character: str) -> bool:
    """Return whether a character shows nothing, or something else than it is."""
    return INVISIBLE.match(character) is not None or unicodedata.category(character) in DECEPTIVE_CATEGORIES


def deceives(text: str) -> bool:
    """Return whether any character of a text does; hardly any text has one, so all are looked at together first."""
    return not (text.isprintable() and INVISIBLE.search(text) is None) and any(map(deceptive, text))


def longest_run(text: str) -> int:
    """Return the length of the longest run of backticks: a fence must be longer."""
    return max((len(run) for run in BACKTICKS.findall(text)), default=0)
