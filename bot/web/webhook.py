"""The door: `POST /webhook`. A delivery is acknowledged only when it is stored."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from aiohttp import web

from bot import events
from bot.credentials import Credentials
from bot.web import body as bodies
from bot.web.connection import arrived
from bot.web.examine import Examined, Rejected, examine
from bot.web.metrics import Metrics
from bot.web.signature import HEADER
from bot.work.port import Accepted, Delivery, Mark, Unavailable, Work

log = structlog.get_logger("planwarden.webhook")

_EVENT = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_DELIVERY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}", re.ASCII)
_KNOWN_BY = {Accepted.DUPLICATE: "id", Accepted.SAME_BODY: "body"}


@dataclass(frozen=True, slots=True)
class _Envelope:
    """The headers that say what a body is. They are not signed."""

    event: str
    delivery: str


class Door:
    """Takes deliveries for `work`. `apps`: the slugs of Apps whose comments may be commands. `clock`: Unix time in seconds."""

    def __init__(
        self,
        work: Work,
        credentials: Credentials,
        metrics: Metrics,
        *,
        apps: frozenset[str] = frozenset(),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._work = work
        self._credentials = credentials
        self._metrics = metrics
        self._apps = apps
        self._clock = clock

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 202 when the delivery is stored or asks for nothing, else say what is wrong with it."""
        started = time.perf_counter()
        try:
            result = await self._take(request)
        except Rejected as rejected:
            self._metrics.rejected.labels(rejected.reason).inc()
            log.warning(
                "delivery refused",
                status=rejected.status,
                reason=rejected.reason,
                why=str(rejected),
                delivery=request.headers.get("X-GitHub-Delivery", ""),
            )
            return web.Response(status=rejected.status, text=f"{rejected}\n")
        self._metrics.ack.observe(time.perf_counter() - started)
        return web.Response(status=202, text=f"{result}\n")

    async def _take(self, request: web.Request) -> str:
        body = await _read(request)
        examined = await self._examine(body, request.headers.getall(HEADER, []))
        self._metrics.secrets.labels(str(examined.slot)).inc()
        envelope = _envelope(request)
        marks = self._marks(envelope, examined)
        result = await self._store(envelope, examined, marks) if marks else "ignored"
        known = envelope.event if envelope.event in (*events.SUBSCRIBED, "ping") else "other"
        self._metrics.deliveries.labels(known, result).inc()
        return result

    async def _examine(self, body: bytearray, signatures: list[str]) -> Examined:
        secrets = self._credentials.webhook_secrets
        if len(body) <= bodies.SMALL:
            return examine(body, signatures, secrets)
        # In a thread while the loop goes on.
        return await asyncio.to_thread(examine, body, signatures, secrets)

    def _marks(self, envelope: _Envelope, examined: Examined) -> tuple[Mark, ...]:
        try:
            return events.interpret(
                envelope.event,
                examined.payload,
                envelope.delivery,
                app_id=self._credentials.app_id,
                apps=self._apps,
            )
        except events.Malformed as malformed:
            raise Rejected(400, "malformed", f"This is no {envelope.event} payload: {malformed}.") from None
        except events.Stray as stray:
            log.warning(
                "delivery ignored",
                security=True,
                event_name=envelope.event,
                why=str(stray),
                delivery=envelope.delivery,
            )
            return ()

    async def _store(self, envelope: _Envelope, examined: Examined, marks: tuple[Mark, ...]) -> str:
        # When a delivery came is no business of `events`, which is pure; the time until its check appeared needs it.
        marks = tuple(replace(mark, note={**mark.note, "received": self._clock()}) for mark in marks)
        action = examined.payload.get("action") or ""
        delivery = Delivery(envelope.delivery, envelope.event, action, examined.digest, marks)
        try:
            accepted = await self._work.accept(delivery)
        except Unavailable as unavailable:
            log.error("delivery not stored", why=str(unavailable), **_context(delivery))  # noqa: TRY400 - it says all
            raise Rejected(503, "unavailable", "The delivery could not be stored. Deliver it again.") from None
        if accepted in _KNOWN_BY:
            self._metrics.duplicates.labels(_KNOWN_BY[accepted]).inc()
        log.info("delivery accepted", result=str(accepted), **_context(delivery))
        return str(accepted)


def _context(delivery: Delivery) -> dict[str, Any]:
    """Return what the line about a delivery says."""
    note = delivery.marks[0].note
    return {
        "delivery": delivery.id,
        "event_name": note["reason"],
        "installation": delivery.marks[0].installation,
        "repository": f"{note['owner']}/{note['name']}",
        "head": note.get("head_sha", ""),
        "lanes": [mark.lane for mark in delivery.marks],
    }


async def _read(request: web.Request) -> bytearray:
    try:
        _require_plain_json(request)
        body = await bodies.read(request)
    except bodies.TooLarge:
        raise Rejected(413, "too-large", f"The payload is larger than {bodies.LARGEST} bytes.") from None
    except web.RequestPayloadError:
        raise Rejected(400, "malformed", "The body does not keep to its transfer encoding.") from None
    arrived(request)
    return body


def _require_plain_json(request: web.Request) -> None:
    """Refuse by the headers what is too large, compressed, a form, or in another encoding."""
    if (request.content_length or 0) > bodies.LARGEST:
        raise bodies.TooLarge
    types = request.headers.getall("Content-Type", [])
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    plain = len(types) == 1 and request.content_type == "application/json" and encoding == "identity"
    if not plain or (request.charset or "utf-8").lower() not in {"utf-8", "utf8"}:
        raise Rejected(415, "content-type", "Send application/json in UTF-8 without Content-Encoding.")


def _envelope(request: web.Request) -> _Envelope:
    return _Envelope(_header(request, "X-GitHub-Event", _EVENT), _header(request, "X-GitHub-Delivery", _DELIVERY))


def _header(request: web.Request, name: str, form: re.Pattern[str]) -> str:
    values = request.headers.getall(name, [])
    if len(values) != 1 or not form.fullmatch(values[0]):
        raise Rejected(400, "malformed", f"The header {name} is missing, repeated or malformed.")
    return values[0]
