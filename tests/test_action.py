"""The GitHub Action and the pre-commit hooks, as far as a machine without GitHub can run them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checkout.working_directory import WorkingDirectory, here
from tests.cli.plans import plan

__all__ = ["here"]

TOP = Path(__file__).parent.parent
ACTION: Any = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
HOOKS: Any = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
SCRIPT = TOP / "deploy" / "action" / "check.sh"


def run(here: WorkingDirectory, tmp_path: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run what the action runs, with an environment that stands in for the one it would install."""
    installed = tmp_path / "temp" / "planwarden-environment" / "bin"
    installed.mkdir(parents=True, exist_ok=True)
    stand_in = tmp_path / "python"
    skip = 'for word; do case "$word" in venv|pip) exit 0;; esac; done'
    stand_in.write_text(f'#!/bin/sh\n{skip}\nexec {sys.executable} "$@"\n')
    stand_in.chmod(0o755)
    (installed / "python").unlink(missing_ok=True)
    (installed / "python").symlink_to(stand_in)
    environment = {
        "PATH": os.environ["PATH"],
        "ACTION": str(TOP),
        "PYTHON": str(stand_in),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    return subprocess.run(
        ["bash", str(SCRIPT)], cwd=here.top, env=environment | inputs, capture_output=True, text=True, check=False
    )


def test_the_action_reports_in_three_ways_and_fails_on_errors(here: WorkingDirectory, tmp_path: Path) -> None:
    here.write("specs/001-pay/plan.md", plan())
    done = run(here, tmp_path)

    assert done.returncode == 1, done.stderr
    assert "::error file=specs/001-pay/plan.md,line=" in done.stdout
    assert json.loads((here.top / "planwarden.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "summary").read_text().startswith("**Failed**: 1 plan, ")
    assert (tmp_path / "output").read_text() == "sarif-file=planwarden.sarif\n"


def test_the_action_can_report_without_failing(here: WorkingDirectory, tmp_path: Path) -> None:
    here.write("specs/001-pay/plan.md", plan())

    assert run(here, tmp_path, EXIT_ZERO="true").returncode == 0


def test_the_action_compares_with_a_base(here: WorkingDirectory, tmp_path: Path) -> None:
    here.write("specs/001-pay/plan.md", plan())
    here.commit()

    assert run(here, tmp_path, BASE="HEAD").returncode == 0


@pytest.mark.parametrize("name", ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "--fix"])
def test_no_input_is_ever_a_command(here: WorkingDirectory, tmp_path: Path, name: str) -> None:
    here.write("specs/001-pay/plan.md", plan())
    before = (here.top / "specs/001-pay/plan.md").read_bytes()
    run(here, tmp_path, BASE=name, PATHS=name)

    assert not (here.top / "pwned").exists()
    assert (here.top / "specs/001-pay/plan.md").read_bytes() == before


def test_nothing_of_the_checkout_is_executed(here: WorkingDirectory, tmp_path: Path) -> None:
    here.write("specs/001-pay/plan.md", plan())
    for module in ("bot/__init__.py", "bot/__main__.py", "rules/__init__.py", "argparse.py", "sitecustomize.py"):
        here.write(module, "open('pwned', 'w')\n")
    done = run(here, tmp_path)

    assert done.returncode == 1, done.stderr
    assert not (here.top / "pwned").exists()


def test_no_script_of_the_action_holds_an_expression() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_what_the_action_uses_is_pinned_by_commit() -> None:
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]

    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in used)


def test_the_action_needs_no_token_unless_it_uploads() -> None:
    text = (TOP / "action.yml").read_text(encoding="utf-8") + SCRIPT.read_text(encoding="utf-8")

    assert "github.token" not in text
    assert "GITHUB_TOKEN" not in text
    upload = next(step for step in ACTION["runs"]["steps"] if "uses" in step)
    assert "inputs.upload-sarif == 'true'" in upload["if"]
    assert ACTION["inputs"]["upload-sarif"]["default"] == "false"


def test_every_input_reaches_the_script() -> None:
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    reached = {match for value in step["env"].values() for match in re.findall(r"inputs\.([\w-]+)", value)}

    assert reached | {"upload-sarif"} == set(ACTION["inputs"])
    assert all(re.search(rf"\b{name}\b", SCRIPT.read_text(encoding="utf-8")) for name in step["env"])


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_is_a_command_that_exists_and_matches_plans_alone(hook: Any, here: WorkingDirectory) -> None:
    here.write("specs/001-pay/plan.md", plan())
    command, *arguments = hook["entry"].split()
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "specs/001-pay/plan.md"],
        env={**os.environ, "PYTHONPATH": str(TOP)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert command == "planwarden"
    assert done.returncode == 1, done.stderr
    wanted = ("specs/001-pay/plan.md", "apps/web/specs/a/plan.md", "kitty-specs/x/plan.md")
    unwanted = ("README.md", "specs/001-pay/spec.md", ".specify/templates/specs/plan.md", "docs/plan.md")
    assert [path for path in (*wanted, *unwanted) if matches(hook, path)] == list(wanted)


def matches(hook: Any, path: str) -> bool:
    return bool(re.search(hook["files"], path)) and not re.search(hook["exclude"], path)
