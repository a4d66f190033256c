"""A caller without any cleverness, to see what comes over the wire."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
import jwt

from tests.standin.model.accounts import App, Installation
from tests.standin.server import StandIn

WRITER = {"checks": "write", "contents": "read", "pull_requests": "write"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def message(self) -> str:
        return str(self.body["message"])


@dataclass(slots=True)
class Client:
    """`authorization`: what is sent as that header."""

    github: StandIn
    authorization: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"User-Agent": "tests"})

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.authorization:
            sent["Authorization"] = self.authorization
        url = path if path.startswith("http") else self.github.url + path
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=body, headers=sent, allow_redirects=False) as answer,
        ):
            raw = await answer.read()
            is_json = answer.content_type == "application/json" and raw
            return Answer(answer.status, json.loads(raw) if is_json else raw, answer.headers)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.send("GET", path, **headers)

    async def post(self, path: str, body: Any = None) -> Answer:
        return await self.send("POST", path, body)

    async def graphql(self, query: str, **variables: Any) -> Any:
        """Return the whole answer; GitHub's status is 200 with errors, too."""
        answer = await self.post("/graphql", {"query": query, "variables": variables})
        assert answer.status == 200, answer
        return answer.body

    @classmethod
    async def installed(
        cls, github: StandIn, owner: str = "octo-org", permissions: dict[str, str] | None = None, *,
        app: App | None = None, **scope: Any,
    ) -> Self:  # fmt: skip
        """Return a client with an installation token of an App (ours)."""
        installation = github.world.install(app or github.app, github.account(owner))
        answer = await cls.as_app(github, app=app).post(
            f"/app/installations/{installation.id}/access_tokens", {"permissions": permissions or WRITER, **scope}
        )
        assert answer.status == 201, answer
        return cls(github, f"Bearer {answer.body['token']}")

    @classmethod
    def as_app(cls, github: StandIn, *, app: App | None = None, **claims: Any) -> Self:
        """Return a client with a JSON web token of an App (ours); `claims` replace the right ones."""
        now = int(github.clock.now())
        signer = app or github.app
        right = {"iat": now - 60, "exp": now + 540, "iss": str(signer.id)}
        token = jwt.encode({**right, **claims}, signer.key, algorithm="RS256")
        return cls(github, f"Bearer {token}")


def token_path(installation: Installation) -> str:
    return f"/app/installations/{installation.id}/access_tokens"
