"""The App as an operator runs it: `planwarden serve` in a process of its own, on its embedded database."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.standin.server import StandIn

READY = re.compile(r"http://127\.0\.0\.1:\d+")
PATIENCE_SECONDS = 30.0


@asynccontextmanager
async def serving(github: StandIn, directory: Path) -> AsyncIterator[str]:
    """Start the App with its data and its log in `directory`; give its address; stop it at the end.

    Raise `RuntimeError` with the last lines of the log when it does not get ready.
    """
    log = directory / "planwarden.log"
    process = await _start(_environment(github, directory), log)
    try:
        yield await _address(process, log)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _start(environment: dict[str, str], log: Path) -> asyncio.subprocess.Process:
    sink = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", env=environment, stdout=sink, stderr=sink
        )
    finally:
        os.close(sink)


def _environment(github: StandIn, directory: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANWARDEN_")}
    return kept | {
        "PLANWARDEN_APP_ID": str(github.app.id),
        "PLANWARDEN_PRIVATE_KEY": github.app.private_key,
        "PLANWARDEN_WEBHOOK_SECRET": github.app.webhook_secret,
        "PLANWARDEN_GITHUB_API_URL": github.url,
        "PLANWARDEN_DATA_DIR": str(directory / "data"),
        "PLANWARDEN_LISTEN": "127.0.0.1:0",
        "PLANWARDEN_LOG_FORMAT": "json",
    }


async def _address(process: asyncio.subprocess.Process, log: Path) -> str:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while process.returncode is None:
            if address := _announced(log):
                return address
            await asyncio.sleep(0.05)
    raise RuntimeError("planwarden serve did not start:\n" + "\n".join(_lines(log)[-10:]))


def _announced(log: Path) -> str:
    found = (READY.search(line) for line in _lines(log) if "ready" in line)
    return next((match[0] for match in found if match), "")


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()
