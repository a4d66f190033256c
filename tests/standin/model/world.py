"""Everything that exists, its ids, and who hears of changes."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tests.standin.clock import Clock
from tests.standin.model.accounts import Account, App, Installation, Token
from tests.standin.model.events import Event, Written
from tests.standin.model.repository import Repository
from tests.standin.model.sizes import Sizes

if TYPE_CHECKING:
    from tests.standin.model.conversation import Text

FIRST_IDS: Mapping[str, int] = {
    # No two kinds share a number: whoever mixes them up must notice. So must whoever takes comments for 32 bits.
    "account": 1_001,
    "app": 2_001,
    "installation": 30_000_001,
    "repository": 700_000_001,
    "pull": 1_900_000_001,
    "comment": 2_300_000_000,
    "review": 2_400_000_000,
    "check": 41_000_000_000,
    "delivery": 12_345_678_901_234,
}


class World:
    def __init__(self, clock: Clock, url: str = "") -> None:
        self.clock = clock
        self.url = url
        self.accounts: dict[str, Account] = {}
        self.apps: dict[int, App] = {}
        self.installations: dict[int, Installation] = {}
        self.repositories: dict[int, Repository] = {}
        self.tokens: dict[str, Token] = {}
        self.nodes: dict[str, Any] = {}
        self.written: list[Written] = []
        self.touched_foreign: list[Text] = []
        self.teams: dict[tuple[str, str], dict[str, str]] = {}
        """Members of a team (organisation, slug), with the state of each: active or pending."""
        self.sizes = Sizes()
        self.listeners: list[Callable[[Event], None]] = []
        self._ids: dict[str, Iterator[int]] = {}

    def next_id(self, kind: str) -> int:
        first = FIRST_IDS.get(kind, 5_000_001)
        return next(self._ids.setdefault(kind, itertools.count(first)))

    def account(self, login: str, kind: str = "User") -> Account:
        """Return the account of that login, made when it is new."""
        key = login.lower()
        if key not in self.accounts:
            account = Account(self.next_id("account"), login, kind)
            self.accounts[key] = self.nodes[account.node_id] = account
        return self.accounts[key]

    def register_app(self, slug: str, owner: str) -> App:
        bot = self.account(f"{slug}[bot]", "Bot")
        name = slug.replace("-", " ").title()
        app = App(self.next_id("app"), slug, name, self.account(owner, "Organization"), bot)
        self.apps[app.id] = app
        return app

    def install(self, app: App, account: Account) -> Installation:
        """Return the App's installation on the account, made when there is none."""
        for known in self.installations.values():
            if known.app is app and known.account is account and not known.deleted:
                return known
        made = Installation(self.next_id("installation"), app, account, dict(app.permissions))
        self.installations[made.id] = made
        return made

    def installations_on(self, repository: Repository) -> list[Installation]:
        return [each for each in self.installations.values() if each.covers(repository.owner, repository.id)]

    def add_repository(
        self, owner: Account, name: str, *, private: bool, parent: Repository | None = None
    ) -> Repository:
        repository = Repository(self, self.next_id("repository"), owner, name, private=private, parent=parent)
        self.repositories[repository.id] = repository
        self.nodes[repository.node_id] = repository
        return repository

    def find(self, owner: str, name: str) -> Repository | None:
        """Return the repository that has this name now."""
        wanted = f"{owner}/{name}".lower()
        return next((each for each in self.repositories.values() if each.full_name.lower() == wanted), None)

    def find_moved(self, owner: str, name: str) -> Repository | None:
        """Return the repository that had this name once and left it free."""
        wanted = f"{owner}/{name}".lower()
        return next((each for each in self.repositories.values() if wanted in each.former_names), None)

    def emit(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)

    def note(self, place: str, author: Account, body: str | None, *, edited: bool = False) -> None:
        """Remember a text for the oracle of notifications."""
        if body:
            self.written.append(Written(place, author, body, edited))
