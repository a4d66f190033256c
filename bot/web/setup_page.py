"""What a process without credentials shows: which settings it needs."""

from aiohttp import web

from bot.settings import CREDENTIALS
from bot.web.pages import page

_MEANING = {
    "PLANWARDEN_APP_ID": "the number on the App's settings page",
    "PLANWARDEN_PRIVATE_KEY": "the private key (PEM) that GitHub made for the App",
    "PLANWARDEN_WEBHOOK_SECRET": "the webhook secret of the App, at least 16 characters; several, one a line, for rotation",
}


async def show(_request: web.Request) -> web.Response:
    """Answer with the settings that are missing; nothing of this process is shown."""
    rows = "\n".join(f"<tr><td><code>{name}</code></td><td>{_MEANING[name]}</td></tr>" for name in CREDENTIALS)
    return page(
        "Set up",
        "<h1>Planwarden is not set up yet</h1>\n"
        "<p>It runs, but it has no credentials of a GitHub App. Set these variables and start it again. "
        "Each may also be the path of a file, in the variable of the same name with <code>_FILE</code> at its end.</p>\n"
        f"<table>\n<thead><tr><th>Variable</th><th>Value</th></tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        "<p>The permissions and events that the App needs stand in <code>app.yml</code>.</p>",
    )


async def refuse(_request: web.Request) -> web.Response:
    """Answer a delivery: without a secret nothing can be verified, so nothing is taken."""
    return web.Response(status=503, text="Planwarden is not set up yet.\n")
