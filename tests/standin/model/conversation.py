"""What is said on a pull request: comments below it, reviews, threads in the diff, reactions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standin.model.accounts import Account, App, node_id

if TYPE_CHECKING:
    from tests.standin.model.pulls import PullRequest


@dataclass(frozen=True, slots=True)
class Reaction:
    id: int
    author: Account
    content: str
    created_at: str


@dataclass(slots=True, eq=False)
class Text:
    """What all kinds of comment share. `app`: the App whose token wrote it; `minimized`: the reason given for hiding it."""

    id: int
    pull: PullRequest
    author: Account
    body: str
    created_at: str
    updated_at: str
    app: App | None = None
    minimized: str | None = None
    edited: bool = False
    reactions: list[Reaction] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class IssueComment(Text):
    """A comment in the conversation."""

    @property
    def node_id(self) -> str:
        return node_id("IC", self.id)


@dataclass(slots=True, eq=False)
class Review(Text):
    """`state`: COMMENTED, APPROVED, CHANGES_REQUESTED, DISMISSED or PENDING; `commit` is what was looked at."""

    state: str = "COMMENTED"
    commit: str = ""
    comments: list[ReviewComment] = field(default_factory=list)

    @property
    def node_id(self) -> str:
        return node_id("PRR", self.id)


@dataclass(slots=True, eq=False)
class ReviewComment(Text):
    review: Review | None = None
    thread: Thread | None = None

    @property
    def node_id(self) -> str:
        return node_id("PRRC", self.id)

    @property
    def home(self) -> Thread:
        """The thread it stands in; every comment has one from the moment it is posted."""
        if self.thread is None:
            raise LookupError(f"review comment {self.id} was never posted")
        return self.thread


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a thread was started: lines of `path` at `commit`, on a side of the diff. `line` None: the whole file."""

    path: str
    commit: str
    line: int | None
    side: str = "RIGHT"
    start_line: int | None = None
    start_side: str | None = None


@dataclass(slots=True, eq=False)
class Thread:
    id: int
    pull: PullRequest
    anchor: Anchor
    diff_hunk: str
    comments: list[ReviewComment] = field(default_factory=list)
    resolved_by: Account | None = None

    @property
    def node_id(self) -> str:
        return node_id("PRRT", self.id)
