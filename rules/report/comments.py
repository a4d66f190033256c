"""Findings as review comments, each with a hidden key by which we know it again on the next push."""

from typing import NamedTuple

from rules.finding import Finding
from rules.lazy import lazy
from rules.report.links import Links
from rules.report.prose import message, sentence
from rules.report.suggestion import Suggestion

KEY = lazy(r"<!-- planwarden:f=([^\s<>]{1,200}) -->\s*\Z")
"""Only at the very end: foreign text above it may look the same."""

FIXED = "Fixed in "


class Said(NamedTuple):
    """What a comment of ours says: about which finding, and whether it still stands."""

    fingerprint: str
    fixed: bool


def comment(finding: Finding, links: Links, fix: Suggestion | None) -> str:
    """Return the body of a review comment."""
    parts = [
        " ".join(filter(None, (f"**{finding.rule}** ({finding.severity}):", message(finding)))),
        " ".join(filter(None, (sentence(finding.fix), links.rule(finding.rule, "Why")))),
        fix.block() if fix else "",
    ]
    return "\n\n".join((*filter(None, parts), key(finding.fingerprint)))


def fixed(fingerprint: str, sha: str) -> str:
    """Return what a comment becomes when its finding is gone at `sha`: the thread stays, with every reply in it."""
    return f"{FIXED}{sha[:7]}.\n\n{key(fingerprint)}"


def key(fingerprint: str) -> str:
    return f"<!-- planwarden:f={fingerprint} -->"


def said(body: str) -> Said | None:
    """Read a comment of ours; None for one that is about no finding."""
    found = KEY.search(body)
    return Said(found[1], fixed=body.startswith(FIXED)) if found else None
