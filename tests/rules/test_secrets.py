"""Secrets are found, and never shown: not in a message, not in a line of a report."""

import json

import pytest

from rules.config import Config
from rules.engine import judge
from rules.plan.source import Source
from rules.quoting import quoted
from rules.report.frame import frame
from rules.report.json_report import as_json
from rules.report.sarif import as_sarif
from rules.report.text import Style, lines
from rules.repository import PlanVersions, Repository
from rules.secrets import MASK, apart, masked, secrets

TOKEN = "ghp_9aB3dE5fG7hJ2kL4mN6pQ8rS1tU3vW5xY7zA"
PATH = "specs/001-export/plan.md"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"token {TOKEN} here", f"token {MASK} here"),
        (f"a {TOKEN} b {TOKEN}", f"a {MASK} b {MASK}"),
        ("postgres://app:Tz9kQ2vLm4@db.acme.io/x", f"postgres://app:{MASK}@db.acme.io/x"),
        ("AWS_ACCESS_KEY_ID=AKIAQ7Z3XW2LM9KD4RTV", f"AWS_ACCESS_KEY_ID={MASK}"),
        ("MIIEpAIBAAKCAQEA7bq3v9X2k1l8m4n5o6p7q8r9s0tuvwxyzAZCDEFGHIJKLMNO", MASK),
        ("no secret at all", "no secret at all"),
        ("p95 < 300 ms", "p95 < 300 ms"),
    ],
)
def test_a_secret_is_masked_whatever_its_length(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_what_two_forms_find_is_one_secret_of_the_first_kind() -> None:
    assert [each.kind for each in apart(secrets("api_key=AKIAQ7Z3XW2LM9KD4RTV"))] == ["AWS access key"]


def test_a_quotation_is_masked_before_it_is_cut() -> None:
    said = quoted(f"{'word ' * 9}{TOKEN}")

    assert TOKEN[:6] not in said
    assert "*" in said


@pytest.mark.parametrize("part", ["use", TOKEN, TOKEN[10:20], f"{TOKEN} now", "now"])
def test_a_frame_masks_the_line_wherever_its_mark_stands(part: str) -> None:
    text = f"we use {TOKEN} now"
    start = text.index(part)
    source = Source(PATH, text.encode())

    shown, marks = frame(source, source.span(start, start + len(part)))

    assert shown == f"we use {MASK} now"
    assert len(marks) <= len(shown)


def test_no_report_shows_a_secret() -> None:
    plan = f"""# Implementation Plan: x

**Status:** approved {TOKEN}

## Risk Analysis and Mitigation

**Risk 1: the key {TOKEN} leaks**
- Impact: High
- Likelihood: {TOKEN}
- Mitigation: [postgres://app:Tz9kQ2vLm4@db.acme.io/x]
"""
    report = judge([PlanVersions(PATH, plan.encode())], Repository(plan_paths=(PATH,)), Config())
    sources = {PATH: plan.encode()}
    logs = (as_json(report), as_sarif(report, sources, version="0", compared=False))
    shown = "\n".join((*lines(report, sources, style=Style()), *map(json.dumps, logs)))

    assert "secret-in-plan" in {each.rule for each in report.findings}
    assert TOKEN[4:12] not in shown
    assert "Tz9kQ2vLm4" not in shown
