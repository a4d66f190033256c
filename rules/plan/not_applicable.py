"""Answers that say no: bare "N/A", "N/A" with a reason, and "no" where the question may be answered so."""

import re
from typing import Final

from rules.lazy import lazy
from rules.plan.model import State

NOT_APPLICABLE: Final = lazy(
    r"(?:not applicable|n\s?/\s?a|n\.a\.?|na|해당 ?없음|不适用|不適用|não aplicável|no aplica|nicht zutreffend)(?![\w/])",
    re.IGNORECASE,
)
NONE: Final = lazy(
    r"(?:currently |there (?:is|are) )?(?:none|nil|nothing|not (?:required|needed|necessary)|无|없음"
    r"|[-\N{EN DASH}\N{EM DASH}\N{WHITE LARGE SQUARE}]+)(?!\w)",
    re.IGNORECASE,
)
NO: Final = lazy(r"(?:no|nope|nein|não)(?![\w-])", re.IGNORECASE)
FILLER: Final = lazy(
    r"(?:\W|\b(?:at this time|at present|needed|identified|for now|yet|currently|required|planned|applicable|so far"
    r"|known|necessary|"
    r"at the moment|in this phase|significant|expected|anticipated|to date|needed yet|at this stage|here"
    r"|this feature|for this feature|"
    r"to this feature|today)\b)*",
    re.IGNORECASE,
)
SEPARATOR: Final = lazy(
    r"\s*[,;:.(\[\N{EN DASH}\N{EM DASH}|-]+\s*|\s+(?=(?:because|since|as|due to|for|given|until)\b)", re.IGNORECASE
)
LATER: Final = lazy(
    r"\W*(?:because|since|as|due to)?\s*(?:for|in|during|until|till)\s+(?:the\s+)?(?:alpha|beta|mvp|poc|phase\s+\w+"
    r"|v\d|initial\b|first\b|iteration)",
    re.IGNORECASE,
)
LATER_PLACE: Final = lazy(
    r"#\d+|\b[A-Z]{2,}-\d+\b|\bphase\s+(?:\d+|[ivx]+)\b.*\bphase\s+(?:\d+|[ivx]+)\b|\bin (?:phase|v)\s?\d",
    re.IGNORECASE,
)
REVERSED: Final = lazy(
    r"^(.{12,300}?)[,;]?\s+(?:so|therefore|hence|thus)\b[,\s]+(?:no|not|nothing|n/a|there is no)\b.{0,80}$",
    re.IGNORECASE,
)
WORD: Final = lazy(r"[^\W\d_][\w'-]*|\d+")
STOP: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "because", "been", "being", "but", "by", "can", "could", "do",
    "does", "due", "for", "from", "had", "has", "have", "if", "in", "into", "is", "it", "its", "no", "nor", "not",
    "of", "on", "or", "our", "since", "so", "than", "that", "the", "their", "then", "there", "these", "they",
    "this", "those", "to", "until", "was", "we", "were", "will", "with", "would", "you", "your",
})  # fmt: skip
CAUSE: Final = lazy(r"\W*(?:because|since|as|due to)\b", re.IGNORECASE)
FOR_WHAT: Final = lazy(r"\s+(?:for|to|in|with|without)\b", re.IGNORECASE)
ANY_PLAN: Final = frozenset({
    "change", "current", "effort", "feature", "initial", "iteration", "mission", "moment", "mvp", "now", "phase", "plan",
    "project", "release", "scope", "section", "sprint", "stage", "story", "system", "task", "template", "version", "work",
})  # fmt: skip
"""Words that fit any plan: "not applicable for the current scope" is no reason, "for static content" is one."""

REASON: Final = 3
"""A reason has at least so many content words; one fewer behind a "because"."""


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry meaning, lower-cased."""
    return [word for word in WORD.findall(text.lower()) if word not in STOP]


def refusal(
    text: str, label: str, *, polarity: bool, phases: frozenset[str] = frozenset()
) -> tuple[State, bool] | None:
    """Return the state of a text that declines to answer, and whether a deferral names its place; None for all others.

    `phases`: those that the plan itself is about, so that "not for phase 1" puts nothing off.
    """
    bare = text.strip(" \t*_`\"'")
    head = NOT_APPLICABLE.match(bare)
    negative = None if head else (NONE.match(bare) or NO.match(bare))
    if head is None and negative is None:
        return (State.JUSTIFIED_NA, False) if _reversed(bare, label) else None
    if negative is not None:
        return _negative(bare, negative, label, phases, polarity=polarity)
    assert head is not None  # noqa: S101 - said above
    return _with_reason(bare[head.end() :], label, phases)


def _negative(
    text: str, head: re.Match[str], label: str, phases: frozenset[str], *, polarity: bool
) -> tuple[State, bool] | None:
    rest = text[head.end() :]
    whole = FILLER.fullmatch(rest) is not None
    separated = SEPARATOR.match(rest) is not None
    dash = not head[0].strip("-\N{EN DASH}\N{EM DASH}\N{WHITE LARGE SQUARE} ")
    if dash and not whole:
        return None
    if polarity and not dash:
        return (State.NEGATIVE, False) if whole or separated or NO.match(text) is None else None
    if not whole and not separated:
        return (State.BARE_NA, False) if len(rest.split()) <= 2 and NO.match(text) is None else None  # noqa: PLR2004 - "None significant"
    return _with_reason(rest, label, phases)


def _with_reason(rest: str, label: str, phases: frozenset[str]) -> tuple[State, bool]:
    if FILLER.fullmatch(rest):
        return State.BARE_NA, False
    if (later := LATER.match(rest)) and phases.isdisjoint(later[0].lower().split()[-1:]):
        reason = SEPARATOR.match(rest, later.end())
        if reason is None or len(content_words(rest[reason.end() :])) < REASON:
            return State.DEFERRED, LATER_PLACE.search(rest) is not None
    words = content_words(rest)
    least = REASON - 1 if CAUSE.match(rest) else REASON
    if FOR_WHAT.match(rest):
        words, least = [word for word in words if word not in ANY_PLAN], REASON - 1
    enough = len(words) >= least and bool(set(words) - set(content_words(label)))
    return (State.JUSTIFIED_NA if enough else State.BARE_NA), False


def _reversed(text: str, label: str) -> bool:
    found = REVERSED.match(text) if " so" in text or "hence" in text or "thus" in text or "therefore" in text else None
    return found is not None and len(set(content_words(found[1])) - set(content_words(label))) >= REASON
