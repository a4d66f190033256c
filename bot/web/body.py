"""The body of a delivery: from bytes on the socket to the few values that we read."""

import json
import math
from typing import Any

from aiohttp import web

LARGEST = 25 * 1024 * 1024
"""GitHub sends no payload above 25 MB."""

SMALL = 256 * 1024
"""Up to this size a body is parsed in a few milliseconds."""

MOST_COMMAS = 800_000
"""Of real payloads 25 MB have about 700,000. Counting is fast where parsing a million members would hold the GIL."""


class TooLarge(Exception):
    """More than `LARGEST` bytes."""


class NotUTF8(Exception):
    """The bytes are another encoding, or UTF-8 with a byte order mark."""


class NotJSON(Exception):
    """The text is not JSON that a careful producer writes."""


async def read(request: web.Request, *, largest: int = LARGEST) -> bytearray:
    """Return the raw body; raise `TooLarge` as soon as it is known to be.

    Unlike `request.read()` it does not hold the body twice.
    """
    if (request.content_length or 0) > largest:
        raise TooLarge
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > largest:
            raise TooLarge
    return body


def parse(body: bytearray, *, keep: frozenset[str]) -> Any:
    """Return the JSON value in `body`; `body` is emptied. Objects of a large one are reduced to the members in `keep`.

    Emptying it and dropping members at once keep 25 MB of JSON from growing to several hundred, and the calls in between
    let other threads run. Raise `NotUTF8` or `NotJSON`: NaN and infinities, numbers beyond a double or of thousands of
    digits, lone surrogates, too much or too deep nesting are all refused, because whoever stores or compares the values
    later may trip over them.
    """
    text = _text(body)
    body.clear()
    large = len(text) > SMALL
    if large and (commas := text.count(",")) > MOST_COMMAS:
        raise NotJSON(f"the body has {commas} members, more than any payload of GitHub")
    reduce = (lambda members: {name: members[name] for name in members.keys() & keep}) if large else None
    try:
        _refuse_lone_surrogates(text)
        return json.loads(text, object_hook=reduce, parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise NotJSON("the body is nested too deeply") from None
    except ValueError as error:
        raise NotJSON(f"the body is not JSON: {error}") from None


def _text(body: bytearray) -> str:
    if json.detect_encoding(bytes(body[:4])) != "utf-8":
        raise NotUTF8
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUTF8 from None


def _refuse_lone_surrogates(text: str) -> None:
    """Only escapes can bring them in, and only few payloads have such escapes: only those are parsed twice."""
    if "\\u" in text and ("\\ud" in text or "\\uD" in text):
        json.dumps(json.loads(text), ensure_ascii=False).encode()


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number[:40]} is not a number in JSON")
    return value
