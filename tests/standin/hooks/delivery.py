"""One webhook delivery: what is sent, and what became of it."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from tests.standin.clock import iso
from tests.standin.model.accounts import App


def sign(secret: str, body: bytes) -> str:
    """Return the value of `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@dataclass(slots=True, eq=False)
class Delivery:
    """`guid` is the same for every attempt, `id` is of this one. `status_code` 0: no answer (refused, timed out).

    `seconds`: how long the receiver took to answer.
    """

    id: int
    guid: str
    app: App
    event: str
    action: str | None
    payload: dict[str, Any]
    installation_id: int | None = None
    repository_id: int | None = None
    redelivery: bool = False
    attempted: bool = False
    delivered_at: float = 0.0
    seconds: float = 0.0
    status: str = ""
    status_code: int = 0
    answer: str = ""

    @property
    def body(self) -> bytes:
        return json.dumps(self.payload, separators=(",", ":"), ensure_ascii=False).encode()

    def headers(self, secret: str) -> dict[str, str]:
        """Return the headers of a delivery, signed with `secret`."""
        body = self.body
        sha1 = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
        return {
            "User-Agent": "GitHub-Hookshot/0abc123",
            "Accept": "*/*",
            "Content-Type": "application/json",
            "X-GitHub-Delivery": self.guid,
            "X-GitHub-Event": self.event,
            "X-GitHub-Hook-ID": str(400_000_000 + self.app.id),
            "X-GitHub-Hook-Installation-Target-ID": str(self.app.id),
            "X-GitHub-Hook-Installation-Target-Type": "integration",
            "X-Hub-Signature": f"sha1={sha1}",
            "X-Hub-Signature-256": sign(secret, body),
        }

    def row(self) -> dict[str, Any]:
        """Return the entry of `GET /app/hook/deliveries`."""
        return {
            "id": self.id,
            "guid": self.guid,
            "delivered_at": iso(self.delivered_at),
            "redelivery": self.redelivery,
            "duration": round(self.seconds, 2),
            "status": self.status,
            "status_code": self.status_code,
            "event": self.event,
            "action": self.action,
            "installation_id": self.installation_id,
            "repository_id": self.repository_id,
            "throttled_at": None,
        }

    def detail(self) -> dict[str, Any]:
        headers = self.headers(self.app.webhook_secret)
        answer = {"headers": {}, "payload": self.answer}
        return {**self.row(), "url": self.app.webhook_url, "request": {"headers": headers, "payload": self.payload},
                "response": answer}  # fmt: skip
