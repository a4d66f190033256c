"""Texts that were written to keep the engine busy cost work in step with their length, and are judged to the end."""

import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from benchmarks.hostile import PATH, texts
from rules.config import Config
from rules.engine import judge
from rules.repository import PlanVersions, Repository

SMALL, LARGE = 4_000, 16_000
MOST = 6.0
"""Steps may grow by this factor where the text grows by four."""
FEW = 20_000
"""Steps that do not matter whatever they grow by."""
TEXTS = [(name, small, large) for (name, small), (_, large) in zip(texts(SMALL), texts(LARGE), strict=True)]


class Steps:
    """Counts executed lines."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, _frame: FrameType, event: str, _argument: Any) -> Any:
        self.count += event == "line"
        return self


def steps(data: bytes) -> int:
    counted = Steps()
    versions = (PlanVersions(PATH, data, None),)
    sys.settrace(counted)
    try:
        report = judge(versions, Repository(), Config(), today=date(2026, 11, 26))
    finally:
        sys.settrace(None)
    assert not [each for each in report.plans[0].findings if each.rule == "internal-error"]
    return counted.count


@pytest.mark.parametrize(("name", "small", "large"), TEXTS, ids=[name for name, _, _ in TEXTS])
def test_work_grows_with_the_length_of_a_hostile_text(name: str, small: bytes, large: bytes) -> None:
    steps(small)  # what is computed once is computed now

    few, many = steps(small), steps(large)

    assert many <= max(FEW, MOST * few), f"{name}: {few:,} steps become {many:,}"


def test_more_risks_than_are_read_are_announced() -> None:
    def told(count: int) -> list[str]:
        risks = "".join(f"- **R{number}**: loss. Mitigation: spare {number}\n" for number in range(count))
        versions = (PlanVersions(PATH, f"# Plan\n\n## Risks\n\n{risks}".encode(), None),)
        report = judge(versions, Repository(), Config(), today=date(2026, 11, 26))
        return [each.message for each in report.plans[0].findings if "risks, so those" in each.message]

    assert told(5_000) == []
    assert told(5_001) == ["The plan has more than 5,000 risks, so those after them were not checked"]
