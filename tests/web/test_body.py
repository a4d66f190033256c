import json
from typing import Any

import pytest

from bot.web.body import SMALL, NotJSON, NotUTF8, parse

KEEP = frozenset({"action", "number", "inner"})


def parsed(text: str | bytes) -> Any:
    return parse(bytearray(text.encode() if isinstance(text, str) else text), keep=KEEP)


def test_of_a_large_body_only_the_members_that_are_read_are_kept() -> None:
    small = {"action": "opened", "other": {"number": 1}, "inner": [{"number": 2, "body": "x"}, 3]}

    assert parsed(json.dumps(small)) == small
    assert parsed(json.dumps(small | {"padding": "x" * SMALL})) == {"action": "opened", "inner": [{"number": 2}, 3]}


def test_the_body_is_released_while_it_is_parsed() -> None:
    body = bytearray(b'{"action": "opened"}')

    parse(body, keep=KEEP)

    assert body == b""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ("nope", "not JSON"),
        ('{"action": "opened"} {}', "not JSON"),
        ('{"a": NaN}', "NaN is not a number in JSON"),
        ('{"a": -Infinity}', "-Infinity is not a number in JSON"),
        ('{"a": 1e999}', "1e999 is not a number in JSON"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ('{"title": "\\ud800"}', "not JSON"),
        ('["\\uDC00\\uD800"]', "not JSON"),
        (json.dumps({f"key {number}": number for number in range(1_000_000)}), "999999 members"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else value,
)
def test_what_a_careful_producer_never_writes_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotJSON, match=reason):
        parsed(text)


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
def test_only_plain_utf8_is_read(body: bytes) -> None:
    with pytest.raises(NotUTF8):
        parsed(body)
