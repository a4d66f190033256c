"""Rules that a team declares: what they find, where, and how much a hostile pattern can cost."""

import time

import pytest

from rules.config import Config, Custom
from rules.custom import SHOWN, compiled_pattern
from rules.engine import judge
from rules.finding import Finding, Severity
from rules.repository import PlanVersions, Repository

PATH = "specs/001-export/plan.md"
PLAN = """# Implementation Plan: export of invoices

## 2. Security & Privacy

- **Data Class:** internal
- **Reviewer**: Zoë

The export is Blazing Fast. `blazing fast`

```text
blazing fast
```

<!-- blazing fast -->

## Threat model

Größe: blazing fast, straße.
"""


def found(*custom: Custom, plan: str = PLAN) -> list[Finding]:
    config = Config(profile="architect", custom=custom)
    names = frozenset(each.name for each in custom)
    return list(judge([PlanVersions(PATH, plan.encode())], Repository(), config, select=names).findings)


def test_a_forbidden_pattern_is_found_in_what_people_read_at_its_exact_place() -> None:
    findings = found(Custom("house-words", Severity.WARNING, "say how fast", forbid="(?i)blazing fast"))

    assert [(each.span.line, each.span.column, each.span.end_column) for each in findings] == [(8, 15, 27), (18, 8, 20)]
    assert findings[0].message == '"Blazing Fast": say how fast'
    assert {(each.rule, each.severity, each.section) for each in findings} == {("house-words", Severity.WARNING, "")}


def test_many_places_are_told_up_to_a_bound() -> None:
    findings = found(Custom("house-words", Severity.INFO, forbid="fast"), plan="fast " * 100)

    assert len(findings) == SHOWN
    assert findings[-1].message.endswith("(80 more places)")


def test_a_demanded_pattern_is_looked_for_in_its_section() -> None:
    there = Custom("named-reviewer", Severity.ERROR, demand=r"Zo\x{EB}", within="Security and Privacy")
    elsewhere = there._replace(within="Threat model")
    no_section = there._replace(within="Costs")

    assert found(there) == []
    assert [(each.span.line, each.severity) for each in found(elsewhere)] == [(16, Severity.ERROR)]
    assert found(no_section) == []


def test_a_required_heading_is_found_in_any_case_and_numbering() -> None:
    assert found(Custom("threat-model", Severity.ERROR, heading="Threat Model")) == []
    assert found(Custom("security", Severity.ERROR, heading="Security and Privacy")) == []
    (finding,) = found(Custom("cost-model", Severity.ERROR, heading="Cost model"))
    assert (finding.span.line, finding.message) == (1, 'The plan has no heading "Cost model"')


def test_a_label_must_be_there_and_say_one_of_the_allowed_values() -> None:
    allowed = Custom("data-class", Severity.ERROR, label="Data class", values=("public", "Internal"))
    other = allowed._replace(values=("public", "secret"))
    missing = Custom("cost-centre", Severity.WARNING, "ask finance", label="Cost centre")

    assert found(allowed) == []
    (finding,) = found(other)
    assert (finding.span.line, finding.span.column) == (5, 19)
    assert finding.message == '"Data class" is "internal" and must be one of "public" and "secret"'
    assert [each.message for each in found(missing)] == ["ask finance"]


def test_the_declared_severity_holds_in_a_draft_too() -> None:
    plan = "**Status:** draft\n\n" + PLAN

    assert found(Custom("x-y", Severity.ERROR, forbid="straße"), plan=plan)[0].severity is Severity.ERROR


def test_a_rule_that_is_off_is_not_run() -> None:
    assert found(Custom("x-y", Severity.OFF, forbid="straße")) == []


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?:a|a)*b", "(.*)*x", "a{0,500}" * 3 + "b"])
def test_no_pattern_takes_more_than_linear_time(pattern: str) -> None:
    """A backtracking engine would not come back from these."""
    plan = "a" * 100_000 + "\n"
    begun = time.process_time()

    assert found(Custom("slow", Severity.INFO, demand=pattern), plan=plan) is not None
    assert time.process_time() - begun < 30


@pytest.mark.parametrize(
    ("pattern", "why"), [("(?=a)", "invalid perl operator"), ("a" * 1001, "1,000"), (r"(a)\1", "escape")]
)
def test_what_re2_does_not_know_is_refused_with_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        compiled_pattern(pattern)
