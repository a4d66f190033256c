"""The front door: any text gives a plan whose parts stand where they say, at a cost that grows with the text."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.plan.concepts import FIELDS
from rules.plan.model import Answer, Plan, State, Status
from rules.plan.reader import read
from rules.plan.source import Source, Span
from tests.rules.plan.plans import plan_of, written

PIECES = [
    "# T", "## Risks", "### Top Risks", "## Key Decisions", "## Deployment and Rollback", "## Feature Flags: N/A",
    "## NFRs", "## ADRs", "## Scope",
    "**Risk 1: drift**", "- Mitigation: retry", "- **Rollback**: `undo`", "**Options**: a vs b", "| Risk | Impact |",
    "|---|---|", "| a | High |", "| b |",
    "- [x] **ADR-0001: x** - y", "[Name]", "- TBD", "---", "```", "> q", "  - nested", "- **SLO:** 99.9 %",
    "**Status**: draft | **Version**: 1.0", "*a", "`",
    "ü ✅ 日", "&amp; \\* <b>", "<!-- c", "-->", "[a](b)", "[a]: b", "1. one", "\t- tab", "~~gone~~", "", "", "**",
    "| [X] | `a|b` |", "***", "<two words>",
]  # fmt: skip


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


def spans(plan: Plan) -> Iterator[tuple[Span, Answer | None]]:
    """Yield every span of a plan, those of answers with their answer."""
    for section in plan.sections:
        yield section.heading, None
        yield section.span, None
    records = [answer for risk in plan.risks for answer in (*risk.answers, risk.owner)]
    for decision in plan.decisions:
        records += (
            decision.trade_offs,
            decision.chosen,
            decision.rationale,
            decision.principles,
            decision.adr_required,
        )
        yield from ((option.span, None) for option in decision.options)
    for row in (*plan.alerts, *plan.dependencies, *plan.milestones):
        yield row.span, None
        records += row.cells.values()
    for answer in (*plan.answers, *records, plan.status_answer):
        yield answer.span, answer
        if answer.label_span is not None:
            yield answer.label_span, None
    others: tuple[Spanned, ...] = (
        *plan.risks,
        *plan.decisions,
        *plan.flags,
        *plan.flag_mentions,
        *plan.adrs,
        *plan.principles,
        *plan.targets,
        *plan.markers,
    )
    yield from ((other.span, None) for other in others)


def check(data: bytes, plan: Plan) -> None:
    """Every span lies in the file, begins where its line says, and an answer's raw text is what stands there."""
    for span, answer in spans(plan):
        assert 0 <= span.start <= span.end <= len(data)
        assert (span.line, span.column) == plan.source.position(span.start)
        assert (span.end_line, span.end_column) == plan.source.position(span.end)
        if answer is not None and answer.state not in {State.ABSENT, State.EMPTY}:
            assert answer.raw == written(plan, answer.span)
            assert answer.raw.strip()
    starts = [(answer.label_span or answer.span).start for answer in plan.answers]
    assert starts == sorted(starts)
    assert State.ABSENT not in {answer.state for answer in plan.answers}


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_mixture_of_markdown_gives_a_plan(pieces: list[str], newline: str, bom: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    data = (b"\xef\xbb\xbf" if bom else b"") + newline.join(pieces).encode()

    check(data, read(Source("plan.md", data), template=b"[Name]\n| [X] |\n"))


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_gives_a_plan(text: str) -> None:
    data = text.encode("utf-8", "replace")

    check(data, read(Source("plan.md", data)))


def test_line_endings_and_a_byte_order_mark_change_positions_only() -> None:
    table = "| Risk | Mitigation |\n|---|---|\n| Größe | `x` ✅ |\n"
    text = f"# Größe\n\n**Status**: draft\n\n## Risks\n\n{table}\n- **a**:\n  - b\n"
    plain = plan_of(text)
    for newline in ("\r\n", "\r"):
        other = read(Source("plan.md", b"\xef\xbb\xbf" + text.replace("\n", newline).encode()))

        assert [(each.concept, each.text, each.span.line, each.span.column) for each in other.answers] == [
            (each.concept, each.text, each.span.line, each.span.column) for each in plain.answers
        ]
        assert [(risk.title, risk.span.line) for risk in other.risks] == [("Größe", 9), ("a", 11)]


HOSTILE = {
    "pipes": "|",
    "brackets": "[",
    "links": "[a](b)",
    "emphasis": "*a_ ",
    "bold labels": "**a**: b | ",
    "code spans": "`a ",
    "quotes": "> ",
    "bullets": "- ",
    "blanks": "a" + " " * 30,
    "paths": "a/",
    "adrs": "ADR-1 ",
    "shares": "99.9% ",
    "conditions": "rollback on ",
    "latency": "latency ",
    "versus": "a vs b ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read(piece: str) -> None:
    data = ("## Deployment\n\n- Rollback: " + piece * 3000).encode()

    check(data, read(Source("plan.md", data)))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("## Risks\n", "- **Risk 1: a**\n  - Mitigation: b\n"),
        ("## Risks\n| Risk | Mitigation |\n|---|---|\n", "| a | b |\n"),
        ("## Key Decisions\n", "- **a**\n  - Rationale: b\n"),
        ("## Constitution Check\n", "- [x] **a** - b\n"),
        ("## Feature Flags\n", "- `a_enabled`: x\n"),
        ("", "[Some words]\n\n"),
        ("", "**a**: b\n"),
        ("", "# a\n\n"),
    ],
)
def test_the_number_of_steps_grows_with_the_number_of_lines(head: str, row: str) -> None:
    """Eight times the lines are about eight times the calls, whatever repeats."""

    def calls(count: int) -> int:
        seen = 0

        def count_call(_frame: object, event: str, _argument: object) -> None:
            nonlocal seen
            seen += event == "call"

        sys.setprofile(count_call)
        try:
            read(Source("plan.md", (head + row * count).encode()))
        finally:
            sys.setprofile(None)
        return seen

    calls(5)
    assert calls(400) < 11 * calls(50)


