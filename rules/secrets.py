"""Secrets in a text: tokens that can be told by their form, passwords in addresses, values that keys of that name have.

What a report shows of a plan is masked with the same eyes that find the secret, so no other finding can quote it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import filterfalse
from math import log2
from typing import Final, NamedTuple

from rules.lazy import lazy

MASK: Final = "********"
"""Of one length, so that it does not tell the secret's."""


class Secret(NamedTuple):
    """`kind`: what it is called in messages. `start`, `end`: its characters in the text."""

    start: int
    end: int
    kind: str


FORMS: Final = (
    ("AWS access key", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"\bgh[pousr]_[A-Za-z0-9]{30,255}\b"),
    ("GitHub token", ("github_pat_",), r"\bgithub_pat_[A-Za-z0-9_]{22,255}\b"),
    ("GitLab token", ("glpat-",), r"\bglpat-[\w-]{20,}"),
    ("Slack token", ("xox",), r"\bxox[abeprs]-[A-Za-z0-9-]{10,}"),
    ("Slack webhook", ("hooks.slack.com",), r"hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{16,}"),
    ("Stripe key", ("k_live_", "whsec_"), r"\b(?:[sr]k_live_|whsec_)[A-Za-z0-9]{16,}"),
    ("API key", ("sk-",), r"\bsk-(?:proj-|ant-|svcacct-|or-)?[A-Za-z0-9_-]{20,}"),
    ("Google API key", ("AIza",), r"\bAIza[\w-]{35}(?![\w-])"),
    ("SendGrid key", ("SG.",), r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    ("npm token", ("npm_",), r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("PyPI token", ("pypi-",), r"\bpypi-[\w-]{40,}"),
    ("Hugging Face token", ("hf_",), r"\bhf_[A-Za-z0-9]{30,}\b"),
    ("DigitalOcean token", ("dop_v1_",), r"\bdop_v1_[a-f0-9]{64}\b"),
    ("signed token", ("eyJ",), r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    (
        "private key", ("PRIVATE KEY",),
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{40,20000}(?:-----END [A-Z ]*PRIVATE KEY-----)?",
    ),
)  # fmt: skip
"""Kind, literals of which one is in it, and form. Case counts."""
PATTERNS: Final = tuple((kind, literals, lazy(form)) for kind, literals, form in FORMS)

IN_ADDRESS: Final = lazy(
    r"://(?P<user>[^\s:/@\"'`<>{}$|]{0,60}):(?P<value>[^\s/@\"'`<>|]{3,100})@(?P<host>[A-Za-z0-9_.-]{1,200})"
)
RESERVED: Final = lazy(
    r"localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|host$|hostname|.*(?:\bexample\b|\.local$|\.test$|\.invalid$)",
    re.IGNORECASE,
)
"""Hosts of nobody else's: this machine, private addresses, names that are reserved for examples."""

PASSWORD_NAMES: Final = ("passw", "pwd", "passphrase")
KEY_NAMES: Final = ("api", "access", "secret", "private", "signing", "encryption", "token")
"""How the names of secrets begin, in lower case."""
NAME: Final = lazy(
    r"passw(?:or)?ds?|passwd|pwd|passphrase|api[ _-]?keys?|access[ _-]?key(?:[ _-]?id)?|secret(?:[ _-]?(?:access[ _-]?)?key)?"
    r"|(?:private|signing|encryption)[ _-]?key|token",
    re.IGNORECASE,
)
AFTER_NAME: Final = lazy(r"[\w-]{0,10}[ \t*_\"'`\])]{0,6}[:=|][ \t*_\"'`]{0,8}(?P<value>[^\s\"'`,;()<>{}|]{8,200})")

MADE_UP: Final = lazy(
    r"example|sample|placeholder|your|change.?me|x{3}|\.{3}|…|\*{3}|dummy|fake|todo|replace|insert|redacted|12345|abcdef|00000|fixme"
    r"|<|>|\$\{|\{\{|MDEyMzQ1|IkpXVCJ9\.eyJzdWIiOiIxMjM0NTY3ODkw",
    re.IGNORECASE,
)
"""Words of values that only show where one belongs; the last is the token of the standard's own example."""
COMMON: Final = frozenset({
    "password", "passwd", "pass", "pwd", "secret", "user", "username", "postgres", "root", "admin", "mysql", "redis", "guest",
    "test", "changeit", "mypassword", "mysecret", "letmein", "dbpassword", "db_password", "s3cr3t", "p@ssw0rd", "passw0rd",
})  # fmt: skip
NOT_A_PASSWORD: Final = lazy(
    r"(?i:argon2\w*|bcrypt\w*|scrypt\w*|pbkdf2\w*|sha-?\d+|[hre]s\d{3})|[A-Z_0-9]+|[\w-]+(?:\.[\w-]+)+|https?:.*|[./~].*"
    r"|.*/.*|\w+-\d+|\$.*|[#@]\w*",
)
"""Names of algorithms, variables, settings and paths."""
FOR_SHOW: Final = lazy(r"pass|secur|secret|test|admin|demo|strong|user|welcome|qwerty|valid|wrong|weak|correct|old|new")
"""Words of passwords in examples and tests, after the letters that figures stand for are put back."""
LETTERS: Final = str.maketrans("@013457$", "aoleast" + "s")
UUID: Final = lazy(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
RUN: Final = lazy(r"[A-Za-z0-9+/=]{16,}")
CHANGE: Final = lazy(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])")
DIGIT: Final = lazy(r"\d")
BLOB: Final = lazy(r"[A-Za-z0-9+/=]{60,}")


def secrets(text: str) -> Iterator[Secret]:
    """Yield what looks like a secret, in no order; two may overlap. Time is linear in the length of the text."""
    low = text.lower()
    yield from tokens(text, low)
    yield from passwords(text, low)


def tokens(text: str, low: str) -> Iterator[Secret]:
    """Yield tokens of known forms, and values that are called keys; `low`: the text in lower case."""
    for kind, literals, pattern in PATTERNS:
        if any(literal in text for literal in literals):
            for found in pattern.finditer(text):
                if is_random(found[0]) or kind == "private key":
                    yield Secret(found.start(), found.end(), kind)
    for start, value in _named(text, low, KEY_NAMES):
        if is_key(value):
            yield Secret(start, start + len(value), "key or token")


def passwords(text: str, low: str) -> Iterator[Secret]:
    """Yield passwords in addresses and behind a name; `low`: the text in lower case."""
    for at in _places(text, "://"):
        if (found := IN_ADDRESS.match(text, at)) and _is_real(found):
            yield Secret(*found.span("value"), "password in an address")
    for start, value in _named(text, low, PASSWORD_NAMES):
        if is_password(value):
            yield Secret(start, start + len(value), "password")


def _is_real(found: re.Match[str]) -> bool:
    """Whether the password in an address is one, and not for a machine of nobody else's."""
    value, host = found["value"], found["host"]
    if value.lower() in COMMON or value == found["user"] or value[0] in "${%[" or MADE_UP.search(value):
        return False
    varied = len(set(value)) > 3  # noqa: PLR2004 - "***", "xxxx"
    return varied and not RESERVED.match(host) and ("." in host or is_password(value))


def _named(text: str, low: str, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where the values with digits behind these names start, with the values."""
    for literal in names if len(low) == len(text) else ():
        for at in _places(low, literal):
            name = NAME.match(text, at)
            found = AFTER_NAME.match(text, name.end()) if name else None
            if found and not MADE_UP.search(value := found["value"].rstrip(".*_\\")) and any(map(str.isdigit, value)):
                yield found.start("value"), value


def _places(text: str, literal: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def is_random(value: str) -> bool:
    """Whether the value of a known form is a real one: no words of examples, and as varied as keys are."""
    return not MADE_UP.search(value) and len(set(value)) > 9 and CHANGE.search(value) is not None  # noqa: PLR2004


def is_password(value: str) -> bool:
    """Whether at least three kinds of characters make it a password rather than a word about one."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda each: not each.isalnum())
    return (
        sum(any(map(kind, value)) for kind in kinds) > 2  # noqa: PLR2004
        and NOT_A_PASSWORD.fullmatch(value) is None
        and FOR_SHOW.search(value.lower().translate(LETTERS)) is None
    )


def is_key(value: str) -> bool:
    """Whether digits and letters are mixed as in a key, not as in a name with a number at its end."""
    run = RUN.search(value)
    return (
        run is not None
        and not UUID.fullmatch(value)
        and not value.startswith(("/", "./", "http", "eyJ"))
        and ("/" not in value or value != value.lower())
        and len(CHANGE.findall(run[0])) > 2  # noqa: PLR2004
        and entropy(run[0]) > 3.2  # noqa: PLR2004 - bits for each character; hexadecimal digits have at most 4
    )


def entropy(text: str) -> float:
    """Return the bits of information for each character."""
    return -sum(count / len(text) * log2(count / len(text)) for count in Counter(text).values())


def apart(found: Iterable[Secret]) -> list[Secret]:
    """Return the secrets in order, those that overlap as one of the kind that was told first."""
    told = list(found)
    rank = {each: index for index, each in reversed(tuple(enumerate(told)))}
    joined: list[Secret] = []
    for each in sorted(told):
        if joined and each.start < joined[-1].end:
            first = min(joined[-1], each, key=lambda one: rank.get(one, 0))
            joined[-1] = Secret(joined[-1].start, max(each.end, joined[-1].end), first.kind)
        else:
            joined.append(each)
    return joined


def masked(text: str) -> str:
    """Return the text with every secret replaced."""
    for secret in reversed(to_hide(text)):
        text = text[: secret.start] + MASK + text[secret.end :]
    return text


def to_hide(text: str) -> list[Secret]:
    """Return what must not be shown of a text, in order and apart; of a key that lost its first line, the lines too."""
    if DIGIT.search(text) is None:
        return []
    blobs = (Secret(*found.span(), "blob") for found in BLOB.finditer(text) if CHANGE.search(found[0]))
    return apart([*secrets(text), *blobs])


def may_hold_tokens(words: frozenset[str]) -> bool:
    """Whether it is worth to look for tokens in a text of these words, which are in lower case."""
    mixed = [word for word in filterfalse(str.isalpha, words) if len(word) > 9]  # noqa: PLR2004 - pieces of keys are longer
    return any(len(CHANGE.findall(word)) > 1 for word in mixed)
