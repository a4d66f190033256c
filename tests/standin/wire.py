"""From an answer to bytes on the wire, with whatever happens to them on the way."""

import json
import uuid

from aiohttp import web

from tests.standin.faults import Damage
from tests.standin.rest.call import Reply


def body_of(reply: Reply) -> bytes:
    if reply.raw is not None:
        return reply.raw
    return b"" if reply.body is None else json.dumps(reply.body, ensure_ascii=False).encode("utf-8", "replace")


async def send(request: web.Request, reply: Reply, damage: Damage, date: str) -> web.StreamResponse:
    """Send the answer with GitHub's headers; `date` is the `Date` header by GitHub's clock."""
    body = body_of(reply)
    headers = {
        "Server": "github.com",
        "Date": date,
        "X-GitHub-Request-Id": uuid.uuid4().hex[:20].upper(),
        "X-GitHub-Media-Type": "github.v3; format=json",
        "Content-Type": "application/json; charset=utf-8",
        **reply.headers,
    }
    if damage is Damage.RESET:
        _abort(request)
    elif damage is Damage.TRUNCATE:
        body = body[: len(body) // 2]
    elif damage is Damage.EMPTY:
        body = b""
    elif damage is Damage.CUT:
        return await _cut_short(request, web.StreamResponse(status=reply.status, headers=headers), body)
    return web.Response(status=reply.status, body=body, headers=headers)


def _abort(request: web.Request) -> None:
    """Reset the connection: whoever waits for the answer never learns what became of the request."""
    if request.transport is not None:
        request.transport.abort()


async def _cut_short(request: web.Request, response: web.StreamResponse, body: bytes) -> web.StreamResponse:
    """Promise the whole body and end the connection after half of it."""
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response
