"""The risk register of a plan: its risks in its own words, without secrets, and how high each is."""

from typing import NamedTuple

from rules.levels import level
from rules.plan.model import Answer, Plan
from rules.secrets import masked


class RegisteredRisk(NamedTuple):
    """One risk. `weight`: likelihood times impact, each 1 to 4 and 0 where no level is said. "": no answer."""

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
            blast_radius=words(risk.blast_radius),
            mitigation=words(risk.mitigation),
            kill_switch=words(risk.kill_switch),
            weight=(level(risk.likelihood) or 0) * (level(risk.impact) or 0),
        )
        for risk in plan.risks
    )


def words(answer: Answer) -> str:
    return "" if answer.missing else masked(answer.text)
