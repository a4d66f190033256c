"""The agreement with people is counted rightly: over small plans and labels of our own."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import agreement

PLAN = """# Implementation Plan: parcel labels

**Status:** draft
**Owner:** Mara

## Scope and Dependencies

### In Scope
- labels for parcels

## Key Decisions and Rationale

### Decision 1: Printing
**Options Considered:**
1. **Option A:** print in the browser
2. **Option B:** print on the server

**Rationale:** the browser knows the printer

## Risk Analysis and Mitigation

**Risk 1: The printer jams**
- Likelihood: Low
- Mitigation: [Preventive measures]

**Kill Switches:** set `LABELS_ENABLED=false`
"""

NOTHING: dict[str, Any] = {
    "id": "P1", "repo": "mara/labels", "path": "specs/1-labels/plan.md",
    "a_placeholders": {"lines": [], "boilerplate_lines": []},
    "b_rollback": {"value": "no"}, "c_rollback_trigger": {"value": "no"},
    "d_risks": [], "e_three_risks": {"value": False}, "f_decisions": [], "g_adr": [],
    "h_slo": {"slo": None, "error_budget": None}, "i_latency": {"value": "no"},
    "j_alerts": {"present": "no", "threshold": "no", "owner": "no", "runbook": "no"},
    "k_scope": {"in_scope": "no", "in_line": None, "out_of_scope": "no", "out_line": None},
    "l_constitution": {"present": "no", "line": None},
    "m_data": {"migration": "no", "rollback": "no", "retention": "no"},
    "n_observability": {"logs": "no", "metrics": "no", "traces": "no"},
    "o_flags": {"value": "no"}, "p_timeline": {"present": "no"}, "q_dod": {"present": "no", "line": None},
    "r_header": {
        field: {"value": None, "line": None} for field in ("status", "version", "created", "last_updated", "owner")
    },
    "s_unresolved_links": [],
}  # fmt: skip

RISK = {
    "title": "The printer jams", "line": 22, "likelihood": "present", "impact": "absent", "blast_radius": "absent",
    "mitigation": "absent", "kill_switch": "present",
}  # fmt: skip
DECISION = {"title": "Printing", "line": 12, "two_options": "yes", "trade_offs": "vague", "rationale": "yes"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def measured(labels: list[dict[str, Any]], *, text: str = PLAN, place: str = "P1.md") -> tuple[int, str, str]:
        file = tmp_path / "plans" / place
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
        listed = tmp_path / "labels.jsonl"
        listed.write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["agreement", str(tmp_path / "plans"), str(listed), "--verbose"])
        code = agreement.main()
        return code, *capsys.readouterr()

    return measured


def row(out: str, question: str) -> list[str]:
    return next(line for line in out.splitlines() if line.startswith(f"| {question} |")).strip("| ").split(" | ")[1:]


def test_what_both_say_agrees(run: Any) -> None:
    """A risk and its parts, a decision and its options, a placeholder, the scope, the header."""
    label = {
        **NOTHING, "d_risks": [RISK], "f_decisions": [DECISION],
        "a_placeholders": {"lines": [24], "boilerplate_lines": []},
        "k_scope": {**NOTHING["k_scope"], "in_scope": "yes", "in_line": 8},
        "r_header": {
            **NOTHING["r_header"], "status": {"value": "draft", "line": 3}, "owner": {"value": "Mara", "line": 4},
        },
    }  # fmt: skip
    code, out, err = run([label])
    assert (code, err) == (0, "")
    assert out.rstrip().endswith("|"), "no disagreement follows the table"
    for question in ("risks", "likelihood", "decisions", "two options", "rationale", "placeholders", "in scope"):
        assert row(out, question)[:4] == ["1.00", "1.00", "1", "1"]
    assert row(out, "header") == ["1.00", "1.00", "2", "2", "5"]


def test_a_switch_for_all_risks_counts_for_each(run: Any) -> None:
    _, out, _ = run([{**NOTHING, "d_risks": [RISK]}])
    assert row(out, "kill switch") == ["1.00", "1.00", "1", "1", "1"]


def test_what_a_decision_says_vaguely_counts_for_neither(run: Any) -> None:
    _, out, _ = run([{**NOTHING, "f_decisions": [DECISION]}])
    assert "| trade offs |" not in out


def test_every_disagreement_is_listed_with_its_line(run: Any) -> None:
    """Read and not labelled lowers precision, labelled and not read lowers recall."""
    label = {**NOTHING, "d_risks": [{**RISK, "line": 2}], "i_latency": {"value": "p95 numeric"}}
    _, out, _ = run([label])
    assert row(out, "risks") == ["0.00", "0.00", "1", "1", "2"]
    assert row(out, "latency")[:2] == ["1.00", "0.00"]
    assert "risks: P1:2: missed: The printer jams" in out
    assert "risks: P1:22: invented: The printer jams" in out
    assert "placeholders: P1:24: invented" in out


def test_a_folder_may_be_laid_out_by_repository(run: Any) -> None:
    code, _, err = run([NOTHING], place="mara+labels/specs/1-labels/plan.md")
    assert (code, err) == (0, "")


def test_a_text_that_is_not_the_labelled_one_is_left_out_aloud(run: Any) -> None:
    code, _, err = run([{**NOTHING, "sha256": "0" * 64}])
    assert code == 2
    assert "P1" in err
