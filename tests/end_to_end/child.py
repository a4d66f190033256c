"""The App in a process of its own, made to be killed."""

import asyncio
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import structlog

from bot.review.lane import Clock
from bot.settings import Settings
from tests.end_to_end.app import QUICK, Inline, running


def main(pipe: Connection, settings: Settings) -> None:
    """Tell the URL through the pipe once it is up, and work until killed."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    asyncio.run(serve(pipe, settings))


async def serve(pipe: Connection, settings: Settings) -> None:
    clock = Clock(now=lambda: datetime.now(UTC))
    async with running(settings, workshop=Inline(), policy=QUICK, clock=clock, grace=0.0) as (_, url):
        pipe.send(url)
        await asyncio.Event().wait()
