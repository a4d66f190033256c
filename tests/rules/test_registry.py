"""What every rule must have, so that adding one and forgetting a part of it fails here."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import rules.catalog
from rules.finding import Severity
from rules.options import TYPES, option_types
from rules.registry import RULES
from rules.report.page import read_page
from rules.rule import Rule
from tests.generate import stale
from tests.rules.suites import read_page_case, read_suite

CATALOG = Path(rules.catalog.__path__[0])
SUITES = Path(__file__).parent
NAMES = [rule.name for rule in RULES]
PRESCRIPTIVE = re.compile(
    r"^(?:use|prefer|avoid|require|ensure|add|do-not|dont|should|must|always|never|check)-|-required$"
)


def module(rule: type[Rule]) -> Path:
    return Path(import_module(rule.__module__).__file__ or "")


def test_every_file_of_the_catalogue_is_registered() -> None:
    files = {path.stem for path in CATALOG.glob("*/*.py") if path.stem != "__init__"}

    assert files == {name.replace("-", "_") for name in NAMES}
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_is_one_name(rule: type[Rule]) -> None:
    """File, class, folder and suite say the same."""
    assert module(rule).stem == rule.name.replace("-", "_")
    assert module(rule).parent.name == rule.section
    assert rule.__name__ == "".join(word.capitalize() for word in rule.name.split("-"))
    assert (SUITES / f"{rule.name}.md").exists()


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_names_the_fault_not_the_remedy(rule: type[Rule]) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", rule.name)
    assert not PRESCRIPTIVE.search(rule.name.replace("missing-required", "missing"))


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_options_of_a_rule_are_documented_and_of_known_types(rule: type[Rule]) -> None:
    options = option_types(rule)

    assert rule.severity is not Severity.OFF
    assert list(read_page(rule).options) == list(options)
    assert set(options.values()) <= set(TYPES)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_examples_of_a_page_are_true(rule: type[Rule]) -> None:
    page, suite = read_page(rule), SUITES / f"{rule.name}.md"

    assert read_page_case(suite, page.bad, good=False).found()
    assert read_page_case(suite, page.good, good=True).found() == []


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_suite_holds_a_failing_and_a_passing_case(rule: type[Rule]) -> None:
    cases = list(read_suite(SUITES / f"{rule.name}.md"))

    assert any(each.rule == rule.name for case in cases for each in case.expected)
    assert any(not case.expected for case in cases)
    assert len({case.title for case in cases}) == len(cases)


def test_every_suite_is_a_rules_or_one_for_all() -> None:
    suites = {path.stem for path in SUITES.glob("*.md") if not path.stem.startswith("all-")}

    assert suites == set(NAMES)


def test_the_pages_are_up_to_date() -> None:
    assert stale() == []


def test_rules_never_import_each_other() -> None:
    for rule in RULES:
        imported = re.findall(r"^from (rules\.catalog\S*)", module(rule).read_text(encoding="utf-8"), re.MULTILINE)
        assert imported == [], rule.name