def test_every_field_of_the_template_is_read_from_it() -> None:
    """The project's own plan follows the template, so every field it has must be found under its concept."""
    data = (Path(__file__).parents[3] / "specs/001-main-job/plan.md").read_bytes()
    plan = read(Source("specs/001-main-job/plan.md", data))
    found = {answer.concept for answer in plan.answers}
    optional = {
        "summary",
        "complexity",
        "structure.decision",
        "risks.owner",
        "meta.branch",
        "meta.date",
        "meta.spec",
        "meta.input",
        "related.tasks",
    }
    columns = {"alerting.alert", "alerting.threshold", "alerting.owner", "alerting.runbook"}

    missing = {
        concept
        for concept in FIELDS
        if concept not in found | optional | columns and not concept.startswith("technical_context")
    }

    assert missing <= {"related.constitution"}
    assert {concept for row in plan.alerts for concept in row.cells} == columns
    assert (plan.profile, plan.status, len(plan.risks), len(plan.decisions)) == ("architect", Status.IN_PROGRESS, 3, 2)
    check(data, plan)


def test_an_empty_text_is_a_plan_without_anything() -> None:
    plan = plan_of("")

    assert (plan.sections, plan.answers, plan.profile, plan.status) == ((), (), "unknown", Status.UNKNOWN)
    assert plan.answer("risks.mitigation").span == plan.source.line_span(1)


def test_a_plan_leaves_nothing_behind_that_has_to_be_searched_for() -> None:
    """The command line collects garbage hardly ever, so a circle of references in each plan would stay until the end."""
    text = "\n".join(PIECES)
    plan_of(text)  # what is remembered and compiled stays
    gc.collect()
    gc.disable()
    try:
        plan_of(text)
        assert gc.collect() == 0
    finally:
        gc.enable()
