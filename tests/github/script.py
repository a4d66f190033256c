"""A server that plays GitHub from a script: it records every request and answers with what the test queued."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Say:
    """An HTTP answer. `data` is sent as JSON unless `body` is given."""

    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json; charset=utf-8"


class Break(Enum):
    """An answer that is none."""

    RESET = auto()
    """The request is read whole, then the connection is cut."""
    HALF = auto()
    """Headers that promise more than comes."""
    STALL = auto()
    """Nothing at all."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def variables(self) -> Any:
        return self.body["variables"]


def graphql(data: Any, *errors: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Say:
    return Say({"data": data} | ({"errors": list(errors)} if errors else {}), headers=headers or {})


@dataclass
class Script:
    """Answers to come, in order; tokens are minted apart from them, with `mints` counting and `minting` before that."""

    url: str = ""
    answers: deque[Say | Break] = field(default_factory=deque)
    minting: deque[Say | Break] = field(default_factory=deque)
    heard: list[Heard] = field(default_factory=list)
    mints: list[Heard] = field(default_factory=list)
    token_life: timedelta = timedelta(hours=1)
    delay: float = 0.0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def queue(self, *answers: Say | Break) -> None:
        self.answers.extend(answers)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        raw = await request.read()
        heard = Heard(request.method, request.path_qs, request.headers, json.loads(raw) if raw else None)
        if request.path.endswith("/access_tokens"):
            self.mints.append(heard)
            await asyncio.sleep(self.delay)
            return await self._answer(request, self.minting.popleft() if self.minting else self._token())
        self.heard.append(heard)
        assert self.answers, f"an unexpected request: {request.method} {request.path_qs}"
        return await self._answer(request, self.answers.popleft())

    def _token(self) -> Say:
        expires = (datetime.now(UTC) + self.token_life).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Say({"token": f"ghs_{len(self.mints)}", "expires_at": expires}, status=201)

    async def _answer(self, request: web.BaseRequest, answer: Say | Break) -> web.StreamResponse:
        if isinstance(answer, Break):
            return await self._break(request, answer)
        body = json.dumps(answer.data).encode() if answer.body is None else answer.body
        if answer.status == 204:
            return web.Response(status=204, headers=answer.headers)
        headers = {"content-type": answer.content_type} if answer.content_type else {}
        return web.Response(body=body, status=answer.status, reason="-", headers={**headers, **answer.headers})

    async def _break(self, request: web.BaseRequest, kind: Break) -> web.StreamResponse:
        if kind is Break.STALL:
            await self.over.wait()
        assert request.transport is not None
        if kind is Break.HALF:
            request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")
            request.transport.close()
        request.transport.abort() if kind is Break.RESET else None
        raise ConnectionResetError

    def paths(self) -> Sequence[str]:
        return [f"{heard.method} {heard.path}" for heard in self.heard]
