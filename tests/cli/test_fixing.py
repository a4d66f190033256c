"""`check --fix` and `check --diff` on real files."""

import io
import os
import subprocess
import sys

import pytest

from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command
from tests.cli.plans import GOOD

RULES = "invalid-status,error-budget-inconsistent"
WRONG = GOOD.replace("**Status:** Approved", "**Status:** Aproved")
FIXED = GOOD.replace("**Status:** Approved", "**Status:** approved")
PATH = "specs/001-pay/plan.md"


def test_fix_writes_and_reports_what_remains(here: WorkingDirectory, planwarden: Command) -> None:
    here.write(PATH, WRONG)
    answer = planwarden("check", "--fix", "--select", RULES)

    assert (answer.code, answer.out) == (0, "1 plan, no problems; 3 rules run\n")
    assert answer.err == "planwarden: fixed 1 finding in 1 plan (1 invalid-status)\n"
    assert (here.top / PATH).read_text() == FIXED
    assert [each.name for each in (here.top / PATH).parent.iterdir()] == ["plan.md"]


def test_a_second_run_changes_nothing(here: WorkingDirectory, planwarden: Command) -> None:
    here.write(PATH, WRONG)
    planwarden("check", "--fix", "--select", RULES)
    before = (here.top / PATH).stat()
    answer = planwarden("check", "--fix", "--select", RULES)

    assert answer.err == ""
    assert (here.top / PATH).stat().st_ino == before.st_ino


def test_the_mode_of_the_file_stays(here: WorkingDirectory, planwarden: Command) -> None:
    here.write(PATH, WRONG)
    (here.top / PATH).chmod(0o664)
    planwarden("check", "--fix", "--select", RULES)

    assert (here.top / PATH).stat().st_mode & 0o777 == 0o664


def test_diff_shows_what_fix_would_do_and_writes_nothing(here: WorkingDirectory, planwarden: Command) -> None:
    here.write(PATH, WRONG)
    answer = planwarden("check", "--diff", "--select", RULES)

    assert "-**Status:** Aproved\n+**Status:** approved\n" in answer.out
    assert answer.out.startswith(f"--- a/{PATH}\n+++ b/{PATH}\n@@")
    assert answer.err == "planwarden: can fix 1 finding in 1 plan (1 invalid-status)\n"
    assert (here.top / PATH).read_text() == WRONG


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_diff_is_one_that_git_applies(here: WorkingDirectory, planwarden: Command, ending: str) -> None:
    text = WRONG.replace("\n", ending).rstrip()
    (here.top / "specs/001-pay").mkdir(parents=True)
    (here.top / PATH).write_bytes(text.encode())
    answer = planwarden("check", "--diff", "--select", RULES)
    subprocess.run(["git", "init", "-q"], cwd=here.top, check=True)
    subprocess.run(["git", "apply", "-"], cwd=here.top, input=answer.out.encode(), check=True)

    assert (here.top / PATH).read_bytes() == text.replace("Aproved", "approved").encode()


@pytest.mark.usefixtures("here")
def test_stdin_is_answered_with_the_fixed_plan(planwarden: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    answer = planwarden("check", "-", "--fix", "--select", RULES)

    assert answer.out == FIXED


def test_only_chosen_rules_fix(here: WorkingDirectory, planwarden: Command) -> None:
    here.write(PATH, WRONG)
    planwarden("check", "--fix", "--ignore", "invalid-status")

    assert "Aproved" in (here.top / PATH).read_text()


def test_a_plan_that_cannot_be_written_is_told_and_left_whole(
    here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write(PATH, WRONG)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    answer = planwarden("check", "--fix", "--select", RULES)

    assert answer.code == 2
    assert answer.err == f"planwarden: {PATH} cannot be written: No space left on device; nothing in it was changed\n"
    assert (here.top / PATH).read_text() == WRONG
    assert [each.name for each in (here.top / PATH).parent.iterdir()] == ["plan.md"]


def test_fix_and_diff_exclude_each_other(planwarden: Command) -> None:
    assert planwarden("check", "--fix", "--diff").code == 2
