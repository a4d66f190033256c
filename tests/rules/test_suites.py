"""Every suite: what is marked is found, and nothing else."""

from pathlib import Path

import pytest

from tests.rules.suites import Case, apply, differences, read_suite

CASES = [case for path in sorted(Path(__file__).parent.glob("*.md")) for case in read_suite(path)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule or 'all'}: {case.title}" for case in CASES])
def test_case(case: Case) -> None:
    found = case.found()

    assert differences(case.expected, found) == []
    if case.fixed is not None:
        assert apply(case.plan, found) == case.fixed
