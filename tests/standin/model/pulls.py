"""A pull request: what it changes, what people do with it, where its threads stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.git.diff import FileChange, changed_files
from tests.standin.git.history import commits_between
from tests.standin.model.accounts import Account, node_id
from tests.standin.model.events import Event
from tests.standin.model.places import Place, place_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.standin.git.objects import Commit
    from tests.standin.git.store import Content
    from tests.standin.model.conversation import IssueComment, Review, Thread
    from tests.standin.model.repository import Repository
    from tests.standin.model.world import World


class PullRequest:
    """`base_sha` is the base branch's tip when the head last moved (GitHub does not refresh it when only the base moves)."""

    def __init__(  # noqa: PLR0913 - what the form on the website asks for
        self,
        world: World,
        base_repository: Repository,
        number: int,
        author: Account,
        *,
        title: str,
        body: str,
        draft: bool,
        head: tuple[Repository, str],
        base_ref: str,
    ) -> None:
        self.world = world
        self.base_repository = base_repository
        self.number = number
        self.id = world.next_id("pull")
        self.author = author
        self.title = title
        self.body = body
        self.draft = draft
        self.head_repository: Repository | None = head[0]
        self.head_owner = head[0].owner
        self.head_ref = head[1]
        self.head_sha = head[0].branch_tip(head[1])
        self.base_ref = base_ref
        self.base_sha = base_repository.branch_tip(base_ref)
        self.state = "open"
        self.merged_at: str | None = None
        self.merge_commit: str | None = None
        self.closed_at: str | None = None
        self.maintainer_can_modify = False
        self.locked = False
        self.created_at = self.updated_at = world.clock.text()
        self.comments: list[IssueComment] = []
        self.reviews: list[Review] = []
        self.threads: list[Thread] = []
        self._files: dict[tuple[str, str], tuple[FileChange, ...]] = {}

    @property
    def node_id(self) -> str:
        return node_id("PR", self.id)

    @property
    def cross_repository(self) -> bool:
        return self.head_repository is not self.base_repository

    # What it changes

    @property
    def merge_base(self) -> str | None:
        return self.base_repository.merge_base(self.base_sha, self.head_sha)

    def files(self) -> tuple[FileChange, ...]:
        """Compare the merge base with the head. Histories without one are compared with the base itself."""
        key = (self.base_sha, self.head_sha)
        if key not in self._files:
            store = self.base_repository.store
            start = store.commits[self.merge_base or self.base_sha]
            self._files[key] = changed_files(store, start.tree, store.commits[self.head_sha].tree)
        return self._files[key]

    def commits(self) -> list[Commit]:
        """Return its commits, oldest first (GitHub lists at most 250)."""
        return commits_between(self.base_repository.store, self.base_sha, self.head_sha)

    def place(self, thread: Thread) -> Place | None:
        """Return where a thread stands in the present diff, None when it is outdated."""
        return place_now(self.base_repository.store, self.files(), self.head_sha, thread.anchor)

    # What people do

    def push(self, files: Mapping[str, Content | None], *, message: str = "Answer the review", author: str = "") -> str:
        """Push one commit to its branch; return the new head."""
        return self._home.push(self.head_ref, files, message=message, author=author or self.author.login)

    def force_push(
        self, files: Mapping[str, Content | None], *, onto: str = "", message: str = "Start again", author: str = ""
    ) -> str:
        """Replace its commits by one on top of `onto` (default: the base branch's tip); return the new head."""
        who = self.world.account(author or self.author.login)
        parent = onto or self.base_repository.branch_tip(self.base_ref)
        return self._home.move_branch(self.head_ref, self._home.write_commit(files, (parent,), message, who), who)

    def force_push_unrelated(self, files: Mapping[str, Content | None]) -> str:
        """Replace its branch by a history that shares nothing with the base."""
        commit = self._home.write_commit(files, (), "Start from nothing", self.author)
        return self._home.move_branch(self.head_ref, commit, self.author)

    def rename(self, old: str, new: str, *, text: str | None = None) -> str:
        """Push a commit that moves a file (and changes its text); return the new head."""
        store = self.base_repository.store
        entry = store.snapshot(store.commits[self.head_sha].tree)[old]
        return self.push({old: None, new: store.content(entry) if text is None else text}, message=f"Move {old}")

    def merge_base_into_head(self) -> str:
        """Press "Update branch": merge the base branch into it; files of the base win. Returns the new head."""
        store = self.base_repository.store
        tip = self.base_repository.branch_tip(self.base_ref)
        start = self.merge_base
        theirs = changed_files(store, store.commits[start].tree if start else None, store.commits[tip].tree)
        files = {change.path: store.content(change.new) if change.new else None for change in theirs}
        commit = self._home.write_commit(files, (self.head_sha, tip), f"Merge branch '{self.base_ref}'", self.author)
        return self._home.move_branch(self.head_ref, commit, self.author)

    def edit(self, *, title: str | None = None, body: str | None = None, author: str = "") -> None:
        changes: dict[str, Any] = {}
        if title is not None:
            changes["title"], self.title = {"from": self.title}, title
        if body is not None:
            changes["body"], self.body = {"from": self.body}, body
        self._emit("edited", author, changes=changes)

    def retarget(self, base: str, *, author: str = "") -> None:
        """Choose another base branch."""
        changes = {"base": {"ref": {"from": self.base_ref}, "sha": {"from": self.base_sha}}}
        self.base_ref, self.base_sha = base, self.base_repository.branch_tip(base)
        self._emit("edited", author, changes=changes)

    def ready(self, *, author: str = "") -> None:
        self.draft = False
        self._emit("ready_for_review", author)

    def to_draft(self, *, author: str = "") -> None:
        self.draft = True
        self._emit("converted_to_draft", author)

    def close(self, *, author: str = "") -> None:
        self.state, self.closed_at = "closed", self.world.clock.text()
        self._emit("closed", author)

    def reopen(self, *, author: str = "") -> None:
        self.state, self.closed_at = "open", None
        self.base_sha = self.base_repository.branch_tip(self.base_ref)
        self._emit("reopened", author)

    def merge(self, *, author: str = "") -> str:
        """Merge it with a merge commit; return that commit."""
        who = self.world.account(author or self.author.login)
        base = self.base_repository
        store = base.store
        files = {change.path: store.content(change.new) if change.new else None for change in self.files()}
        files.update({change.previous_path: None for change in self.files() if change.previous_path})
        tip = base.branch_tip(self.base_ref)
        commit = base.write_commit(files, (tip, self.head_sha), f"Merge pull request {self.number}", who)
        self.state, self.merge_commit = "closed", commit
        self.merged_at = self.closed_at = self.world.clock.text()
        base.move_branch(self.base_ref, commit, who)
        self._emit("closed", author)
        return commit

    # What follows from it

    @property
    def _home(self) -> Repository:
        if self.head_repository is None:
            raise LookupError(f"the fork of pull request {self.number} was deleted: nobody can push to it")
        return self.head_repository

    def opened(self) -> None:
        self._keep_ref()
        self.world.note("pull request", self.author, f"{self.title}\n\n{self.body}")
        self._emit("opened", "")

    def head_moved(self, sha: str, who: Account) -> None:
        """React to a push to its branch."""
        before, self.head_sha = self.head_sha, sha
        self.base_sha = self.base_repository.branch_tip(self.base_ref) or self.base_sha
        self._keep_ref()
        self._emit("synchronize", who.login, before=before, after=sha)

    def _keep_ref(self) -> None:
        """Keep `refs/pull/N/head`: it stays readable in the base repository when the fork is gone."""
        self.base_repository.refs[f"refs/pull/{self.number}/head"] = self.head_sha

    def _emit(self, action: str, author: str, **details: Any) -> None:
        self.updated_at = self.world.clock.text()
        who = self.world.account(author or self.author.login)
        self.world.emit(Event("pull_request", action, who, self.base_repository, self, details))
