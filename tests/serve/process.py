"""`planwarden serve` as a process of its own, and a GitHub that answers when the test says so."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PATIENCE = 30.0
SECRET = "canary-webhook-0b1d6a7f"
PEM = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    .decode()
)
READY = re.compile(r"http://127\.0\.0\.1:\d+")


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """Return a complete environment; `changes` are names without the prefix, "" takes one away."""
    settings = {
        "APP_ID": "12345",
        "PRIVATE_KEY": PEM,
        "WEBHOOK_SECRET": SECRET,
        "DATA_DIR": str(folder / "data"),
        "LISTEN": "127.0.0.1:0",
        "GITHUB_API_URL": "http://127.0.0.1:9",
    } | changes
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANWARDEN_")}
    return kept | {f"PLANWARDEN_{name}": value for name, value in settings.items() if value}


@dataclass(slots=True)
class Served:
    """A running process. `url` is where it said that it is ready; `output` is everything it wrote once it has ended."""

    process: asyncio.subprocess.Process
    url: str
    output: str

    async def end(self) -> int:
        """Wait for its end, read the rest of what it says and return its exit status."""
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate()
        self.output += out.decode() + err.decode()
        return self.process.returncode or 0


async def start(variables: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        env=variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def serving(folder: Path, **changes: str) -> AsyncIterator[Served]:
    """Start the process, wait until it says that it is ready, kill it at the end if it is still there."""
    process = await start(environment(folder, **changes))
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE):
            line = (await process.stdout.readline()).decode()
        found = READY.search(line)
        assert found is not None, line or (await process.stderr.read()).decode()
        yield Served(process, found[0], line)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@dataclass(slots=True)
class SlowGitHub:
    """Answers every request with 404, but not before `answer` is set. `asked` is set by the first request."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, _request: web.Request) -> web.Response:
        self.asked.set()
        await self.answer.wait()
        return web.json_response({"message": "Not Found"}, status=404)


@asynccontextmanager
async def slow_github() -> AsyncIterator[tuple[SlowGitHub, str]]:
    """Start it and give it with its URL."""
    github = SlowGitHub()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", github.handle)
    async with TestServer(app) as server:
        yield github, str(server.make_url("/")).rstrip("/")
        github.answer.set()
