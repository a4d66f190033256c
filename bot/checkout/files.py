"""Reading from a checkout, which may hold what strangers wrote: regular files only, never through a link, never much."""

import errno
import os
import posixpath
import stat

from rules.plan.unreadable import MOST_BYTES
from rules.repository import Unreadable

LINK = Unreadable("is a symbolic link")
SUBMODULE = Unreadable("is a submodule")


def read_plan(file: str) -> bytes | Unreadable | None:
    """Return the bytes of a file, None when there is none, or why it is not read."""
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for somebody to write into it.
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return None
        return LINK if error.errno == errno.ELOOP else Unreadable(f"cannot be read: {error.strerror}")
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Unreadable("is not a regular file")
        return opened.read() if status.st_size <= MOST_BYTES else too_large(status.st_size)


def too_large(size: int) -> Unreadable:
    return Unreadable(f"is larger than 1 MiB ({size:,} bytes)")


def read_bytes(file: str) -> bytes:
    """Return the bytes of a file that its owner named, links followed. Without pathlib, which takes 8 ms to import."""
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_CLOEXEC), "rb") as opened:
        return opened.read()


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
