"""One HTTP exchange with GitHub: relative URLs only, redirects by rule, bounded time and size, every failure by its name."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self

import aiohttp
import structlog
import uritemplate
from gidgethub import sansio
from yarl import URL

from bot.github.address import Address
from bot.github.answers import Answer, TooMuch
from bot.github.errors import Moved, Refused, Unreachable

API_VERSION = "2022-11-28"
"""GitHub's dated REST version that we were written against."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes. The longest honest answer: the texts of some 40 plans of half a megabyte, or a tree of 100,000 entries."""
_CHUNK = 256 * 1024
_DOTS = {"", ".", ".."}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What to send. `route` is a URI template; its `variables` are always encoded, so foreign text stays inside its place.

    `name` stands for the request in logs and errors; it carries no ids. `at`: the address of a further page, which
    GitHub gave and `Transport.follow` has checked.
    """

    method: str
    route: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    operation: str = ""
    at: URL | None = None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.operation)))

    @property
    def graphql(self) -> bool:
        return self.route == GRAPHQL


GRAPHQL = "/graphql"


class Transport:
    """The only user of the HTTP session. It knows neither tokens' origin nor rate limits."""

    def __init__(self, session: aiohttp.ClientSession, address: Address, *, largest: int = LARGEST_ANSWER) -> None:
        self._session = session
        self._address = address
        self._largest = largest

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, address: Address, *, user_agent: str, proxy: str | None, seconds: float) -> AsyncIterator[Self]:
        """Open a session. `seconds`: the time limit of a whole exchange.

        The environment is not trusted: with `trust_env` aiohttp would take a password for GitHub's host from `~/.netrc`
        and refuse to send our token beside it.
        """
        async with aiohttp.ClientSession(
            headers=sansio.create_headers(user_agent) | {"x-github-api-version": API_VERSION},
            timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=min(10.0, seconds)),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=proxy,
        ) as session:
            yield cls(session, address)

    async def exchange(self, request: Request, *, authorization: str) -> Answer:
        """Send the request and return the answer, whatever its status.

        Raises `Unreachable` (no whole answer), `Moved` (a redirect that must not be followed), `Refused` or `TooMuch`.
        """
        started = time.monotonic()
        url = self._url(request)
        answer = await self._send(request, url, authorization)
        if (target := self._redirected(request, url, answer)) is not None:
            answer = await self._send(request, target, authorization)
            if self._redirected(request, target, answer) is not None:
                raise Moved("GitHub redirected twice", request=request.name, status=answer.status)
        _log.debug(
            "github request",
            request=request.name,
            status=answer.status,
            milliseconds=round((time.monotonic() - started) * 1000),
            remaining=answer.headers.get("x-ratelimit-remaining"),
        )
        return answer

    def follow(self, request: Request, link: str) -> Request:
        """Return the request for the next page at `link`. Raises `Refused` when it leads anywhere but this API."""
        try:
            url = URL(link, encoded=True)
        except ValueError:
            url = URL()
        if not self._address.covers(url):
            _log.warning("github link to elsewhere refused", request=request.name, host=url.host)
            raise Refused("the link to the next page leads out of GitHub's API", request=request.name)
        return Request(request.method, request.route, operation=request.operation, at=url)

    def _url(self, request: Request) -> URL:
        if request.at is not None:
            return request.at
        if request.graphql:
            return self._address.graphql
        if any(str(value) in _DOTS for value in request.variables.values()):
            raise Refused("a name in the address is empty or only dots", request=request.name)
        path = uritemplate.expand(request.route, dict(request.variables))
        return URL(str(self._address.rest).rstrip("/") + path, encoded=True)

    def _redirected(self, request: Request, url: URL, answer: Answer) -> URL | None:
        """Return where to send the request again; None for an answer that is no redirect."""
        if answer.status not in range(300, 400) or answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        found = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND}
        kept = {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}
        if answer.status not in kept and not (answer.status in found and request.method == "GET"):
            raise Moved("GitHub moved what was to be written", request=request.name, status=answer.status)
        with contextlib.suppress(KeyError, ValueError):
            target = url.join(URL(answer.headers["location"], encoded=True))
            if self._address.covers(target):
                # Without what was asked for beside the path ("recursive", the page) the answer would be another one.
                return target if target.raw_query_string else target.with_query(url.query)
        _log.warning("github redirect to elsewhere refused", request=request.name, status=answer.status)
        raise Moved("the redirect leads out of GitHub's API", request=request.name, status=answer.status)

    async def _send(self, request: Request, url: URL, authorization: str) -> Answer:
        try:
            async with self._session.request(
                request.method,
                url,
                json=request.body,
                headers={"authorization": authorization},
                allow_redirects=False,
            ) as response:
                body = await self._read(request, response)
                return Answer(request.name, response.status, response.headers, body)
        except (aiohttp.ClientError, TimeoutError, OSError, asyncio.IncompleteReadError) as failure:
            raise Unreachable(f"{_why(failure)} ({request.name})", request=request.name) from failure

    async def _read(self, request: Request, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._largest:
                raise TooMuch(
                    f"the answer is longer than {self._largest} bytes ({request.name})",
                    request=request.name,
                    status=response.status,
                )
        return bytes(body)


def _why(failure: Exception) -> str:
    """Name the fault and, where an operator can mend it, the setting. Order: the narrower class first."""
    words = "the connection broke: " + (str(failure) or type(failure).__name__)
    match failure:
        case aiohttp.ClientHttpProxyError():
            words = f"the proxy refused with {failure.status}: check the proxy's URL, user name and password"
        case aiohttp.ClientProxyConnectionError():
            words = f"the proxy cannot be reached: {failure}"
        case aiohttp.ClientConnectorDNSError():
            words = f"the host name {failure.host} cannot be resolved: check PLANWARDEN_GITHUB_API_URL and DNS"
        case aiohttp.ClientConnectorCertificateError():
            words = (
                f"the certificate of {failure.host} is not trusted: point SSL_CERT_FILE at your authority's certificate"
            )
        case aiohttp.ClientConnectorSSLError():
            words = f"no TLS connection with {failure.host}: check that PLANWARDEN_GITHUB_API_URL speaks https"
        case aiohttp.ClientConnectorError():
            words = f"no connection with {failure.host}: {failure.strerror or failure}"
        case TimeoutError():
            words = "GitHub did not answer in time"
    return words
