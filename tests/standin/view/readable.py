"""Markdown as a reader takes it in: links by their words, folded sections by their titles, long lines wrapped."""

import re
import textwrap
from collections.abc import Iterator

from tests.standin.view.seen import visible

WIDTH = 100
_LINK = re.compile(r"(?<!!)\[((?:`[^`]*`|[^\[\]`])*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
_FOLD = re.compile(r"</?details>\n?")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*")


def readable(markdown: str | None, margin: str = "  ") -> str:
    """Return the text indented by `margin`; code and tables keep their lines."""
    text = _FOLD.sub("", _SUMMARY.sub(r"> \1", visible(markdown)))
    return textwrap.indent("\n".join(_lines(text)), margin)


def _lines(text: str) -> Iterator[str]:
    in_code = False
    for line in text.split("\n"):
        fence = _FENCE.match(line) is not None
        in_code ^= fence
        shown = line if in_code or fence else _LINK.sub(r"\1", line)
        if in_code or fence or shown.lstrip().startswith("|"):
            yield shown
        else:
            yield from wrapped(shown)


def wrapped(line: str) -> list[str]:
    """Wrap one line; what follows stands below the text of a list item."""
    found = _ITEM.match(line)
    hanging = " " * (found.end() if found else 0)
    return textwrap.wrap(line, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) or [""]
