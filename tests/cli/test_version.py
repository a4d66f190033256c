"""`planwarden --version`."""

from pathlib import Path

from bot import __version__
from bot.cli.version import commit_of_checkout, rule_set
from rules.registry import RULES
from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command


def test_a_person_reads_one_line(planwarden: Command) -> None:
    answer = planwarden("--version")
    assert answer.code == 0
    assert answer.out.startswith(f"planwarden {__version__}")
    assert answer.out.endswith(f", {len(RULES)} rules, rule set {rule_set()}\n")


def test_a_machine_reads_an_object(planwarden: Command) -> None:
    found = planwarden("--version", "--json").json
    assert (found["version"], found["rules"], found["rule_set"]) == (__version__, len(RULES), rule_set())
    assert "commit" in found


def test_the_rule_set_is_the_same_for_the_same_files() -> None:
    assert rule_set() == rule_set()
    assert len(rule_set()) == 16


def test_the_commit_is_that_of_the_checkout_where_there_is_one(here: WorkingDirectory) -> None:
    assert commit_of_checkout(here.top) is None
    here.git("init", "--quiet")
    assert commit_of_checkout(here.top) is None
    here.write("file")
    assert commit_of_checkout(here.top) is None
    commit = here.commit()
    assert commit_of_checkout(Path(here.top)) == commit
