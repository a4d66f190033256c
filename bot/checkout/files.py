"""Reading from a checkout, which may hold what strangers wrote: regular files only, never through a link, never much."""

import errno
import os
import posixpath
import stat

from rules.plan.unreadable import MOST_BYTES
from rules.repository import IRREGULAR, LINK, Unreadable, too_large

DIRECTORY = Unreadable("is a directory or a submodule")

WORDS = {errno.ELOOP: LINK, errno.EISDIR: DIRECTORY}


def read_plan(file: str) -> bytes | Unreadable | None:
    """Return the bytes of a file, None when there is none, or why it is not read."""
    try:
        with open(file, "rb", opener=unhurried) as opened:
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode):
                return IRREGULAR
            # The size is not trusted for reading: a file may grow, and those of the kernel have none.
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return None
        return WORDS.get(error.errno or 0, Unreadable(f"cannot be read: {error.strerror}"))
    return data if len(data) <= MOST_BYTES else too_large(max(status.st_size, len(data)))


def unhurried(path: str, flags: int) -> int:
    """Open without following a link, and without waiting for somebody to write into a pipe."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def read_named(file: str) -> bytes:
    """Return the first bytes of what its owner named, links followed and pipes read: as many as a plan has, and one."""
    with open(file, "rb") as opened:  # noqa: PTH123 - pathlib takes 8 ms to import
        return opened.read(MOST_BYTES + 1)


def read_inside(root: str, path: str) -> bytes | None:
    """Return the bytes of a file of the repository; None when it is absent, unreadable or leads out of the repository."""
    file = posixpath.join(root, path)
    data = read_plan(file) if posixpath.lexists(file) and is_inside(root, file) else None
    return data if isinstance(data, bytes) else None


def names_inside(root: str, path: str) -> frozenset[str] | None:
    """Return the names in a directory of the repository, none when it is absent; None when it cannot be looked at."""
    directory = posixpath.join(root, path)
    try:
        with os.scandir(directory) as entries:
            names = frozenset(entry.name for entry in entries)
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
    except OSError:
        return None
    return names if is_inside(root, directory) else None


def is_inside(root: str, file: str) -> bool:
    real, real_root = posixpath.realpath(file), posixpath.realpath(root)
    return real == real_root or real.startswith(posixpath.join(real_root, ""))
