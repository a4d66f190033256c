"""One cause, one finding: who speaks when two rules mean the same words.

"Rollback Steps: TBD" is a deferred answer and a missing rollback. Both names would be right and two findings would be
noise. The rules of the catalogue section `answers` judge the kind of answer of any field; every other rule knows what
its own field is for, so its message helps more. Hence, for problems with the same span:

- the heavier one speaks, so that a rule that is off or lighter here (risks in a spec-kit plan, a kill switch of a small
  risk) never hides an error of the other;
- on a tie the rule that owns the field speaks: `rollback-steps-missing`, not `deferred-answer`.

A problem of `answers` that covers more than one field (a section left as the template has it) says it once for the
whole section: what other rules say inside it is left out.

Weights are compared as at status `approved`, so that the same rule speaks in a draft and, later, in the approved plan,
and a finding keeps its identity on the way.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rules.finding import Problem, Severity
from rules.plan.source import Span
from rules.rule import Rule

ANY_FIELD = "answers"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem as a rule yielded it. `weight`: its severity if the plan were approved."""

    rule: Rule
    problem: Problem
    weight: Severity


def one_cause(found: Sequence[Found]) -> list[Found]:
    """Return the problems that speak, in the order given."""
    general = [each for each in found if each.rule.section == ANY_FIELD]
    owned = [each for each in found if each.rule.section != ANY_FIELD]
    heaviest_general, heaviest_owned = heaviest(general), heaviest(owned)
    spoken_for = {
        span for span, rank in heaviest_general.items() if span in heaviest_owned and heaviest_owned[span] >= rank
    }
    covers = sorted(each.problem.span for each in general if each.problem.span not in spoken_for)
    starts = [span.start for span in covers]

    def speaks(each: Found) -> bool:
        span = each.problem.span
        if each.rule.section == ANY_FIELD:
            return span not in spoken_for
        if span in heaviest_general and span not in spoken_for:
            return False
        around = covers[at] if (at := bisect_right(starts, span.start) - 1) >= 0 else None
        return around is None or not covered(span, around)

    return [each for each in found if speaks(each)]


def heaviest(found: Sequence[Found]) -> dict[Span, int]:
    ranks: dict[Span, int] = {}
    for each in found:
        ranks[each.problem.span] = max(each.weight.rank, ranks.get(each.problem.span, 0))
    return ranks


def covered(inner: Span, outer: Span) -> bool:
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end
