"""The report as JSON, version 1."""

from datetime import date

import pytest

from rules.finding import Edit
from rules.plan.source import Span
from rules.report.json_report import as_json
from tests.rules.report.reports import finding, report


def test_every_documented_field_is_there_under_its_name() -> None:
    found = finding(waived="acme, until 2027-03-01")._replace(edits=(Edit(finding().span, ""),))
    shown = as_json(report(found)._replace(today=date(2026, 3, 1)))
    assert shown == {
        "version": 1,
        "today": "2026-03-01",
        "plans": [
            {
                "path": "specs/a/plan.md",
                "base_path": None,
                "profile": "architect",
                "status": "approved",
                "findings": [
                    {
                        "rule": "no-kill-switch",
                        "severity": "error",
                        "line": 5,
                        "column": 3,
                        "end_line": 5,
                        "end_column": 15,
                        "section": "risks",
                        "subject": "ledger drift",
                        "message": '"ledger drift" has no kill switch',
                        "fix": "Add one",
                        "question": "",
                        "fingerprint": "print-ledger drift",
                        "fixable": True,
                        "new": True,
                        "waived": "acme, until 2027-03-01",
                    }
                ],
            }
        ],
        "totals": {
            "plans_found": 1,
            "plans_parsed": 1,
            "rules_run": 18,
            "rules_applicable": 9,
            "errors": 0,
            "warnings": 0,
            "infos": 0,
            "waived": 1,
        },
    }


@pytest.mark.parametrize(("span", "line"), [((3, 1, 3, 9), 3), ((3, 1, 5, 4), 5), ((3, 1, 6, 1), 5), ((3, 1, 3, 1), 3)])
def test_the_last_line_is_one_that_has_a_character_of_the_place(span: tuple[int, int, int, int], line: int) -> None:
    (plan,) = as_json(report(finding()._replace(span=Span(0, 0, *span))))["plans"]
    assert [(each["line"], each["end_line"]) for each in plan["findings"]] == [(3, line)]
