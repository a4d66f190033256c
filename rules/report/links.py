"""Links from what we write to the lines and rules that it is about."""

from typing import NamedTuple

from rules.finding import INTERNAL_ERROR
from rules.report.echo import echo

SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
LONGEST_PATH = 600
"""Bytes of an encoded path that still make a link; a longer one is shown without."""


class Links(NamedTuple):
    """`blob`: the URL in front of a path at the head ("https://github.com/o/r/blob/<sha>/"). `rules`: in front of a rule's name.

    "" for none: then the same text is shown without a link.
    """

    blob: str = ""
    rules: str = ""

    def plan(self, path: str) -> str:
        """Return the path, linked to the file."""
        return linked(echo(path), self.file(path))

    def line(self, path: str, line: int, words: str) -> str:
        """Return `words`, our own, linked to a line. `plain=1` shows the source, where lines have numbers."""
        file = self.file(path)
        return linked(words, file and f"{file}?plain=1#L{line}")

    def rule(self, name: str, words: str) -> str:
        """Return `words`, our own, linked to the page of a rule; "" where there is none."""
        return linked(words, f"{self.rules}{name}") if self.rules and name != INTERNAL_ERROR else ""

    def file(self, path: str) -> str:
        """Return the address of a file, "" for none."""
        encoded = "".join(chr(byte) if byte in SAFE else f"%{byte:02X}" for byte in path.encode("utf-8", "replace"))
        return f"{self.blob}{encoded}" if self.blob and len(encoded) <= LONGEST_PATH else ""


def linked(words: str, url: str) -> str:
    return f"[{words}]({url})" if url else words
