"""What stands in the files beside a plan, where spec-kit's template keeps decisions out of it."""

import posixpath
from functools import lru_cache

from rules.plan.model import Decision
from rules.plan.not_applicable import content_words
from rules.plan.reader import read
from rules.plan.source import Source
from rules.rule import Context

RESEARCH = "research.md"
SAME = 0.5
"""Titles of one decision share so much of the shorter one's words."""


def text_beside(context: Context, name: str) -> str:
    """Return the text of a file beside the plan, "" where there is none or it is no text."""
    data = context.repository.files.get(posixpath.join(posixpath.dirname(context.plan.path), name), b"")
    return data.decode("utf-8", "replace")


@lru_cache(maxsize=16)
def _decisions(text: str) -> tuple[Decision, ...]:
    return read(Source(RESEARCH, text.encode())).decisions


def researched(context: Context, decision: Decision) -> tuple[Decision, ...]:
    """Return what `research.md` beside the plan says of a decision: records of a similar title."""
    text = text_beside(context, RESEARCH)
    words = set(content_words(decision.title))
    if not text or not words:
        return ()
    return tuple(each for each in _decisions(text) if _is_same(words, set(content_words(each.title))))


def _is_same(one: set[str], other: set[str]) -> bool:
    return bool(other) and len(one & other) >= SAME * min(len(one), len(other))
