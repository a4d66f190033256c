"""From raw bytes to a payload that is signed and well-formed. Pure, so that a large body can be examined in a thread."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.web import body as bodies
from bot.web.signature import matching_secret


class Rejected(Exception):
    """A request that we do not take. `reason` is for the metrics; the text is for whoever sent it."""

    def __init__(self, status: int, reason: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Examined:
    """A body that was signed with the secret at `slot`. `digest`: its SHA-256 in hex."""

    slot: int
    digest: str
    payload: Any


def examine(body: bytearray, signatures: Sequence[str], secrets: Sequence[bytes]) -> Examined:
    """Return what `body` holds; raise `Rejected`. `signatures`: all values of the signature header."""
    slot = matching_secret(secrets, body, signatures[0]) if len(signatures) == 1 else None
    if slot is None:
        # One text for all, so that nobody learns how far his signature got.
        reason = "signature-wrong" if signatures else "signature-missing"
        raise Rejected(401, reason, "The body is not signed with a secret of this App.")
    digest = hashlib.sha256(body).hexdigest()
    try:
        payload = bodies.parse(body)
    except bodies.NotUTF8:
        raise Rejected(415, "content-type", "The body is not plain UTF-8.") from None
    except bodies.NotJSON as reason:
        raise Rejected(400, "malformed", f"{reason}.") from None
    if not isinstance(payload, dict):
        raise Rejected(400, "malformed", "The body is not a JSON object.")
    return Examined(slot, digest, payload)
