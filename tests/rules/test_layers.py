"""Defaults < organisation < repository < the organisation's locked keys."""

from datetime import date

import pytest

from rules.config import Config, Mode, RuleSetting
from rules.finding import Severity
from rules.layers import Layer, effective, merge
from rules.settings_file import read_layer


def organisation(text: str) -> Layer:
    return read_layer(text.encode(), "acme/.github", organisation=True)


def repository(text: str) -> Layer:
    return read_layer(text.encode(), ".github/planwarden.yml")


def test_without_files_the_defaults_hold() -> None:
    assert effective(None, None) == Config()


def test_the_repository_overrides_the_organisation_key_by_key() -> None:
    config = effective(
        organisation("mode: advisory\nrules: {too-few-risks: {severity: error, minimum: 5}, no-kill-switch: off}"),
        repository("rules: {too-few-risks: warning}\ncomments: {inline: 2}"),
    )
    assert config.mode is Mode.ADVISORY
    assert config.comments.inline == 2
    assert config.rules == {
        "too-few-risks": RuleSetting(Severity.WARNING, {"minimum": 5}),
        "no-kill-switch": RuleSetting(Severity.OFF),
    }


@pytest.mark.parametrize("locked", ["rules.no-kill-switch", "rules"])
def test_a_locked_rule_cannot_be_lowered(locked: str) -> None:
    config = effective(
        organisation(f"rules: {{no-kill-switch: error}}\nlocked: [{locked}]"),
        repository("rules: {no-kill-switch: off}"),
    )
    assert config.rules == {"no-kill-switch": RuleSetting(Severity.ERROR)}


def test_a_lock_holds_the_default_too() -> None:
    assert effective(organisation("locked: [gate]"), repository("gate: all")) == Config()


def test_a_lock_on_one_rule_leaves_others_with_the_same_beginning_alone() -> None:
    config = effective(
        organisation("locked: [rules.no-kill-switch]"), repository("rules: {kill-switch-not-actionable: off}")
    )
    assert config.rules == {"kill-switch-not-actionable": RuleSetting(Severity.OFF)}


def test_a_locked_mode_cannot_be_put_off() -> None:
    """`enforce_from` in the year 9999 would be `mode: advisory` by another name."""
    config = effective(organisation("mode: enforce\nlocked: [mode]"), repository("enforce_from: 9999-12-31"))
    assert config.enforce_from is None


def test_an_organisation_may_enforce_from_a_day_although_mode_is_locked() -> None:
    config = effective(organisation("enforce_from: 2027-01-15\nlocked: [mode]"), repository("mode: off"))
    assert (config.mode, config.enforce_from) == (Mode.ENFORCE, date(2027, 1, 15))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("shop", Mode.ENFORCE), ("sandbox-1", Mode.OFF), ("Sandbox-2", Mode.OFF), ("Shop-legacy", Mode.ENFORCE)],
)
def test_an_organisation_chooses_repositories_by_name(name: str, mode: Mode) -> None:
    layer = organisation('repositories: {include: ["*"], exclude: ["sandbox-*"]}')
    assert effective(layer, repository("mode: enforce"), name=name).mode is mode


def test_a_repository_that_is_not_included_is_off() -> None:
    assert effective(organisation('repositories: {include: ["shop-*"]}'), None, name="site").mode is Mode.OFF


def test_choosing_by_name_without_a_name_is_never_guessed() -> None:
    with pytest.raises(ValueError, match="the repository's name is needed"):
        effective(organisation('repositories: {exclude: ["sandbox-*"]}'), None)


def test_every_merged_setting_tells_where_it_comes_from() -> None:
    merged = merge(organisation("mode: enforce\ngate: new\nlocked: [mode]"), repository("mode: off\n\ngate: all"))
    origins = {key: (setting.value, setting.path, setting.line) for key, setting in merged.items()}
    assert origins == {"mode": ("enforce", "acme/.github", 1), "gate": ("all", ".github/planwarden.yml", 3)}
