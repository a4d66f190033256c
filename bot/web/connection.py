"""One connection: aiohttp's, with time limits on what arrives and with plain answers to what is not HTTP."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

log = structlog.get_logger("planwarden.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long to wait, in seconds.

    `header`: from the connection, or the first byte of a later request, to the end of the header. `body`: from there to
    the end of the body. `idle`: between two requests; longer than any proxy waits, because a proxy that sends a delivery
    at the moment when we hang up would lose it.
    """

    header: float = 15.0
    body: float = 20.0
    idle: float = 3630.0


class Connection(web.RequestHandler):
    """Hangs up on whoever takes too long to say what he wants: aiohttp limits only the time between requests.

    It sees when bytes come, and is told by `watch` when a header is complete and by `arrived` when a body is.
    """

    def __init__(self, server: web.Server, limits: Limits, lost: Callable[[], None], **options: Any) -> None:
        """`lost` is called for each connection that is cut. `options` are aiohttp's."""
        super().__init__(server, loop=asyncio.get_running_loop(), keepalive_timeout=limits.idle, **options)
        self._limits = limits
        self._lost = lost
        self._timer: asyncio.TimerHandle | None = None
        self._answering = False

    @property
    def busy(self) -> bool:
        """Whether a request is being read or answered."""
        return self._answering

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._allow(self._limits.header)
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._timer is None and not self._answering:
            self._allow(self._limits.header)
        super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - aiohttp's words, which quote the request
    ) -> web.StreamResponse:
        """Answer a request that no handler has seen, or whose sender has gone. The application answers for its handlers.

        aiohttp fails on header values that are not text, which is the sender's mistake, not ours.
        """
        log.debug("request refused", peer=request.remote, why=repr(exc))
        plain = "This is no request that can be answered.\n"
        response = web.Response(
            status=400 if isinstance(exc, UnicodeError) else status, text=plain, headers={"Server": "planwarden"}
        )
        response.force_close()
        return response

    def header_complete(self) -> None:
        self._answering = True
        self._allow(self._limits.body)

    def body_complete(self) -> None:
        self._stop()

    def answered(self) -> None:
        self._answering = False
        self._stop()

    def _allow(self, seconds: float) -> None:
        self._stop()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._hang_up)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _hang_up(self) -> None:
        self._timer = None
        self._lost()
        self.force_close()


def arrived(request: web.Request) -> None:
    """Say that the whole body of `request` is here: what takes time from now on is ours."""
    if isinstance(request.protocol, Connection):
        request.protocol.body_complete()


@web.middleware
async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep the connection informed; in a server of other connections (aiohttp's test server) do nothing."""
    connection = request.protocol
    if not isinstance(connection, Connection):
        return await handler(request)
    connection.header_complete()
    if not request.body_exists:
        connection.body_complete()
    try:
        return await handler(request)
    finally:
        connection.answered()
