import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from tests.serve.process import PEM, SECRET, Served, environment, serving, slow_github, start
from tests.web.payloads import encoded, headers, pull_request

OPENED = encoded(pull_request())


async def deliver(served: Served, body: bytes = OPENED) -> int:
    """POST a signed delivery and return the status of the answer."""
    async with aiohttp.ClientSession() as client:
        signed = headers(body, secret=SECRET.encode())
        async with client.post(f"{served.url}/webhook", data=body, headers=signed) as response:
            return response.status


async def get(served: Served, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(served.url + path) as response:
        return response.status, await response.text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"WEBHOOK_SECRET": ""}, "PLANWARDEN_WEBHOOK_SECRET: is not set"),
        ({"WEBHOOK_SECRET": "development"}, "PLANWARDEN_WEBHOOK_SECRET: the webhook secret has fewer than 16"),
        ({"PRIVATE_KEY": "canary"}, "PLANWARDEN_PRIVATE_KEY: must be a private key"),
        ({"GITHUB_API_URL": "http://github.example.com"}, "PLANWARDEN_GITHUB_API_URL: must begin with https"),
        ({"LISTEN": "nowhere"}, "PLANWARDEN_LISTEN: must be HOST:PORT"),
        ({"LISTEN": "192.0.2.1:8080"}, "PLANWARDEN_LISTEN: cannot listen on 192.0.2.1:8080"),
        ({"DATA_DIR": "/proc/planwarden"}, "PLANWARDEN_DATA_DIR: cannot create /proc/planwarden"),
    ],
)
async def test_it_refuses_to_start_with_one_line(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    process = await start(environment(tmp_path, LOG_FORMAT="json", **changes))
    async with asyncio.timeout(30):
        out, err = await process.communicate()

    lines = [line for line in err.decode().splitlines() if not line.startswith("{")]
    assert process.returncode == 2
    assert out == b""
    assert len(lines) == 1
    assert lines[0].startswith(f"planwarden: {words}")
    assert "canary" not in err.decode()


async def test_a_second_process_on_the_same_data_refuses(tmp_path: Path) -> None:
    async with serving(tmp_path):
        second = await start(environment(tmp_path))
        _, err = await second.communicate()

        assert second.returncode == 2
        assert "is in use by another planwarden" in err.decode()


async def test_it_serves_until_it_is_told_to_stop_and_keeps_its_secrets(tmp_path: Path) -> None:
    async with serving(tmp_path) as served:
        assert await get(served, "/healthz") == (200, "alive\n")
        assert await get(served, "/readyz") == (200, "ready\n")
        assert await deliver(served, b"{") == 400
        assert await deliver(served) == 202
        _, metrics = await get(served, "/metrics")
        served.process.send_signal(signal.SIGTERM)
        assert await served.end() == 0

    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    key = PEM.splitlines()[1]
    for text in (served.output, metrics, stored.decode("latin-1")):
        assert "canary" not in text
        assert key not in text
        assert "sha256=" not in text
    assert '"delivery": "d-1"' in served.output


async def test_a_running_job_is_finished_before_the_process_ends(tmp_path: Path) -> None:
    async with slow_github() as (github, url), serving(tmp_path, GITHUB_API_URL=url) as served:
        assert await deliver(served) == 202
        await github.asked.wait()
        served.process.send_signal(signal.SIGTERM)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(served.process.wait()), 0.5)
        with pytest.raises(aiohttp.ClientConnectorError):
            await deliver(served)

        github.answer.set()
        assert await served.end() == 0


async def test_the_second_signal_ends_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    async with slow_github() as (github, url):
        async with serving(tmp_path, GITHUB_API_URL=url) as served:
            assert await deliver(served) == 202
            await github.asked.wait()
            served.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.5)
            served.process.send_signal(signal.SIGTERM)
            assert await served.end() == -signal.SIGTERM
        github.asked.clear()
        async with serving(tmp_path, GITHUB_API_URL=url), asyncio.timeout(20):
            await github.asked.wait()


async def test_without_credentials_it_waits_to_be_set_up(tmp_path: Path) -> None:
    async with serving(tmp_path, APP_ID="", PRIVATE_KEY="", WEBHOOK_SECRET="") as served:
        assert (await get(served, "/healthz"))[0] == 200
        assert (await get(served, "/readyz"))[0] == 503
        assert "PLANWARDEN_PRIVATE_KEY" in (await get(served, "/setup"))[1]
        assert await deliver(served) == 503
        served.process.send_signal(signal.SIGINT)
        assert await served.end() == 0

    assert "/setup" in served.output
    assert "no credentials: set-up mode" in served.output
    assert not (tmp_path / "data").exists()


async def test_an_unknown_setting_is_named_in_the_log(tmp_path: Path) -> None:
    async with serving(tmp_path, PUBLIC_ULR="https://planwarden.example.com") as served:
        served.process.send_signal(signal.SIGTERM)
        await served.end()

    assert "did you mean PLANWARDEN_PUBLIC_URL?" in served.output
