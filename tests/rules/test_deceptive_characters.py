"""Characters that are not seen: written with escapes here, since in a suite nobody would see them either."""

import pytest

from rules.config import Config
from rules.engine import judge
from rules.repository import PlanVersions, Repository

PATH = "specs/001-export/plan.md"
RULE = frozenset({"deceptive-characters"})


def messages(line: str) -> list[str]:
    plan = f"# Implementation Plan: export\n\n## Summary\n\n{line}\n"
    report = judge([PlanVersions(PATH, plan.encode())], Repository(plan_paths=(PATH,)), Config(), select=RULE)
    assert all(finding.span.line == 5 for finding in report.findings)
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("set `export_enabled=false` \u202e`eslaf=delbane`", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("if access \u2066// check\u2069 then", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("export\u200b_enabled", "U+200B ZERO WIDTH SPACE"),
        ("ex\u2060port", "U+2060 WORD JOINER"),
        ("ad\u200dmin", "U+200D ZERO WIDTH JOINER"),
        ("\u0434\u043e\u200b\u043c", "U+200B"),
        ("history/\ufeffadr/0001.md", "U+FEFF"),
        ("`export_en\u00adabled`", "U+00AD SOFT HYPHEN"),
        ("A plan.\U000e0049\U000e0067\U000e006e", "U+E0049"),
        ("\u05d0 \u202e\u05d1", "U+202E"),
        ("smile \U0001f600\ufe00\ufe01\ufe02\ufe03", "U+FE00"),
    ],
)
def test_what_is_not_seen_is_named_and_never_printed(line: str, named: str) -> None:
    (message,) = messages(line)

    assert named in message
    assert message.isascii()


@pytest.mark.parametrize(
    "line",
    [
        "Rech\u00adnungs\u00adexport nach Daten\u00adschutz-Richt\u00adlinie",
        "\u2067\u05ea\u05d5\u05db\u05e0\u05d9\u05ea\u2069 export",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f469\u200d\U0001f4bb and \u2764\ufe0f and \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "copied\u200b from a page \u200bwith spaces",
        "\u0e44\u0e17\u0e22\u200b\u0e20\u0e32\u0e29\u0e32",
    ],
)
def test_scripts_keep_what_they_need(line: str) -> None:
    assert messages(line) == []


def test_many_of_them_take_time_in_proportion() -> None:
    assert len(messages("\u043export_enabled ex\u200bport " * 20_000)) == 1
