"""One cause, one finding: who speaks when two rules mean the same words.

"Rollback Steps: TBD" is a deferred answer and a missing rollback. Both names would be right and two findings would be
noise. The rules of the catalogue section `answers` judge the kind of answer of any field; every other rule knows what
its own field is for, so its message helps more. Hence, for problems with the same span:

- the heavier one speaks, so that a rule that is off or lighter here (risks in a spec-kit plan, a kill switch of a small
  risk) never hides an error of the other;
- on a tie the rule that owns the field speaks: `rollback-steps-missing`, not `deferred-answer`.

A problem of `answers` that stands for a whole section (nothing below a heading, a section or a plan left as the template
has it) says it once: what other rules say inside is left out, and so is what stands for a part of it.

`missing-required-field` lists what has no label in a section; where rules about these fields say all of it, it is left out.

Weights are compared as at status `approved`, so that the same rule speaks in a draft and, later, in the approved plan,
and a finding keeps its identity on the way.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.finding import Problem, Severity
from rules.plan.source import Span
from rules.profiles.fields import GROUPS
from rules.rule import Rule

ANY_FIELD = "answers"
LISTS_FIELDS = "missing-required-field"


class Found(NamedTuple):
    """A problem as a rule yielded it. `weight`: its severity if the plan were approved."""

    rule: Rule
    problem: Problem
    weight: Severity


def one_cause(found: Sequence[Found]) -> list[Found]:
    """Return the problems that speak, in the order given."""
    wholes = outermost(found)
    rest = list(once(each for each in found if not inside(each.problem, wholes)))
    by_field = heaviest(each for each in rest if each.rule.section != ANY_FIELD)
    in_general = heaviest(each for each in rest if each.rule.section == ANY_FIELD)
    told = {concept for each in rest if each.rule.section != ANY_FIELD for concept in concepts(each.problem)}
    told |= {group for group, children in GROUPS.items() if not told.isdisjoint(children)}

    def speaks(each: Found) -> bool:
        span = each.problem.span
        if each.rule.name == LISTS_FIELDS and told.issuperset(concepts(each.problem)):
            return False
        if span not in by_field or span not in in_general:
            return True
        return (each.rule.section != ANY_FIELD) == (by_field[span] >= in_general[span])

    return [each for each in rest if speaks(each)]


def once(found: Iterable[Found]) -> Iterable[Found]:
    """Return what each rule says once: a label as "AuthN/AuthZ" answers two fields with the same words."""
    told: dict[tuple[str, Span, str], Found] = {}
    for each in found:
        told.setdefault((each.rule.name, each.problem.span, each.problem.message), each)
    return told.values()


def concepts(problem: Problem) -> Iterable[str]:
    return [concept for concept, _ in problem.parts] or [problem.concept]


def heaviest(found: Iterable[Found]) -> dict[Span, int]:
    ranks: dict[Span, int] = {}
    for each in found:
        ranks[each.problem.span] = max(each.weight.rank, ranks.get(each.problem.span, 0))
    return ranks


def outermost(found: Sequence[Found]) -> list[Problem]:
    """Return the problems that stand for a whole, in order and apart from each other: none that is inside another."""
    wholes: list[Problem] = []
    spoken = [each.problem for each in found if each.problem.whole and each.rule.section == ANY_FIELD]
    for problem in sorted(spoken, key=lambda problem: (problem.span.start, -problem.span.end)):
        if not wholes or problem.span.end > wholes[-1].span.end:
            wholes.append(problem)
    return wholes


def inside(problem: Problem, wholes: Sequence[Problem]) -> bool:
    """Whether one of these wholes, other than the problem itself, holds it."""
    at = bisect_right(wholes, problem.span.start, key=lambda whole: whole.span.start) - 1
    return at >= 0 and wholes[at] is not problem and problem.span.end <= wholes[at].span.end
