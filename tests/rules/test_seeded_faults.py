"""One fault at a time in a plan that has none: it is found once, at its line, by the rule that knows most about it."""

import re
from pathlib import Path

import pytest

from rules.config import Config
from rules.engine import judge
from rules.repository import PlanVersions, Repository

PATH = "specs/001-export/plan.md"
LINES = (Path(__file__).parent / "plans" / "complete.md").read_text(encoding="utf-8").split("\n")
LABELLED = re.compile(r"^(?P<label>\s*(?:- |\d\. )?(?:\*\*(?P<bold>[\w -]+):\*\*|(?P<plain>[A-Z][\w -]+):)) \S")
KINDS = {"deferred-answer": " TBD", "unfilled-placeholder": " [Describe this here]", "empty-field": ""}
OWNERS = {
    "Rollback Steps": "rollback-steps-missing",
    "Rollback Trigger": "rollback-trigger-missing",
    "Rollback Plan": "data-rollback-plan-missing",
}
HEADER = {"Status", "Version", "Created", "Last Updated", "Architect"}


def seeds() -> list[tuple[int, str, str]]:
    """Return a line, what it becomes and who must say so, for each labelled value; the three kinds take turns."""
    found: list[tuple[int, str, str]] = []
    impact = ""
    for index, line in enumerate(LINES):
        match = LABELLED.match(line)
        if match is None or "unreachable" in line:
            continue
        label = match["bold"] or match["plain"]
        impact = line if label == "Impact" else impact
        for kind, value in KINDS.items() if label in {*OWNERS, "Kill Switch"} else [list(KINDS.items())[index % 3]]:
            owner = "no-kill-switch" if label == "Kill Switch" and "High" in impact else OWNERS.get(label, kind)
            if label == "Status" and kind == "unfilled-placeholder":
                owner = "invalid-status"
            elif label in HEADER and kind != "unfilled-placeholder":
                owner = "missing-metadata-field"
            found.append((index, match["label"] + value, owner))
    return found


SEEDS = seeds()


@pytest.mark.parametrize(("index", "line", "rule"), SEEDS, ids=[f"{line.strip()} ({rule})" for _, line, rule in SEEDS])
def test_a_fault_is_found_once_where_it_is(index: int, line: str, rule: str) -> None:
    text = "\n".join([*LINES[:index], line, *LINES[index + 1 :]])
    report = judge([PlanVersions(PATH, text.encode())], Repository(plan_paths=(PATH,)), Config())

    assert [(finding.rule, finding.span.line) for finding in report.findings] == [(rule, index + 1)]


def test_the_seeds_are_many() -> None:
    assert len(SEEDS) > 60
