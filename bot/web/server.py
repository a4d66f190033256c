"""Listening, with limits, and stopping without losing a request that is under way."""

import asyncio
import weakref
from collections.abc import Callable

from aiohttp import web

from bot.settings import Address
from bot.web.connection import Connection, Limits

BACKLOG = 1024
OPTIONS = {
    "access_log": None,  # its line would hold the query string
    "auto_decompress": False,
    "lingering_time": 2.0,  # seconds to read on after an early refusal, so that the sender gets to see it
    "max_field_size": 8190,
    "max_headers": 100,
    "max_line_size": 8190,
}


class Server:
    """An application that listens. `lost` is called for each connection that was too slow."""

    def __init__(
        self, app: web.Application, *, limits: Limits | None = None, lost: Callable[[], None] = lambda: None
    ) -> None:
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        self._limits = limits or Limits()
        self._lost = lost
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._listening: asyncio.Server | None = None

    async def listen(self, address: Address) -> str:
        """Begin to accept connections and return the URL; raise OSError when the address cannot be had."""
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(self._connection, address.host, address.port, backlog=BACKLOG)
        host = f"[{address.host}]" if ":" in address.host else address.host
        return f"http://{host}:{self._listening.sockets[0].getsockname()[1]}"

    async def stop(self, *, grace: float) -> None:
        """Accept no more connections, let requests that are under way finish for `grace` seconds, close the rest."""
        if self._listening is not None:
            self._listening.close()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + grace
        # aiohttp stops reading at once when it is told to stop, also a body that is half here.
        while self._busy and loop.time() < deadline:  # noqa: ASYNC110 - once in a life, and no handler must know of it
            await asyncio.sleep(0.02)
        await self._runner.cleanup()

    @property
    def _busy(self) -> bool:
        return any(connection.busy for connection in self._connections)

    def _connection(self) -> Connection:
        if self._runner.server is None:
            raise RuntimeError("the server is stopped")
        connection = Connection(self._runner.server, self._limits, self._lost, **OPTIONS)
        self._connections.add(connection)
        return connection
