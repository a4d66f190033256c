"""A door on a real socket, with a store that only remembers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.credentials import Credentials
from bot.settings import Address, LogFormat, Settings
from bot.web.app import Health, create_app
from bot.web.connection import Limits
from bot.web.metrics import Metrics
from bot.web.server import Server
from bot.work.port import Accepted, Delivery, Handler, Mark, Unavailable
from tests.web.payloads import APP_ID, SECRET, headers

SETTINGS = Settings(
    credentials=Credentials(APP_ID, "no PEM is needed at the door", (SECRET,)),
    github_api_url="https://api.github.com",
    database=Path("unused"),
    listen=Address("127.0.0.1", 0),
    public_url=None,
    log_format=LogFormat.JSON,
)


@dataclass(slots=True)
class Inbox:
    """Durable work as the door sees it. `broken`: every call raises `Unavailable`. `seconds`: what storing takes."""

    deliveries: list[Delivery] = field(default_factory=list)
    answer: Accepted = Accepted.NEW
    broken: bool = False
    seconds: float = 0.0

    async def accept(self, delivery: Delivery) -> Accepted:
        self._work()
        await asyncio.sleep(self.seconds)
        self.deliveries.append(delivery)
        return self.answer

    async def counts(self) -> Mapping[str, int]:
        self._work()
        return {"waiting": len(self.deliveries), "parked": 0}

    async def run(self, handle: Handler) -> None:
        raise NotImplementedError

    async def schedule(self, mark: Mark, *, after: float = 0.0) -> None:
        raise NotImplementedError

    async def stop(self, *, grace: float) -> None:
        raise NotImplementedError

    async def idle(self) -> bool:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError

    def _work(self) -> None:
        if self.broken:
            raise Unavailable("the disk is full")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Door:
    """A running door. `url` has no path."""

    url: str
    inbox: Inbox
    metrics: Metrics
    health: Health
    server: Server
    client: aiohttp.ClientSession

    async def send(self, body: Any, **changes: Any) -> Answer:
        """POST a body that is signed and labelled; `changes` as for `payloads.headers`."""
        return await self.request("POST", "/webhook", data=body, headers=headers(bytes(body), **changes))

    async def request(self, method: str, path: str, **more: Any) -> Answer:
        async with self.client.request(method, self.url + path, **more) as response:
            return Answer(response.status, await response.text(), dict(response.headers))

    def count(self, name: str, **labels: str) -> float:
        return self.metrics._registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def door(
    *, limits: Limits | None = None, secrets: tuple[bytes, ...] = (SECRET,), **changes: Any
) -> AsyncIterator[Door]:
    """Open a door on a free port; `changes` replace settings."""
    inbox, metrics, health = Inbox(), Metrics(), Health()
    settings = replace(SETTINGS, credentials=Credentials(APP_ID, "", secrets), **changes)
    server = Server(
        create_app(work=inbox, settings=settings, metrics=metrics, health=health),
        limits=limits,
        lost=metrics.rejected.labels("too-slow").inc,
    )
    url = await server.listen(settings.listen)
    try:
        async with aiohttp.ClientSession() as client:
            yield Door(url, inbox, metrics, health, server, client)
    finally:
        await server.stop(grace=0.0)
