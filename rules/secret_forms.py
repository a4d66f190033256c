"""What secrets look like: forms of tokens, names of keys and passwords, and what only shows where one belongs. Data."""

import re
from typing import Final

from rules.lazy import lazy

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
)  # fmt: skip
"""Kind, literals of which one is in it, and form. Case counts. Each has figures among its letters, and no white space."""
PATTERNS: Final = tuple((kind, literals, lazy(form)) for kind, literals, form in FORMS)
SHORTEST: Final = 15
"""Characters of the shortest of these forms; a key has one more."""
PRIVATE_KEY: Final = lazy(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{40,20000}(?:-----END [A-Z ]*PRIVATE KEY-----)?"
)
"""The one form of several lines."""

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
    r"example|sample|placeholder|your|change.?me|x{3}|\.{3}|…|\*{3}|dummy|fake|todo|replace|insert|redacted|12345|abcdef|00000"
    r"|fixme|a1b2c3|deadbeef|cafebabe"
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
