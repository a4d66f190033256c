"""Which fields the architect's template has, which of them a plan labels, and where the others belong."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from rules.plan.concepts import BODIES, FIELDS
from rules.plan.cover import Cover
from rules.plan.model import PARENTS, Answer, Plan, Section, State, Status
from rules.profiles.fields import GROUPS
from rules.profiles.required import ARCHITECT

ASKED = {required.concept: required for required in ARCHITECT}
ROOTS = frozenset(ASKED) | {"related"}
OPERATED = frozenset({"interfaces", "data", "operations"})
"""Sections that only ask something of what is operated."""

NAMING_OPERATIONS = frozenset(
    {"interfaces.idempotency", "interfaces.errors", "interfaces.versioning", "interfaces.timeouts"}
)
"""Fields that name operations which the plan offers elsewhere."""

LABEL_MARKS = 6
"""Bytes of bullet, box and emphasis before a label."""


@cache
def homes() -> Mapping[str, list[str]]:
    """Return the fields of the template by the section that they belong to; those of records have their own check."""
    found: dict[str, list[str]] = {}
    for concept, field in FIELDS.items():
        if root(field.section) in ROOTS and field.section not in {"decisions", "risks"}:
            found.setdefault(field.section, []).append(concept)
    return found


def root(section: str) -> str:
    while section not in ROOTS and (above := up(section)):
        section = above
    return section


def up(section: str) -> str:
    return PARENTS.get(section) or section.rpartition(".")[0]


def labelled(plan: Plan) -> set[str]:
    """Return the fields that have a label, a column or a section of their own, and those around them."""
    labels = sorted((answer.label_span.start, answer.concept) for answer in plan.answers if answer.label_span)
    headings = {section.heading.line for section in plan.sections}
    said = {answer.concept for answer in plan.answers if not only_holds_another(answer, labels, headings)}
    for row in (*plan.alerts, *plan.dependencies, *plan.milestones):
        said.update(concept for concept, answer in row.cells.items() if answer.state is not State.ABSENT)
    answered = {answer.concept for answer in plan.answers}
    said.update(field for section, field in BODIES.items() if field not in answered and plan.section(section))
    said.update(group for group, children in GROUPS.items() if not said.isdisjoint(children))
    named = Cover((each.span.start, each.span.end) for each in plan.answers if each.concept in NAMING_OPERATIONS)
    if not all(named.overlaps(each.span.start, each.span.end) for each in plan.endpoints):
        said.add("interfaces.endpoint")
    return said


def only_holds_another(answer: Answer, labels: Sequence[tuple[int, str]], headings: Collection[int]) -> bool:
    """Whether an answer is the body of a section that begins with the label of another of its fields."""
    if answer.label_span is None or answer.label_span.line not in headings:
        return False
    at = bisect_left(labels, (answer.span.start, ""))
    if at == len(labels) or labels[at][0] - answer.span.start > LABEL_MARKS:
        return False
    other = labels[at][1]
    return other != answer.concept and other.partition(".")[0] == answer.concept.partition(".")[0]


def nearest(plan: Plan, home: str, said: Collection[str]) -> Section | None:
    """Return the section that a field belongs in, or the nearest one around it; None where nothing, or another rule, asks.

    `said`: the fields that have a label. Contracts of modules and files, without any operation, are no interface here.
    """
    asked = ASKED.get(root(home))
    if plan.status is Status.DRAFT and not (asked and asked.draft):
        return None
    if plan.kind != "service" and root_of_all(home) in OPERATED:
        return None
    if root(home) == "interfaces" and not (plan.endpoints or any(each.startswith("interfaces.") for each in said)):
        return None
    while home:
        if (section := plan.section(home)) is not None:
            return section
        if home in ASKED:
            return None
        home = up(home)
    return None


def root_of_all(section: str) -> str:
    while above := up(section):
        section = above
    return section
