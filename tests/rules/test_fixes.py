"""Safe fixes: applied together, once, and without harm to the Markdown around them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.config import Config
from rules.engine import judge
from rules.finding import Edit, Finding, Severity
from rules.fixes import ROUNDS, compatible, edited, fix
from rules.plan.markdown import parse
from rules.plan.source import Source, Span
from rules.repository import PlanVersions, Repository
from tests.rules.suites import EXAMPLE_DAY, Case, read_suite

PATH = "specs/001-export/plan.md"
FIXABLE = [case for path in sorted(Path(__file__).parent.glob("*.md")) for case in read_suite(path) if case.fixed]


def finding(*places: tuple[int, int], text: str = "", waived: str | None = None) -> Finding:
    edits = tuple(Edit(Span(start, end, 1, start + 1, 1, end + 1), text) for start, end in places)
    span = edits[0].span if edits else Span(0, 0, 1, 1, 1, 1)
    return Finding("rule-name", Severity.ERROR, PATH, span, "", "", "", str(places), edits=edits, waived=waived)


def judged(data: bytes) -> Sequence[Finding]:
    return judge([PlanVersions(PATH, data)], Repository(), Config(), today=EXAMPLE_DAY).findings


def shape(data: bytes) -> list[str]:
    return [type(block).__name__ for block in parse(Source(PATH, data)).blocks]


def test_edits_are_exact_bytes() -> None:
    assert edited("aé\r\nb".encode(), finding((1, 3), text="ü").edits) == "aü\r\nb".encode()
    assert edited(b"abc", [*finding((2, 3), text="X").edits, *finding((0, 0), text="-").edits]) == b"-abX"


def test_findings_that_touch_take_turns() -> None:
    first, touching, apart = finding((0, 2)), finding((2, 4)), finding((6, 7))

    assert compatible([apart, touching, first]) == [first, apart]


def test_the_edits_of_one_finding_are_applied_together_or_not_at_all() -> None:
    first, two_places = finding((5, 7)), finding((0, 1), (6, 8))

    assert compatible([first, two_places]) == [two_places]


def test_what_is_waived_is_left_alone() -> None:
    assert fix(b"abc", lambda _: [finding((0, 1), waived="so")]).data == b"abc"


def test_fixes_that_undo_each_other_end() -> None:
    result = fix(b"a", lambda data: [finding((0, 1), text="b" if data == b"a" else "a")])

    assert (result.settled, len(result.applied)) == (False, ROUNDS)


@pytest.mark.parametrize("case", FIXABLE, ids=lambda case: f"{case.rule}: {case.title}")
def test_applying_all_fixes_twice_equals_once(case: Case) -> None:
    once = fix(case.plan.encode(), lambda data: case_findings(case, data))
    twice = fix(once.data, lambda data: case_findings(case, data))

    assert once.settled
    assert (twice.data, twice.applied) == (once.data, ())


def case_findings(case: Case, data: bytes) -> Sequence[Finding]:
    from dataclasses import replace  # noqa: PLC0415 - the one use

    return replace(case, plan=data.decode()).judge().findings


@given(
    st.lists(st.sampled_from(FIXABLE), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "﻿"]),
)
@settings(max_examples=60, deadline=None)
def test_fixes_leave_the_markdown_around_them_as_it_is(cases: list[Case], ending: str, mark: str) -> None:
    """Blocks before and after are the same blocks, and every line that no edit touches is byte for byte the same."""
    text = mark + "\n\n".join(case.plan for case in cases).replace("\n", ending)
    data = text.encode()
    result = fix(data, judged)

    assert result.settled
    assert fix(result.data, judged).applied == ()
    assert [kind for kind in shape(result.data) if kind != "Html"] == [kind for kind in shape(data) if kind != "Html"]
    assert (b"\r\n" in result.data) == (b"\r\n" in data)
    assert result.data.count(b"\n") >= data.count(b"\n") - sum(len(each.edits) for each in result.applied)
