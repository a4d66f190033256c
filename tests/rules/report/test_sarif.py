"""SARIF: valid by its published schema, within GitHub's limits, and stable."""

import json
from typing import Any

import jsonschema_rs
import pytest

from rules.config import Config, Custom
from rules.engine import judge
from rules.finding import Edit, Finding, Report, Severity
from rules.report.sarif import MOST, as_sarif
from rules.repository import PlanVersions, Repository
from tests.rules.report.reports import SOURCE, TEXT, finding, report
from tests.standin import schemas

SOURCES = {SOURCE.path: SOURCE.data}


def sarif(found: Report, *, compared: bool = False) -> Any:
    return json.loads(json.dumps(as_sarif(found, SOURCES, version="1.2.3", compared=compared)))


def results(*findings: Finding, compared: bool = False) -> Any:
    return sarif(report(*findings), compared=compared)["runs"][0]["results"]


@pytest.mark.schemas
def test_every_kind_of_report_is_valid() -> None:
    schemas.require(schemas.SARIF)
    schema = json.loads(json.dumps(schemas.load(schemas.SARIF)))
    for kind in ("run", "toolComponent"):  # as published the pattern is no regular expression
        del schema["definitions"][kind]["properties"]["language"]["pattern"]
    validator = jsonschema_rs.Draft7Validator(schema)
    fixable = finding()._replace(edits=(Edit(finding().span, "x"),))
    crashed = report(finding(rule="internal-error"))._replace(crashed_rules=("no-kill-switch",))
    declared = Config(profile="architect", custom=(Custom("house-words", Severity.INFO, forbid="ledger"),))
    real = judge([PlanVersions(SOURCE.path, TEXT.encode())], Repository(), declared)

    for found in (Report(), report(), report(fixable, finding("card data", waived="so")), crashed, real):
        for compared in (False, True):
            assert [error.message for error in validator.iter_errors(sarif(found, compared=compared))] == []


def test_a_result_has_its_place_its_rule_and_an_identity_that_does_not_move() -> None:
    (result,) = results(finding())

    assert result["ruleId"] == "no-kill-switch"
    assert result["level"] == "error"
    assert result["message"]["text"] == "`ledger drift` has no kill switch. Add one."
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "specs/a/plan.md", "uriBaseId": "%SRCROOT%"}
    assert location["region"] == {"startLine": 5, "startColumn": 3, "endLine": 5, "endColumn": 15}
    assert result["partialFingerprints"] == {"planwarden/v1": "print-ledger drift"}


def test_a_path_is_a_relative_uri() -> None:
    found = report(finding(), path="specs/ü x/100%/plan.md")

    artifact = sarif(found)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "specs/%C3%BC%20x/100%25/plan.md"


def test_a_fix_is_the_exact_edit() -> None:
    (result,) = results(finding()._replace(edits=(Edit(finding().span, "new words"),)))

    assert result["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 5, "startColumn": 3, "endLine": 5, "endColumn": 15},
            "insertedContent": {"text": "new words"},
        }
    ]


def test_what_is_waived_is_suppressed_with_its_reason_and_what_is_old_is_unchanged() -> None:
    waived, old = results(finding(new=False), finding("card data", waived="until spring"), compared=True)[::-1]

    assert waived["suppressions"] == [{"kind": "inSource", "justification": "until spring"}]
    assert (waived["baselineState"], old["baselineState"]) == ("new", "unchanged")
    assert "baselineState" not in results(finding())[0]


def test_rules_are_described_once_with_their_page() -> None:
    run = sarif(report(finding(), finding("card data")))["runs"][0]
    (rule,) = run["tool"]["driver"]["rules"]

    assert (rule["id"], rule["name"], [each["ruleIndex"] for each in run["results"]]) == (
        "no-kill-switch",
        "NoKillSwitch",
        [0, 0],
    )
    assert rule["help"]["markdown"].startswith("# no-kill-switch\n")


def test_a_run_with_a_crash_was_no_success() -> None:
    run = sarif(report()._replace(crashed_rules=("no-kill-switch",)))["runs"][0]

    assert run["invocations"][0]["executionSuccessful"] is False
    assert "no-kill-switch failed" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_more_than_github_takes_is_cut_with_the_heaviest_first() -> None:
    light = [finding(severity=Severity.INFO)] * (MOST + 5)
    run = as_sarif(report(*light, finding("card data")), SOURCES, version="1", compared=False)["runs"][0]

    assert len(run["results"]) == MOST
    assert run["results"][0]["level"] == "error"
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("6 further findings")
