"""Safe fixes as suggestion blocks: whole lines, verbatim, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.finding import Edit, Finding, Severity
from rules.plan.source import Source, Span
from rules.report.suggestion import Suggestion, suggestion

TEXT = b"one\ntwo\nthree\nfour"


def found(data: bytes, *edits: tuple[int, int, str]) -> Suggestion | None:
    """Return the suggestion of a finding whose edits replace these bytes."""
    source = Source("plan.md", data)
    finding = Finding(
        rule="empty-field",
        severity=Severity.ERROR,
        path="plan.md",
        span=Span(0, 0, 1, 1, 1, 1),
        section="",
        subject="",
        message="",
        fingerprint="f",
        edits=tuple(Edit(source.span(start, end), text) for start, end, text in edits),
    )
    return suggestion(finding, data)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([(4, 7, "TWO")], Suggestion(2, 2, ("TWO",))),
        ([(5, 6, "W")], Suggestion(2, 2, ("tWo",))),
        ([(4, 4, "new\n")], Suggestion(2, 2, ("new", "two"))),
        ([(4, 8, "")], Suggestion(2, 2, ())),
        ([(4, 7, "")], Suggestion(2, 2, ("",))),
        ([(4, 8, "TWO\n2\n")], Suggestion(2, 2, ("TWO", "2"))),
        ([(3, 4, " ")], Suggestion(1, 2, ("one two",))),
        ([(4, 7, "TWO"), (14, 18, "FOUR")], Suggestion(2, 4, ("TWO", "three", "FOUR"))),
        ([(18, 18, "\nfive")], Suggestion(4, 4, ("four", "five"))),
        ([(0, 3, "ONE")], Suggestion(1, 1, ("ONE",))),
    ],
)
def test_a_fix_replaces_the_lines_that_it_touches(edits: list[tuple[int, int, str]], expected: Suggestion) -> None:
    assert found(TEXT, *edits) == expected


@pytest.mark.parametrize(
    ("data", "edit"),
    [
        (b"one\r\ntwo\r\n", (5, 8, "TWO")),
        (b"\xef\xbb\xbfone\n", (3, 6, "ONE")),
        (TEXT, (4, 7, "ask @alice")),
        (TEXT, (4, 7, "hidden\u202etext")),
        (TEXT, (4, 7, "two")),
        (TEXT, (4, 7, "x\n" * 50)),
        (TEXT, (4, 7, "x" * 9_000)),
        (TEXT, (4, 7, "\r")),
    ],
    ids=["crlf", "bom", "mention", "hidden", "no change", "long", "wide", "cr"],
)
def test_what_a_block_cannot_show_safely_is_not_suggested(data: bytes, edit: tuple[int, int, str]) -> None:
    assert found(data, edit) is None


def test_without_an_edit_there_is_no_suggestion() -> None:
    assert found(TEXT) is None


def test_the_fence_is_longer_than_any_in_the_text() -> None:
    assert Suggestion(1, 1, ("````", "x")).block() == "`````suggestion\n````\nx\n`````"
    assert Suggestion(1, 1, ()).block() == "```suggestion\n```"
    assert Suggestion(1, 1, ("",)).block() == "```suggestion\n\n```"


@given(st.lists(st.text("ab\n", max_size=8), min_size=1, max_size=8), st.data())
def test_applying_a_suggestion_is_applying_the_edit(parts: list[str], data: st.DataObject) -> None:
    text = "\n".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    replacement = data.draw(st.text("xy\n", max_size=5))
    fix = found(text.encode(), (start, end, replacement))
    edited = text[:start] + replacement + text[end:]
    if fix is None:
        assert edited == text
        return
    lines = text.split("\n")
    lines[fix.first - 1 : fix.last] = fix.lines
    assert "\n".join(lines) == edited
