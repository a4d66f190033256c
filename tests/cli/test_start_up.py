"""What a command imports: start-up time is part of the interface, and an import is counted where a time would only vary."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "tests/rules/plans/complete.md"

SLOW = frozenset({
    "aiohttp", "asyncio", "cryptography", "dataclasses", "difflib", "gidgethub", "http", "importlib.metadata", "inspect",
    "logging", "msgspec", "pathlib", "socket", "sqlite3", "structlog", "subprocess", "tempfile", "typing_extensions",
    "urllib", "yaml",
})  # fmt: skip
"""Modules that each take as long to import as a part of the work, or longer."""

PROGRAM = """
import sys
from bot.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    """Return the modules that a command has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return set(done.stderr.splitlines())


def test_checking_one_plan_imports_nothing_slow() -> None:
    modules = imported("check", str(PLAN))

    assert "rules.engine" in modules
    assert modules & SLOW == set()


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["explain", "--help"]])
def test_help_does_not_import_the_engine(arguments: list[str]) -> None:
    modules = imported(*arguments)

    assert modules & SLOW == set()
    assert {name for name in modules if name.startswith(("rules.catalog", "rules.engine", "pyromark"))} == set()
