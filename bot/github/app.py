"""Who we are to GitHub: the App's signature, and the narrow tokens that it buys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.github.answers import Answer, Unauthorized, read
from bot.github.errors import Denied, Gone, Refused, Unreachable
from bot.github.limits import Limits
from bot.github.once import Once
from bot.github.transport import Request, Transport

CHECK = (("checks", "write"), ("contents", "read"), ("metadata", "read"), ("pull_requests", "write"))
"""What the check of a pull request needs."""
COMMIT = (("contents", "write"), ("metadata", "read"))
"""What one commit needs; no other token can write to a branch."""
MEMBERS = (("members", "read"), ("metadata", "read"))
"""What telling the members of a team needs."""
CONFIGURATION = (("contents", "read"), ("metadata", "read"))
"""What reading the organisation's configuration needs."""

_BACKDATED = timedelta(seconds=60)
_LIFETIME = timedelta(minutes=9)
_EARLY = timedelta(minutes=5)
_TOKENS = 10_000

_log = structlog.get_logger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token is for: one repository of an installation (its id, or its name where the id is not known)."""

    installation: int
    repository: int | str
    permissions: tuple[tuple[str, str], ...] = CHECK

    def body(self) -> Mapping[str, object]:
        """Return the request that mints such a token."""
        key = "repository_ids" if isinstance(self.repository, int) else "repositories"
        return {key: [self.repository], "permissions": dict(self.permissions)}


def load_key(pem: str) -> RSAPrivateKey:
    """Read the key that `bot.credentials` has checked. Raises `ValueError` when it is no RSA key in PEM."""
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")  # noqa: TRY004 - the PEM is a string, what it says is wrong
    return key


class Signer:
    """Signs as the App. Keeps the difference between GitHub's clock and ours once a 401 has shown that it matters."""

    def __init__(self, app_id: int, key: RSAPrivateKey, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._app_id = app_id
        self._key = key
        self._now = now
        self.offset = timedelta()

    def authorization(self) -> str:
        """Return an `Authorization` header that is good for nine minutes."""
        now = self._now() + self.offset
        claims = {"iat": int((now - _BACKDATED).timestamp()), "exp": int((now + _LIFETIME).timestamp())}
        return f"Bearer {jwt.encode(claims | {'iss': str(self._app_id)}, self._key, algorithm='RS256')}"

    def correct(self, date: datetime | None) -> bool:
        """Set the offset from GitHub's `date`; return whether that changes anything worth another try."""
        if date is None:
            return False
        offset = date - self._now()
        if abs(offset - self.offset) <= timedelta(seconds=2):
            return False
        self.offset = offset
        _log.warning("clock differs from github", seconds=round(offset.total_seconds()))
        return True


class Tokens:
    """Installation tokens, minted once for all who need the same and kept until five minutes before they expire."""

    def __init__(self, transport: Transport, signer: Signer, limits: Limits) -> None:
        self._transport = transport
        self._signer = signer
        self._limits = limits
        self._cache: Once[Scope, str] = Once(_TOKENS, limits.monotonic)

    async def get(self, scope: Scope) -> str:
        """Return a token. Raises `Gone` (no such installation or repository) or `Denied` (suspended, not granted)."""
        return await self._cache.get(scope, lambda: self._mint(scope))

    def forget(self, scope: Scope, token: str) -> None:
        """Drop a token that GitHub no longer takes."""
        self._cache.forget(scope, token)

    async def _mint(self, scope: Scope) -> tuple[str, float]:
        answer = await self._ask(scope)
        try:
            data = read(answer).data
        except Refused as refusal:
            raise _explain(refusal) from refusal
        except Unauthorized as unknown:
            raise Denied(
                "GitHub does not know this App by its id and private key: check both",
                request=answer.request,
                status=answer.status,
            ) from unknown
        try:
            token, expires = str(data["token"]), datetime.fromisoformat(data["expires_at"])
            left = expires - (answer.date or _utc_now() + self._signer.offset)
        except (KeyError, TypeError, ValueError) as broken:
            raise Unreachable("the answer holds no token", request=answer.request, status=answer.status) from broken
        return token, (left - _EARLY).total_seconds()

    async def _ask(self, scope: Scope) -> Answer:
        request = Request(
            "POST",
            "/app/installations/{installation}/access_tokens",
            {"installation": scope.installation},
            scope.body(),
        )
        answer = await self._transport.exchange(request, authorization=self._signer.authorization())
        if answer.status == HTTPStatus.UNAUTHORIZED and self._signer.correct(answer.date):
            answer = await self._transport.exchange(request, authorization=self._signer.authorization())
        self._limits.learn(scope.installation, "app", answer)
        return answer


def _explain(refusal: Refused) -> Refused | Denied | Gone:
    """GitHub answers 422 both for a permission that was not granted and for a repository that is out of reach."""
    words = " ".join((str(refusal), *refusal.errors)).lower()
    if "permission" in words:
        return Denied(
            "the installation has not granted a permission that the App needs: its owner must accept the App's request",
            request=refusal.request,
            status=refusal.status,
        )
    if "repositor" in words:
        return Gone("the App cannot reach this repository", request=refusal.request, status=refusal.status)
    return refusal
