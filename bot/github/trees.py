"""Reading every path of a revision over REST, subtree by subtree where one answer cannot hold them."""

import posixpath
from collections.abc import Mapping
from typing import Any

from bot.github.access import Access
from bot.github.errors import Refused
from bot.github.port import Entry, RepositoryRef
from bot.github.reading import scope_of
from bot.github.transport import Request

_FOLDERS = 30
"""One listing of GitHub's holds 100,000 entries or 7 MB; a repository that needs more than this many is too large for us."""
_ROUTE = "/repos/{owner}/{repo}/git/trees/{sha}"


class TreeReader:
    """Reads through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def tree(self, repository: RepositoryRef, revision: str) -> Mapping[str, Entry]:
        """See `bot.github.port.GitHub.tree`: files, links and submodules; directories show only in their paths.

        Raises `Refused` when the repository is too large to be read.
        """
        found: dict[str, Entry] = {}
        waiting = [("", revision)]
        for _ in range(_FOLDERS):
            if not waiting:
                return found
            folder, sha = waiting.pop()
            listing = await self._list(repository, sha, recursive=True)
            if listing["truncated"]:
                listing = await self._list(repository, sha, recursive=False)
                if listing["truncated"]:
                    raise Refused(f"the directory {folder or '/'} holds too many files to list")
                waiting += [
                    (posixpath.join(folder, item["path"]), item["sha"]) for item in listing["tree"] if _is_folder(item)
                ]
            found |= dict(_entry(folder, item) for item in listing["tree"] if not _is_folder(item))
        raise Refused(f"the repository holds too many files: {_FOLDERS} listings of GitHub's are not enough")

    async def _list(self, repository: RepositoryRef, sha: str, *, recursive: bool) -> Any:
        variables: dict[str, Any] = {"owner": repository.owner, "repo": repository.name, "sha": sha}
        # GitHub takes any value of `recursive`, "0" too, for yes.
        request = Request("GET", _ROUTE + "{?recursive}", variables | ({"recursive": 1} if recursive else {}))
        return await self._access.rest(scope_of(repository), request)


def _is_folder(item: Mapping[str, Any]) -> bool:
    return bool(item["type"] == "tree")


def _entry(folder: str, item: Mapping[str, Any]) -> tuple[str, Entry]:
    path = posixpath.join(folder, item["path"])
    return path, Entry(posixpath.basename(path), item["mode"], item["sha"])
