"""Reading pull requests: one GraphQL request, and further pages only where there are any."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.github import blobs, pulls, queries
from bot.github.access import Access
from bot.github.app import Scope
from bot.github.errors import Gone, Moved, Unreachable
from bot.github.port import CHECK_NAME, OpenPull, OwnCheckRun, PullRequest, PullRequestRef, RepositoryRef
from bot.github.transport import Request

CONFIG_PATHS = {".github/planwarden.yml": "yml", ".github/planwarden.yaml": "yaml"}
"""Where the configuration may be, the one that counts first, and the names of both in our documents."""
_OPEN_PAGES = 10
# Without these we can still judge: a fork that we may not see, a deleted author, an id beyond GraphQL's 32 bits.
_OPTIONAL = ("headRepository", "author", "databaseId")


@dataclass(frozen=True, slots=True)
class _Listing:
    """A connection of a pull request that has pages: which way they go, and after how many we stop."""

    key: str
    document: str
    pages: int
    more: str
    cursor: str
    variable: str


_FILES = _Listing("files", queries.FILES, 30, "hasNextPage", "endCursor", "after")
"""GitHub itself stops at 3,000 files."""
_THREADS = _Listing("reviewThreads", queries.THREADS, 5, "hasPreviousPage", "startCursor", "before")


def scope_of(repository: RepositoryRef) -> Scope:
    """Return what the check of a pull request may do in its repository."""
    return Scope(repository.installation, repository.id)


def names_of(repository: RepositoryRef) -> dict[str, Any]:
    """Return the variables that name a repository in our documents."""
    return {"owner": repository.owner, "name": repository.name}


class Reader:
    """Reads pull requests through `access` as the App `app`."""

    def __init__(self, access: Access, app: int) -> None:
        self._access = access
        self._app = app

    async def pull_request(self, ref: PullRequestRef, *, config_revision: str) -> PullRequest:
        """See `bot.github.port.GitHub.pull_request`."""
        configs = {key: blobs.expression(config_revision, path) for path, key in CONFIG_PATHS.items()}
        variables = {**configs, "app": self._app, "check": CHECK_NAME, "number": ref.number}
        repository = await self._repository(ref.repository, queries.PULL_REQUEST, variables)
        if repository["databaseId"] != ref.repository.id:
            raise Moved("another repository has this name now", request="POST /graphql PullRequest", status=200)
        if repository["pullRequest"] is None:
            raise Gone("there is no such pull request", request="POST /graphql PullRequest", status=200)
        pull = pulls.pull_request(ref, repository)
        if config_revision == "HEAD":
            # Mostly it is the base branch's tip, as is known then: nothing has to be read again.
            config_revision = ((repository["defaultBranchRef"] or {}).get("target") or {}).get("oid") or config_revision
        return await self._complete(replace(pull, config_revision=config_revision), repository)

    async def pull_requests_of(self, repository: RepositoryRef, sha: str) -> tuple[int, ...]:
        """See `bot.github.port.GitHub.pull_requests_of`.

        REST lists the pull requests of a commit, but not those of forks; so the heads of the thousand open ones that
        changed last are compared, and REST is asked only in a repository that has more.
        """
        found: set[int] = set()
        after = None
        for _ in range(_OPEN_PAGES):
            answer = await self._repository(repository, queries.OPEN_PULL_REQUESTS, {"after": after})
            page = answer["pullRequests"]
            found |= {node["number"] for node in page["nodes"] if node["headRefOid"] == sha}
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return tuple(sorted(found))
        return tuple(sorted(found | await self._listed(repository, sha)))

    async def open_pulls(self, repository: RepositoryRef) -> tuple[OpenPull, ...]:
        """See `bot.github.port.GitHub.open_pulls`."""
        found: list[OpenPull] = []
        after = None
        for _ in range(_OPEN_PAGES):
            answer = await self._repository(repository, queries.OPEN_PULLS_WITH_FILES, {"after": after})
            page = answer["pullRequests"]
            found += pulls.open_pulls(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        return tuple(found)

    async def _listed(self, repository: RepositoryRef, sha: str) -> set[int]:
        request = Request(
            "GET",
            "/repos/{owner}/{repo}/commits/{sha}/pulls{?per_page}",
            {"owner": repository.owner, "repo": repository.name, "sha": sha, "per_page": 100},
        )
        pages = self._access.pages(scope_of(repository), request)
        return {
            pull["number"]
            async for page in pages
            for pull in page
            if pull["state"] == "open" and pull["head"]["sha"] == sha
        }

    async def _complete(self, pull: PullRequest, repository: Mapping[str, Any]) -> PullRequest:
        """Add what the first request could not bring: files and threads after the hundredth, cut configuration."""
        raw = repository["pullRequest"]
        files = [raw["files"], *await self._further(pull, _FILES, raw["files"])]
        threads = [raw["reviewThreads"], *await self._further(pull, _THREADS, raw["reviewThreads"])]
        configs = {path: repository[key] for path, key in CONFIG_PATHS.items() if repository[key]}
        config = next(iter(configs.values()), None)
        return replace(
            pull,
            files=tuple(file for page in files for file in pulls.files(page)),
            review_comments=tuple(own for page in reversed(threads) for own in pulls.review_comments(page)),
            check_runs=pull.check_runs if pulls.tip_is_head(raw) else await self._check_runs(pull),
            config=await self._config(pull.ref.repository, config) if config else None,
            config_paths=tuple(configs),
        )

    async def _further(
        self, pull: PullRequest, listing: _Listing, page: Mapping[str, Any] | None
    ) -> list[Mapping[str, Any]]:
        """Return the pages that follow `page`, in the order in which they are asked for."""
        found: list[Mapping[str, Any]] = []
        while page and page["pageInfo"][listing.more] and len(found) < listing.pages - 1:
            variables = {"number": pull.ref.number, listing.variable: page["pageInfo"][listing.cursor]}
            answer = (await self._repository(pull.ref.repository, listing.document, variables))["pullRequest"]
            if answer["headRefOid"] != pull.head_sha:
                # Files of two heads would make a verdict on neither.
                raise Unreachable("the pull request got a new head while it was read")
            page = answer[listing.key]
            found += [page] if page else []
        return found

    async def _check_runs(self, pull: PullRequest) -> tuple[OwnCheckRun, ...]:
        variables = {"head": pull.head_sha, "app": self._app, "check": CHECK_NAME}
        answer = await self._repository(pull.ref.repository, queries.CHECK_RUNS, variables)
        return pulls.check_runs(answer["object"])

    async def _config(self, repository: RepositoryRef, node: Mapping[str, Any]) -> bytes:
        return await blobs.beginning(self._access, scope_of(repository), names_of(repository), node)

    async def _repository(self, repository: RepositoryRef, document: str, variables: Mapping[str, Any]) -> Any:
        reply = await self._access.graphql(scope_of(repository), document, names_of(repository) | dict(variables))
        found = reply.checked(optional=_OPTIONAL)["repository"]
        if found is None:
            raise Gone("there is no such repository", request=reply.request, status=reply.status)
        return found
