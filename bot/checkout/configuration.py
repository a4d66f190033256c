"""The configuration that holds for a repository on disk."""

import posixpath
from dataclasses import dataclass, replace

from bot.checkout.files import read_bytes
from bot.checkout.usage import Usage
from rules.config import FILES, Config


@dataclass(frozen=True, slots=True)
class Configuration:
    """`base`: the directory that the globs in `config.plans` are relative to."""

    config: Config
    base: str

    @property
    def globs(self) -> tuple[str, tuple[str, ...]]:
        return self.base, self.config.plans


class Configurations:
    """The configuration of each repository of one run, each file read once.

    `file`: the one that was named for all of them. `profile`: chosen for this run, whatever a file says.
    """

    def __init__(self, *, file: str | None = None, profile: str | None = None) -> None:
        self._file = file
        self._profile = profile
        self._known: dict[str, Configuration] = {}

    def of(self, root: str) -> Configuration:
        """Return the configuration of a repository; raise `ConfigErrors` or `Usage` when it cannot be read."""
        if root not in self._known:
            self._known[root] = self._read(root)
        return self._known[root]

    def _read(self, root: str) -> Configuration:
        base, file = (root, self._file) if self._file is not None else nearest(root)
        config = read(file) if file is not None else Config()
        return Configuration(replace(config, profile=self._profile) if self._profile else config, base)


def nearest(root: str) -> tuple[str, str | None]:
    """Return the directory whose configuration holds for a repository, and the file; the repository and None without one.

    A member of a monorepo has its own `.specify/` and shares the configuration at the top of the git repository, the
    only one that GitHub knows.
    """
    at = root
    while True:
        files = [file for each in FILES if posixpath.lexists(file := posixpath.join(at, each))]
        if len(files) > 1:
            raise Usage(f"{' and '.join(map(posixpath.relpath, files))} exist: remove one")
        if files:
            return at, files[0]
        parent = posixpath.dirname(at)
        if parent == at or posixpath.lexists(posixpath.join(at, ".git")):
            return root, None
        at = parent


def read(file: str) -> Config:
    # Imported here: the YAML parser takes a tenth of the time that a check without a configuration may take.
    from rules.settings_file import read as read_settings  # noqa: PLC0415 - see above

    shown = posixpath.relpath(file)
    try:
        data = read_bytes(file)
    except OSError as error:
        raise Usage(f"the configuration {shown} cannot be read: {error.strerror}") from error
    return read_settings(data, shown, organisation=is_organisations(file))


def is_organisations(file: str) -> bool:
    """Whether a file is an organisation's: that of the repository that GitHub has named `.github`."""
    top = posixpath.dirname(posixpath.dirname(posixpath.abspath(file)))
    return posixpath.basename(top) == ".github"
