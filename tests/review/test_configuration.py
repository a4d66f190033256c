"""Which configuration is in force, and what a pull request would make of it."""

from bot.review.configuration import ORGANISATION_FILE, Proposal, in_force, proposed
from rules.config import Config, Mode

YML, YAML = ".github/planwarden.yml", ".github/planwarden.yaml"


def test_no_file_means_the_defaults() -> None:
    assert in_force(None, {}, "shop").config == Config()


def test_the_organisations_locked_keys_win() -> None:
    settings = in_force(b"mode: advisory\nlocked: [mode]\n", {YML: b"mode: enforce\n"}, "shop")
    assert settings.config.mode is Mode.ADVISORY
    assert in_force(b"mode: advisory\n", {YML: b"mode: enforce\n"}, "shop").config.mode is Mode.ENFORCE


def test_a_mistake_is_told_and_the_rest_still_says_which_files_are_plans() -> None:
    settings = in_force(b'plans: ["plans/*.md"]\n', {YML: b"mode: enforce\nmod: 1\n"}, "shop")
    assert [(error.path, error.line) for error in settings.errors] == [(YML, 2)]
    assert settings.config.plans == ("plans/*.md",)
    assert not settings.of_organisation


def test_a_mistake_in_the_organisations_file_has_no_name_of_a_file() -> None:
    settings = in_force(b"mod: 1\n", {YML: b"mode: enforce\n"}, "shop")
    assert [(error.path, error.line) for error in settings.errors] == [(ORGANISATION_FILE, 1)]
    assert settings.of_organisation


def test_two_files_are_a_mistake() -> None:
    """Either could be the one that somebody meant."""
    (error,) = in_force(None, {YML: b"mode: enforce\n", YAML: b"mode: off\n"}, "shop").errors
    assert error.message == f"{YAML} and {YML} exist: remove one"
    assert in_force(None, {YAML: b"mode: advisory\n"}, "shop").config.mode is Mode.ADVISORY


def test_a_file_that_is_no_text_is_a_mistake() -> None:
    assert in_force(None, {YML: b"\0"}, "shop").errors


def test_the_organisations_own_repository_may_hold_the_organisations_keys() -> None:
    own = b"mode: advisory\nlocked: [mode]\n"
    assert in_force(own, {YML: own}, ".github").config.mode is Mode.ADVISORY
    assert in_force(None, {YML: own}, "shop").errors


def test_a_repository_that_the_organisation_leaves_out_is_off() -> None:
    organisation = b'repositories: {exclude: ["sandbox-*"]}\n'
    assert in_force(organisation, {}, "sandbox-1").config.mode is Mode.OFF
    assert in_force(organisation, {}, "shop").config.mode is Mode.ENFORCE


def test_what_is_proposed_is_checked() -> None:
    assert proposed({YML: b"mode: enforce\n"}, YML, "shop") == Proposal(YML)
    assert proposed({}, YML, "shop") == Proposal(YML, removed=True)
    assert proposed({YML: b"mod: 1\n"}, YML, "shop").errors[0].line == 1
