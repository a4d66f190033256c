"""Rules of installed packages: chosen by name, checked, and never the operator's guess."""

from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest

from bot import plugins
from tests.test_watchdog import Endless


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch) -> Any:
    def offer(**points: str) -> None:
        installed = EntryPoints(EntryPoint(name, value, plugins.GROUP) for name, value in points.items())
        monkeypatch.setattr(plugins, "entry_points", installed.select)

    return offer


def test_a_chosen_plugin_is_loaded_once(offering: Any) -> None:
    offering(acme="tests.test_watchdog:Endless")

    assert plugins.load(["acme", "acme"]) == (Endless,)
    assert plugins.load([]) == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("tests.test_watchdog:PLAN", "which is no rule"),
        ("tests.no_such_module:X", "cannot be imported: ModuleNotFoundError"),
        (
            "rules.catalog.risks.too_few_risks:TooFewRisks",
            "'too-few-risks' has the name of a rule that there is already",
        ),
    ],
)
def test_what_is_no_plugin_is_refused(offering: Any, value: str, why: str) -> None:
    offering(acme=value)

    with pytest.raises(plugins.BadPlugin, match=why):
        plugins.load(["acme"])


def test_an_unknown_plugin_is_told_with_those_that_are_installed(offering: Any) -> None:
    offering(acme="tests.test_watchdog:Endless")

    with pytest.raises(plugins.BadPlugin, match=r"no plugin 'acne' \(installed: acme\)"):
        plugins.load(["acne"])
