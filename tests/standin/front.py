"""What every request goes through: who asks, limits, faults, redirects, the description, permissions, the handler."""

import asyncio
import hashlib
import json
import traceback
from dataclasses import dataclass, field
from urllib.parse import unquote

from aiohttp import web

from tests.standin.auth import Caller, identify
from tests.standin.exchange import Exchange
from tests.standin.faults import Damage, Fault, Faults
from tests.standin.graphql.execute import answer as graphql_answer
from tests.standin.graphql.execute import is_mutation
from tests.standin.hooks.sender import Hooks
from tests.standin.limits import Cost, Limits
from tests.standin.model.refused import Forbidden, Refused
from tests.standin.model.repository import Repository
from tests.standin.model.world import World
from tests.standin.openapi import violations
from tests.standin.rest import ROUTER
from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.routing import Match
from tests.standin.wire import body_of, send

GRAPHQL = "/graphql"
MINT = "/app/installations/{installation_id}/access_tokens"
NOT_ACCESSIBLE = "Resource not accessible by integration"
NO_AGENT = (
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
    "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required)."
)


@dataclass(slots=True)
class Front:
    """`violations`: what was asked that GitHub's description forbids. `crashes`: faults of the stand-in itself."""

    world: World
    hooks: Hooks
    limits: Limits
    faults: Faults
    exchanges: list[Exchange] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        exchange = await self._exchange(request)
        self.exchanges.append(exchange)
        fault = self.faults.pick(exchange.method, exchange.template, exchange.text) or Fault()
        with self.limits.under_way(exchange.installation, exchange.resource) as refusal:
            await asyncio.sleep(0 if fault.after or refusal else fault.stall)
            reply = refusal or self._guarded(request, exchange, fault)
            await asyncio.sleep(fault.stall if fault.after else 0)
        exchange.status = reply.status
        return await send(request, reply, fault.damage, self.world.clock.http_date())

    async def _exchange(self, request: web.Request) -> Exchange:
        raw = await request.read()
        text = raw.decode("utf-8", "replace")
        path = self._own_path(request.raw_path.partition("?")[0])
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = text
        exchange = Exchange(request.method, path, dict(request.query), body, self.world.clock.now(), text)
        match = ROUTER.find(request.method, path)
        exchange.template = GRAPHQL if path == GRAPHQL else match.route.template if match else ""
        exchange.kind = _kind(exchange)
        token = self.world.tokens.get(request.headers.get("Authorization", "").partition(" ")[2])
        exchange.installation = token.installation.id if token else 0
        return exchange

    def _own_path(self, path: str) -> str:
        """Undo the prefixes of GitHub Enterprise Server, and the address of a repository by its id."""
        if path == "/api/graphql":
            return GRAPHQL
        path = path.removeprefix("/api/v3")
        parts = path.split("/", 3)
        if len(parts) > 2 and parts[1] == "repositories" and parts[2].isdecimal():
            known = self.world.repositories.get(int(parts[2]))
            name = known.full_name if known else "-/-"
            return f"/repos/{name}" + (f"/{parts[3]}" if len(parts) > 3 else "")
        return path

    def _guarded(self, request: web.Request, exchange: Exchange, fault: Fault) -> Reply:
        """Answer, whatever happens: our own faults must show up in the test, not hide behind a 500."""
        try:
            reply = self._answer(request, exchange, fault)
        except Problem as problem:
            reply = problem.reply()
        except Refused as refused:
            reply = Problem(422, refused.message, errors=refused.errors).reply()
        except Forbidden as forbidden:
            reply = Problem(403, str(forbidden)).reply()
        except Exception:  # noqa: BLE001 - kept, and the fixture fails the test
            self.crashes.append(traceback.format_exc())
            reply = Reply(500, {"message": "the stand-in crashed"})
        return fault.reply if fault.reply is not None and fault.after else reply

    def _answer(self, request: web.Request, exchange: Exchange, fault: Fault) -> Reply:
        if not request.headers.get("User-Agent"):
            raise Problem(403, NO_AGENT)
        caller = identify(self.world, request.headers.get("Authorization"))
        if caller.token is None:
            return self._served(request, exchange, caller, fault)
        refusal = self.limits.enter(exchange.installation, _cost(exchange))
        reply = refusal or self._served(request, exchange, caller, fault)
        if reply.status == 304 or exchange.template == "/rate_limit":
            self.limits.refund(exchange.installation, exchange.resource)
        reply.headers |= self.limits.headers(exchange.installation, exchange.resource)
        return reply

    def _served(self, request: web.Request, exchange: Exchange, caller: Caller, fault: Fault) -> Reply:
        if fault.wait is not None:
            self.limits.block(exchange.installation, fault.wait)
        if not fault.after and fault.reply is not None:
            return Reply(fault.reply.status, fault.reply.body, dict(fault.reply.headers), fault.reply.raw)
        if not fault.after and fault.damage is not Damage.NONE:
            return Reply(200, {})
        if exchange.template == GRAPHQL:
            return graphql_answer(self.world, self.limits, caller.token, exchange.body, self.violations)
        reply = self._rest(request, exchange, caller)
        return _conditional(request, reply)

    def _rest(self, request: web.Request, exchange: Exchange, caller: Caller) -> Reply:
        match = ROUTER.find(exchange.method, exchange.path)
        if match is None:
            self.violations.append(f"no route for {exchange.method} {exchange.path}")
            raise not_found()
        repository = None
        if "repo" in match.params and not match.route.jwt:
            found = self._repository(exchange, match, caller)
            if isinstance(found, Reply):
                return found
            repository = found
            exchange.repository = repository.full_name
        self._verify(exchange, match)
        call = Call(self.world, self.hooks, self.limits, unquote(exchange.path), match.params, exchange.query,
                    exchange.body, request.headers, caller.app, caller.token, repository)  # fmt: skip
        _permit(match, call)
        return match.route.handler(call)

    def _repository(self, exchange: Exchange, match: Match, caller: Caller) -> Repository | Reply:
        """Find the repository, or answer as GitHub does where it moved: 301 to reads, 307 to writes."""
        owner, name = match.params["owner"], match.params["repo"]
        known = self.world.find(owner, name)
        moved = None if known else self.world.find_moved(owner, name)
        target = known or moved
        if target is None or not _visible(target, caller):
            raise not_found()
        if moved is None:
            return target
        rest = exchange.path.split("/", 4)[4:]
        location = "/".join([f"{self.world.url}/repositories/{moved.id}", *rest])
        status = 301 if exchange.method == "GET" else 307
        body = {"message": "Moved Permanently" if status == 301 else "Temporary Redirect", "url": location}
        return Reply(status, body, {"Location": location})

    def _verify(self, exchange: Exchange, match: Match) -> None:
        sent = {"path": match.params, "query": exchange.query, "body": exchange.body}
        found = violations(exchange.method, match.route.template, sent)
        self.violations += [each.text for each in found]
        if serious := [each.text for each in found if not each.ignored]:
            raise Problem(422, "Invalid request.\n\n" + "\n".join(serious))
        if match.route.writes and isinstance(exchange.body, str):
            raise Problem(400, "Problems parsing JSON")


