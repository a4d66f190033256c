import pytest

from rules.plan.unreadable import why_unreadable


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is blank"),
        (b"\xef\xbb\xbf\n", "is blank"),
        (b"# a\r\nb\0c", "contains a NUL byte at byte 6 (line 2), so it is no text"),
        (b"# a\n\xff", "is not UTF-8: invalid byte 0xff at byte 4 (line 2)"),
        (b"\xef\xbb\xbf# a\r\xc3(", "is not UTF-8: invalid byte 0xc3 at byte 7 (line 2)"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            "is a Git LFS pointer, not the text itself",
        ),
        (b"a" * (1024 * 1024 + 1), "is larger than 1 MiB (1,048,577 bytes)"),
    ],
)
def test_what_is_no_plan(data: bytes, reason: str) -> None:
    assert why_unreadable(data) == reason


def test_one_mebibyte_of_text_is_a_plan() -> None:
    assert why_unreadable(b"a" * (1024 * 1024)) is None


def test_more_lines_than_a_plan_has_are_too_many() -> None:
    assert why_unreadable(b"a\n" * 32_001) == "has more than 32,000 lines (32,001)"
    assert why_unreadable(b"a\r\n" * 32_000) is None
    assert why_unreadable(b"a\r" * 32_001) == "has more than 32,000 lines (32,001)"


def test_what_only_keeps_the_engine_busy_is_no_plan() -> None:
    assert why_unreadable(b"[a](b)" * 50_001) == "has more than 50,000 links (50,001)"
    assert why_unreadable(b"[a](b)" * 50_000) is None
    assert why_unreadable(b"a\n" + b"|" * 10_001 + b"\nb") == "has a line of more than 10,000 table cells"
    assert why_unreadable((b"|" * 100 + b"\n") * 200) is None
    assert why_unreadable((b"|" * 100 + b"\n") * 601) == "has more than 60,000 table cells (60,100)"
    assert why_unreadable((b"|" * 100 + b"\n") * 600) is None
