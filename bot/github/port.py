"""What the bot needs of GitHub, in our words. Only this room knows URLs, GraphQL and gidgethub.

Reads return frozen values; writes take frozen values. Foreign strings come out as GitHub sent them: whoever shows them
passes them through `rules.report.echo` first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

CHECK_NAME = "Planwarden"
"""The name of our check run: branch protection rules of users refer to it."""


@dataclass(frozen=True, slots=True)
class RepositoryRef:
    """A repository by its numeric id (its identity) and its newest known name (its address)."""

    installation: int
    id: int
    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class PullRequestRef:
    repository: RepositoryRef
    number: int


class Change(StrEnum):
    """How a pull request changes a file (GraphQL `PatchStatus`)."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    RENAMED = "renamed"
    COPIED = "copied"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """`previous_path` is known only where GitHub tells it; GraphQL does not."""

    path: str
    change: Change
    previous_path: str | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """A file at a revision. `mode` is git's ("100644", "120000" link, "160000" submodule).

    `data` is None when it was not read: too large (see `size`), a link or a submodule.
    """

    path: str
    oid: str
    size: int
    mode: str = "100644"
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class OwnCheckRun:
    """A check run of ours on the head. `external_id` is what we gave it.

    `status` ("queued", "in_progress", "completed") and `conclusion` ("success", ..., "" while there is none) are in
    REST's spelling. `id` 0: GitHub did not tell it; `complete_check_run` then finds the run by its external id.
    """

    id: int
    external_id: str
    status: str
    conclusion: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A review comment or conversation comment of ours (the viewer wrote it). `replies` counts comments of others below it."""

    id: int
    node_id: str
    body: str
    path: str = ""
    line: int | None = None
    replies: int = 0
    minimized: bool = False


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request now, with everything that one request brings.

    `files` is complete when `len(files) == file_count`. `check_runs` are ours on the head, newest first. `review_comments`
    and `comments` are ours only. `fork_point`: first parent of the first commit, where the diff starts unless the
    base was merged into the branch; "" when unknown. `head_repository` is None when the fork was deleted.
    `config`: `.github/planwarden.yml`, or else `.yaml`, at `config_revision` (None: absent); `config_paths` are those that
    exist. `state` is "open", "closed" or "merged". `ref` carries the repository's newest name. `comments_cut`: the
    conversation has older comments than were read.
    """

    ref: PullRequestRef
    node_id: str
    title: str
    author: str
    state: str
    draft: bool
    head_sha: str
    head_ref: str
    head_repository: str | None
    base_sha: str
    base_ref: str
    fork_point: str
    file_count: int
    files: tuple[ChangedFile, ...]
    check_runs: tuple[OwnCheckRun, ...] = ()
    review_comments: tuple[OwnComment, ...] = ()
    comments: tuple[OwnComment, ...] = ()
    review_bodies: tuple[str, ...] = ()
    private: bool = False
    archived: bool = False
    url: str = ""
    config: bytes | None = None
    config_revision: str = ""
    config_paths: tuple[str, ...] = ()
    comments_cut: bool = False
    author_id: int = 0
    """The numeric id of who opened it, 0 where GitHub does not tell (a deleted account)."""

    locked: bool = False
    """Whether the conversation is closed to people without write access."""

    @property
    def is_own_branch(self) -> bool:
        """Whether the head is a branch of the repository itself: nobody but its owner may write to that of a fork."""
        own = f"{self.ref.repository.owner}/{self.ref.repository.name}"
        return self.head_repository is not None and self.head_repository.lower() == own.lower()


class CommentKind(StrEnum):
    """What a person wrote, by the name of the event that tells of it."""

    CONVERSATION = "issue_comment"
    REVIEW = "pull_request_review"
    INLINE = "pull_request_review_comment"


@dataclass(frozen=True, slots=True)
class CommentRef:
    """A comment, the body of a review, or a comment in the diff.

    `top`: the first comment of its thread, 0 for that comment itself and outside of the diff.
    """

    kind: CommentKind
    id: int
    node_id: str
    top: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person's comment says now. `author_id` 0: the account was deleted."""

    body: str
    author: str
    author_id: int


class Reaction(StrEnum):
    """REST's spelling of the reactions that we give."""

    EYES = "eyes"
    ROCKET = "rocket"
    CONFUSED = "confused"


@dataclass(frozen=True, slots=True)
class Permission:
    """What a person may do in a repository. `role`: none, read, triage, write, maintain or admin.

    `role_name`: GitHub's word, which may be that of a custom role; `role` is then what it is based on, as far as the
    old word `permission` tells (read, write or admin).
    """

    role: str
    role_name: str
    user_id: int


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it shall be after a commit: new, or in the place of the one with this path."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NewCommit:
    """A commit on top of `expected_head`, and of nothing else. `trailer`: the last line of its message ("Key: value")."""

    expected_head: str
    headline: str
    body: str
    trailer: str
    files: tuple[NewFile, ...]


@dataclass(frozen=True, slots=True)
class Committed:
    sha: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenPull:
    """An open pull request, drafts included, with the first hundred files that it changes and the names of its branches."""

    number: int
    files: tuple[ChangedFile, ...]
    head_ref: str = ""
    base_ref: str = ""