def _kind(exchange: Exchange) -> str:
    if exchange.template == MINT:
        return "mint"
    if exchange.template == GRAPHQL:
        return "write" if is_mutation(exchange.body) else "read"
    return "read" if exchange.method in {"GET", "HEAD"} else "write"


def _cost(exchange: Exchange) -> Cost:
    match = ROUTER.find(exchange.method, exchange.path)
    content = match.route.content if match else exchange.resource == "graphql" and exchange.kind == "write"
    return Cost(exchange.resource, 1 if exchange.kind == "read" else 5, content)


def _visible(repository: Repository, caller: Caller) -> bool:
    covered = caller.token is not None and caller.token.covers(repository.owner, repository.id)
    return covered or not repository.private


def _permit(match: Match, call: Call) -> None:
    """Refuse what the credential does not allow. Public repositories elsewhere may be read, not written."""
    route, token = match.route, call.token
    if route.jwt:
        call.by_app  # noqa: B018 - raises for anybody else
        return
    if call.repository is None:
        return
    covered = token is not None and token.covers(call.repository.owner, call.repository.id)
    if token is None or not covered:
        if route.writes:
            raise Problem(403 if token else 401, NOT_ACCESSIBLE if token else "Requires authentication")
        return
    if not any(token.allows(permission, level) for permission, level in route.needs):
        raise Problem(403, NOT_ACCESSIBLE)
    if route.writes and call.repository.archived:
        raise Problem(403, "Repository was archived so is read-only.")


def _conditional(request: web.Request, reply: Reply) -> Reply:
    """Add the `ETag` of a successful read; answer 304 when the caller has it already."""
    if request.method != "GET" or reply.status != 200:
        return reply
    tag = f'W/"{hashlib.sha256(body_of(reply)).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        return Reply(304, headers={"ETag": tag})
    reply.headers["ETag"] = tag
    return reply
