"""The whole App, put together as `bot.process` does it: door, durable work, client, reviewer; without pacing.

Times are short, so that a test takes as long as the work itself. Knows nothing of the stand-in, so that a child process
starts quickly.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.credentials import Credentials
from bot.github.client import connect
from bot.github.limits import Limits
from bot.lanes import assembled
from bot.review.lane import Clock
from bot.review.site import Site
from bot.review.tasks import Task, Workshop
from bot.settings import Address, LogFormat, Settings
from bot.web.app import Health, create_app
from bot.web.metrics import Metrics
from bot.web.server import Server
from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Work

T = TypeVar("T")


class Quick(Policy):
    """Tries again at once."""

    def delay(self, tries: int, chance: Callable[[], float]) -> float:
        return 0.0 * tries * chance()


QUICK = Quick(debounce=0.05, longest_wait=0.2, tries=4, patience=30.0)


class Inline:
    """Judges in this process, for plans that the test itself wrote."""

    async def do(self, task: Task, kind: type[T]) -> T:
        value = task.perform((), lambda _rule: None)
        assert isinstance(value, kind)
        return value


def settings_for(url: str, app_id: int, private_key: str, secret: str, folder: Path) -> Settings:
    return Settings(
        credentials=Credentials(app_id, private_key, (secret.encode(),)),
        github_api_url=url,
        database=folder / "planwarden.sqlite3",
        listen=Address("127.0.0.1", 0),
        public_url="https://planwarden.test",
        log_format=LogFormat.JSON,
    )


@asynccontextmanager
async def running(  # noqa: PLR0913 - what a test may want otherwise
    settings: Settings, *, workshop: Workshop, policy: Policy, clock: Clock, grace: float, creations_an_hour: int = 0
) -> AsyncIterator[tuple[Work, str]]:
    """Put the App together as `bot.process` does, without pacing, and give its work and its URL."""
    assert settings.credentials is not None
    limits = Limits(write_seconds=0, creations_an_hour=creations_an_hour)
    app_id, private_key = settings.credentials.app_id, settings.credentials.private_key
    work = await sqlite.open(settings.database, policy=policy)
    async with connect(
        api_url=settings.github_api_url, app_id=app_id, private_key=private_key, limits=limits
    ) as client:
        metrics = Metrics()
        site = Site(settings.public_url or "", "0.1.0")
        lanes = assembled(client, work, workshop, clock, site, count=metrics.command)
        server = Server(create_app(work=work, settings=settings, metrics=metrics, health=Health()))
        url = await server.listen(settings.listen)
        workers = asyncio.create_task(work.run(lanes.handle))
        try:
            yield work, url
        finally:
            await server.stop(grace=1.0)
            await work.stop(grace=grace)
            await workers
            await work.close()
