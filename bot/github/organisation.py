"""The organisation's own configuration: rarely changed, asked for by every job, so read once in a while."""

import structlog

from bot.github import blobs
from bot.github.access import Access
from bot.github.app import CONFIGURATION, Scope
from bot.github.errors import Gone, Limited, Refused, Unreachable
from bot.github.once import Once
from bot.github.port import RepositoryRef
from bot.github.transport import Request

REPOSITORY = ".github"
PATH = ".github/planwarden.yml"
FRESH_SECONDS = 300.0
_OWNERS = 10_000

_log = structlog.get_logger(__name__)


class Organisations:
    """Reads and remembers `.github/planwarden.yml` of the owners' `.github` repositories."""

    def __init__(self, access: Access, cache: Once[tuple[int, str], bytes | None]) -> None:
        self._access = access
        self._cache = cache

    async def config(self, repository: RepositoryRef) -> bytes | None:
        """See `bot.github.port.GitHub.organisation_config`.

        While GitHub cannot be asked, the last known file stays in force; without one the error is raised, for an
        unknown configuration must not read as an absent one.
        """
        key = (repository.installation, repository.owner.lower())
        try:
            return await self._cache.get(key, lambda: self._read(repository))
        except (Unreachable, Limited) as failure:
            known = self._cache.last(key)
            if known is None:
                raise
            _log.warning("organisation config kept", owner=repository.owner, reason=str(failure))
            return known[0]

    async def _read(self, repository: RepositoryRef) -> tuple[bytes | None, float]:
        scope = Scope(repository.installation, REPOSITORY, CONFIGURATION)
        request = Request(
            "GET",
            "/repos/{owner}/{repo}/contents/.github/planwarden.yml",
            {"owner": repository.owner, "repo": REPOSITORY},
        )
        try:
            file = await self._access.rest(scope, request)
        except Gone:
            # No such file, no such repository, or one that the installation does not reach: none of them is a rule.
            return None, FRESH_SECONDS
        if not isinstance(file, dict) or file.get("encoding") != "base64":
            raise Refused(f"{PATH} of {repository.owner} is not a file of at most 1 MB", request=request.name)
        return blobs.decode(file, file["sha"], request.name), FRESH_SECONDS
