"""The `weak-crypto` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.cover import Cover
from rules.plan.model import Plan
from rules.quoting import quoted
from rules.rule import Context
from rules.text_lines import found_in_lines, spans


class Weakness(NamedTuple):
    """`words`, `literals`: in lower case, one of each is in every text that the pattern finds something in."""

    words: frozenset[str]
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    name: str
    fix: str


HASH = Weakness(
    frozenset({"md5", "md-5", "sha1", "sha-1"}),
    ("md5", "md-5", "sha1", "sha-1"),
    lazy(r"\bMD-?5\b|\bSHA-?1\b|\b(?:md5|sha1)\b"),
    "is a hash that collisions are known for",
    "Use SHA-256 or newer, and Argon2id or bcrypt for passwords",
)
WEAKNESSES = (
    HASH,
    Weakness(
        frozenset({
            "3des", "triple-des", "triple", "des", "des-cbc", "des-ecb", "rc4", "ecb", "aes-ecb", "aes-128-ecb", "aes-256-ecb",
        }),
        ("3des", "triple", "des-", "des ", "with des", "rc4", "ecb"),
        lazy(
            r"\b3DES\b|\b[Tt]riple[- ]DES\b|\bDES-(?:CBC|ECB|EDE\d?)\b|\bDES(?= (?:encryption|cipher|keys?)\b)"
            r"|(?<=with )DES\b|(?<![-.\w])RC4\b(?! ?(?:release|build|tag))|\bAES(?:-\d+)?-ECB\b|\bECB mode\b"
        ),
        "is a cipher that can be broken",
        "Use AES-GCM or ChaCha20-Poly1305",
    ),
    Weakness(
        frozenset({"tls", "tlsv1", "ssl", "sslv2", "sslv3"}),
        ("tls", "ssl"),
        lazy(r"\bTLS ?v?1\.[01]\b|\bTLSv1(?![.\d\w])|\bSSL ?v?[23](?:\.0)?\b"),
        "is a version that browsers have switched off",
        "Ask for TLS 1.2 or newer",
    ),
    Weakness(
        frozenset({"localstorage", "local"}),
        ("localstorage", "local storage"),
        lazy(
            r"\b(?:jwts?|tokens?)\b[^.;\n|]{0,40}\blocal ?storage\b"
            r"|\blocal ?storage\b[^.;\n|]{0,30}\b(?:jwts?|tokens?)\b",
            re.IGNORECASE,
        ),
        "keeps tokens where every script of the page can read them",
        "Keep tokens in cookies that are HttpOnly, Secure and SameSite",
    ),
    Weakness(
        frozenset({
            "plaintext", "plain-text", "plain", "cleartext", "clear-text", "clear", "unencrypted", "unhashed", "base64",
        }),
        ("plaintext", "plain-text", "plain text", "cleartext", "clear-text", "clear text", "unencrypted", "unhashed", "base64"),
        lazy(
            r"\b(?:plain|clear)[- ]?text\b[^.;\n|]{0,25}\bpasswords?\b"
            r"|\b(?:passwords?|credentials)\b[^.;\n|]{0,40}"
            r"\b(?:(?:in|as) (?:plain|clear)[- ]?text|unencrypted|unhashed|base64)\b",
            re.IGNORECASE,
        ),
        "leaves passwords to anybody who gets the data",
        "Store passwords only as a hash made for them: Argon2id, scrypt or bcrypt",
    ),
)  # fmt: skip
REJECTED = lazy(
    r"\b(?:not|no|non|never|nor|without|avoid\w*|reject\w*|refus\w+|disabl\w+|deprecat\w+|legacy|replac\w+|instead"
    r"|rather than|migrat\w+|upgrad\w+|remov\w+|drop\w*|forbid\w*|bann?(?:ed)?|prohibit\w*|disallow\w*|older|below|weak\w*"
    r"|broken|insecure|obsolete|phas\w+ out|vulnerab\w+|unsafe|cannot|prevent\w*|block\w*|moving|move|off|anti-?pattern"
    r"|risk|attack\w*|detect\w*|scan\w*|violat\w*|fail\w*|against|compromis\w*|found|previous\w*|former\w*|currently|today"
    r"|existing|was|were|alternatives?)\b|n't\b|[❌✗<]",
    re.IGNORECASE,
)
"""Words around that say that it is not, or not for long, used."""
NO_SECRET = lazy(
    r"\b(?:check-?sums?|e-?tags?|digests? of|content|files?|git|commit\w*|blobs?|object ids?|cache|caching|fingerprints?"
    r"|dedup\w*|gravatar|integrity|hash(?:es)? of|s3|part|rows?|uuid|v5|hmac|totp|hotp|change detection|manifest\w*"
    r"|artifacts?|bundle)\b",
    re.IGNORECASE,
)
"""Uses in which nobody is kept out by a hash."""


class WeakCrypto:
    """The plan relies on cryptography that is known to be broken, or stores secrets where they can be read.

    MD5 and SHA-1 collide (SHAttered, 2017), DES, 3DES and RC4 are withdrawn (NIST SP 800-131A, RFC 7465), TLS 1.0 and 1.1
    are deprecated (RFC 8996), ECB shows patterns of the text, and what stands in `localStorage` or in plain text is read by
    the first script or dump that gets there (OWASP cheat sheets). What is rejected, replaced or only an option that was not
    chosen is not meant, nor are checksums, ETags and identifiers of git, which keep nobody out.

    ## Bad
        # Implementation Plan: export of invoices

        ## Security

        - **Encryption in transit:** TLS 1.1 or newer

    ## Good
        # Implementation Plan: export of invoices

        ## Security

        - **Encryption in transit:** TLS 1.2 or newer; TLS 1.1 is switched off
    """

    name: ClassVar[str] = "weak-crypto"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "security"

    def applies(self, context: Context) -> bool:
        return any(not each.words.isdisjoint(context.plan.words) for each in WEAKNESSES)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        text = plan.source.text
        found = [
            (match, each)
            for each in WEAKNESSES
            if not each.words.isdisjoint(plan.words)
            for match in found_in_lines(plan, each.pattern, each.literals)
            if not excused(text, match, each)
        ]
        found.sort(key=lambda each: each[0].start())
        not_planned = what_is_not_planned(plan) if found else Cover(())
        for (match, weakness), span in zip(found, spans(plan, (match.span() for match, _ in found)), strict=True):
            if not not_planned.overlaps(span.start, span.end):
                yield Problem(
                    span,
                    f"{quoted(match[0])} {weakness.name}",
                    subject=match[0],
                    concept="security",
                    fix=weakness.fix,
                )


def excused(text: str, found: re.Match[str], weakness: Weakness) -> bool:
    """Whether the words around say that it is not used, or that it protects nothing."""
    start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    before = text[max(start, found.start() - 80) : found.start()]
    after = text[found.end() : min(len(text) if end < 0 else end, found.end() + 60)]
    if weakness is HASH and NO_SECRET.search(f"{before} {after}"):
        return True
    return REJECTED.search(f"{before} {found[0]} {after}") is not None or before.count("~~") % 2 == 1


def what_is_not_planned(plan: Plan) -> Cover:
    """Return the bytes of options, which one may choose or not, of risks, and of what is out of scope."""
    apart = [option.span for decision in plan.decisions for option in decision.options]
    apart += [risk.span for risk in plan.risks]
    apart += [each.span for each in plan.sections if each.concept == "scope.out"]
    return Cover((each.start, each.end) for each in apart)
