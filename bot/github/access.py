"""Requests in the name of an installation: with its token, at its pace, its limits heeded."""

from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Any

from bot.github import graphql
from bot.github.answers import Answer, read
from bot.github.app import Scope, Tokens
from bot.github.limits import Limits
from bot.github.transport import GRAPHQL, Request, Transport

_PAGES = 30
"""The most pages that one listing is followed for: GitHub lists 3,000 files of a pull request, 100 a page."""


class Access:
    """Everything above this line speaks of routes and documents, everything below of HTTP and credentials."""

    def __init__(self, transport: Transport, tokens: Tokens, limits: Limits) -> None:
        self._transport = transport
        self._tokens = tokens
        self._limits = limits

    async def rest(self, scope: Scope, request: Request, *, creates: bool = False) -> Any:
        """Send a REST request and return its JSON (None for an answer without content).

        `creates`: it makes a review or a comment, of which GitHub allows only so many an hour.
        """
        return read(await self._send(scope, request, write=request.method != "GET", creates=creates)).data

    async def pages(self, scope: Scope, request: Request) -> AsyncIterator[Any]:
        """Send a listing request and yield the JSON of each page."""
        for _ in range(_PAGES):
            page = read(await self._send(scope, request, write=False))
            yield page.data
            if page.following is None:
                return
            request = self._transport.follow(request, page.following)

    async def graphql(
        self, scope: Scope, document: str, variables: Mapping[str, Any], *, creates: bool = False
    ) -> graphql.Reply:
        """Send a GraphQL document. Raises for an answer that is refused as a whole; see `Reply.checked` for the rest."""
        kind, operation = document.replace("(", " ").split(maxsplit=2)[:2]
        request = Request("POST", GRAPHQL, body={"query": document, "variables": variables}, operation=operation)
        answer = await self._send(scope, request, write=kind == "mutation", creates=creates)
        reply = graphql.reply(answer)
        if any(problem.secondary for problem in reply.problems):
            self._limits.strike(scope.installation, answer)
        if any(problem.exhausted for problem in reply.problems):
            self._limits.exhaust(scope.installation, "graphql", answer)
        if not reply.data:
            reply.checked()
        return reply

    async def settle(self) -> None:
        """Wait until a write whose answer was lost has either shown its effect or has none."""
        await self._limits.sleep(self._limits.write_seconds)

    async def _send(self, scope: Scope, request: Request, *, write: bool, creates: bool = False) -> Answer:
        answer = await self._attempt(scope, request, write=write, creates=creates)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            # The token was revoked before its time; nothing was done, so a write may be sent again.
            answer = await self._attempt(scope, request, write=write, creates=False)
        return answer

    async def _attempt(self, scope: Scope, request: Request, *, write: bool, creates: bool) -> Answer:
        resource = "graphql" if request.graphql else "core"
        async with self._limits.turn(scope.installation, resource, write=write, creates=creates):
            token = await self._tokens.get(scope)
            answer = await self._transport.exchange(request, authorization=f"Bearer {token}")
        self._limits.learn(scope.installation, resource, answer)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._tokens.forget(scope, token)
        return answer
