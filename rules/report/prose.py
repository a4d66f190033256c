"""Sentences of rules, which are our words around quoted words of the plan, as Markdown.

A sentence reads badly as one code span, and only parts of it are foreign. Rules quote what they take from a plan, but
nothing stops a plan from holding quotation marks itself, so a quotation runs to the last mark of the sentence. Outside
of it a word stays as it is only if it cannot be markup, a mention or a reference; any other is shown as data.
"""

import re

from rules.report.echo import ELLIPSIS, echo

QUOTES = frozenset('"`“”')

WORD = re.compile(r"[(']*(?:[^\W_]|[-+.,;:!?'()/%=<\u2013\u2014\u2026\u00b7\u00d7\u00f7\u2264\u2265\u20ac]){1,80}")
"""Letters, digits and the punctuation that means nothing to Markdown inside a line."""

REFERENCE = re.compile(r"://|:\S|^\(*www\.|[^\W\d_]-\d|[0-9a-f]{7,}|<\S", re.IGNORECASE)
"""What GitHub turns into a link or a picture although it looks like a word: URLs, GH-1, hashes of commits, :tada:."""

BLOCK_START = re.compile(r"(?:[-+=]+|\d+[.)])")
"""What would open a list or underline a heading if it came first on a line."""


def prose(text: str, limit: int = 400) -> str:
    """Return a rule's sentence as Markdown of one line: text and code spans, never any other markup."""
    first = next((at for at, character in enumerate(text) if character in QUOTES), None)
    if first is None:
        return words(text, limit)
    last = max(at for at, character in enumerate(text) if character in QUOTES)
    quoted = text[first : last + 1]
    inside = quoted[1:-1]
    if last > first and not QUOTES.intersection(inside):
        quoted = inside
    before, after = text[:first], text[last + 1 :]
    parts = (words(before, limit), echo(quoted, limit), words(after, limit))
    # White space around a quotation is the writer's: a comma stands close to it, a word does not.
    return join(parts, (before[-1:].isspace(), after[:1].isspace()))


def join(parts: tuple[str, str, str], spaced: tuple[bool, bool]) -> str:
    """Return what stands before a quotation, the quotation and what stands after it, each with its space if it had one."""
    before, quotation, after = parts
    # Two code spans that touch would become one; only a space keeps them apart.
    left = " " if before and (spaced[0] or before.endswith("`")) else ""
    right = " " if after and (spaced[1] or after.startswith("`")) else ""
    return f"{before}{left}{quotation}{right}{after}"


def words(text: str, limit: int) -> str:
    """Return unquoted text, runs of suspicious words as code spans."""
    shown: list[str] = []
    held: list[str] = []
    for word in shorten(text, limit).split():
        if suspicious(word) or (not shown and not held and BLOCK_START.fullmatch(word)):
            held.append(word)
            continue
        if held:
            shown.append(echo(" ".join(held), limit))
            held = []
        shown.append(word)
    if held:
        shown.append(echo(" ".join(held), limit))
    return " ".join(shown)


def shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def suspicious(word: str) -> bool:
    """Return whether a word may be anything but a word to a reader of Markdown."""
    return not WORD.fullmatch(word) or REFERENCE.search(word) is not None


def sentence(text: str, limit: int = 400) -> str:
    """Return a rule's sentence as Markdown with a full stop at its end; "" for none."""
    shown = prose(text.strip(), limit)
    return shown if not shown or shown.endswith((".", "!", "?", ELLIPSIS)) else f"{shown}."
