import json
from typing import Any

import pytest

from bot.web.body import SMALL, NotJSON, NotUTF8, parse


def parsed(text: str | bytes) -> Any:
    return parse(bytearray(text.encode() if isinstance(text, str) else text))


def test_of_a_large_body_only_the_members_that_are_read_are_kept() -> None:
    small = {"action": "opened", "other": {"number": 1}, "pull_requests": [{"number": 2, "draft": "x"}, 3]}

    assert parsed(json.dumps(small)) == small
    assert parsed(json.dumps(small | {"padding": "x" * SMALL})) == {
        "action": "opened",
        "pull_requests": [{"number": 2}, 3],
    }


def test_of_a_large_body_no_text_is_kept_that_is_longer_than_any_comment() -> None:
    comment = "x" * 65_536

    assert parsed(json.dumps({"body": comment, "padding": "x" * SMALL})) == {"body": comment}
    assert parsed(json.dumps({"body": comment * 9})) == {"body": None}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ("nope", "not JSON"),
        ('{"action": "opened"} {}', "not JSON"),
        ('{"a": NaN}', "not JSON"),
        ('{"a": -Infinity}', "not JSON"),
        ('{"a": 1e999}', "not JSON"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ('{"title": "\\ud800"}', "not JSON"),
        ('["\\uDC00\\uD800"]', "not JSON"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else value,
)
def test_what_a_careful_producer_never_writes_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotJSON, match=reason):
        parsed(text)


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": "\\ud800"}', "[" * 100_000, '{"action": 1e999}', '{"a": [1, 2}'])
def test_in_a_large_body_too(text: str) -> None:
    with pytest.raises(NotJSON):
        parsed(text[:-1] + " " * SMALL + text[-1:])


def test_a_million_members_that_nobody_reads_are_nothing() -> None:
    assert parsed(json.dumps({f"key {number}": number for number in range(1_000_000)})) == {}


def test_a_surrogate_pair_is_one_character() -> None:
    assert parsed('{"action": "\\ud83d\\ude00 \\\\ud800"}') == {"action": "😀 \\ud800"}


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        '{"a": 1}'.encode("utf-16-le"),
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
    ],
)
@pytest.mark.parametrize("padding", [b"", b" " * SMALL], ids=["small", "large"])
def test_only_plain_utf8_is_read(body: bytes, padding: bytes) -> None:
    with pytest.raises(NotUTF8):
        parsed(body + padding)
