"""The text of a file, whole and proved: what GraphQL gives is kept only when it hashes to git's own name for it."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from bot.github.access import Access
from bot.github.app import Scope
from bot.github.errors import Unreachable
from bot.github.port import RepositoryRef
from bot.github.transport import Request

_SHA = re.compile(r"[0-9a-f]{40}")


def expression(revision: str, path: str) -> str:
    """Return git's name for `path` at `revision`, a commit or a branch; "" is the root.

    A branch is named in full: git would take a tag of the same name before it.
    """
    if not _SHA.fullmatch(revision) and not revision.startswith("refs/") and revision != "HEAD":
        revision = f"refs/heads/{revision}"
    return f"{revision}:{path}"


async def data(access: Access, repository: RepositoryRef, node: Mapping[str, Any]) -> bytes:
    """Return the bytes of a blob that GraphQL told of, from its text or else from REST.

    GraphQL cuts text at 512,000 bytes, has none for binary files and replaces what is not UTF-8.
    """
    if node["text"] is not None and not node["isTruncated"]:
        text: bytes = node["text"].encode("utf-8", "surrogatepass")
        if _oid(text) == node["oid"]:
            return text
    return await _whole(access, repository, node["oid"])


async def _whole(access: Access, repository: RepositoryRef, oid: str) -> bytes:
    request = Request(
        "GET",
        "/repos/{owner}/{repo}/git/blobs/{sha}",
        {"owner": repository.owner, "repo": repository.name, "sha": oid},
    )
    answer = await access.rest(Scope(repository.installation, repository.id), request)
    return decode(answer, oid, request.name)


def decode(answer: Any, oid: str, request: str) -> bytes:
    """Return the bytes of a REST blob or file. Raises `Unreachable` when they are not those of `oid`."""
    try:
        whole = base64.b64decode(answer["content"])
    except (KeyError, TypeError, binascii.Error) as broken:
        raise Unreachable(f"the answer holds no base64 ({request})", request=request) from broken
    if _oid(whole) != oid:
        raise Unreachable(
            f"the file came incomplete: {len(whole)} bytes that are not {oid} ({request})", request=request
        )
    return whole


def _oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
