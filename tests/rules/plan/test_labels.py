"""Where labels stand in a text, and which field each one names."""

import pytest

from rules.plan.blocks import Bullets, Paragraph
from rules.plan.labels import field_concept, keys_of, parts
from rules.plan.markdown import parse
from rules.plan.source import Source


def labelled(text: str) -> list[tuple[str, str, str]]:
    """Return label, value and form of each part of the first paragraph."""
    block = parse(Source("plan.md", text.encode())).blocks[0]
    if isinstance(block, Bullets):
        block = block.items[0].blocks[0]
    assert isinstance(block, Paragraph)
    prose = block.prose
    return [
        (
            prose.text[part.label_low : part.label_high] if part.label_low >= 0 else "",
            prose.text[part.low : part.high],
            part.form,
        )
        for part in parts(prose)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Status**: draft", [("Status", "draft", "colon")]),
        ("**Status:** draft", [("Status", "draft", "colon")]),
        ("*Mitigation*: retry", [("Mitigation", "retry", "colon")]),
        ("Owner: @ops", [("Owner", "@ops", "plain")]),
        ("- Request timeout: 10 s", [("Request timeout", "10 s", "plain")]),
        ("**Privacy** - data stays", [("Privacy", "data stays", "dash")]),
        ("**Rationale:**", [("Rationale", "", "colon")]),
        ("**Risk 1: ledger drift**", [("Risk 1", "ledger drift", "title")]),
        ("**Ledger drift**", [("Ledger drift", "", "title")]),
        ("**Risk: drift** and more", [("Risk", "drift and more", "colon")]),
        ("**A**: 1 | **B**: 2", [("A", "1", "colon"), ("B", "2", "colon")]),
        ("**A**: 1  \n**B**: 2\nmore", [("A", "1", "colon"), ("B", "2\nmore", "colon")]),
        ("Status: draft | Version: 1.0.0", [("Status", "draft", "plain"), ("Version", "1.0.0", "plain")]),
        ("**Status**: Low | Medium | High", [("Status", "Low | Medium | High", "colon")]),
        ("see https://example.com", [("", "see https://example.com", "")]),
        ("plain words", [("", "plain words", "")]),
        ("some **bold** words", [("", "some bold words", "")]),
        ("text, **Rationale**: because", [("", "text,", ""), ("Rationale", "because", "colon")]),
        ("at 10:30 it starts", [("", "at 10:30 it starts", "")]),
    ],
)
def test_parts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert labelled(text) == expected


@pytest.mark.parametrize(
    ("label", "around", "concept"),
    [
        ("Rollback", ("deployment", "operations"), "deployment.rollback_steps"),
        ("Rollback Plan", ("data.migration", "data"), "data.rollback_plan"),
        ("Backout plan", (), "deployment.rollback_steps"),
        ("Encryption at rest", ("security", "nfr"), "security.encryption_at_rest"),
        ("Availability", ("nfr.reliability", "nfr"), "nfr.slo"),
        ("95th percentile", ("nfr.performance",), "nfr.p95_latency"),
        ("Language/Version", ("technical_context",), "technical_context.language"),
        ("Deployment", ("runbooks", "operations"), ""),
        ("Feature flags", ("constitution_check",), ""),
        ("Owner", ("timeline",), ""),
    ],
)
def test_the_section_decides_what_a_label_means(label: str, around: tuple[str, ...], concept: str) -> None:
    assert field_concept(keys_of(label), around) == concept
