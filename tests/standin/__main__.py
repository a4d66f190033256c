"""`python -m tests.standin [PORT [WEBHOOK]]`: GitHub on loopback, for trying things by hand.

Prints the environment for `planwarden serve`, opens a pull request with a plan, and keeps a page with what appears on it.
"""

import asyncio
import sys

from aiohttp import web

from tests.standin.server import StandIn
from tests.standin.view.page import as_page

PLAN = """# Implementation Plan: Refunds

## Risks

1. A refund is paid twice.
"""


DEFAULTS = ("0", "http://127.0.0.1:8080/webhook")


async def serve(port: int, webhook: str) -> None:
    async with StandIn(port=port) as github:
        repository = github.repository("octo-org/shop", {"README.md": "# Shop\n"})
        pull = repository.pull_request("refunds", {"specs/001-refunds/plan.md": PLAN}, title="Plan refunds")
        github.app.webhook_url = webhook

        async def page(_request: web.Request) -> web.Response:
            return web.Response(text=as_page(pull, refresh=2), content_type="text/html")

        async def deliver(_request: web.Request) -> web.Response:
            return web.Response(text=f"{await github.hooks.send_all()}\n")

        application = web.Application()
        application.add_routes([web.get("/", page), web.post("/deliver", deliver)])
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        _explain(github, f"http://127.0.0.1:{runner.addresses[0][1]}")
        await asyncio.Event().wait()


def _explain(github: StandIn, page: str) -> None:
    lines = [
        f"export PLANWARDEN_GITHUB_API_URL={github.url}",
        f"export PLANWARDEN_APP_ID={github.app.id}",
        f"export PLANWARDEN_WEBHOOK_SECRET='{github.app.webhook_secret}'",
        f"export PLANWARDEN_PRIVATE_KEY='{github.app.private_key}'",
        "",
        f"# the pull request:            {page}/",
        f"# send what is to be told:     curl -X POST {page}/deliver",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    try:
        port, webhook, *_ = [*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :]]
        asyncio.run(serve(int(port), webhook))
    except KeyboardInterrupt:
        sys.exit(0)
