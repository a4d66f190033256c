"""The stand-in by hand."""

import asyncio
import sys

import aiohttp


async def test_it_prints_what_the_app_needs_and_shows_the_pull_request() -> None:
    nobody = "http://127.0.0.1:9/webhook"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.standin", "0", nobody, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        printed = (await process.stdout.readuntil(b"/deliver\n")).decode()
        page = printed.rpartition("curl -X POST ")[2].removesuffix("deliver\n")
        async with aiohttp.ClientSession() as session, session.get(page) as answer:
            seen = await answer.text()
        async with aiohttp.ClientSession() as session, session.post(f"{page}deliver") as answer:
            statuses = await answer.text()
    finally:
        process.kill()
        await process.wait()

    assert "octo-org/shop#1 Plan refunds" in seen
    assert statuses == "[0, 0]\n"
    for name in ("GITHUB_API_URL=http://127.0.0.1:", "APP_ID=", "WEBHOOK_SECRET='", "PRIVATE_KEY='-----BEGIN RSA"):
        assert f"export PLANWARDEN_{name}" in printed
