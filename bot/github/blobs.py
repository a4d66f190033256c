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
from bot.github.transport import Request

_SHA = re.compile(r"[0-9a-f]{40}")


def expression(revision: str, path: str) -> str:
    """Return git's name for `path` at `revision`, a commit or a branch; "" is the root.

    A branch is named in full: git would take a tag of the same name before it.
    """
    if not _SHA.fullmatch(revision) and not revision.startswith("refs/") and revision != "HEAD":
        revision = f"refs/heads/{revision}"
    return f"{revision}:{path}"


async def data(access: Access, scope: Scope, names: Mapping[str, Any], node: Mapping[str, Any]) -> bytes:
    """Return the bytes of a blob that GraphQL told of, from its text or else from REST.

    `names`: owner and name of the repository. GraphQL cuts text at 512,000 bytes, has none for binary files and replaces
    what is not UTF-8.
    """
    text = proved(node)
    return text if text is not None else await _whole(access, scope, names, node["oid"])


def proved(node: Mapping[str, Any]) -> bytes | None:
    """Return the bytes of a blob where GraphQL gave all of them."""
    if node["text"] is None or node["isTruncated"]:
        return None
    text: bytes = node["text"].encode("utf-8", "surrogatepass")
    return text if _oid(text) == node["oid"] else None


async def beginning(access: Access, scope: Scope, names: Mapping[str, Any], node: Mapping[str, Any]) -> bytes:
    """Return the bytes of a blob, of a very large one the first 512,000: for a file that is refused for its size anyway."""
    if node["isTruncated"] and node["text"] is not None:
        return bytes(node["text"].encode("utf-8", "surrogatepass"))
    return await data(access, scope, names, node)


async def _whole(access: Access, scope: Scope, names: Mapping[str, Any], oid: str) -> bytes:
    variables = {"owner": names["owner"], "repo": names["name"], "sha": oid}
    request = Request("GET", "/repos/{owner}/{repo}/git/blobs/{sha}", variables)
    answer = await access.rest(scope, request)
    try:
        whole = base64.b64decode(answer["content"])
    except (KeyError, TypeError, binascii.Error) as broken:
        raise Unreachable(f"the answer holds no base64 ({request.name})", request=request.name) from broken
    if _oid(whole) != oid:
        raise Unreachable(f"the file came incomplete, {len(whole)} bytes of it ({request.name})", request=request.name)
    return whole


def _oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
