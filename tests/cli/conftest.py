"""What the tests of this folder share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.cli import main
from tests.checkout.working_directory import here

__all__ = ["here", "planwarden"]


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rules(self) -> list[tuple[str, str]]:
        """The findings as plan and rule, from JSON."""
        return [(plan["path"], each["rule"]) for plan in self.json["plans"] for each in plan["findings"]]


Command = Callable[..., Answer]


@pytest.fixture
def planwarden(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return the command, run in this process."""

    def run(*arguments: str) -> Answer:
        try:
            code = main(arguments)
        except SystemExit as stopped:  # argparse ends the process by itself
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return run
