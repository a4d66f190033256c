"""Which family of templates a plan follows."""

import pytest

from rules.plan.reader import read
from rules.plan.source import Source
from tests.rules.plan.plans import plan_of

ARCHITECT = """# T

## Key Decisions and Rationale

x

## 6. Operational Readiness

y

## Risk Analysis and Mitigation

z
"""
SPECKIT = """# T

**Branch**: `1-x` | **Date**: 2026-01-02

## Summary

s

## Technical Context

**Language/Version**: Python 3.12

## Complexity Tracking

none
"""


@pytest.mark.parametrize(
    ("text", "path", "profile"),
    [
        (ARCHITECT, "specs/1-x/plan.md", "architect"),
        (SPECKIT, "specs/1-x/plan.md", "speckit"),
        (SPECKIT, "kitty-specs/1-x/plan.md", "kitty"),
        (SPECKIT + "\n## Charter Check\n\nok\n", "specs/1-x/plan.md", "kitty"),
        (SPECKIT + "\n## Progress Tracking\n\n- [ ] x\n", "specs/1-x/plan.md", "speckit-legacy"),
        (SPECKIT + ARCHITECT, "specs/1-x/plan.md", "hybrid"),
        (
            "# T\n\n**Status**: draft\n**Version**: 1.0.0\n**Architect**: @a\n\n## S\n\nwith a kill switch\n",
            "specs/1-x/plan.md",
            "architect",
        ),
        ("# T\n\n## Notes\n\nA kill switch.\n", "specs/1-x/plan.md", "unknown"),
        ("## 1. Scope & Dependencies\n\nx\n\n## 8. Evaluation and Validation\n\ny\n", "specs/1-x/plan.md", "architect"),
        (
            SPECKIT.replace(
                "**Language/Version**: Python 3.12", "**Storage**: files\n**Testing**: by hand\n**Constraints**: none"
            ),
            "specs/1-x/plan.md",
            "speckit",
        ),
        (
            SPECKIT
            + "\n## Phase 1: Design - NFRs and Budgets\n\nx\n\n## Phase 1: Design - Operational Readiness\n\ny\n"
            + "\n### Top 3 Risks\n\n| Risk | Blast Radius |\n|---|---|\n| a | b |\n",
            "specs/1-x/plan.md",
            "hybrid",
        ),
        ("", "specs/1-x/plan.md", "unknown"),
    ],
)
def test_detection(text: str, path: str, profile: str) -> None:
    assert plan_of(text, path=path).profile == profile


def test_a_profile_that_is_given_is_kept() -> None:
    assert read(Source("plan.md", ARCHITECT.encode()), profile="speckit").profile == "speckit"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("## Technical Context\n\n**Project Type**: web application\n", "service"),
        ("## Technical Context\n\n**Project Type**: single (CLI)\n", "cli"),
        ("## Technical Context\n\n**Project Type**: Python library\n", "library"),
        ("# Plan: the robotics textbook\n\n## Chapters\n\ntext\n", "docs"),
        ("# Plan: the robotics textbook\n\n## Backend\n\nA database and endpoints.\n", "service"),
        ("# Plan: exports\n", "service"),
        ("# Plan: module 3\n\n## Scope\n\nA lesson on sensors for learners\n", "docs"),
        ("# Plan: module 3\n\n## Scope\n\nA lesson, its learners, and the backend behind it\n", "service"),
        ("---\ntitle: Plan of the handbook's first chapter\n---\n\n## Scope\n\ntext\n", "docs"),
    ],
)
def test_what_is_built(text: str, kind: str) -> None:
    assert plan_of(text).kind == kind
