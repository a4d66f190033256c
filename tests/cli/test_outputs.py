"""Every format, from the command line to what a machine reads."""

import json
from xml.etree import ElementTree as ET

import pytest

from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command
from tests.cli.plans import RULES, plan


@pytest.fixture(autouse=True)
def a_plan(here: WorkingDirectory) -> None:
    here.write("specs/001-pay/plan.md", plan())


def test_sarif(planwarden: Command) -> None:
    answer = planwarden("check", "--select", RULES, "--format", "sarif")

    assert answer.code == 1
    assert {each["ruleId"] for each in answer.json["runs"][0]["results"]} >= {"no-kill-switch"}


def test_github(planwarden: Command) -> None:
    answer = planwarden("check", "--select", "no-kill-switch", "--format", "github")
    command, last = answer.out.splitlines()

    assert command.startswith("::error file=specs/001-pay/plan.md,line=25,")
    assert last == "1 plan, 1 error; 2 rules run"


def test_junit(planwarden: Command) -> None:
    answer = planwarden("check", "--select", "no-kill-switch", "--format", "junit")

    assert ET.fromstring(answer.out.encode()).get("failures") == "1"  # noqa: S314 - it reads what we wrote


def test_markdown(planwarden: Command) -> None:
    answer = planwarden("check", "--select", "no-kill-switch", "--format", "markdown")

    assert answer.out.startswith("**Failed**: 1 plan, 1 error; 2 rules run.")


def test_statistics_in_text_and_json(planwarden: Command) -> None:
    text = planwarden("check", "--select", "no-kill-switch", "--statistics")
    machine = planwarden("check", "--select", "no-kill-switch", "--statistics", "--format", "json")

    assert [line.split() for line in text.out.splitlines()[1:2]] == [
        ["no-kill-switch", "1", "1", "0", "0", "0", "1", "0"]
    ]
    assert json.loads(machine.out)["statistics"][0]["rule"] == "no-kill-switch"


def test_statistics_go_with_no_other_format(planwarden: Command) -> None:
    answer = planwarden("check", "--statistics", "--format", "sarif")

    assert (answer.code, answer.err) == (
        2,
        "planwarden: --statistics goes with --format text or json, not sarif\n",
    )


def test_a_plugin_that_is_not_installed_is_told(planwarden: Command) -> None:
    answer = planwarden("check", "--plugin", "acme")

    assert answer.code == 2
    assert "--plugin: there is no plugin 'acme'" in answer.err
