"""The organisation's own configuration: rarely changed, asked for by every job, so read once in a while."""

import structlog

from bot.github import blobs, queries
from bot.github.access import Access
from bot.github.app import CONFIGURATION, Scope
from bot.github.errors import Gone, Limited, Unreachable
from bot.github.once import Once
from bot.github.port import RepositoryRef

REPOSITORY = ".github"
EXPRESSION = "HEAD:.github/planwarden.yml"
FRESH_SECONDS = 300.0

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
            _log.warning("organisation config kept", reason=str(failure))
            return known[0]

    async def _read(self, repository: RepositoryRef) -> tuple[bytes | None, float]:
        scope = Scope(repository.installation, REPOSITORY, CONFIGURATION)
        names = {"owner": repository.owner, "name": REPOSITORY}
        try:
            reply = await self._access.graphql(scope, queries.FILE, {**names, "expression": EXPRESSION})
            found = reply.checked()["repository"]
        except Gone:
            # There is no such repository, or the installation does not reach it: either way it sets no rules here.
            return None, FRESH_SECONDS
        node = found["object"] if found else None
        return await blobs.beginning(self._access, scope, names, node) if node else None, FRESH_SECONDS
