"""Who is asking: the App by a JSON web token, or an installation by its token."""

from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.standin.model.accounts import App, Token
from tests.standin.model.world import World
from tests.standin.rest.call import Problem

LONGEST_SECONDS = 600
UNDECODABLE = "A JSON web token could not be decoded"
EXP_PAST = "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
EXP_FAR = "'Expiration time' claim ('exp') is too far in the future"
"""GitHub's words (octokit/auth-app.js#698)."""
IAT_AHEAD = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"


@dataclass(frozen=True, slots=True)
class Caller:
    app: App | None = None
    token: Token | None = None


def identify(world: World, authorization: str | None) -> Caller:
    """Read the `Authorization` header. Raises `Problem` 401 for what GitHub would not believe."""
    if not authorization:
        return Caller()
    scheme, _, credential = authorization.partition(" ")
    if scheme.lower() not in {"bearer", "token"}:
        raise Problem(401, "Bad credentials")
    if credential.startswith("ghs_") or credential.count(".") != 2:
        return Caller(token=_token(world, credential))
    return Caller(app=_app(world, credential))


def _token(world: World, credential: str) -> Token:
    token = world.tokens.get(credential)
    if token is None or token.expires_at <= world.clock.now() or token.installation.deleted:
        raise Problem(401, "Bad credentials")
    if token.installation.suspended_at:
        raise Problem(403, "This installation has been suspended")
    return token


def _app(world: World, credential: str) -> App:
    """Verify as GitHub does: RS256, `iat` not in the future, `exp` at most ten minutes away, all by GitHub's clock."""
    try:
        issuer = str(jwt.decode(credential, options={"verify_signature": False}).get("iss"))
        app = next((each for each in world.apps.values() if issuer in {str(each.id), each.client_id}), None)
        if app is None:
            raise Problem(404, "Integration not found")
        claims = jwt.decode(credential, _public(app), algorithms=["RS256"], options={
            "verify_exp": False, "verify_iat": False, "verify_nbf": False,
        })  # fmt: skip
    except jwt.InvalidTokenError as reason:
        raise Problem(401, UNDECODABLE) from reason
    _verify_times(claims, world.clock.now())
    return app


def _public(app: App) -> rsa.RSAPublicKey:
    return app.key.public_key()


def _verify_times(claims: dict[str, Any], now: float) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(expires, int) or expires <= now:
        raise Problem(401, EXP_PAST)
    if expires > now + LONGEST_SECONDS:
        raise Problem(401, EXP_FAR)
    if not isinstance(issued, int) or issued > now:
        raise Problem(401, IAT_AHEAD)
