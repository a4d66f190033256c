"""The risk register of a plan."""

from rules.plan.reader import read
from rules.plan.source import Source
from rules.register import risks

PLAN = """\
# Implementation Plan: Ledger

## Risk Analysis and Mitigation

1. **Risk 1: Ledger drift**
   - Likelihood: High
   - Impact: Critical
   - Blast radius: all ledgers
   - Mitigation: reconcile with password AKIAQ3EGRXV7JPLSWT2D each hour
   - Kill switch: set LEDGER_WRITES to off
2. **Risk 2: Slow export**
   - Likelihood: Low
   - Impact: Medium
   - Blast radius: one export
   - Mitigation: cap the size of exports
"""


def test_says_how_high_each_risk_is_and_no_secret() -> None:
    drift, slow = risks("specs/001-x/plan.md", read(Source("specs/001-x/plan.md", PLAN.encode())))
    assert (drift.title, drift.line, drift.weight) == ("Ledger drift", 5, 12)
    assert drift.kill_switch == "set LEDGER_WRITES to off"
    assert "AKIAQ3EGRXV7JPLSWT2D" not in drift.mitigation
    assert drift.mitigation.startswith("reconcile with password")
    assert (slow.weight, slow.kill_switch) == (2, "")


def test_a_kill_switch_for_all_risks_stands_in_each_without_one() -> None:
    plan = read(Source("plan.md", PLAN.encode()))
    shared = plan._replace(shared_kill_switches=(plan.risks[0].kill_switch,))
    assert [each.kill_switch for each in risks("plan.md", shared)] == ["set LEDGER_WRITES to off"] * 2
