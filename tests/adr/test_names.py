"""Files of records are readable in any language and always inside their directory."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.adr.names import next_number, path_of, slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Use PostgreSQL for the ledger", "use-postgresql-for-the-ledger"),
        ("  C++ / Rust:  which?  ", "c-rust-which"),
        ("Größe & Façade", "grosse-facade"),
        ("数据库选择", "shu-ju-ku-xuan-ze"),
        ("데이터베이스 선택", "de-i-teo-be-i-seu-seon-taeg"),
        ("База данных", "baza-dannykh"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", ""),
        ("---", ""),
        ("a" * 80, "a" * 60),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


@given(st.text(max_size=300), st.integers(1, 9999))
def test_whatever_the_title_the_path_is_inside_the_directory(title: str, number: int) -> None:
    path = path_of("history/adr", number, title)

    assert re.fullmatch(r"history/adr/\d{4}-[a-z0-9-]{1,60}\.md", path)
    assert "--" not in path


@pytest.mark.parametrize(
    "directory", ["", "/", "..", "docs/../..", "docs//adr", ".", ".git/adr", ".github", "a/.github/b"]
)
def test_a_directory_that_is_none_for_records_is_refused(directory: str) -> None:
    with pytest.raises(ValueError, match="is no directory for ADRs"):
        path_of(directory, 1, "x")


def test_the_next_number_is_above_all() -> None:
    assert next_number([]) == 1
    assert next_number(["0001-a.md", "ADR-007-b.md", "2026-01-01-dated.md", "README.md", "template.md"]) == 8
