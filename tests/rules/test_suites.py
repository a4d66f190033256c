"""Every suite: what is marked is found, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.rules.suites import Case, apply, differences, read_suite

CASES = [case for path in sorted(Path(__file__).parent.glob("*.md")) for case in read_suite(path)]
READABLE = [case for case in CASES if case.rule != "unreadable-plan"]


def name(case: Case) -> str:
    return f"{case.rule or 'all'}: {case.title}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_case(case: Case) -> None:
    found = case.found()

    assert differences(case.expected, found) == []
    if case.fixed is not None:
        assert apply(case.plan, found) == case.fixed


@pytest.mark.parametrize("case", READABLE, ids=name)
def test_windows_line_endings_and_a_byte_order_mark_change_nothing(case: Case) -> None:
    written = replace(case, plan="\ufeff" + case.plan.replace("\n", "\r\n"))
    found = written.found()

    assert differences(case.expected, found) == []
    if case.fixed is not None:
        assert apply(written.plan, found) == "\ufeff" + case.fixed.replace("\n", "\r\n")


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed is not None], ids=name)
def test_a_fix_ends_its_own_finding_and_brings_no_other(case: Case) -> None:
    mended = replace(case, plan=case.fixed or "")

    assert mended.found() == []
    before = {finding.fingerprint for finding in case.judge().findings}
    assert {finding.fingerprint for finding in mended.judge().findings} <= before
