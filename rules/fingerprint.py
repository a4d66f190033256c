"""Who a finding is, whatever moves around it: no line numbers, no message, no numbering, no emphasis.

Version 1: a hash of the rule, the plan's path at base, the canonical concept, the normalised subject and the count of
equal ones before it. It survives a rename of the file, inserted paragraphs, reflow, "Risk 2:" becoming "Risk 3:" and
renumbered headings. It is published (JSON, review comments), so a change of it is a new version, never an edit.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rules.lazy import lazy

VERSION = "planwarden-1"
LENGTH = 20

COUNTED = r"(?:risk|decision|incident|option|milestone|phase|step|component|principle)"
NUMBERING = lazy(
    rf"\s*(?:{COUNTED}\s*\#?[a-z]?\d+(?:\.\d+)*\s*[:.)\u2013\u2014-]*|\#?[a-z]?\d+(?:\.\d+)*(?:\s*[:.)]|\s+[\u2013\u2014-]))\s+(?=\S)"
)
"""A number that only says which of several it is: "Risk 2:", "R2 -", "8.1 ", "3." before a title. Not "ADR-7"."""

NOT_WORDS = lazy(r"[\W_]+")


class Identity(NamedTuple):
    """One fault of one plan, apart from its position. `subject` is normalised."""

    rule: str
    concept: str
    subject: str


def normalise(subject: str) -> str:
    """Return the subject without case, emphasis, punctuation, white space and leading numbering."""
    text = unicodedata.normalize("NFKC", subject).casefold().strip("*_`#> \t")
    return NOT_WORDS.sub(" ", NUMBERING.sub("", text, count=1) if NUMBERING.match(text) else text).strip()


def fingerprints(identities: Iterable[Identity], base_path: str) -> Iterator[str]:
    """Yield one fingerprint for each identity, in order; equal identities are told apart by their count."""
    seen: Counter[Identity] = Counter()
    for identity in identities:
        parts = (VERSION, identity.rule, base_path, identity.concept, identity.subject, str(seen[identity]))
        seen[identity] += 1
        yield digest("\0".join(parts))


def digest(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 - start-up time: it loads OpenSSL, and a plan without findings needs none

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
