"""The body of a delivery: from bytes on the socket to the values that we read."""

import codecs
import json
from typing import Any

import msgspec
from aiohttp import web

from bot.events import FIELDS

LARGEST = 25 * 1024 * 1024
"""GitHub sends no payload above 25 MB."""

SMALL = 256 * 1024
"""Up to this size a body is parsed whole, within milliseconds."""

LONGEST_TEXT = 512 * 1024
"""Bytes of a text that is kept of a large body: a comment has 65,536 characters at most."""

_UTF8_STEP = 64 * 1024


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


def parse(body: bytearray) -> Any:
    """Return the JSON value in `body`; the objects of a large one have only the members in `bot.events.FIELDS`.

    Of a text in it that is longer than any we read, None is left. A tree of all that stands in 25 MB would take hundreds.
    Raise `NotUTF8` or `NotJSON`: NaN, lone surrogates and nesting that is too deep are refused everywhere, numbers that no
    machine word holds wherever they would be kept, because whoever stores or compares the values later may trip over them.
    """
    if json.detect_encoding(bytes(body[:4])) != "utf-8":
        raise NotUTF8
    try:
        _require_utf8(body)
        return msgspec.json.decode(body) if len(body) <= SMALL else _reduced(body)
    except UnicodeDecodeError:
        raise NotUTF8 from None
    except RecursionError:
        raise NotJSON("the body is nested too deeply") from None
    except msgspec.DecodeError as error:
        raise NotJSON(f"the body is not JSON: {error}") from None


_Members: Any = msgspec.defstruct(
    "_Members", [(name, msgspec.Raw | msgspec.UnsetType, msgspec.UNSET) for name in sorted(FIELDS)]
)
"""An object of which only `FIELDS` are kept, each still as text; the rest is checked and skipped without memory."""


def _reduced(text: bytearray | msgspec.Raw) -> Any:
    first = bytes(memoryview(text)[:64]).lstrip()[:1]
    if first == b"{":
        members = msgspec.structs.asdict(msgspec.json.decode(text, type=_Members))
        return {name: _reduced(value) for name, value in members.items() if value is not msgspec.UNSET}
    if first == b'"' and memoryview(text).nbytes > LONGEST_TEXT:
        return None
    if first == b"[":
        return [_reduced(item) for item in msgspec.json.decode(text, type=list[msgspec.Raw])]
    return msgspec.json.decode(text)


def _require_utf8(body: bytearray) -> None:
    """Check what is skipped too, in steps, so that no second copy of the body is made."""
    if body.isascii():
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(body), _UTF8_STEP):
        decoder.decode(body[start : start + _UTF8_STEP])
    decoder.decode(b"", final=True)
