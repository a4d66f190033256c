"""The stand-in itself: `async with StandIn() as github:` and GitHub is at `github.url`."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.standin import oracles
from tests.standin.clock import Clock
from tests.standin.exchange import Exchange
from tests.standin.faults import Faults
from tests.standin.front import Front
from tests.standin.git.store import Content
from tests.standin.hooks.sender import Hooks
from tests.standin.limits import Limits
from tests.standin.model.accounts import Account, App, Installation
from tests.standin.model.checks import CheckRun
from tests.standin.model.events import Event
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.model.world import World
from tests.standin.person import Person
from tests.standin.tripwire import Tripwire

LARGEST_REQUEST = 32 * 1024 * 1024
CHECK = "Planwarden"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandIn:
    """One GitHub with one registered App.

    `url` is the API (GraphQL at `url`/graphql); `enterprise_url` the same as GitHub Enterprise Server has it. `exchanges`:
    every request that came in. `violations`: those that GitHub's description forbids.
    """

    def __init__(self, *, slug: str = "planwarden", port: int = 0) -> None:
        self.clock = Clock()
        self.world = World(self.clock)
        self.hooks = Hooks(self.world)
        self.limits = Limits(self.clock)
        self.faults = Faults()
        self.front = Front(self.world, self.hooks, self.limits, self.faults)
        self.tripwire = Tripwire()
        self.app: App = self.world.register_app(slug, "planwarden-authors")
        self._port = port
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> Self:
        self.world.url = await self._listen(self.front.handle, self._port)
        self.tripwire.url = await self._listen(self.tripwire.handle, 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hooks.settle()
        for runner in self._runners:
            await runner.cleanup()

    async def _listen(self, handler: Handler, port: int) -> str:
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self._runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def enterprise_url(self) -> str:
        return f"{self.world.url}/api/v3"

    @property
    def exchanges(self) -> list[Exchange]:
        return self.front.exchanges

    @property
    def violations(self) -> list[str]:
        return self.front.violations

    # What is there

    def repository(
        self, full_name: str, files: Mapping[str, Content | None] | None = None, *, private: bool = True,
        installed: bool = True,
    ) -> Repository:  # fmt: skip
        """Make a repository with `files` on its default branch, its organisation, and the App's installation there."""
        login, _, name = full_name.partition("/")
        owner = self.world.account(login, "Organization")
        repository = self.world.add_repository(owner, name, private=private)
        with self.hooks.silence():
            repository.push(repository.default_branch, files or {"README.md": f"# {name}\n"}, message="Start")
        if installed:
            self.world.install(self.app, owner)
        return repository

    def installation(self, owner: str) -> Installation:
        """Return the App's installation on an account."""
        return self.world.install(self.app, self.world.account(owner, "Organization"))

    def other_app(self, slug: str, owner: str) -> App:
        """Register another App and install it on `owner` (to see that ours leaves its output alone)."""
        app = self.world.register_app(slug, "somebody-else")
        self.world.install(app, self.world.account(owner, "Organization"))
        return app

    def account(self, login: str) -> Account:
        return self.world.account(login)

    def person(self, login: str) -> Person:
        return Person(self.world.account(login))

    # What happens to an installation

    def suspend(self, installation: Installation, *, by: str = "alice") -> None:
        installation.suspended_at = self.clock.text()
        self._installation_event("suspend", installation, by)

    def unsuspend(self, installation: Installation, *, by: str = "alice") -> None:
        installation.suspended_at = None
        self._installation_event("unsuspend", installation, by)

    def uninstall(self, installation: Installation, *, by: str = "alice") -> None:
        installation.deleted = True
        self._installation_event("deleted", installation, by)

    def grant(self, installation: Installation, permissions: Mapping[str, str], *, by: str = "alice") -> None:
        """Let the owner accept other permissions."""
        installation.permissions = dict(permissions)
        self._installation_event("new_permissions_accepted", installation, by)

    def select(self, installation: Installation, chosen: Iterable[Repository], *, by: str = "alice") -> None:
        """Let the owner choose the repositories that the App may see; tells of each kind of change."""
        wanted = {each.id: each for each in chosen}
        before = [each for each in self.world.repositories.values() if installation.covers(each.owner, each.id)]
        installation.repository_ids = set(wanted)
        gone = [each for each in before if each.id not in wanted]
        new = [each for each in wanted.values() if each not in before]
        for action, changed in (("added", new), ("removed", gone)):
            if changed:
                self._selection_event(action, changed, installation, by)

    def _selection_event(self, action: str, changed: list[Repository], installation: Installation, by: str) -> None:
        rows = [
            {
                "id": each.id,
                "node_id": each.node_id,
                "name": each.name,
                "full_name": each.full_name,
                "private": each.private,
            }
            for each in changed
        ]
        details: dict[str, Any] = {
            "repository_selection": "selected", "requester": None, "repositories_added": [], "repositories_removed": [],
        } | {f"repositories_{action}": rows}  # fmt: skip
        sender = self.world.account(by)
        event = Event("installation_repositories", action, sender, details=details, installation=installation)
        self.world.emit(event)

    def _installation_event(self, action: str, installation: Installation, by: str) -> None:
        sender = self.world.account(by)
        event = Event("installation", action, sender, details={"repositories": []}, installation=installation)
        self.world.emit(event)

    # What is to be seen

    def shown_run(self, pull: PullRequest, name: str = CHECK) -> CheckRun | None:
        """Return our check run that people see on the pull request's head."""
        return oracles.shown_run(pull.base_repository, pull.head_sha, name, self.app)

    def counted(self, kind: str = "") -> list[Exchange]:
        """Return the requests that count for a budget (no token mints, no 304), of one kind (`read` or `write`)."""
        return [each for each in self.exchanges if each.counted and kind in {"", each.kind}]

    def problems(self, *, unfinished: bool = False) -> list[str]:
        """Return what must never be, whatever a test is about. `unfinished`: runs may still be in progress."""
        found = [*self.violations, *self.front.crashes]
        found += [f"a credential was sent to another host: {line}" for line in self.tripwire.caught]
        if self.limits.sent_while_limited:
            found.append(f"{self.limits.sent_while_limited} requests were sent while limited")
        found += [f"changed what {text.author.login} wrote" for text in self.world.touched_foreign]
        for repository in self.world.repositories.values():
            found += oracles.doubled_runs(repository, self.app)
            found += [] if unfinished else oracles.left_open(repository, self.app)
            for pull in repository.pulls.values():
                found += oracles.doubled_comments(pull, self.app)
        return found
