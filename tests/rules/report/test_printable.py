"""Foreign text on a terminal."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.report.printable import printable, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Risk 2: ledger drift", "Risk 2: ledger drift"),
        ("naïve 日本語 ✅ 🔄️", "naïve 日本語 ✅ 🔄️"),
        ("\x1b[2J", "<U+001B>[2J"),
        ("a\rb\nc\x00d\x7f", "a<U+000D>b<U+000A>c<U+0000>d<U+007F>"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202e\u2066\u200b\ufeff", "<U+202E><U+2066><U+200B><U+FEFF>"),
        ("\u2028\u2029\x85", "<U+2028><U+2029><U+0085>"),
        ("\U000e0041", "<U+E0041>"),
        ("\udcff", "<U+DCFF>"),
        ("\u3164\u115f", "<U+3164><U+115F>"),
        ("tab\there", "tab here"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_named(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(exclude_categories=())))
@settings(deadline=None, derandomize=True)
def test_nothing_that_controls_comes_through(text: str) -> None:
    assert {unicodedata.category(each) for each in printable(text)} & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"} == set()


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_width_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns
