"""Fields that say "N/A", "none" or "no" while the plan, or the pull request, shows otherwise.

A strong sign is a file of the pull request or a flag that a kill switch names; of words it takes two that say the same.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rules.lazy import lazy
from rules.migration_files import added_migrations, owner
from rules.plan.model import Answer, Plan, State
from rules.quoting import listed, quoted
from rules.rule import Context

DENIED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})
MIGRATION = ("data.forward_migration", "data.migration_strategy", "data.rollback_plan")
RETENTION = ("data.retention_period", "data.deletion_policy")

SCHEMA_CHANGE = lazy(
    r"\b(?:add|creat|drop|alter|renam|remov|split|merg|chang)\w*\b[^.;]{0,40}?"
    r"\b(?:tables?|columns?|index(?:es)?|schemas?|constraints?|collections?|foreign keys?)\b|\bbackfill\w*\b",
    re.IGNORECASE,
)
SENTENCE = lazy(r"[.;](?:\s|$)")
NOT = lazy(r"\b(?:no|not|never|without|none|nothing|neither|n/a)\b", re.IGNORECASE)
STORED = lazy(
    r"\b(?:stor(?:e|es|ed|ing|age)|persist\w*|sav(?:e|es|ed|ing)|keeps?|kept|tables?|columns?|collections?|database|rows)\b",
    re.IGNORECASE,
)
PERSONAL = lazy(
    r"\b(?:e-?mail(?:s| address\w*)|phone numbers?|personal data|personally identifiable|pii|password\w*"
    r"|(?:user|customer|patient|member|account)s?'? (?:data|profiles?|accounts?|records?|content|names?|e-?mails?)"
    r"|payment (?:data|details)|health (?:data|records)|postal address\w*|date of birth)\b|`users`",
    re.IGNORECASE,
)
PLACES = frozenset({"data", "security", "scope", "architecture"})
"""Sections in which what is said about stored data is meant."""

REFUSALS = {
    "security.authentication": (r"\b401\b", r"unauth(?:ori[sz]|enticat)ed", r"\bbearer\b|\bjwt\b", r"\blog[ -]?in\b|credentials"),
    "security.authorization": (r"\b403\b", r"forbidden", r"permissions?\b", r"\broles?\b"),
}  # fmt: skip
"""What an error taxonomy says where callers have to authenticate, or need a right."""

ELSEWHERE = lazy(
    r"\b(?:gateway|proxy|upstream|inherit\w*|existing|already|platform|sso|middleware|unchanged|reus\w+|same as|elsewhere"
    r"|(?:an)?other (?:service|system|team)|own(?:s|ed|er)|managed by|handled by|nothing new|no new)\b",
    re.IGNORECASE,
)
"""Reasons by which it is done in another place, so that the codes may well come from there."""


class Contradiction(NamedTuple):
    """An answer that denies, and what it is contradicted by, in words that finish "but ..."."""

    answer: Answer
    shown: str


def contradictions(context: Context) -> Iterator[Contradiction]:
    denied = [answer for answer in context.plan.answers if answer.state in DENIED]
    if denied:
        yield from migrated(context, denied)
        yield from guarded(context.plan, denied)
        yield from flagged(context.plan, denied)
        yield from kept(context.plan, denied)


def migrated(context: Context, denied: Sequence[Answer]) -> Iterator[Contradiction]:
    """Yield the first of the answers about migration that is denied, by the diff or by another answer."""
    plan, repository = context.plan, context.repository
    about = [answer for answer in denied if answer.concept in MIGRATION]
    if not about:
        return
    files = [each for each in added_migrations(repository.changed or {}) if owner(repository, each) == plan.path]
    if files:
        yield Contradiction(about[0], f"this pull request adds {listed(f'`{path}`' for path in files)}")
        return
    changes = [
        answer
        for answer in plan.answers
        if answer.concept in MIGRATION[:2] and answer.state not in DENIED and SCHEMA_CHANGE.search(answer.text)
    ]
    bare = [answer for answer in about if answer.state is not State.JUSTIFIED_NA]
    if changes and bare:
        yield Contradiction(bare[0], f"{quoted(changes[0].label)} says {quoted(changes[0].text)}")


def guarded(plan: Plan, denied: Sequence[Answer]) -> Iterator[Contradiction]:
    for answer in denied:
        if answer.concept not in REFUSALS or ELSEWHERE.search(answer.text):
            continue
        for taxonomy in plan.all("interfaces.errors"):
            signs = [re.search(sign, taxonomy.text, re.IGNORECASE) for sign in REFUSALS[answer.concept]]
            found = [quoted(sign[0]) for sign in signs if sign]
            if len(found) > 1:
                yield Contradiction(answer, f"the error taxonomy lists {listed(found)}")
                break


def flagged(plan: Plan, denied: Sequence[Answer]) -> Iterator[Contradiction]:
    for answer in denied:
        if answer.concept == "flags.defined" and plan.flag_mentions and not plan.flags:
            mention = plan.flag_mentions[0]
            if mention.name not in answer.text:
                yield Contradiction(answer, f"line {mention.span.line} names the flag `{mention.name}`")


def kept(plan: Plan, denied: Sequence[Answer]) -> Iterator[Contradiction]:
    """Yield the first denial of retention or deletion where a sentence says that personal data is stored."""
    about = next((answer for answer in denied if answer.concept in RETENTION), None)
    if about is None or ELSEWHERE.search(about.text):
        return
    for answer in plan.answers:
        if answer.missing or answer.state in DENIED or answer.concept.partition(".")[0] not in PLACES:
            continue
        for sentence in SENTENCE.split(answer.text):
            if PERSONAL.search(sentence) and STORED.search(sentence) and not NOT.search(sentence):
                yield Contradiction(about, f"line {answer.span.line} says {quoted(sentence)}")
                return
