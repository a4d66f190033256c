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
