"""Which bytes are no plan, and why."""

from typing import Final

MOST_BYTES: Final = 1024 * 1024
MOST_LINES: Final = 32_000
"""Plans of 1 MiB have fewer; what has more is made to keep the engine busy."""
MOST_LINKS: Final = 50_000
MOST_CELLS: Final = 10_000
"""Bars in one line. Neither is reached by anything that people read; both take seconds to place."""
MOST_BARS: Final = 60_000
"""Bars in all; the tables of real plans have 18,000 in a megabyte."""
POINTER: Final = b"version https://git-lfs.github.com/spec/"


def why_unreadable(data: bytes) -> str | None:
    """Return what is wrong with a plan's bytes, in words that finish the sentence "the plan ...", or None."""
    if not data:
        return "is empty"
    if (reason := _too_large(data)) is not None:
        return reason
    if data.startswith(POINTER):
        return "is a Git LFS pointer, not the text itself"
    if (at := data.find(b"\0")) >= 0:
        return f"contains a NUL byte at byte {at} (line {_line(data, at)}), so it is no text"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        at = wrong.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        return f"is not UTF-8: invalid byte 0x{data[at]:02x} at byte {at} (line {_line(data, at)})"
    return None if text.strip() else "is blank"


def _too_large(data: bytes) -> str | None:
    if len(data) > MOST_BYTES:
        return f"is larger than 1 MiB ({len(data):,} bytes)"
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if lines > MOST_LINES:
        return f"has more than {MOST_LINES:,} lines ({lines:,})"
    if (links := data.count(b"](")) > MOST_LINKS:
        return f"has more than {MOST_LINKS:,} links ({links:,})"
    bars = data.count(b"|")
    if bars > MOST_CELLS and any(line.count(b"|") > MOST_CELLS for line in data.splitlines()):
        return f"has a line of more than {MOST_CELLS:,} table cells"
    if bars > MOST_BARS:
        return f"has more than {MOST_BARS:,} table cells ({bars:,})"
    return None


def _line(data: bytes, offset: int) -> int:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
