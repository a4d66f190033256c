"""The whole App in one process: put together, started and stopped."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import structlog

from bot import __version__
from bot.cli.version import commit
from bot.credentials import Credentials
from bot.github.client import connect
from bot.lanes import Lanes, assembled
from bot.observe import measure_lag, observed
from bot.review.judge import Judge
from bot.review.lane import Clock
from bot.review.site import Site
from bot.settings import Settings
from bot.web.app import Health, create_app, create_setup_app
from bot.web.metrics import Metrics
from bot.web.server import Server
from bot.work import sqlite
from bot.work.port import Unusable

log = structlog.get_logger("planwarden.serve")

GRACE = 25.0
"""Seconds for what is under way when we are told to stop; Kubernetes kills after 30."""
CRASHED = 1


class Refused(Exception):
    """The process cannot start; the message says what to do."""


async def serve(settings: Settings) -> int:
    """Serve until a signal. Return 0 after a stop in order, 1 when the workers crashed; raise `Refused`."""
    for warning in settings.warnings:
        log.warning("unknown setting", why=warning)
    stop = asyncio.Event()
    with _stopping(stop):
        if settings.credentials is None:
            return await _serve_setup(settings, stop)
        return await _serve_app(settings, settings.credentials, stop)


@contextlib.contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """Set `stop` at the first signal. The second one kills at once, which loses nothing: the work is durable."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def first() -> None:
        stop.set()
        for each in signals:
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)

    for each in signals:
        loop.add_signal_handler(each, first)
    yield
    for each in signals:
        loop.remove_signal_handler(each)


async def _serve_setup(settings: Settings, stop: asyncio.Event) -> int:
    server = Server(create_setup_app(settings=settings, metrics=Metrics(commit=commit() or "")))
    url = await _listen(server, settings)
    log.warning("no credentials: set-up mode", page=f"{url}/setup")
    _announce(f"Planwarden is ready to be set up: {url}/setup")
    await stop.wait()
    await server.stop(grace=GRACE)
    return 0


async def _serve_app(settings: Settings, credentials: Credentials, stop: asyncio.Event) -> int:
    metrics, health = Metrics(commit=commit() or ""), Health()
    async with _work(settings) as work, _lanes(settings, credentials, work, metrics) as lanes:
        server = Server(
            create_app(work=work, settings=settings, metrics=metrics, health=health),
            lost=metrics.rejected.labels("too-slow").inc,
        )
        url = await _listen(server, settings)
        _announce(f"Planwarden is ready: {url}")
        log.info("ready", url=url, version=__version__, database=str(settings.database))
        lag = asyncio.create_task(measure_lag(metrics))
        workers = asyncio.create_task(work.run(observed(lanes.handle, metrics)))
        crashed = await ended(workers, stop)
        health.unready = "stopping"
        log.info("stopping", grace=GRACE)
        await asyncio.gather(server.stop(grace=GRACE), work.stop(grace=GRACE))
        await asyncio.wait([workers])
        lag.cancel()
    log.info("stopped")
    return CRASHED if crashed else 0


async def ended(workers: asyncio.Task[None], stop: asyncio.Event) -> bool:
    """Wait for a signal; return True when the workers end first: a process that only acknowledges must not live on."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([workers, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not workers.done():
        return False
    log.critical("the workers ended: so does the process, for its supervisor to restart", exc_info=workers.exception())
    return True


@contextlib.asynccontextmanager
async def _work(settings: Settings) -> AsyncIterator[sqlite.SqliteWork]:
    folder = settings.database.parent
    try:
        # Not its parents: where those are missing, a volume was not mounted.
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refused(f"PLANWARDEN_DATA_DIR: cannot create {folder}: {error.strerror}") from None
    try:
        work = await sqlite.open(settings.database)
    except Unusable as error:
        raise Refused(str(error)) from None
    try:
        yield work
    finally:
        await work.close()


@contextlib.asynccontextmanager
async def _lanes(
    settings: Settings, credentials: Credentials, work: sqlite.SqliteWork, metrics: Metrics
) -> AsyncIterator[Lanes]:
    site = Site(settings.public_url or "", __version__)
    clock = Clock(now=lambda: datetime.now(UTC))
    async with contextlib.AsyncExitStack() as stack:
        client = connect(
            api_url=settings.github_api_url, app_id=credentials.app_id, private_key=credentials.private_key
        )
        try:
            github = await stack.enter_async_context(client)
        except ValueError as error:
            raise Refused(f"PLANWARDEN_GITHUB_API_URL or PLANWARDEN_PRIVATE_KEY: {error}") from None
        judge = Judge(plugins=settings.plugins)
        stack.push_async_callback(judge.close)
        await judge.warm()
        yield assembled(github, work, judge, clock, site, count=metrics.command)


async def _listen(server: Server, settings: Settings) -> str:
    try:
        return await server.listen(settings.listen)
    except OSError as error:
        at = f"{settings.listen.host}:{settings.listen.port}"
        raise Refused(f"PLANWARDEN_LISTEN: cannot listen on {at}: {error.strerror}") from None


def _announce(line: str) -> None:
    """Say on standard output where we are: with port 0 nobody knows it otherwise."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
