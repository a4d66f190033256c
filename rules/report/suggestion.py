"""A finding's safe fix as whole new lines, as GitHub's suggestion blocks need it."""

from collections.abc import Sequence
from typing import NamedTuple

from rules.finding import Edit, Finding
from rules.report.echo import deceives, longest_run
from rules.secrets import to_hide

MOST_LINES = 40
MOST_BYTES = 8_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Suggestion(NamedTuple):
    """Replace the lines `first` to `last` (1-based, inclusive) by `lines`; none: take them away."""

    first: int
    last: int
    lines: tuple[str, ...]

    def block(self) -> str:
        """Return the block; the text stands in it verbatim, for it goes into the file as it is."""
        fence = "`" * max(3, max(map(longest_run, self.lines), default=0) + 1)
        return "\n".join((f"{fence}suggestion", *self.lines, fence))


def suggestion(finding: Finding, data: bytes) -> Suggestion | None:
    """Return the fix of a finding in the plan `data`; None where there is none that can be shown safely.

    A block is shown verbatim, so text that could mention somebody in a quoted e-mail, hides characters or holds a secret is
    not suggested: the fix can be applied from the command line. Line ends other than LF would be lost.
    """
    if not finding.edits:
        return None
    edits = sorted(finding.edits, key=lambda edit: edit.span.start)
    start, end = data.rfind(b"\n", 0, edits[0].span.start) + 1, edits[-1].span.end
    # Lines with their ends where the edit leaves them whole; otherwise up to the end of the last line that it touches.
    whole = data[start:end].endswith(b"\n") and applied(data[start:end], start, edits)[-1:] in {b"", b"\n"}
    if not whole:
        end = following if (following := data.find(b"\n", end)) >= 0 else len(data)
    old, new = data[start:end], applied(data[start:end], start, edits)
    lines = shown_lines(new, whole=whole)
    if lines is None or new == old or b"\r" in old + new or BYTE_ORDER_MARK in old:
        return None
    first = data.count(b"\n", 0, start) + 1
    return Suggestion(first, first + data.count(b"\n", start, end - 1 if whole else end), lines)


def applied(part: bytes, offset: int, edits: Sequence[Edit]) -> bytes:
    """Return the part of a file that begins at `offset`, edited; the edits are in order and do not overlap."""
    new, at = b"", 0
    for edit in edits:
        new += part[at : edit.span.start - offset] + edit.replacement.encode("utf-8", "surrogatepass")
        at = edit.span.end - offset
    return new + part[at:]


def shown_lines(new: bytes, *, whole: bool) -> tuple[str, ...] | None:
    """Return the new lines, or None where a block must not show them. `whole`: the last line's end is part of them."""
    if whole and not new:
        return ()
    try:
        text = (new.removesuffix(b"\n") if whole else new).decode("utf-8")
    except UnicodeDecodeError:
        return None
    lines = tuple(text.split("\n"))
    if "@" in text or len(new) > MOST_BYTES or len(lines) > MOST_LINES:
        return None
    if deceives(text.replace("\n", "").replace("\t", "")) or to_hide(text):
        return None
    return lines
