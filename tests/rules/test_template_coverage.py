"""Every field of the plan template is looked at: to remove it, or to put it off, is found by some rule."""

from pathlib import Path

import pytest

from rules.config import Config
from rules.engine import judge
from rules.finding import Finding
from rules.plan.concepts import FIELDS
from rules.plan.model import Answer, Plan
from rules.plan.reader import read
from rules.plan.source import Source
from rules.profiles.fields import OWNED
from rules.registry import RULES
from rules.repository import PlanVersions, Repository

PATH = "specs/001-export/plan.md"
PLANS = Path(__file__).parent / "plans"
TEMPLATE = read(Source(PATH, (PLANS / "template.md").read_bytes()))
COMPLETE = (PLANS / "complete.md").read_text(encoding="utf-8")
PLAN = read(Source(PATH, COMPLETE.encode()))


def places(plan: Plan) -> dict[str, list[Answer]]:
    """Return the answers of a plan by field, cells of tables and parts of records included."""
    found: dict[str, list[Answer]] = {}
    rows = [answer for row in (*plan.alerts, *plan.dependencies, *plan.milestones) for answer in row.cells.values()]
    options = [answer for each in plan.decisions for option in each.options for answer in (option.pros, option.cons)]
    columns = {answer.concept for answer in rows}
    others = [answer for answer in plan.answers if answer.concept not in columns]
    for answer in {each.span: each for each in (*rows, *options, *others)}.values():
        found.setdefault(answer.concept, []).append(answer)
    return found


ASKED = sorted(set(places(TEMPLATE)) & set(FIELDS))
ANSWERED = places(PLAN)


def changed(answers: list[Answer], value: str | None) -> str:
    """Return the plan with these answers replaced, or, for None, without the lines or cells of their labels and values."""
    data = COMPLETE.encode()
    for answer in sorted(answers, key=lambda each: each.span.start, reverse=True):
        start, end = answer.span.start, answer.span.end
        row = data[: answer.span.start].rpartition(b"\n")[2].startswith(b"| ")
        if value is not None or row:
            data = data[:start] + (value or "").encode() + data[end:]
            continue
        label = answer.label_span or answer.span
        start = data.rfind(b"\n", 0, label.start) + 1
        end = data.find(b"\n", end)
        data = data[:start] + data[end + 1 :]
    return data.decode()


def findings(text: str) -> tuple[Finding, ...]:
    return judge([PlanVersions(PATH, text.encode())], Repository(plan_paths=(PATH,)), Config()).findings


def is_about(found: Finding, concept: str) -> bool:
    """Whether a finding is its owner's or names it by a word of its title."""
    words = [word[:5].lower() for word in FIELDS[concept].title.replace("-", " ").split()]
    told = f"{found.subject} {found.message}".lower()
    return found.rule == OWNED.get(concept) or any(word in told for word in words)


def test_the_template_asks_for_every_field_that_an_architect_s_section_has() -> None:
    others = {"meta.branch", "meta.date", "meta.spec", "meta.input", "risks.owner", "complexity", "summary"}
    asked = {each for each in FIELDS if not each.startswith(("technical_context.", "structure."))} - others

    assert asked == set(ASKED)
    assert asked <= set(ANSWERED)


@pytest.mark.parametrize("concept", ASKED)
def test_a_field_that_is_removed_is_found(concept: str) -> None:
    found = findings(changed(ANSWERED[concept], None))

    assert any(is_about(each, concept) for each in found), found


@pytest.mark.parametrize("concept", ASKED)
def test_a_field_that_is_put_off_is_found(concept: str) -> None:
    assert findings(changed(ANSWERED[concept], "TBD"))


def test_who_owns_a_field_is_a_rule() -> None:
    assert set(OWNED.values()) <= {rule.name for rule in RULES}
    assert set(OWNED) <= set(FIELDS)
