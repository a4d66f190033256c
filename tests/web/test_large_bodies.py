"""Bodies at the limit: taken, refused, and cheap either way."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from io import BytesIO

import pytest

from bot.web.body import LARGEST
from bot.web.examine import examine
from bot.web.signature import sign
from tests.web.door import door
from tests.web.payloads import SECRET, encoded, headers, pull_request

MEGABYTE = 1_000_000


def padded(size: int) -> bytes:
    """Return a `pull_request` payload of `size` bytes."""
    payload = pull_request()
    payload["pull_request"]["body"] = ""
    missing = size - len(encoded(payload))
    payload["pull_request"]["body"] = "x" * missing
    return encoded(payload)


def labelled(size: int) -> bytes:
    """Return a `pull_request` payload of about `size` bytes, most of them in small objects."""
    label = {
        "id": 208045946,
        "node_id": "MDU6TGFiZWwyMDgwNDU5NDY=",
        "url": "https://api.github.com/repos/o/n/labels/bug",
    }
    return encoded(pull_request(labels=[label] * (size // (len(encoded(label)) + 1))))


async def test_the_largest_payload_that_github_sends() -> None:
    body = padded(LARGEST)
    async with door() as at:
        assert (await at.request("POST", "/webhook", data=BytesIO(body), headers=headers(body))).status == 202
        assert [mark.lane for mark in at.inbox.deliveries[0].marks] == ["pull:7:3"]


async def test_a_larger_one_is_refused_before_it_is_read() -> None:
    body = padded(LARGEST + 1)
    async with door() as at:
        answer = await at.request("POST", "/webhook", data=BytesIO(body), headers=headers(body))

        assert answer.status == 413
        assert at.inbox.deliveries == []


async def test_a_body_without_end_is_cut_off() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += MEGABYTE
            yield b"x" * MEGABYTE

    async with door() as at, asyncio.timeout(30):
        assert (await at.request("POST", "/webhook", data=endless(), headers=headers(b""))).status == 413
    assert sent > LARGEST


@pytest.mark.parametrize("shape", ["one text", "many members"])
def test_memory_stays_flat(shape: str) -> None:
    """Beside a body of 24.9 MB there is neither a copy of it nor a tree of what stands in it."""
    body = bytearray(padded(24_900_000) if shape == "one text" else labelled(24_900_000))
    signed = sign(SECRET, body)

    tracemalloc.start()
    examined = examine(body, [signed], [SECRET])
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert examined.payload["number"] == 3
    assert peak < 2 * MEGABYTE
    assert kept < MEGABYTE
