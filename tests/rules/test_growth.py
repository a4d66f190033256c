"""Work grows in step with a plan: four times the text is about four times the steps, for the reader and for every rule.

Steps are lines of Python that are executed, counted by the interpreter's trace hook, so the machine's speed does not matter.
"""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from rules.config import Config
from rules.engine import prepare
from rules.options import BY_NAME
from rules.plan.reader import read
from rules.plan.source import Source
from rules.repository import Repository
from rules.rule import Context

PATH = "specs/001-export/plan.md"
TEXT = (Path(__file__).parent / "plans" / "complete.md").read_text(encoding="utf-8")
SMALL, LARGE = 4, 16
MOST = 6.0
"""Steps may grow by this factor where the text grows by four; quadratic work grows by sixteen."""
FEW = 2_000
"""Steps that do not matter whatever they grow by."""


class Steps:
    """Counts executed lines, by what is running."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.name = ""

    def __call__(self, _frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            self.counts[self.name] += 1
        return self

    def of(self, copies: int) -> Counter[str]:
        text = "\n".join(TEXT.replace("Risk ", f"Risk {number}.") for number in range(copies)).encode()
        run = prepare(Repository(), Config(), select=frozenset(), ignore=frozenset(), today=date(2026, 11, 26))
        sys.settrace(self)
        try:
            self.name = "plan-reader"
            plan = read(Source(PATH, text))
            context = Context(plan, None, run.repository, ("history/adr",), None, run.today, run.rule_names)
            for rule in run.rules:
                self.name = rule.name
                if rule.applies(context):
                    list(rule.check(context))
        finally:
            sys.settrace(None)
        return self.counts


@pytest.fixture(scope="module")
def steps() -> tuple[Counter[str], Counter[str]]:
    Steps().of(1)  # what is computed once is computed now
    return Steps().of(SMALL), Steps().of(LARGE)


@pytest.mark.parametrize("name", ["plan-reader", *BY_NAME])
def test_steps_grow_with_the_text(name: str, steps: tuple[Counter[str], Counter[str]]) -> None:
    small, large = (each[name] for each in steps)

    assert large <= max(FEW, MOST * small), f"{small:,} steps become {large:,}"
