"""People, organisations, Apps, installations and their tokens."""

import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


class Role(StrEnum):
    """What a person may do in a repository, weakest first."""

    NONE = "none"
    READ = "read"
    TRIAGE = "triage"
    WRITE = "write"
    MAINTAIN = "maintain"
    ADMIN = "admin"

    @property
    def legacy(self) -> str:
        """The `permission` of the collaborators endpoint, which knows neither triage nor maintain."""
        return {Role.TRIAGE: "read", Role.MAINTAIN: "write"}.get(self, self.value)

    def reaches(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


def node_id(prefix: str, number: int) -> str:
    """Return a global id in the shape of GitHub's (opaque; only equality means something)."""
    return f"{prefix}_{base64.urlsafe_b64encode(b'kgDO' + number.to_bytes(8)).decode().rstrip('=')}"


@dataclass(slots=True, eq=False)
class Account:
    """`kind`: User, Organization or Bot. A bot's login ends in `[bot]` in REST and lacks that in GraphQL."""

    id: int
    login: str
    kind: str = "User"

    @property
    def node_id(self) -> str:
        return node_id({"User": "U", "Organization": "O"}.get(self.kind, "BOT"), self.id)


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """Return the one key of this process: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


PERMISSIONS: Mapping[str, str] = {
    "checks": "write",
    "contents": "write",
    "issues": "read",
    "members": "read",
    "metadata": "read",
    "pull_requests": "write",
    "statuses": "write",
}
EVENTS = (
    "check_run",
    "check_suite",
    "issue_comment",
    "member",
    "organization",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "push",
    "repository",
)


@dataclass(slots=True, eq=False)
class App:
    """A registered App. `webhook_secrets`: GitHub signs with the last one."""

    id: int
    slug: str
    name: str
    owner: Account
    bot: Account
    key: rsa.RSAPrivateKey = field(default_factory=rsa_key, repr=False)
    permissions: dict[str, str] = field(default_factory=lambda: dict(PERMISSIONS))
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    webhook_url: str = ""
    webhook_secret: str = "the webhook secret of the tests"
    created_at: str = "2026-01-05T09:00:00Z"

    @property
    def client_id(self) -> str:
        return f"Iv23li{self.id:014d}"

    @property
    def node_id(self) -> str:
        return node_id("A", self.id)

    @property
    def private_key(self) -> str:
        """The key in the form that GitHub lets one download (PKCS #1, PEM)."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        ).decode()

    def rotate_key(self) -> None:
        """Revoke the key: whoever signs with the old one is refused from now on."""
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True, eq=False)
class Installation:
    """An App on an account. `repository_ids` None: all repositories."""

    id: int
    app: App
    account: Account
    permissions: dict[str, str]
    repository_ids: set[int] | None = None
    suspended_at: str | None = None
    deleted: bool = False
    created_at: str = "2026-01-05T09:30:00Z"

    def covers(self, owner: Account, repository_id: int) -> bool:
        chosen = self.repository_ids is None or repository_id in self.repository_ids
        return not self.deleted and owner is self.account and chosen


@dataclass(frozen=True, slots=True)
class Token:
    """An installation token. `repository_ids` None: all that the installation covers. `expires_at`: seconds since 1970."""

    value: str
    installation: Installation
    permissions: Mapping[str, str]
    repository_ids: Collection[int] | None
    expires_at: float

    def allows(self, permission: str, level: str) -> bool:
        """Whether the token grants it; what the installation lost since counts as lost."""
        ranks = {"read": 1, "write": 2, "admin": 3}
        granted = [grants.get(permission, "") for grants in (self.permissions, self.installation.permissions)]
        return min(ranks.get(grant, 0) for grant in granted) >= ranks[level]

    def covers(self, owner: Account, repository_id: int) -> bool:
        scoped = self.repository_ids is None or repository_id in self.repository_ids
        return scoped and self.installation.covers(owner, repository_id)
