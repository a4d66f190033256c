"""A line of a plan with its place marked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.plan.source import Source
from rules.report.frame import LONGEST, frame


def framed(text: str, start: int, end: int) -> tuple[str, str]:
    source = Source("plan.md", text.encode())
    first, last = (len(text[:at].encode()) for at in (start, end))
    return frame(source, source.span(first, last))


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("# T\nKill Switch: none\n", "none", ("Kill Switch: none", "             ^^^^")),
        ("# T\r\nrollback: TBD\r\n", "TBD", ("rollback: TBD", "          ^^^")),
        ("\ufeff# Title", "Title", ("# Title", "  ^^^^^")),
        ("日本 TBD", "TBD", ("日本 TBD", "     ^^^")),
        ("a\tTBD\x1b", "TBD", ("a TBD<U+001B>", "  ^^^")),
        ("\x1b TBD", "TBD", ("<U+001B> TBD", "         ^^^")),
        ("| a | b |\n|---|---|\n| x | y |", "y", ("| x | y |", "      ^")),
    ],
)
def test_the_place_is_marked_below_its_line(text: str, part: str, expected: tuple[str, str]) -> None:
    start = text.index(part)
    shown, marks = framed(text, start, start + len(part))
    assert (shown, marks) == expected


def test_a_place_of_several_lines_is_marked_on_its_first() -> None:
    text = "## Risks  \n\n- one\n"
    assert framed(text, 0, len(text)) == ("## Risks", "^^^^^^^^")


def test_an_empty_place_is_still_a_mark() -> None:
    assert framed("Owner:\n", 6, 6) == ("Owner:", "      ^")
    assert framed("", 0, 0) == ("", "^")


def test_a_long_line_is_cut_around_the_place() -> None:
    shown, marks = framed("a" * 500 + "TBD" + "b" * 500, 500, 503)
    assert shown == "…" + "a" * 30 + "TBD" + "b" * 65 + "…"
    assert marks == " " * 31 + "^^^"


def test_a_long_place_is_cut_too() -> None:
    shown, marks = framed("x" * 5000, 0, 5000)
    assert shown == "x" * (LONGEST - 1) + "…"
    assert marks == "^" * LONGEST


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
@settings(deadline=None, derandomize=True)
def test_any_place_of_any_text_has_a_frame(text: str, one: int, other: int) -> None:
    data = text.encode("utf-8", "ignore")
    source = Source("plan.md", data)
    start, end = sorted((min(one, len(data)), min(other, len(data))))
    shown, marks = frame(source, source.span(start, end))
    assert len(shown) <= LONGEST + 1
    assert "^" in marks
    assert "\n" not in shown
