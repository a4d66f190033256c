"""Which configuration holds for a repository on disk."""

import os

import pytest

from bot.checkout.configuration import Configurations
from bot.checkout.usage import Usage
from rules.config import Config, ConfigErrors, Gate, Mode
from tests.checkout.working_directory import WorkingDirectory


def test_without_a_file_the_defaults_hold(here: WorkingDirectory) -> None:
    configuration = Configurations().of(str(here.top))
    assert (configuration.config, configuration.base) == (Config(), str(here.top))


@pytest.mark.parametrize("name", ["planwarden.yml", "planwarden.yaml"])
def test_the_file_of_the_repository_holds(here: WorkingDirectory, name: str) -> None:
    here.write(f".github/{name}", "gate: all\nplans: [docs/*.md]\n")
    configuration = Configurations().of(str(here.top))
    assert configuration.config.gate is Gate.ALL
    assert configuration.globs == (str(here.top), ("docs/*.md",))


def test_a_member_of_a_monorepo_shares_the_file_at_the_top_of_git(here: WorkingDirectory) -> None:
    here.write("repo/.git/HEAD")
    here.write("repo/.github/planwarden.yml", "gate: all\n")
    configuration = Configurations().of(str(here.top / "repo/apps/web"))
    assert (configuration.config.gate, configuration.base) == (Gate.ALL, str(here.top / "repo"))


def test_what_stands_above_the_git_repository_holds_for_others(here: WorkingDirectory) -> None:
    here.write(".github/planwarden.yml", "gate: all\n")
    here.write("repo/.git/HEAD")
    assert Configurations().of(str(here.top / "repo")).config == Config()


def test_a_file_that_was_named_holds_for_all(here: WorkingDirectory) -> None:
    here.write(".github/planwarden.yml", "not even: [valid")
    here.write("house.yml", "gate: all\n")
    assert Configurations(file="house.yml").of(str(here.top)).config.gate is Gate.ALL


def test_a_profile_that_was_chosen_wins(here: WorkingDirectory) -> None:
    here.write(".github/planwarden.yml", "profile: speckit\n")
    assert Configurations(profile="architect").of(str(here.top)).config.profile == "architect"


def test_mistakes_are_told_by_the_path_as_seen_from_here(here: WorkingDirectory) -> None:
    here.write("repo/.github/planwarden.yml", "gate: al\n")
    with pytest.raises(ConfigErrors, match=r"^repo/.github/planwarden.yml:1:7: expected one of new, all"):
        Configurations().of(str(here.top / "repo"))


def test_a_file_that_cannot_be_read_is_never_taken_for_absent(here: WorkingDirectory) -> None:
    (here.top / ".github/planwarden.yml").mkdir(parents=True)
    with pytest.raises(Usage, match=r"^the configuration .github/planwarden.yml is a directory or a submodule$"):
        Configurations().of(str(here.top))
    with pytest.raises(Usage, match=r"^the configuration none.yml cannot be read: No such file or directory$"):
        Configurations(file="none.yml").of(str(here.top))
    with pytest.raises(Usage, match=r"^the configuration '' cannot be read: No such file or directory$"):
        Configurations(file="").of(str(here.top))


def test_a_configuration_in_a_checkout_is_never_a_way_out_of_it(here: WorkingDirectory) -> None:
    """A mistake in it is quoted, so a link would show what it leads to; a pipe or a device would never end."""
    (here.top / ".github").mkdir()
    file = here.top / ".github/planwarden.yml"
    file.symlink_to("/dev/zero")
    with pytest.raises(Usage, match=r"^the configuration .github/planwarden.yml is a symbolic link$"):
        Configurations().of(str(here.top))
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(Usage, match=r"^the configuration .github/planwarden.yml is not a regular file$"):
        Configurations().of(str(here.top))


def test_a_file_that_was_named_may_be_a_link_and_is_not_read_without_end(here: WorkingDirectory) -> None:
    here.write("house.yml", "gate: all\n")
    (here.top / "link.yml").symlink_to("house.yml")
    assert Configurations(file="link.yml").of(str(here.top)).config.gate is Gate.ALL
    with pytest.raises(ConfigErrors, match=r"^/?[./]*dev/zero:1:1: the file has more than 65,536 bytes"):
        Configurations(file="/dev/zero").of(str(here.top))


def test_two_files_are_a_mistake(here: WorkingDirectory) -> None:
    here.write(".github/planwarden.yml")
    here.write(".github/planwarden.yaml")
    with pytest.raises(Usage, match=r"^.github/planwarden.yml and .github/planwarden.yaml exist: remove one$"):
        Configurations().of(str(here.top))


def test_the_repository_called_github_holds_the_organisations_file(here: WorkingDirectory) -> None:
    here.write(".github/.github/planwarden.yml", "mode: advisory\nlocked: [mode]\n")
    here.write("shop/.github/planwarden.yml", "locked: [mode]\n")
    assert Configurations().of(str(here.top / ".github")).config.mode is Mode.ADVISORY
    with pytest.raises(ConfigErrors, match=r"can stand only in the organisation's own file"):
        Configurations().of(str(here.top / "shop"))
