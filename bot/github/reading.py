"""Reading pull requests: one GraphQL request, and further pages only where there are any."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.github import blobs, pulls, queries
from bot.github.access import Access
from bot.github.app import Scope
from bot.github.errors import Gone, Moved
from bot.github.port import CHECK_NAME, PullRequest, PullRequestRef, RepositoryRef
from bot.github.transport import Request

CONFIG_PATHS = (".github/planwarden.yml", ".github/planwarden.yaml")
_FILE_PAGES = 30
"""GitHub lists at most 3,000 files."""
_THREAD_PAGES = 5
_OPEN_PAGES = 10
# Without these we can still judge: a fork that we may not see, a deleted author, an id beyond GraphQL's 32 bits.
_OPTIONAL = ("headRepository", "author", "databaseId")

Part = TypeVar("Part")


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
        yml, yaml = (blobs.expression(config_revision, path) for path in CONFIG_PATHS)
        variables = {"yml": yml, "yaml": yaml, "app": self._app, "check": CHECK_NAME, "number": ref.number}
        repository = await self._repository(ref.repository, queries.PULL_REQUEST, variables)
        if repository["databaseId"] != ref.repository.id:
            raise Moved("another repository has this name now", request="POST /graphql PullRequest", status=200)
        if repository["pullRequest"] is None:
            raise Gone("there is no such pull request", request="POST /graphql PullRequest", status=200)
        pull = pulls.pull_request(ref, repository)
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
        files = await self._rest(pull, "files", raw["files"], pulls.files, forward=True)
        threads = await self._rest(pull, "reviewThreads", raw["reviewThreads"], pulls.review_comments, forward=False)
        check_runs = pull.check_runs
        if not pulls.tip_is_head(raw):
            answer = await self._repository(
                pull.ref.repository,
                queries.CHECK_RUNS,
                {"head": pull.head_sha, "app": self._app, "check": CHECK_NAME},
            )
            check_runs = pulls.check_runs(answer["object"])
        configs = [(path, repository[key]) for path, key in zip(CONFIG_PATHS, ("yml", "yaml"), strict=True)]
        present = [(path, node) for path, node in configs if node]
        return replace(
            pull,
            files=(*pull.files, *files),
            review_comments=(*threads, *pull.review_comments),
            check_runs=check_runs,
            config=await self._config(pull.ref.repository, present[0][1]) if present else None,
            config_paths=tuple(path for path, _ in present),
        )

    async def _rest(
        self,
        pull: PullRequest,
        key: str,
        connection: Mapping[str, Any] | None,
        read: Callable[[Mapping[str, Any]], tuple[Part, ...]],
        *,
        forward: bool,
    ) -> tuple[Part, ...]:
        """Read the further pages of a connection, in the order of the whole."""
        document, pages = (queries.FILES, _FILE_PAGES) if forward else (queries.THREADS, _THREAD_PAGES)
        more, cursor, variable = (
            ("hasNextPage", "endCursor", "after") if forward else ("hasPreviousPage", "startCursor", "before")
        )
        found: tuple[Part, ...] = ()
        for _ in range(pages - 1):
            if not connection or not connection["pageInfo"][more]:
                break
            variables = {"number": pull.ref.number, variable: connection["pageInfo"][cursor]}
            answer = await self._repository(pull.ref.repository, document, variables)
            connection = answer["pullRequest"][key]
            part = read(connection) if connection else ()
            found = (*found, *part) if forward else (*part, *found)
        return found

    async def _config(self, repository: RepositoryRef, node: Mapping[str, Any]) -> bytes:
        return await blobs.beginning(self._access, scope_of(repository), names_of(repository), node)

    async def _repository(self, repository: RepositoryRef, document: str, variables: Mapping[str, Any]) -> Any:
        reply = await self._access.graphql(scope_of(repository), document, names_of(repository) | dict(variables))
        found = reply.checked(optional=_OPTIONAL)["repository"]
        if found is None:
            raise Gone("there is no such repository", request=reply.request, status=reply.status)
        return found
