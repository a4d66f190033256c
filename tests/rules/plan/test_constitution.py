"""The constitution check in its forms."""

import pytest

from rules.plan.model import State
from tests.rules.plan.plans import plan_of

OK = "\N{WHITE HEAVY CHECK MARK}"
BAD = "\N{CROSS MARK}"


def principles(text: str) -> list[tuple[str, str, str]]:
    return [
        (each.title, each.verdict, each.evidence.text)
        for each in plan_of("## Constitution Check\n\n" + text).principles
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [x] **Simplicity** - one process\n- [ ] **Privacy** - no copies\n",
         [("Simplicity", "pass", "one process"), ("Privacy", "unknown", "no copies")]),
        (("| Principle | Status | Notes |\n|---|---|---|\n| I. Simplicity | \N{WHITE HEAVY CHECK MARK} PASS "
            "| one process |\n| Privacy | FAIL | copies |\n"),
         [("Simplicity", "pass", "one process"), ("Privacy", "fail", "copies")]),
        (f"### {OK} II. Simplicity\n\n**Status**: PASS\nEvidence: one process\n\n### III. Privacy\n\n**Status**: PARTIAL\n",
         [("Simplicity", "pass", "Status: PASS Evidence: one process"), ("Privacy", "partial", "Status: PARTIAL")]),
        (f"{OK} **Principle I (Simplicity)**: one process\n{BAD} **Principle II (Privacy)**: copies\n\n**Gate Status**: PASS\n",
         [("Principle I (Simplicity)", "pass", "one process"), ("Principle II (Privacy)", "fail", "copies")]),
        ("**I. Simplicity** \N{WHITE HEAVY CHECK MARK}\n- one process\n\n**II. Privacy**\n- no copies\n",
         [("Simplicity", "pass", "one process"), ("Privacy", "unknown", "no copies")]),
        ("### Gates\n\n- **Simplicity**: N/A, nothing is built\n", [("Simplicity", "na", "N/A, nothing is built")]),
        ("Gate Status: PASS\n", []),
    ],
)  # fmt: skip
def test_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert principles(text) == expected


def test_a_box_without_words_has_no_evidence() -> None:
    (found,) = plan_of("## Constitution Check\n\n- [x] Simplicity\n").principles

    assert (found.title, found.verdict, found.evidence.state) == ("Simplicity", "pass", State.ABSENT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Principle | Verdict | Notes |\n|---|---|---|\n| Simplicity | Needs review | two queues |\n", "partial"),
        ("| Principle | Notes |\n|---|---|\n| Test-First | a failing test comes first |\n", ""),
        ("- **Fail closed**: the gate denies on errors\n", ""),
        (f"- {BAD} **Privacy**: copies are kept\n", "fail"),
        (f"- {BAD} **Interface**: NOT APPLICABLE, nothing is shown\n", "na"),
        ("- **Privacy** - **FAIL**: copies are kept\n", "fail"),
        ("- **Privacy**: no copies are kept - PASS\n", "pass"),
        ("- **Privacy**: no copies are kept. \N{HEAVY CHECK MARK}\n", "pass"),
        ("| Principle | Status |\n|---|---|\n| Privacy | \N{WARNING SIGN} NOTE |\n", ""),
        ("- [ ] **Privacy** - no copies\n", ""),
        ("### II. Privacy\n\n**Status**: DEFERRED\n", ""),
        ("### II. Privacy\n\n**상태**: 위반\n", "fail"),
    ],
)
def test_a_verdict_counts_where_it_is_given(text: str, expected: str) -> None:
    (found,) = plan_of("## Constitution Check\n\n" + text).principles

    assert found.stated == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Gate Status**: PASSED, nothing is left open\n", ["pass"]),
        (f"Overall Gate Result: {OK} ALL GATES PASS\n", ["pass"]),
        ("**GATE: FAIL**\n", ["fail"]),
        ("*GATE: Must pass before research begins. Looked at again after the design.*\n", []),
        ("All five principles are met.\n", ["pass"]),
        ("### Overall Assessment: PASS\n", ["pass"]),
        ("### Privacy\n\n**Status**: PASS\n", []),
        ("| Principle | Status |\n|---|---|\n| Privacy | FAIL |\n| **Overall** | PASS |\n", ["pass"]),
        (f"{OK} **Privacy**: none\n**Verdict**: PASS\n", ["pass"]),
        ("### 종합 평가\n\n**결과**: 통과\n", []),
    ],
)
def test_the_verdict_on_all_principles(text: str, expected: list[str]) -> None:
    plan = plan_of("## Constitution Check\n\n" + text)

    assert [each.verdict for each in plan.gate_verdicts] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5. **Principle V: Openness of Data** - \N{WARNING SIGN} one format is closed\n",
         ("Principle V: Openness of Data", "partial")),
        (f"- {OK} **Simplicity**: one job\n", ("Simplicity", "pass")),
        (f"- {OK} Simplicity: one job\n", ("Simplicity", "pass")),
        ("- **[PASS]** Simplicity: one job\n", ("Simplicity", "pass")),
        (f"{OK} **VII. Privacy**\n- Requirement: no copies\n- Status: NEEDS CLARIFICATION - which\n", ("Privacy", "partial")),
        (f"| Principle | Compliance |\n|---|---|\n| Simplicity | {OK} the job is one process |\n", ("Simplicity", "pass")),
    ],
)  # fmt: skip
def test_names_and_verdicts_in_the_shapes_people_write(text: str, expected: tuple[str, str]) -> None:
    (found,) = plan_of("## Constitution Check\n\n" + text).principles

    assert (found.title, found.stated) == expected
    assert found.evidence.state is State.SUBSTANTIVE


def test_what_a_mark_means_is_no_principle() -> None:
    assert (
        plan_of(
            f"## Constitution Check\n\n- {BAD} FAIL: must be settled first\n- {BAD} NO: new frameworks\n"
        ).principles
        == ()
    )
