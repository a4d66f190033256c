"""Which configuration is in force for a pull request: the base branch's and the organisation's, never the head's. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.config import Config, ConfigError, ConfigErrors
from rules.layers import Layer, effective
from rules.settings_file import read_layer

ORGANISATION_REPOSITORY = ".github"
ORGANISATION_FILE = "the organisation's configuration"
"""What an organisation's file is called in public: its name and text may be private."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration in force, or why it is not known.

    With `errors`, `config` is what the files without mistakes make: it says which files are plans, but no verdict may
    rest on it while the mistakes stand.
    """

    config: Config
    errors: tuple[ConfigError, ...] = ()

    @property
    def of_organisation(self) -> bool:
        """Whether the mistakes are in the organisation's file, whose text must not be quoted."""
        return any(error.path == ORGANISATION_FILE for error in self.errors)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The configuration file as the pull request would leave it: it is checked and announced, never obeyed."""

    path: str
    errors: tuple[ConfigError, ...] = ()
    removed: bool = False


def in_force(organisation: bytes | None, repository: Mapping[str, bytes], name: str) -> Settings:
    """Return the settings of the repository called `name` from the organisation's file and its own at base, by path."""
    if name == ORGANISATION_REPOSITORY:
        # Its own file is the organisation's file, and its own pull requests are where mistakes in it may be told.
        return own_settings(None, repository, name)
    try:
        layer = read_layer(organisation, ORGANISATION_FILE, organisation=True) if organisation is not None else None
    except ConfigErrors as wrong:
        return Settings(Config(), tuple(wrong.errors))
    return own_settings(layer, repository, name)


def own_settings(organisation: Layer | None, repository: Mapping[str, bytes], name: str) -> Settings:
    without = effective(organisation, None, name=name)
    try:
        own = own_layer(repository, name)
    except ConfigErrors as wrong:
        return Settings(without, tuple(wrong.errors))
    if name == ORGANISATION_REPOSITORY:
        return Settings(effective(own, None, name=name))
    return Settings(effective(organisation, own, name=name))


def own_layer(repository: Mapping[str, bytes], name: str) -> Layer | None:
    """Read the repository's file. Raises `ConfigErrors`, also for two files: either could be the one that is meant."""
    match sorted(repository):
        case []:
            return None
        case [path]:
            return read_layer(repository[path], path, organisation=name == ORGANISATION_REPOSITORY)
        case [*both]:
            raise ConfigErrors(
                [ConfigError(path, 1, 1, f"{' and '.join(both)} exist: remove one") for path in both[:1]]
            )


def proposed(files: Mapping[str, bytes], path: str, name: str) -> Proposal:
    """Return what the files at head would mean after the merge; `path` is the one that the pull request changes."""
    try:
        own_layer(files, name)
    except ConfigErrors as wrong:
        return Proposal(path, tuple(wrong.errors))
    return Proposal(path, removed=not files)
