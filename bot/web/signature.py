"""Whether a delivery was signed with one of our webhook secrets."""

import hmac
import re
from collections.abc import Sequence

HEADER = "X-Hub-Signature-256"
"""The older `X-Hub-Signature` (SHA-1) is never looked at."""

# GitHub writes lower-case hex; anything looser would let several header values stand for one signature.
_FORM = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)


def sign(secret: bytes, body: bytes | bytearray) -> str:
    """Return the header value that GitHub sends for `body`: "sha256=" and the HMAC in lower-case hex."""
    return "sha256=" + hmac.digest(secret, body, "sha256").hex()


def matching_secret(secrets: Sequence[bytes], body: bytes | bytearray, header: str) -> int | None:
    """Return the index of the secret that `body` was signed with, None when it was none of them.

    Takes as long whichever secret matches, and compares bytes: `compare_digest` raises on text that is not ASCII.
    """
    form = _FORM.fullmatch(header)
    if form is None:
        return None
    given = bytes.fromhex(form[1])
    matches = [hmac.compare_digest(hmac.digest(secret, body, "sha256"), given) for secret in secrets]
    return matches.index(True) if any(matches) else None
