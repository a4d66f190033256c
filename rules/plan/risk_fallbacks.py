"""What the mitigation of a risk falls back on once it comes true: "polling as a fallback", "upgrade if exceeded"."""

import re
from typing import Final

from rules.lazy import lazy
from rules.plan.model import Risk, State

CLAUSES: Final = lazy(r"[;,\n]\s+|\.\s+|\s[\N{EM DASH}\N{EN DASH}-]\s")
NEEDS: Final = ("fall", "fail", "graceful", "breaker", " if ", " when ", " once ")
FALLBACK: Final = lazy(
    r"\bfall(?:s|ing)?[ -]?backs?\b|\bfail(?:s|ing)?[ -]?over\b|\bgraceful(?:ly)?\b|\bcircuit[ -]?breakers?\b"
    r"|\b(?:upgrade|switch|revert|roll back|disable|pause|drop|cut|move|migrate) .{2,80} (?:if|when|once) .{0,60}"
    r"\b(?:exceed\w*|fail\w*|unavailab\w+|down|unreachable|breach\w*|block\w*|spik\w+|degrad\w+|reached|limits?)\b",
    re.IGNORECASE,
    needs=NEEDS,
)
NOT_ONE: Final = lazy(r"\W*(?:no|without|avoid\w*|prevent\w*|test\w*|document\w*)\b", re.IGNORECASE)


def with_fallbacks(low: str, risks: list[Risk]) -> list[Risk]:
    """Give each risk that clause of its mitigation. `low`: the plan in lower case.

    Not in a plan that has kill switches or blast radii: a risk that lacks the one there lacks it, whatever is done against it.
    """
    if not any(need in low for need in NEEDS) or any(_knows_switches(risk) for risk in risks):
        return risks
    return [risk._replace(fallback=fallback(risk.mitigation.text)) for risk in risks]


def fallback(text: str) -> str:
    """Return the clause that says what happens instead, "" where none does."""
    if not FALLBACK.search(text):
        return ""
    return next((each for each in CLAUSES.split(text) if FALLBACK.search(each) and not NOT_ONE.match(each)), "")


def _knows_switches(risk: Risk) -> bool:
    return risk.kill_switch.state is not State.ABSENT or risk.blast_radius.state is not State.ABSENT
