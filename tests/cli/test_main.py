"""What holds for every command."""

import subprocess
import sys

import pytest

from bot.cli import attempt
from bot.cli.parser import build_parser
from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command
from tests.cli.plans import GOOD, RULES, plan


def test_without_a_command_the_help_is_shown_and_nothing_looks_successful(planwarden: Command) -> None:
    answer = planwarden()
    assert (answer.code, answer.out) == (2, "")
    assert "exit codes: 0 no errors, 1 errors, 2 wrong usage or configuration" in answer.err


def test_json_alone_is_wrong_usage(planwarden: Command) -> None:
    answer = planwarden("--json", "check")
    assert answer.code == 2
    assert "--json goes with --version" in answer.err


def test_a_crash_is_told_and_does_not_look_like_errors_in_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    def crash(_: object) -> int:
        raise RuntimeError("out of order")

    assert attempt(crash, build_parser().parse_args(["check"])) == 2
    told = capsys.readouterr().err
    assert "RuntimeError: out of order" in told
    assert "this is a fault of planwarden, not of your plans" in told


def test_it_runs_as_a_module(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", GOOD)
    command = (sys.executable, "-m", "bot", "check", "--select", RULES)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 plan, no problems; 3 rules run\n", "")


def test_a_reader_that_leaves_early_causes_no_noise(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", plan())
    command = (sys.executable, "-m", "bot", "check", "--select", RULES)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (
            ["check", "specs/a/plan.md"],
            {
                "aiohttp",
                "gidgethub",
                "yaml",
                "structlog",
                "cryptography",
                "asyncio",
                "pathlib",
                "subprocess",
                "rich",
                "sqlite3",
            },
        ),
        (["rules"], {"aiohttp", "gidgethub", "yaml", "structlog", "cryptography", "asyncio", "rich", "sqlite3"}),
    ],
)
def test_start_up_imports_only_what_is_needed(here: WorkingDirectory, arguments: list[str], unneeded: set[str]) -> None:
    """Counted in modules, because a time would be different on every machine; benchmarks measure it."""
    here.write("specs/a/plan.md", GOOD)
    program = f"import sys; from bot.cli import main; main({arguments!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, check=True)
    assert unneeded & {name.partition(".")[0] for name in done.stderr.split()} == set()


@pytest.mark.parametrize(
    ("shell", "code", "told"),
    [
        ("check >&-", 2, "planwarden: standard output is closed, so there is nowhere to write the answer\n"),
        ("rules >&-", 2, "planwarden: standard output is closed, so there is nowhere to write the answer\n"),
        ("check >/dev/full", 2, "planwarden: standard output cannot be written: No space left on device\n"),
        ("--version >/dev/full", 2, "planwarden: standard output cannot be written: No space left on device\n"),
        ("check 2>&-", 1, ""),
        ("check none 2>&-", 2, ""),
        ("check none 2>/dev/full", 2, ""),
        ("check - <&-", 2, "planwarden: - stands for standard input, and that is closed\n"),
    ],
)
def test_streams_that_are_closed_or_full_are_told_and_keep_the_exit_code(
    here: WorkingDirectory, shell: str, code: int, told: str
) -> None:
    here.write("specs/a/plan.md", plan())
    done = subprocess.run(f"{sys.executable} -m bot {shell}", shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - a redirection
    assert (done.returncode, done.stderr) == (code, told)
