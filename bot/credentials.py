"""What the App proves itself with, and when it is too weak to start with. Values never appear in a message."""

import re
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SHORTEST_SECRET = 16
SHORTEST_KEY = 2048

_WELL_KNOWN = frozenset(
    {
        *("changemechangeme", "changemeplease", "developmentsecret", "itsasecrettoeverybody", "mysupersecretkey"),
        *("mywebhooksecret", "mysecretpassword", "passwordpassword", "replacemewithasecret", "supersecretpassword"),
        *(
            "webhooksecrethere",
            "yoursecrethere",
            "yourwebhooksecret",
            "yourwebhooksecrethere",
            "webhooksecretwebhooksecret",
        ),
        *("0123456789abcdef", "0123456789abcdef0123456789abcdef", "1234567890123456", "12345678901234567890"),
        *("abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfgh", "qwertyuiopasdfghjklzxcvbnm"),
    }
)
"""Secrets of documentation, examples and keyboards that are long enough, in lower case without punctuation."""
_FEWEST_CHARACTERS = 6


class Weak(ValueError):
    """A credential that nobody should start with. The text continues "<name of the variable>: "."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """`private_key`: PEM of the App's RSA key. `webhook_secrets`: all that are accepted, the newest first."""

    app_id: int
    private_key: str = field(repr=False)
    webhook_secrets: tuple[bytes, ...] = field(repr=False)


def app_id(text: str) -> int:
    """Return the App's numeric id."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", text, re.ASCII):
        raise Weak("must be the App ID, a number (not the client id): it stands on the App's settings page")
    return int(text)


def private_key(text: str) -> str:
    """Return the PEM, checked; environments that cannot hold line breaks may write them as backslash and n."""
    pem = text.replace("\\n", "\n").strip() + "\n"
    if "PRIVATE KEY-----" not in pem:
        raise Weak('must be a private key in PEM, beginning with "-----BEGIN RSA PRIVATE KEY-----"')
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except TypeError:
        raise Weak("the private key is protected by a passphrase: use the file as GitHub gave it") from None
    except (ValueError, UnsupportedAlgorithm):
        raise Weak("the private key is damaged: its PEM cannot be decoded (are all lines there?)") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST_KEY:
        raise Weak(f"the private key must be RSA with at least {SHORTEST_KEY} bits, as GitHub makes them")
    return pem


def webhook_secrets(text: str) -> tuple[bytes, ...]:
    """Return the secrets, one a line; every one must be strong, for each alone opens the door."""
    secrets = [line.strip() for line in text.splitlines() if line.strip()]
    if not secrets:
        raise Weak("holds no secret")
    for secret in secrets:
        _refuse_weak(secret)
    return tuple(secret.encode() for secret in dict.fromkeys(secrets))


def _refuse_weak(secret: str) -> None:
    advice = "make one with `openssl rand -hex 32` and enter it on the App's settings page too"
    if len(secret) < SHORTEST_SECRET:
        raise Weak(f"the webhook secret has fewer than {SHORTEST_SECRET} characters: {advice}")
    plain = re.sub(r"[\W_]", "", secret.casefold())
    # A text that is one piece repeated is found inside its own double, away from both ends.
    repeats = secret in (secret + secret)[1:-1]
    if plain in _WELL_KNOWN or repeats or len(set(plain)) < _FEWEST_CHARACTERS:
        raise Weak(f"the webhook secret is well known or easy to guess: {advice}")
