"""The configuration that holds for a repository on disk."""

import posixpath
from typing import NamedTuple

from bot.checkout.files import read_named, read_plan
from bot.checkout.usage import Usage
from rules.config import FILES, Config


class Configuration(NamedTuple):
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
        if self._file is not None:
            base, config = root, parsed(named(self._file), self._file)
        else:
            base, file = nearest(root)
            config = parsed(found(file), file) if file is not None else Config()
        return Configuration(config._replace(profile=self._profile) if self._profile else config, base)


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


def named(file: str) -> bytes:
    """Return the file that `--config` names, wherever it leads."""
    try:
        return read_named(file)
    except OSError as error:
        raise refused(file, f"cannot be read: {error.strerror}") from error


def found(file: str) -> bytes:
    """Return the file that stands in a checkout: whoever wrote it may have made it a link to anything on this machine."""
    data = read_plan(file)
    if isinstance(data, bytes):
        return data
    raise refused(file, data.reason if data is not None else "is gone: it was removed while the check ran")


def refused(file: str, why: str) -> Usage:
    return Usage(f"the configuration {shown(file)} {why}")


def parsed(data: bytes, file: str) -> Config:
    # Imported here: the YAML parser takes a tenth of the time that a check without a configuration may take.
    from rules.settings_file import read  # noqa: PLC0415 - see above

    return read(data, shown(file), organisation=is_organisations(file))


def shown(file: str) -> str:
    return posixpath.relpath(file) if file else "''"


def is_organisations(file: str) -> bool:
    """Whether a file is an organisation's: that of the repository that GitHub has named `.github`."""
    top = posixpath.dirname(posixpath.dirname(posixpath.abspath(file)))
    return posixpath.basename(top) == ".github"
