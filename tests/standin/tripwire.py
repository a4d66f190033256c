"""A host that is not GitHub. Whoever shows it a credential has leaked one."""

from aiohttp import web

SECRETS = ("Authorization", "Cookie", "Proxy-Authorization", "X-Hub-Signature-256")


class Tripwire:
    """`caught`: requests that carried a credential; `visits`: all of them."""

    def __init__(self) -> None:
        self.url = ""
        self.caught: list[str] = []
        self.visits: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        line = f"{request.method} {request.path_qs}"
        self.visits.append(line)
        body = await request.text()
        if any(name in request.headers for name in SECRETS) or "ghs_" in body or "ghs_" in request.path_qs:
            self.caught.append(line)
        return web.json_response({"message": "this is not GitHub"})
