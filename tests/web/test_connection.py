"""Slow senders, over real sockets and with limits short enough to wait for."""

import asyncio

import pytest

from bot.web.connection import Limits
from tests.web.door import Door, door
from tests.web.payloads import encoded, headers, pull_request

HEADER = b"POST /webhook HTTP/1.1\r\nHost: localhost\r\n"
SHORT = Limits(header=0.3, body=0.5, idle=30.0)
OPENED = encoded(pull_request())


async def drip(at: Door, start: bytes, *, then: bytes = b"x") -> bytes:
    """Send `start`, then one byte after the other until the other side hangs up; return what it said."""
    host, _, port = at.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    heard = asyncio.create_task(reader.read())
    writer.write(start)
    while not heard.done():
        writer.write(then)
        await asyncio.wait([heard], timeout=0.05)
    writer.close()
    try:
        return heard.result()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(
    ("start", "then"),
    [
        (b"", b""),
        (b"POST /", b"x"),
        (HEADER + b"X-Slow: ", b"x"),
        (HEADER + b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", b"x"),
    ],
    ids=["nothing", "path", "header", "body"],
)
async def test_many_slow_senders_are_cut_off_while_others_are_served(start: bytes, then: bytes) -> None:
    async with door(limits=SHORT) as at:
        async with asyncio.timeout(10):
            senders = asyncio.gather(*(drip(at, start, then=then) for _ in range(100)))
            while not senders.done():
                assert (await at.request("GET", "/healthz")).status == 200
                await asyncio.sleep(0.05)
            assert set(await senders) == {b""}
        assert at.count("planwarden_webhook_rejected_total", reason="too-slow") == 100


async def test_a_slow_second_request_on_a_connection_that_was_good() -> None:
    async with door(limits=SHORT) as at, asyncio.timeout(10):
        answer = await drip(at, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + HEADER, then=b"X")

        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert answer.count(b"HTTP/1.1") == 1


async def test_a_quiet_connection_may_be_used_again_later() -> None:
    """A proxy keeps connections open; hanging up on it loses the delivery that it is just sending."""
    async with door(limits=SHORT) as at, asyncio.timeout(10):
        assert (await at.send(OPENED)).status == 202
        await asyncio.sleep(2 * (SHORT.header + SHORT.body))
        assert (await at.send(OPENED)).status == 202

        assert at.count("planwarden_webhook_rejected_total", reason="too-slow") == 0


async def test_time_that_we_take_is_not_the_senders() -> None:
    async with door(limits=Limits(header=0.2, body=0.2)) as at, asyncio.timeout(10):
        at.inbox.seconds = 0.6

        assert (await at.send(OPENED)).status == 202


async def test_a_request_under_way_is_finished_before_the_door_closes() -> None:
    async with door() as at, asyncio.timeout(10):
        host, _, port = at.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        lines = {"Host": "localhost", "Content-Length": str(len(OPENED))} | headers(OPENED)
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"POST /webhook HTTP/1.1\r\n{head}\r\n".encode() + OPENED[:50])
        await asyncio.sleep(0.1)

        stopping = asyncio.create_task(at.server.stop(grace=5.0))
        await asyncio.sleep(0.1)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(host, int(port))
        writer.write(OPENED[50:])

        assert (await reader.read()).startswith(b"HTTP/1.1 202 Accepted")
        await stopping
        writer.close()
        assert len(at.inbox.deliveries) == 1


async def test_what_is_not_http_gets_a_plain_answer() -> None:
    async with door() as at, asyncio.timeout(10):
        for start in (
            b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
            HEADER + b"Expect: \xff\r\n\r\n",
            HEADER + b"A" * 9000 + b"\r\n\r\n",
        ):
            answer = await drip(at, start, then=b"")

            assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
            assert b"aiohttp" not in answer
            assert b"Traceback" not in answer


async def test_too_many_headers() -> None:
    async with door() as at, asyncio.timeout(10):
        answer = await drip(at, HEADER + b"X-More: 1\r\n" * 101 + b"\r\n", then=b"")

        assert b" 400 Bad Request" in answer