@dataclass(frozen=True, slots=True)
class ContentRequest:
    """What to read in one request: files as (revision, path), directories as (revision, path).

    The text of files above `largest` bytes is not read. `texts_of`: those of the directories whose Markdown files are
    read too, as far as one request brings them: what is not in the answer is not known. `open_pulls`: whether to tell what
    the hundred open pull requests change that were active last.
    """

    files: Sequence[tuple[str, str]] = ()
    directories: Sequence[tuple[str, str]] = ()
    largest: int = 1_048_576
    texts_of: Sequence[tuple[str, str]] = ()
    open_pulls: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    mode: str
    oid: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The answer: absent files are None; absent directories are empty; `open_pulls` is None where nobody asked."""

    files: Mapping[tuple[str, str], Blob | None] = field(default_factory=dict)
    directories: Mapping[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict)
    open_pulls: tuple[OpenPull, ...] | None = None


class Level(StrEnum):
    NOTICE = "notice"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Lines are 1-based. `title` at most 255 characters, `message` and `raw_details` at most 64 KB each."""

    path: str
    start_line: int
    end_line: int
    level: Level
    title: str
    message: str
    raw_details: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button: label <= 20, description <= 40, identifier <= 20 characters."""

    label: str
    description: str
    identifier: str


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check run to create. `conclusion` "" means in progress. Annotations are batched by 50 by the client."""

    head_sha: str
    external_id: str
    conclusion: str
    title: str
    summary: str
    details_url: str = ""
    annotations: tuple[Annotation, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewComment:
    """On lines of the head side of the diff; `start_line` None for a single line."""

    path: str
    line: int
    body: str
    start_line: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One review, event COMMENT, on `commit`."""

    commit: str
    body: str
    comments: tuple[ReviewComment, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentEdit:
    """A new body for a review comment of ours."""

    comment: OwnComment
    body: str


class GitHub(Protocol):
    """One App on one GitHub. Every call raises the errors of `bot.github.errors` and nothing else."""

    async def pull_request(self, ref: PullRequestRef, *, config_revision: str) -> PullRequest:
        """Read the pull request, its files and our earlier output. One request up to 100 files, one more for each 100.

        `config_revision`: the base SHA or branch that is believed to be right; compare it with `base_sha` afterwards.
        """
        ...

    async def contents(self, repository: RepositoryRef, wants: ContentRequest) -> Contents:
        """Read files and directories, all in one request; one more for each file that the answer cut short."""
        ...

    async def tree(self, repository: RepositoryRef, revision: str) -> Mapping[str, Entry]:
        """Read every path of a revision, directories left out (for pull requests with more files than GitHub lists)."""
        ...

    async def organisation_config(self, repository: RepositoryRef) -> bytes | None:
        """Read `.github/planwarden.yml` of the owner's `.github` repository; cached; None where there is none."""
        ...

    async def pull_requests_of(self, repository: RepositoryRef, sha: str) -> tuple[int, ...]:
        """Return the numbers of the open pull requests whose head is `sha`, those of forks included."""
        ...

    async def create_check_run(self, repository: RepositoryRef, run: CheckRun) -> int:
        """Create the check run, all its annotations included, and return its id."""
        ...

    async def complete_check_run(self, repository: RepositoryRef, run_id: int, run: CheckRun) -> None:
        """Turn a run of ours that is in progress into a completed one, sending its annotations once.

        It must hold no annotations yet, or the first ones of `run`: those that GitHub counts are not sent again.
        """
        ...

    async def converse(
        self, pull: PullRequest, review: Review | None, edits: Sequence[CommentEdit]
    ) -> tuple[ReviewComment, ...]:
        """Post the review and edit our comments, in one request where GitHub allows; return comments it would not take."""
        ...

    async def put_sticky(
        self, pull: PullRequest, body: str, *, existing: OwnComment | None, surplus: Sequence[OwnComment]
    ) -> None:
        """Create or edit the summary comment and delete surplus ones of ours."""
        ...

    async def remark(self, ref: PullRequestRef, comment: CommentRef) -> Remark | None:
        """Read a person's comment as it is now; None when it was deleted."""
        ...

    async def permission(self, repository: RepositoryRef, login: str) -> Permission:
        """Return what a person may do. Someone whom GitHub does not know has the role "none"."""
        ...

    async def in_team(self, repository: RepositoryRef, team: str, login: str) -> bool:
        """Return whether a person is an active member of a team ("platform", or "acme/platform") of the organisation."""
        ...

    async def react(self, ref: PullRequestRef, comment: CommentRef, reaction: Reaction) -> None:
        """Give a reaction; giving it again changes nothing. One to a comment that was deleted is no error."""
        ...

    async def reply(
        self, ref: PullRequestRef, comment: CommentRef, body: str, *, existing: int = 0, again: bool = False
    ) -> int:
        """Answer a comment and return the id of the answer: below it in the diff, else in the conversation.

        `body` begins with a hidden marker, by which an answer is found again whose request broke. `existing`: the answer
        that was given before; it is edited. `again`: an earlier try may have answered, so look before.
        """
        ...

    async def commit(self, pull: PullRequest, new: NewCommit) -> Committed:
        """Commit to the head branch, signed by GitHub, if it still is at `new.expected_head`.

        Raise `HeadMoved` when it is not, `Protected` when a rule of the repository forbids it, `Denied` when the App may
        not write there. A request that broke is looked up by its trailer before it is repeated.
        """
        ...

    async def committed(self, pull: PullRequest, trailer: str) -> Committed | None:
        """Return the commit with this trailer among the newest of the head branch."""
        ...

    async def open_pulls(self, repository: RepositoryRef) -> tuple[OpenPull, ...]:
        """Return the open pull requests with the files that they change, the newest thousand; one request for each hundred."""
        ...
