"""The lock that keeps a second process away from an embedded database."""

import fcntl
import os
from pathlib import Path

from bot.work.port import Unusable

_held: set[Path] = set()


class ProcessLock:
    """A POSIX record lock on a file beside the database.

    The kernel drops it when the process dies, however it dies; so whoever gets it knows that no job is running, and
    leases need no expiry. Not flock(2): its lock would live on in a forked child that outlives a killed parent. A record
    lock does not stop the same process, so the paths that this one holds are remembered as well.
    """

    def __init__(self, database: Path) -> None:
        """Take the lock or raise `Unusable`."""
        self._path = Path(f"{database.resolve()}.lock")
        if self._path in _held:
            raise Unusable(f"{database} is already open in this process")
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise Unusable(
                f"{self._path}: {error.strerror}. Make {self._path.parent} writable for this user"
            ) from error
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._file, 20).decode("ascii", "replace").strip()
            os.close(self._file)
            raise Unusable(
                f"{database} is in use by another planwarden (process {holder or 'unknown'}). Stop it, or give this one "
                "a PLANWARDEN_DATA_DIR of its own"
            ) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)
        _held.add(self._path)

    def release(self) -> None:
        """Let the next process in."""
        if self._path in _held:
            _held.discard(self._path)
            os.close(self._file)
