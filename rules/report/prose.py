"""Sentences of rules, which are our words around quoted words of the plan: as Markdown, and as plain text.

A sentence reads badly as one code span, and only parts of it are foreign: what stands in quotes, where `rules.quoting`
leaves no other quotation mark. It is shown as data. Outside of quotes a word stays as it is only if it cannot be markup, a
mention or a reference, so that a rule which forgets to quote does no harm.
"""

import re

from rules.finding import Finding
from rules.lazy import lazy
from rules.quoting import quoted
from rules.report.echo import ELLIPSIS, echo, plain, span

QUOTED = lazy(r'"([^"]*)"|“([^”]*)”|`([^`]*)`|["“”`].*', re.DOTALL)
"""A quotation; one that is not closed runs to the end."""

WORD = lazy(r"[(']*(?:[^\W_]|[-+.,;:!?'()/%=<>\u2013\u2014\u2026\u00b7\u00d7\u00f7\u2264\u2265\u20ac]){1,80}")
"""Letters, digits and the punctuation that means nothing to Markdown inside a line."""

REFERENCE = lazy(r"://|:\S|^\(*www\.|\bGH-\d|[0-9a-f]{7,}|<\S", re.IGNORECASE)
"""What GitHub turns into a link or a picture although it looks like a word: URLs, GH-1, hashes of commits, :tada:."""

BLOCK_START = lazy(r"[-+=]+|\d+[.)]|>.*")
"""What would open a list or a quotation, or underline a heading, if it came first on a line."""


def prose(text: str, limit: int = 400) -> str:
    """Return a rule's sentence as Markdown of one line: text and code spans, never any other markup."""
    parts: list[str] = []
    at = 0
    for quotation in QUOTED.finditer(shortened := shorten(text, limit)):
        add(parts, words(shortened[at : quotation.start()], first=not parts), shortened[at : at + 1].isspace())
        add(parts, echo(inside(quotation), limit), shortened[: quotation.start()][-1:].isspace())
        at = quotation.end()
    add(parts, words(shortened[at:], first=not parts), shortened[at : at + 1].isspace())
    return "".join(parts)


def inside(quotation: re.Match[str]) -> str:
    return next((group for group in quotation.groups() if group is not None), quotation[0])


def add(parts: list[str], part: str, spaced: bool) -> None:  # noqa: FBT001 - read by position, like the text itself
    """Append a part, after a space where the sentence has one. Two code spans that touch would become one."""
    if not part:
        return
    if parts and (spaced or (parts[-1].endswith("`") and part.startswith("`"))):
        parts.append(" ")
    parts.append(part)


def words(text: str, *, first: bool) -> str:
    """Return unquoted text, runs of suspicious words as code spans. `first`: it begins the line."""
    shown: list[str] = []
    held: list[str] = []
    for word in text.split():
        if suspicious(word) or (first and not shown and not held and BLOCK_START.fullmatch(word)):
            held.append(word)
            continue
        if held:
            shown.append(echo(" ".join(held), len(text)))
            held = []
        shown.append(word)
    if held:
        shown.append(echo(" ".join(held), len(text)))
    return " ".join(shown)


def shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def suspicious(word: str) -> bool:
    """Return whether a word may be anything but a word to a reader of Markdown."""
    return not WORD.fullmatch(word) or REFERENCE.search(word) is not None


def message(finding: Finding) -> str:
    """Return what is wrong, as Markdown."""
    return sentence(worded(finding))


def plain_message(finding: Finding) -> str:
    """Return what is wrong, for a field that GitHub does not read as Markdown."""
    return plain_sentence(worded(finding))


def worded(finding: Finding) -> str:
    """Return a message with its subject in quotes: it may begin with it, and that is the plan's own words."""
    text, subject = finding.message, finding.subject
    if subject and text.startswith(subject):
        return quoted(subject, len(subject)) + text[len(subject) :]
    return text


def sentence(text: str, limit: int = 400) -> str:
    """Return a rule's sentence as Markdown with a full stop at its end; "" for none."""
    return stopped(prose(text.strip(), limit))


def plain_sentence(text: str, limit: int = 400) -> str:
    """Return a rule's sentence for a field that GitHub does not read as Markdown: our words as they are, on one line.

    What is quoted stands in backticks here too: people and bots copy annotations to where they are read as Markdown.
    """
    shown = plain(shorten(text.strip(), limit), 2 * limit)
    return stopped(QUOTED.sub(lambda quotation: span(inside(quotation) or "(empty)"), shown))


def stopped(shown: str) -> str:
    return shown if not shown or shown.endswith((".", "!", "?", ELLIPSIS)) else f"{shown}."
