"""A scripted GitHub, a tripwire that nothing may touch, and a client of the first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.github.address import Address
from bot.github.app import Signer
from bot.github.client import Client
from bot.github.limits import Limits
from bot.github.port import GitHub, PullRequestRef, RepositoryRef
from bot.github.transport import Transport
from tests.github.script import Script

APP = 99
REPOSITORY = RepositoryRef(installation=7, id=42, owner="octo", name="shop")
PULL = PullRequestRef(REPOSITORY, 5)


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@asynccontextmanager
async def serve(script: Script) -> AsyncIterator[Script]:
    runner = web.ServerRunner(web.Server(script.handle), shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    script.url = f"http://{host}:{port}"
    yield script
    script.over.set()
    await runner.cleanup()


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    """GitHub; at the end of the test everything queued must have been asked for."""
    async with serve(Script()) as server:
        yield server
        assert not server.answers


@pytest.fixture
async def tripwire() -> AsyncIterator[Script]:
    """Another host: it must never hear a thing."""
    async with serve(Script()) as server:
        yield server
        assert not server.heard
        assert not server.mints


@asynccontextmanager
async def client_of(script: Script, key: rsa.RSAPrivateKey, limits: Limits) -> AsyncIterator[GitHub]:
    """Do what `connect` does, but for the 70 ms that reading a key takes."""
    address = Address.parse(script.url)
    async with Transport.open(address, user_agent="Test/1", proxy=None, seconds=5) as transport:
        yield Client(transport, Signer(APP, key, now=limits.now), limits, APP)


@pytest.fixture
async def client(script: Script, key: rsa.RSAPrivateKey) -> AsyncIterator[GitHub]:
    async with client_of(script, key, Limits(write_seconds=0, creations_an_hour=0)) as client:
        yield client
