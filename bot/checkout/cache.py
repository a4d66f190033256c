"""Verdicts that are known already, on disk: the same input is never judged twice.

The key is a digest of everything that a verdict depends on: the plan at head and base, the configuration, the selection, the
day, what was gathered of the repository, the version of Python and every file of the engine. So nothing is ever out of date,
it is only no longer asked for. What cannot be read or written is as if it were not there: a cache never fails a check.
"""

import os
import posixpath
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from rules.config import Config
from rules.packed import pack, unpack
from rules.repository import PlanVersions, Repository
from rules.totals import Verdict

KEPT_DAYS = 30
DAY = 86_400
SEAL = 20
"""Bytes of the digest in front of a verdict."""
ENGINE = posixpath.dirname(posixpath.dirname(posixpath.dirname(posixpath.abspath(__file__)))) + "/rules"


class Cache:
    """The verdicts under one configuration on one repository. `conditions`: what else they depend on, as text."""

    def __init__(self, directory: str, repository: Repository, config: Config, conditions: Iterable[str]) -> None:
        self._directory = directory
        common = blake2b(digest_size=20)
        for part in (sys.version, engine_stamp(), repr(config), *conditions):
            add(common, part.encode("utf-8", "surrogatepass"))
        for seen in gathered(repository):
            add(common, seen)
        self._common = common

    def known(self, versions: PlanVersions) -> Verdict | None:
        """Return the verdict on a plan if it is known."""
        file = self._file(versions)
        try:
            with open(file, "rb") as opened:  # noqa: PTH123 - pathlib takes 8 ms to import
                seal, packed = opened.read(SEAL), opened.read()
            # `unpack` may ask for any amount of memory when bytes are damaged, so they are not shown to it.
            return unpack(packed) if seal == blake2b(packed, digest_size=SEAL).digest() else None
        except (OSError, ValueError):
            return None

    def keep(self, versions: PlanVersions, verdict: Verdict) -> None:
        """Remember a verdict; one of a run in which something crashed is not worth it."""
        if verdict.crashed:
            return
        file = self._file(versions)
        partial = f"{file}.{os.getpid()}"
        try:
            os.makedirs(posixpath.dirname(file), mode=0o700, exist_ok=True)  # noqa: PTH103 - as above
            with open(partial, "wb") as opened:  # noqa: PTH123 - as above
                packed = pack(verdict)
                opened.write(blake2b(packed, digest_size=SEAL).digest() + packed)
            os.replace(partial, file)  # noqa: PTH105 - as above
        except OSError:
            return

    def _file(self, versions: PlanVersions) -> str:
        digest = self._common.copy()
        for part in versions:
            add(digest, part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass"))
        name = digest.hexdigest()
        return f"{self._directory}/{name[:2]}/{name[2:]}"


def add(digest: "blake2b", part: bytes) -> None:
    """Add a part with its length, so that no two sequences of parts are one."""
    digest.update(len(part).to_bytes(8, "big"))
    digest.update(part)


def gathered(repository: Repository) -> Iterator[bytes]:
    """Yield everything that rules may look at in a repository, in an order that does not depend on how it was read."""
    for field in repository:
        if isinstance(field, dict):
            yield from (
                part for key in sorted(field) for part in (key.encode("utf-8", "surrogatepass"), value(field[key]))
            )
            yield b"end"
        else:
            yield repr(field).encode("utf-8", "surrogatepass")


def value(each: object) -> bytes:
    if isinstance(each, bytes):
        return each
    return repr(sorted(each) if isinstance(each, frozenset) else each).encode("utf-8", "surrogatepass")


def engine_stamp() -> str:
    """Return what changes when any file of the engine does: names, sizes and times, which are cheaper than contents."""
    found: list[tuple[str, int, int]] = []
    waiting = [ENGINE]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                elif entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((entry.path, status.st_size, status.st_mtime_ns))
    return repr(sorted(found))


def directory_for(environment: "os._Environ[str]") -> str | None:
    """Return where the cache is: $XDG_CACHE_HOME or ~/.cache (XDG base directories); None where there is no home."""
    base = environment.get("XDG_CACHE_HOME", "")
    home = environment.get("HOME", "")
    if not posixpath.isabs(base):
        base = posixpath.join(home, ".cache") if posixpath.isabs(home) else ""
    return posixpath.join(base, "planwarden", "verdicts") if base else None


def tidy(directory: str) -> None:
    """Remove what nobody has asked for in a while; looked at once a day at most."""
    mark = posixpath.join(directory, "tidied")
    now = time.time()
    try:
        if posixpath.exists(mark) and now - posixpath.getmtime(mark) < DAY:
            return
        with open(mark, "wb"):  # noqa: PTH123 - pathlib takes 8 ms to import
            pass
        for file in old_files(directory, now - KEPT_DAYS * DAY):
            os.unlink(file)  # noqa: PTH108 - as above
    except OSError:
        return


def old_files(directory: str, before: float) -> Iterator[str]:
    for folder in os.listdir(directory):  # noqa: PTH208 - as above
        inside = posixpath.join(directory, folder)
        if len(folder) == 2 and posixpath.isdir(inside):  # noqa: PLR2004 - the first two digits of a digest
            with os.scandir(inside) as entries:
                yield from (each.path for each in entries if each.stat(follow_symlinks=False).st_mtime < before)
