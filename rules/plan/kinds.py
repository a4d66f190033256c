"""What a plan builds, as far as it says: a service unless its own words name something without one."""

import re
from collections.abc import Iterable
from typing import Final

from rules.lazy import lazy

KINDS: Final = (
    (
        "service",
        lazy(
            r"\b(?:web app\w*|web service|web|backend|full.?stack|rest api|api|microservices?|server|saas|mobile)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "docs",
        lazy(
            r"\b(?:text ?book|book|course|chapter|documentation|docs|tutorial|curriculum|educational content)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "static",
        lazy(
            r"\b(?:static (?:web)?site|static website|docusaurus|github pages|jekyll|hugo|landing page)\b",
            re.IGNORECASE,
        ),
    ),
    ("cli", lazy(r"\bcli\b|\bcommand.line\b|\b(?:console|terminal)(?: \w+)? (?:app\w*|tool)\b", re.IGNORECASE)),
    ("library", lazy(r"\b(?:library|sdk|package)\b", re.IGNORECASE)),
)
SERVERS: Final = frozenset({"backend", "endpoints", "microservice", "kubernetes", "fastapi", "webhook"})
STORES: Final = frozenset({"database", "postgresql"})
"""A plan without a server may name one of these, if only to say that it has none; one with both has a server."""
TEACHING: Final = frozenset({
    "chapter", "chapters", "lesson", "lessons", "textbook", "learner", "learners", "students", "curriculum", "course",
})  # fmt: skip
ENOUGH: Final = 2
"""So many of these words make a plan one of a text, where nothing in it speaks of servers."""
TITLE_KINDS: Final = KINDS[1:]


def kind_of(project_type: Iterable[str], title: str, words: frozenset[str]) -> str:
    """Return service, docs, static, cli or library: by the Project Type field, else by the plan's title, else by its words.

    A title does not outweigh a plan that speaks of servers all along: `words` are all its words.
    """
    for text in project_type:
        for kind, pattern in (*KINDS[3:], *KINDS[:3]):
            if pattern.search(text):
                return kind
    if words & SERVERS or words >= STORES:
        return "service"
    titled = next((kind for kind, pattern in TITLE_KINDS if pattern.search(title)), "service")
    return "docs" if titled == "service" and len(words & TEACHING) >= ENOUGH else titled
