"""The HTTP application: which path is answered by what."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST

from bot.settings import Settings
from bot.web import rule_pages, setup_page
from bot.web.connection import watch
from bot.web.metrics import Metrics
from bot.web.pages import POLICY
from bot.web.webhook import Door
from bot.work.port import Unavailable, Work

log = structlog.get_logger("planwarden.web")

PROBE_SECONDS = 5.0

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(slots=True)
class Health:
    """`unready`: why no request should be sent to this process now; "" when all is well."""

    unready: str = ""


def create_app(*, work: Work, settings: Settings, metrics: Metrics, health: Health) -> web.Application:
    """Return the application that takes deliveries for `work`. The settings must hold credentials."""
    if settings.credentials is None:
        raise ValueError("without credentials there is only the set-up application")
    app = _base(settings)
    app.router.add_post("/webhook", Door(work, settings.credentials, metrics, apps=settings.command_apps).receive)
    app.router.add_get("/readyz", _readiness(lambda: _probe(work, health)))
    app.router.add_get("/metrics", _metrics(metrics, work))
    return app


def create_setup_app(*, settings: Settings, metrics: Metrics) -> web.Application:
    """Return the application of a process that has no credentials yet: it says how to give it some."""
    app = _base(settings)
    app.router.add_get("/setup", setup_page.show)
    app.router.add_post("/webhook", setup_page.refuse)
    app.router.add_get("/readyz", _readiness(_not_set_up))
    app.router.add_get("/metrics", _metrics(metrics, None))
    return app


def _base(settings: Settings) -> web.Application:
    app = web.Application(middlewares=[watch, _errors])
    headers = dict(_HEADERS)
    if (settings.public_url or "").startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    app.on_response_prepare.append(_protect(headers))
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/rules", _to_rules)
    app.router.add_get("/rules/", rule_pages.index)
    app.router.add_get("/rules/{name}", rule_pages.show)
    return app


def _protect(headers: Mapping[str, str]) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    async def protect(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.popall("Server", None)  # aiohttp's own, with versions

    return protect


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what we did not expect with a plain 500: the log has the rest."""
    try:
        return await handler(request)
    except (web.HTTPException, ConnectionError):
        raise
    except Exception:
        log.exception("request failed", method=request.method, path=request.path)
        return web.Response(status=500, text="Something went wrong here. The log says what.\n")


async def _to_rules(_request: web.Request) -> web.Response:
    raise web.HTTPPermanentRedirect("/rules/")


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _readiness(probe: Callable[[], Awaitable[str]]) -> Handler:
    """Return a handler that answers 503 with what `probe` complains about."""

    async def ready(_request: web.Request) -> web.Response:
        reason = await probe()
        return web.Response(status=503 if reason else 200, text=f"{reason or 'ready'}\n")

    return ready


async def _probe(work: Work, health: Health) -> str:
    if health.unready:
        return health.unready
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await work.counts()
    except (Unavailable, TimeoutError) as error:
        log.error("store unavailable", why=str(error))  # noqa: TRY400 - the message says all
        return "the store does not answer"
    return ""


async def _not_set_up() -> str:
    return "not set up: see /setup"


def _metrics(metrics: Metrics, work: Work | None) -> Handler:
    async def show(_request: web.Request) -> web.Response:
        if work is not None:
            try:
                metrics.show_lanes(await work.counts())
            except Unavailable:
                # The other figures are wanted most when the store is down.
                metrics.show_lanes({})
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return show
