"""A repository: its name over time, branches, commits, collaborators, pull requests and check suites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.standin.git.history import is_ancestor, merge_base
from tests.standin.git.objects import Commit, Person
from tests.standin.git.store import Content, ObjectStore
from tests.standin.model.accounts import Account, Role, node_id
from tests.standin.model.events import Event
from tests.standin.model.pulls import PullRequest

if TYPE_CHECKING:
    from tests.standin.model.checks import CheckSuite
    from tests.standin.model.world import World

Files = Mapping[str, Content | None]


class Repository:
    """Methods are what people do (with git or on the website); each tells the App what GitHub would."""

    def __init__(  # noqa: PLR0913 - what a repository is
        self, world: World, number: int, owner: Account, name: str, *, private: bool, parent: Repository | None
    ) -> None:
        self.world = world
        self.id = number
        self.owner = owner
        self.name = name
        self.private = private
        self.parent = parent
        self.archived = False
        self.default_branch: str = parent.default_branch if parent else "main"
        self.former_names: set[str] = set()
        self.store: ObjectStore = parent.store if parent else ObjectStore()
        self.refs: dict[str, str] = {}
        self.protected: dict[str, str] = {}
        """Branches that no App may commit to, with what GitHub says then."""
        self.roles: dict[str, tuple[Role, str]] = {}
        self.pulls: dict[int, PullRequest] = {}
        self.suites: list[CheckSuite] = []
        self.created_at = world.clock.text()

    @property
    def node_id(self) -> str:
        return node_id("R", self.id)

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    def next_number(self) -> int:
        return max(self.pulls, default=0) + 1

    # People

    def collaborator(self, login: str, role: Role, *, role_name: str = "") -> Account:
        """Give a person a role; `role_name` names a custom role that is based on it."""
        account = self.world.account(login)
        self.roles[account.login.lower()] = (role, role_name or role.value)
        return account

    def role(self, login: str) -> tuple[Role, str]:
        """Return the role and its name; everybody reads a public repository, the owner administers his."""
        if login.lower() == self.owner.login.lower():
            return Role.ADMIN, Role.ADMIN.value
        everyone = Role.NONE if self.private else Role.READ
        return self.roles.get(login.lower(), (everyone, everyone.value))

    # Content

    def resolve(self, revision: str) -> Commit | None:
        """Return the commit of a branch, a full ref or a full SHA."""
        for ref in (revision, f"refs/{revision}", f"refs/heads/{revision}", f"refs/tags/{revision}"):
            if ref in self.refs:
                return self.store.commits[self.refs[ref]]
        return self.store.commits.get(self.branch_tip(self.default_branch) if revision == "HEAD" else revision)

    def branch_tip(self, branch: str) -> str:
        """Return the SHA of a branch's tip, "" when there is no such branch."""
        return self.refs.get(f"refs/heads/{branch}", "")

    def write_commit(self, files: Files, parents: tuple[str, ...], message: str, author: Account) -> str:
        tree = self.store.commits[parents[0]].tree if parents else None
        person = Person(
            author.login, f"{author.id}+{author.login}@users.noreply.github.com", int(self.world.clock.now())
        )
        commit = self.store.write_commit(self.store.changed(tree, files), parents, person, message)
        self.world.note("commit", author, message)
        return commit.oid

    def create_branch(self, name: str, *, at: str = "") -> str:
        """Make a branch at a revision (default: the default branch); return its tip."""
        commit = self.resolve(at or self.default_branch)
        if commit is None:
            raise LookupError(f"{self.full_name} has no revision {at}")
        self.refs[f"refs/heads/{name}"] = commit.oid
        return commit.oid

    def push(self, branch: str, files: Files, *, message: str = "Change files", author: str = "alice") -> str:
        """Commit on top of a branch, as `git push` does; return the new tip."""
        who = self.world.account(author)
        tip = self.branch_tip(branch)
        return self.move_branch(branch, self.write_commit(files, (tip,) if tip else (), message, who), who)

    def move_branch(self, branch: str, sha: str, who: Account) -> str:
        """Let a branch point at `sha`, by a push or a force-push, and tell everybody."""
        before = self.branch_tip(branch)
        self.refs[f"refs/heads/{branch}"] = sha
        forced = bool(before) and not is_ancestor(self.store, before, sha)
        details = {"ref": f"refs/heads/{branch}", "before": before or "0" * 40, "after": sha, "forced": forced}
        self.world.emit(Event("push", None, who, self, self.store.commits[sha], details))
        for pull in self.world_pulls():
            if pull.head_repository is self and pull.head_ref == branch and pull.state == "open":
                pull.head_moved(sha, who)
        return sha

    def delete_branch(self, branch: str, *, author: str = "alice") -> None:
        """Delete a branch; GitHub closes the open pull requests that come from it or go into it."""
        del self.refs[f"refs/heads/{branch}"]
        for pull in self.world_pulls():
            ends = {(pull.head_repository, pull.head_ref), (pull.base_repository, pull.base_ref)}
            if pull.state == "open" and (self, branch) in ends:
                pull.close(author=author)

    def world_pulls(self) -> list[PullRequest]:
        """Return every pull request of the network: a fork's branches feed pull requests elsewhere."""
        return [pull for each in self.world.repositories.values() for pull in each.pulls.values()]

    def merge_base(self, base: str, head: str) -> str | None:
        return merge_base(self.store, base, head)

    # Identity

    def rename(self, name: str, *, author: str = "alice") -> None:
        """Give it another name; the old one redirects."""
        self._leave_name({"repository": {"name": {"from": self.name}}}, "renamed", name=name, author=author)

    def transfer(self, owner: Account, *, author: str = "alice") -> None:
        """Give it to another account; the old name redirects."""
        previous = {"login": self.owner.login, "id": self.owner.id}
        kind = "organization" if self.owner.kind == "Organization" else "user"
        self._leave_name({"owner": {"from": {kind: previous}}}, "transferred", owner=owner, author=author)

    def _leave_name(
        self, changes: Mapping[str, object], action: str, *, name: str = "", owner: Account | None = None, author: str
    ) -> None:
        self.former_names.add(self.full_name.lower())
        self.name = name or self.name
        self.owner = owner or self.owner
        details = {"changes": changes}
        self.world.emit(Event("repository", action, self.world.account(author), self, self, details))

    def fork(self, owner: str) -> Repository:
        """Fork it to a person's account; only the default branch comes along."""
        account = self.world.account(owner)
        known = self.world.find(owner, self.name)
        if known is not None:
            return known
        fork = self.world.add_repository(account, self.name, private=self.private, parent=self)
        main = f"refs/heads/{self.default_branch}"
        fork.refs = {main: self.refs[main]}
        return fork

    def delete(self, *, author: str = "alice") -> None:
        """Delete it: pull requests that come from it stay, without a head repository."""
        for pull in self.world_pulls():
            if pull.head_repository is self:
                pull.head_repository = None
        self.world.emit(Event("repository", "deleted", self.world.account(author), self, self))
        del self.world.repositories[self.id]
        del self.world.nodes[self.node_id]

    # Pull requests

    def pull_request(  # noqa: PLR0913 - what the form on the website asks for
        self,
        branch: str,
        files: Files,
        *,
        title: str = "Plan the next feature",
        body: str = "",
        base: str = "",
        author: str = "alice",
        draft: bool = False,
        fork: bool = False,
    ) -> PullRequest:
        """Push `files` on a new branch (of the author's fork) and open a pull request."""
        home = self.fork(author) if fork else self
        who = self.world.account(author)
        into = base or self.default_branch
        if not home.branch_tip(branch):
            home.refs[f"refs/heads/{branch}"] = self.refs[f"refs/heads/{into}"]
        home.push(branch, files, message=title, author=author)
        number = self.next_number()
        pull = PullRequest(self.world, self, number, who, title=title, body=body, draft=draft,
                           head=(home, branch), base_ref=into)  # fmt: skip
        self.pulls[number] = pull
        self.world.nodes[pull.node_id] = pull
        pull.opened()
        return pull
