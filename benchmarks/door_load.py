"""Send deliveries and measure the answers; in a process of its own, so that it does not share the server's loop.

`python -m benchmarks.door_load` reads a `Plan` as JSON from standard input and prints a `Result` as JSON.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.web.signature import sign


@dataclass(frozen=True, slots=True)
class Plan:
    """`count` deliveries of the payloads in turn, each with an id and a body of its own.

    `rate`: so many a second, whether or not answers come; 0: each of the `connections` sends as soon as it has an answer.
    """

    url: str
    secret: str
    payloads: list[dict[str, Any]]
    count: int
    connections: int = 50
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """`latencies`: seconds from when a delivery was due to its answer. `statuses`: answers by status."""

    seconds: float
    latencies: list[float]
    statuses: dict[str, int]

    def percentile(self, share: float) -> float:
        """Return the latency in seconds that `share` of the answers kept to."""
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


class Connection:
    """A plain HTTP/1.1 connection: a client library would be busier than the servers that are measured."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> str:
        """Return the status of the answer."""
        if self._streams is None or self._streams[0].at_eof():  # Node hangs up after five seconds
            self._streams = await asyncio.open_connection(*self._address)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"transfer-encoding: chunked" in head:
            await reader.readuntil(b"0\r\n\r\n")
        elif b"content-length: " in head:
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        return head.split(b" ", 2)[1].decode()


def requests(plan: Plan) -> list[bytes]:
    parts, run = urlsplit(plan.url), time.time_ns()
    payloads = itertools.cycle(plan.payloads)
    return [request(plan, parts.path, f"{run}-{number}", next(payloads)) for number in range(plan.count)]


def request(plan: Plan, path: str, identity: str, payload: dict[str, Any]) -> bytes:
    body = json.dumps({**payload, "nonce": identity}, separators=(",", ":")).encode()
    lines = {
        "Host": "localhost",
        "User-Agent": "GitHub-Hookshot/0abc123",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-GitHub-Delivery": identity,
        "X-GitHub-Event": "pull_request",
        "X-Hub-Signature-256": sign(plan.secret.encode(), body),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


async def load(plan: Plan) -> Result:
    """Send everything and return what came back."""
    parts = urlsplit(plan.url)
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for _ in range(plan.connections):
        free.put_nowait(Connection(parts.hostname or "", parts.port or 0))
    latencies: list[float] = []
    statuses: Counter[str] = Counter()

    async def send(data: bytes, due: float) -> None:
        connection = await free.get()
        statuses[await connection.send(data)] += 1
        latencies.append(time.perf_counter() - due)
        free.put_nowait(connection)

    prepared = requests(plan)
    began = time.perf_counter()
    await (_at_a_rate(prepared, plan.rate, send) if plan.rate else _one_after_another(prepared, plan.connections, send))
    return Result(time.perf_counter() - began, latencies, dict(statuses))


async def _one_after_another(prepared: list[bytes], senders: int, send: Any) -> None:
    waiting = iter(prepared)

    async def sender() -> None:
        for data in waiting:
            await send(data, time.perf_counter())

    await asyncio.gather(*(sender() for _ in range(senders)))


async def _at_a_rate(prepared: list[bytes], rate: float, send: Any) -> None:
    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number, data in enumerate(prepared):
            # Due by the schedule, not by the answer before: a server that stalls must not slow down its own examiner.
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.create_task(send(data, due))


if __name__ == "__main__":
    json.dump(asdict(asyncio.run(load(Plan(**json.load(sys.stdin))))), sys.stdout)
