"""The risk register of a plan: its risks in its own words, without secrets, and how high each is."""

from typing import NamedTuple

from rules.levels import level
from rules.plan.model import Answer, Plan
from rules.secrets import masked


class RegisteredRisk(NamedTuple):
    """One risk. `weight`: likelihood times impact, each 1 to 4 and 0 where no level is said. "": no answer.

    What the plan says once for all its risks stands in each that says nothing of its own.
    """

    path: str
    line: int
    title: str
    likelihood: str
    impact: str
    blast_radius: str
    mitigation: str
    kill_switch: str
    weight: int


def risks(path: str, plan: Plan) -> tuple[RegisteredRisk, ...]:
    """Return the risks of a plan in its order."""
    return tuple(
        RegisteredRisk(
            path=path,
            line=risk.span.line,
            title=masked(risk.title),
            likelihood=words(risk.likelihood),
            impact=words(risk.impact),
            blast_radius=own_or_shared(risk.blast_radius, plan.shared_blast_radii),
            mitigation=words(risk.mitigation),
            kill_switch=own_or_shared(risk.kill_switch, plan.shared_kill_switches),
            weight=(level(risk.likelihood) or 0) * (level(risk.impact) or 0),
        )
        for risk in plan.risks
    )


def own_or_shared(answer: Answer, shared: tuple[Answer, ...]) -> str:
    return words(answer) or "; ".join(filter(None, map(words, shared)))


def words(answer: Answer) -> str:
    return "" if answer.missing else masked(answer.text)
