"""The servers that are compared: `python -m benchmarks.door_server ours|minimal DIRECTORY` says where it listens.

`ours` is the door as it is, with its database, without workers; `minimal` verifies the signature and stores nothing.
"""

import asyncio
import hmac
import sys
from pathlib import Path

from aiohttp import web

from bot import logs
from bot.credentials import Credentials
from bot.settings import Address, LogFormat, Settings
from bot.web.app import Health, create_app
from bot.web.metrics import Metrics
from bot.web.server import Server
from bot.work import sqlite

APP_ID = 12345
SECRET = "0b1d6a7f-not-a-well-known-secret"  # noqa: S105 - for the benchmark alone


async def ours(directory: Path) -> web.Application:
    """Return the door of `planwarden serve`."""
    settings = Settings(
        credentials=Credentials(APP_ID, "", (SECRET.encode(),)),
        github_api_url="https://api.github.com",
        database=directory / "planwarden.sqlite3",
        listen=Address("127.0.0.1", 0),
        public_url=None,
        log_format=LogFormat.JSON,
    )
    work = await sqlite.open(settings.database)
    return create_app(work=work, settings=settings, metrics=Metrics(), health=Health())


async def minimal(_directory: Path) -> web.Application:
    """Return the least that may call itself a webhook server."""

    async def receive(request: web.Request) -> web.Response:
        wanted = "sha256=" + hmac.new(SECRET.encode(), await request.read(), "sha256").hexdigest()
        good = hmac.compare_digest(wanted, request.headers.get("X-Hub-Signature-256", ""))
        return web.Response(status=202 if good else 401)

    app = web.Application(client_max_size=25 * 1024 * 1024)
    app.router.add_post("/webhook", receive)
    return app


async def main(kind: str, directory: Path) -> None:
    logs.configure(LogFormat.JSON)
    if kind == "ours":
        url = await Server(await ours(directory)).listen(Address("127.0.0.1", 0))
    else:
        runner = web.AppRunner(await minimal(directory), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    print(f"ready: {url}/webhook", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
