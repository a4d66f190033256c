"""Files that cannot be opened: each is refused with one sentence that says what to do."""

import asyncio
import multiprocessing
import os
import re
import sqlite3
import tempfile
from pathlib import Path

import pytest
import structlog.testing

from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Unusable
from bot.work.seams import Seams
from tests.work.child import Pipe
from tests.work.harness import delivery
from tests.work.nursery import Nursery


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.sqlite3"


def opened(path: Path, *, check: bool = False, deliveries: int = 0) -> None:
    """Open the store, accept some deliveries, close it."""

    async def open_and_close() -> None:
        work = await sqlite.open(path, check=check)
        for n in range(deliveries):
            await work.accept(delivery(f"{n}", f"pull:1:{n}"))
        await work.close()

    asyncio.run(open_and_close())


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    """A missing mount must not become an empty database."""
    with pytest.raises(Unusable, match="is not there: create it, or mount the volume"):
        opened(tmp_path / "mount" / "work.sqlite3")
    assert not (tmp_path / "mount").exists()


def test_a_new_file_is_announced_and_for_our_eyes_only(path: Path) -> None:
    with structlog.testing.capture_logs() as logs:
        opened(path, deliveries=1)
        opened(path)
    assert [(line["event"], line["path"]) for line in logs] == [
        ("there is no database yet: an empty one is made", str(path))
    ]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_path_that_is_a_directory(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with pytest.raises(Unusable, match="work: Is a directory"):
        opened(tmp_path / "work")


def test_a_file_that_is_not_a_database(path: Path) -> None:
    path.write_bytes(b"not a database, but long enough to be looked at\n" * 100)
    with pytest.raises(Unusable, match=r"file is not a database\. Stop planwarden, keep the file aside and restore"):
        opened(path)
    assert path.read_bytes().startswith(b"not a database"), "the file is left as it is"


def test_a_damaged_page_is_found_when_asked_for(path: Path) -> None:
    opened(path, deliveries=200)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 8)
    with pytest.raises(Unusable, match=r"(damaged|malformed).*restore a backup"):
        opened(path, check=True)


def test_a_newer_schema(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(Unusable, match=r"written by a newer planwarden \(schema 99, this one knows 2\)"):
        opened(path)


def test_a_database_of_another_program(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (id)")
    db.close()
    with pytest.raises(Unusable, match="the database of another program"):
        opened(path)


async def test_the_same_process_twice(path: Path) -> None:
    work = await sqlite.open(path)
    with pytest.raises(Unusable, match="already open in this process"):
        await sqlite.open(path)
    await work.close()
    await (await sqlite.open(path)).close()


def test_a_refused_opening_leaves_no_lock(path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)
    with pytest.raises(Unusable, match="not a database"):
        opened(path)
    path.unlink()
    opened(path)


def test_a_second_process(tmp_path: Path, path: Path) -> None:
    """It takes nothing from the first: no lease is released under a running job."""
    with Nursery(tmp_path) as nursery:
        nursery.ask("counts")
        with pytest.raises(Unusable, match=r"in use by another planwarden \(process \d+\)"):
            opened(path)
        assert nursery.ask("accept", id="a", lanes=["pull:1:1"]) == "new"
        nursery.kill()
    opened(path)


@pytest.mark.parametrize(
    ("modes", "message"),
    [
        ((0o555, 0o666), "Make .* writable for this user"),
        ((0o777, 0o444), "Make the file and its directory writable for this user"),
    ],
    ids=["directory", "file"],
)
def test_what_may_not_be_written(modes: tuple[int, int], message: str) -> None:
    """Tried as a user for whom that holds: root becomes somebody else, in a process of its own."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "work.sqlite3")
        opened(path)
        Path(f"{path}.lock").chmod(0o666)
        path.chmod(modes[1])
        path.parent.chmod(modes[0])
        refusal = _open_as_nobody(path)
    assert refusal.startswith(str(path))
    assert re.search(message, refusal)


def _open_as_nobody(path: Path) -> str:
    ours, theirs = multiprocessing.get_context("forkserver").Pipe()
    process = multiprocessing.get_context("forkserver").Process(target=_report_opening, args=(theirs, path))
    process.start()
    theirs.close()
    with ours:
        refusal = ours.recv()
    process.join()
    assert isinstance(refusal, str)
    return refusal


def _report_opening(pipe: Pipe, path: Path) -> None:
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        sqlite._open(path, Policy(), Seams(), check=False)
    except Unusable as error:
        pipe.send(str(error))
