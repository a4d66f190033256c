"""What rules about alerts ask of the plan's alerts: which of them name one, how they are written, which words they are about."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rules.lazy import lazy
from rules.plan.model import Plan, Row, State
from rules.stems import shared, stems

NAME, THRESHOLD, OWNER, RUNBOOK = "alerting.alert", "alerting.threshold", "alerting.owner", "alerting.runbook"
NAMELESS = frozenset({
    State.ABSENT, State.EMPTY, State.PLACEHOLDER, State.DEFERRED, State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE,
})  # fmt: skip
NO_ALERT = lazy(
    r"\W*(?:critical|warnings?|info(?:rmational)?|high|medium|low|p[0-5]|sev(?:erity)?[ -]?\w*|urgent|e-?mail|slack|sms"
    r"|pager ?duty|opsgenie|phone|dashboards?|platform|tool(?:s|ing)?|monitoring tools?"
    r"|alert(?:ing)? (?:channels?|tools?|platform|routing|rules?|system|manager)|escalation.*|notification.*|routing"
    r"|on[ -]?call.*|support.*|alert fatigue.*)\W*",
    re.IGNORECASE,
)
"""Labels of an alerting section that name a severity, a channel or a tool, and no alert."""
COMMON = frozenset({
    "alarm", "alert", "critical", "degrad", "detect", "down", "elevat", "error", "exceed", "fail", "failur", "high",
    "incident", "increas", "issu", "low", "many", "miss", "much", "pag", "problem", "rat", "runbook", "servic", "slow",
    "spik", "threshold", "too", "unavailabl", "warn",
})  # fmt: skip
"""Stems that the names of many alerts and incidents share."""
ENOUGH = 0.6
"""Share of the words of an alert that the title of its runbook has."""
CAMEL = lazy(r"(?<=[a-z0-9])(?=[A-Z])")


def named_alerts(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that name an alert."""
    return [
        row
        for row in rows
        if row.cells[NAME].state not in NAMELESS and not (is_listed(row) and NO_ALERT.fullmatch(row.cells[NAME].text))
    ]


def is_listed(row: Row) -> bool:
    """Whether an alert is an item of a list instead of a row of a table."""
    return row.cells[THRESHOLD].label_span is not None


def in_section(plan: Plan) -> bool:
    """Whether the alerts stand in a section about alerting, which then can be asked for all that belongs there."""
    return plan.section("alerting") is not None


@lru_cache(maxsize=1024)
def words_of(name: str) -> frozenset[str]:
    """Return the stems of a name, also of one in camel case: "ExportsFailing" has those of "Exports Failing"."""
    return stems(CAMEL.sub(" ", name))


def is_titled_like(alert: str, title: str, *, strictly: bool) -> bool:
    """Whether a runbook of this title is the alert's: it has most of its words, or of those that tell it from others."""
    words = words_of(alert)
    return shared(words if strictly else words - COMMON or words, words_of(title)) >= ENOUGH


def has_to_do_with(one: str, other: str) -> bool:
    """Whether two texts share a word that tells one alert or incident from others, or nothing but common ones."""
    words, others = words_of(one), words_of(other)
    telling = words - COMMON
    return bool(telling & others) if telling else bool(words & others)
