"""What headings are called, and which section each one is."""

import pytest

from rules.plan.headings import normalised, section_concept


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("Risk Analysis and Mitigation", "risks"),
        ("7. Risk Analysis & Mitigation:", "risks"),
        ("7.1 Top 3 Risks", "risks"),
        ("RISK ASSESSMENT", "risks"),
        ("\N{WARNING SIGN} Risks", "risks"),
        ("Phase 0: Research & Technology Decisions", "decisions"),
        ("Phase 1: Design - Operational Readiness", "operations"),
        ("4. Non-Functional Requirements (NFRs) and Budgets", "nfr"),
        ("Non-Functional Requirements (Authoring)", "nfr"),
        ("5. Data Management and Migration (N/A for a library)", "data"),
        ("### 6.4 Deployment and Rollback Strategies".strip("# "), "deployment"),
        ("Architectural Decision Records (ADRs) to Document", "adrs"),
        ("Post-Design Constitution Re-check", "constitution_check"),
        ("Charter Check", "constitution_check"),
        ("Constitution Check \N{WHITE HEAVY CHECK MARK}", "constitution_check"),
        ("III. Feature Flags: N/A", "flags"),
        ("Definition of Done (DoD)", "dod"),
        ("1.1 In Scope:", "scope.in"),
        ("Non-Goals (confirmed out of scope)", "scope.out"),
        ("Migration and Rollback", "data.migration"),
        ("Timeline & Milestones", "timeline"),
        ("Risk 1: ledger drift", "risks"),
        ("Phase 4: Deployment", ""),
        ("Low-Risk Sweep (see Risks R1)", ""),
        ("Mode + Risk Gate", ""),
        ("Module 1: Ledger", ""),
        ("", ""),
    ],
)
def test_titles(title: str, concept: str) -> None:
    assert section_concept(title, ()) == concept


@pytest.mark.parametrize(
    ("title", "above", "concept"),
    [
        ("Performance", ("nfr",), "nfr.performance"),
        ("Performance", (), ""),
        ("Rollback Plan", ("data",), "data.migration"),
        ("Rollback Plan", ("operations",), "deployment"),
        ("Security", ("constitution_check",), ""),
        ("Technical Risks", ("risks",), ""),
        ("Dependencies", ("technical_context",), ""),
    ],
)
def test_the_sections_around_decide(title: str, above: tuple[str, ...], concept: str) -> None:
    assert section_concept(title, above) == concept


def test_readings_begin_with_the_most_literal() -> None:
    assert normalised("8.2 **Kill Switches/Guardrails** (global): see below").parts == (
        "kill switches guardrails global see below",
        "kill switches guardrails see below",
        "kill switches guardrails",
        "see below",
    )
