"""The door: durable acknowledgements a second and how late they come, beside servers that keep nothing.

All servers stand side by side and are measured in turn by the same load generator, which is a process of its own.
"""

import asyncio
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.door_load import Plan, Result
from benchmarks.door_server import APP_ID, SECRET
from benchmarks.figures import Figure, table
from tests.demo import story
from tests.demo.app import serving
from tests.standin.server import StandIn

PEER = Path(__file__).parent / "probot"
INSTALLED = Path(__file__).parents[1] / ".cache" / "probot"
PAYLOAD_BYTES = 25_000
DELIVERIES = 1500
ROUNDS = 3
A_SECOND = 50
MS = 1000.0
PATIENCE = 120.0


def measure(_corpus: Path | None = None) -> list[Figure]:
    """Return the figures of all servers that can be started here."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with contextlib.AsyncExitStack() as stack:
            servers = {
                "planwarden, stored in SQLite": await stack.enter_async_context(_python("ours", Path(folder))),
                "aiohttp, verifies only": await stack.enter_async_context(_python("minimal", Path(folder))),
            }
            if _install_probot():
                servers["Probot 14.3.2, empty handler"] = await stack.enter_async_context(_probot())
            figures = await _compare(servers)
        return [*figures, await _busy(Path(folder))]


async def _compare(servers: dict[str, str]) -> list[Figure]:
    payloads = [payload(number) for number in range(1, 201)]
    results: dict[str, list[Result]] = {name: [] for name in servers}
    for number in range(ROUNDS + 1):
        for name, url in servers.items():
            result = await _load(Plan(url, SECRET, payloads, DELIVERIES))
            if number > 0:  # the first round warms them up
                results[name].append(result)
    steady = {
        name: await _load(Plan(url, SECRET, payloads, A_SECOND * 10, rate=A_SECOND)) for name, url in servers.items()
    }
    return [figure for name in servers for figure in _figures(name, results[name], steady[name])]


def _figures(name: str, rounds: list[Result], steady: Result) -> list[Figure]:
    rate = statistics.median(len(each.latencies) / each.seconds for each in rounds)
    late = statistics.median(each.percentile(0.99) for each in rounds)
    of = f"median of {ROUNDS} rounds of {DELIVERIES:,} deliveries of {PAYLOAD_BYTES // 1000} kB, 50 connections"
    return [
        Figure(f"acknowledgements, {name}", rate, "1/s", of),
        Figure(f"p99, {name}", late * MS, "ms", "the same"),
        Figure(
            f"p99 at {A_SECOND}/s, {name}", steady.percentile(0.99) * MS, "ms", f"{len(steady.latencies)} deliveries"
        ),
    ]


async def _busy(folder: Path) -> Figure:
    """Measure the whole App while its workers judge what is delivered, against the stand-in in this process."""
    async with StandIn() as github, serving(github, folder) as address:
        repositories = [github.repository(f"org-{number}/shop", story.START) for number in range(20)]
        for repository in repositories:
            for number in range(5):
                repository.pull_request(f"feature-{number}", {story.PLAN: story.FAULTY})
        opened = [each.payload for each in github.hooks.take("pull_request", "opened")]
        before = len(github.exchanges)
        plan = Plan(f"{address}/webhook", github.app.webhook_secret, opened, A_SECOND * 20, rate=A_SECOND)
        result = await _load(plan)
        spent = len(github.exchanges) - before
    of = f"{plan.count:,} deliveries for {len(opened)} pull requests; {spent} requests to GitHub meanwhile"
    return Figure(f"p99 at {A_SECOND}/s, planwarden, workers busy", result.percentile(0.99) * MS, "ms", of)


async def _load(plan: Plan) -> Result:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.door_load"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate(json.dumps(asdict(plan)).encode())
    result = Result(**json.loads(out))
    if set(result.statuses) - {"200", "202"}:
        raise RuntimeError(f"{plan.url} did not take everything: {result.statuses}")
    return result


def payload(number: int) -> dict[str, Any]:
    """Return a `pull_request` payload of about the size and the grain of GitHub's: many short members, many URLs."""
    links = {f"member_{each}_url": f"https://api.github.com/repos/octo/checkout/members/{each}" for each in range(80)}
    people = {
        f"person_{each}": {"id": each, "login": f"octocat-{each}", **dict(list(links.items())[:15])}
        for each in range(10)
    }
    found = {
        "action": "synchronize",
        "number": number,
        "pull_request": {
            "number": number,
            "head": {"sha": f"{number:040x}", "ref": "plan", **links},
            "base": {"sha": "b" * 40, "ref": "main", **links},
            **people,
        },
        "repository": {"id": 7, "name": "checkout", "owner": {"login": "octo", "id": 1}},
        "installation": {"id": 99},
    }
    return {**found, "padding": "x" * (PAYLOAD_BYTES - len(json.dumps(found)))}


@asynccontextmanager
async def _python(kind: str, folder: Path) -> AsyncIterator[str]:
    async with _started([sys.executable, "-m", "benchmarks.door_server", kind, str(folder)], dict(os.environ)) as url:
        yield url


@asynccontextmanager
async def _probot() -> AsyncIterator[str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    given = {"APP_ID": str(APP_ID), "PRIVATE_KEY": key.decode(), "WEBHOOK_SECRET": SECRET, "PORT": str(_free_port())}
    given |= {"NODE_ENV": "production", "PATH": os.environ["PATH"]}
    async with _started(["node", str(INSTALLED / "server.js")], given) as url:
        yield url


@asynccontextmanager
async def _started(command: list[str], environment: dict[str, str]) -> AsyncIterator[str]:
    """Start a server, give the URL that it prints after "ready: ", kill it at the end. It logs as it does by itself."""
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
        try:
            async with asyncio.timeout(60):
                while (url := _announced(log)) is None:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.05)
            yield url
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _announced(log: IO[bytes]) -> str | None:
    text = os.pread(log.fileno(), 100_000, 0).decode(errors="replace")
    return next((line.removeprefix("ready: ") for line in text.splitlines() if line.startswith("ready: ")), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _install_probot() -> bool:
    """Install Probot into `.cache/probot`; return False, and say why, where that cannot be."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        print("Probot is not measured: npm is not installed", file=sys.stderr)
        return False
    shutil.copytree(PEER, INSTALLED, dirs_exist_ok=True)
    if (INSTALLED / "node_modules" / "probot").exists():
        return True
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
    if subprocess.run(command, cwd=INSTALLED, check=False).returncode != 0:
        print("Probot is not measured: npm cannot install it", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    print(table(measure()))
