"""The client: `bot.github.port.GitHub` over HTTP."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

import bot
from bot.github.access import Access
from bot.github.address import Address
from bot.github.app import Signer, Tokens, load_key
from bot.github.checks import CheckWriter
from bot.github.commits import CommitWriter
from bot.github.contents import ContentReader
from bot.github.errors import Unreachable
from bot.github.limits import Limits
from bot.github.once import Once
from bot.github.organisation import Organisations
from bot.github.people import PeopleReader
from bot.github.port import (
    CheckRun,
    CommentEdit,
    CommentRef,
    Committed,
    ContentRequest,
    Contents,
    Entry,
    GitHub,
    NewCommit,
    OpenPull,
    OwnComment,
    Permission,
    PullRequest,
    PullRequestRef,
    Reaction,
    Remark,
    RepositoryRef,
    Review,
    ReviewComment,
)
from bot.github.reading import Reader
from bot.github.remarks import RemarkDesk
from bot.github.reviews import ReviewWriter
from bot.github.sticky import StickyWriter
from bot.github.transport import Transport
from bot.github.trees import TreeReader

USER_AGENT = f"Planwarden/{bot.__version__}"
SECONDS = 30.0
"""The time limit of one request; GitHub itself gives up after ten."""
_OWNERS = 10_000


class Client:
    """One App on one GitHub; safe to share between jobs. See the port for what each call does."""

    def __init__(self, transport: Transport, signer: Signer, limits: Limits, app_id: int) -> None:
        access = Access(transport, Tokens(transport, signer, limits), limits)
        self._reader = Reader(access, app_id)
        self._contents = ContentReader(access)
        self._trees = TreeReader(access)
        self._organisations = Organisations(access, Once(_OWNERS, limits.monotonic))
        self._checks = CheckWriter(access, app_id)
        self._reviews = ReviewWriter(access)
        self._sticky = StickyWriter(access)
        self._people = PeopleReader(access)
        self._remarks = RemarkDesk(access)
        self._commits = CommitWriter(access)

    async def pull_request(self, ref: PullRequestRef, *, config_revision: str) -> PullRequest:
        with _understood("pull request"):
            return await self._reader.pull_request(ref, config_revision=config_revision)

    async def contents(self, repository: RepositoryRef, wants: ContentRequest) -> Contents:
        with _understood("contents"):
            return await self._contents.contents(repository, wants)

    async def tree(self, repository: RepositoryRef, revision: str) -> Mapping[str, Entry]:
        with _understood("tree"):
            return await self._trees.tree(repository, revision)

    async def organisation_config(self, repository: RepositoryRef) -> bytes | None:
        with _understood("organisation's configuration"):
            return await self._organisations.config(repository)

    async def pull_requests_of(self, repository: RepositoryRef, sha: str) -> tuple[int, ...]:
        with _understood("pull requests of a commit"):
            return await self._reader.pull_requests_of(repository, sha)

    async def create_check_run(self, repository: RepositoryRef, run: CheckRun) -> int:
        with _understood("check run"):
            return await self._checks.create(repository, run)

    async def complete_check_run(self, repository: RepositoryRef, run_id: int, run: CheckRun) -> None:
        with _understood("check run"):
            await self._checks.complete(repository, run_id, run)

    async def converse(
        self, pull: PullRequest, review: Review | None, edits: Sequence[CommentEdit]
    ) -> tuple[ReviewComment, ...]:
        with _understood("review"):
            return await self._reviews.converse(pull, review, edits)

    async def put_sticky(
        self, pull: PullRequest, body: str, *, existing: OwnComment | None, surplus: Sequence[OwnComment]
    ) -> None:
        with _understood("summary comment"):
            await self._sticky.put(pull, body, existing=existing, surplus=surplus)

    async def remark(self, ref: PullRequestRef, comment: CommentRef) -> Remark | None:
        with _understood("comment"):
            return await self._remarks.remark(ref, comment)

    async def permission(self, repository: RepositoryRef, login: str) -> Permission:
        with _understood("role of a person"):
            return await self._people.permission(repository, login)

    async def in_team(self, repository: RepositoryRef, team: str, login: str) -> bool:
        with _understood("members of a team"):
            return await self._people.in_team(repository, team, login)

    async def react(self, ref: PullRequestRef, comment: CommentRef, reaction: Reaction) -> None:
        with _understood("reaction"):
            await self._remarks.react(ref, comment, reaction)

    async def reply(
        self, ref: PullRequestRef, comment: CommentRef, body: str, *, existing: int = 0, again: bool = False
    ) -> int:
        with _understood("answer"):
            return await self._remarks.reply(ref, comment, body, existing=existing, again=again)

    async def commit(self, pull: PullRequest, new: NewCommit) -> Committed:
        with _understood("commit"):
            return await self._commits.commit(pull, new)

    async def committed(self, pull: PullRequest, trailer: str) -> Committed | None:
        with _understood("commits of a branch"):
            return await self._commits.committed(pull, trailer)

    async def open_pulls(self, repository: RepositoryRef) -> tuple[OpenPull, ...]:
        with _understood("open pull requests"):
            return await self._reader.open_pulls(repository)


@contextlib.asynccontextmanager
async def connect(
    *,
    api_url: str,
    app_id: int,
    private_key: str,
    proxy: str | None = None,
    limits: Limits | None = None,
) -> AsyncIterator[GitHub]:
    """Open a client and close its connections at the end.

    `private_key`: PEM. `proxy`: URL of an HTTP proxy. Raises `ValueError`, in words for the operator, when the URL or the
    key is not usable; nothing is sent before the first call.
    """
    address = Address.parse(api_url)
    limits = limits or Limits()
    signer = Signer(app_id, load_key(private_key), now=limits.now)
    async with Transport.open(address, user_agent=USER_AGENT, proxy=proxy, seconds=SECONDS) as transport:
        yield Client(transport, signer, limits, app_id)


@contextlib.contextmanager
def _understood(subject: str) -> Iterator[None]:
    """Turn an answer that lacks what GitHub promises into `Unreachable`: it is broken, whatever its status."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as broken:
        raise Unreachable(f"GitHub's answer about the {subject} is not what it promises: {broken!r}") from broken
