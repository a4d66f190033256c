"""`app.yml` asks for exactly what the code uses: less breaks the bot in silence, more is a risk that nobody needs."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.events import SUBSCRIBED
from bot.github import app

FOR_EVENTS = {"issues": "read"}
"""What no request needs, but GitHub asks for to send an event: comments on pull requests are comments on issues."""


@pytest.fixture(name="manifest", scope="module")
def _manifest() -> Any:
    return yaml.safe_load((Path(__file__).parents[1] / "app.yml").read_text(encoding="utf-8"))


def test_the_events_are_those_that_are_interpreted(manifest: Any) -> None:
    assert tuple(sorted(manifest["default_events"])) == SUBSCRIBED


def test_the_permissions_are_those_that_tokens_ask_for(manifest: Any) -> None:
    """Each token asks for less: only that of a commit may write to a branch."""
    minted = dict(app.CONFIGURATION) | dict(app.CHECK) | dict(app.MEMBERS) | dict(app.COMMIT)

    assert manifest["default_permissions"] == minted | FOR_EVENTS
    assert set(app.CONFIGURATION) <= set(app.CHECK)
    assert ("contents", "write") not in {*app.CHECK, *app.MEMBERS, *app.CONFIGURATION}
