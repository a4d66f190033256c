"""What the head is: the branch, and the day of its commit, by which dates in plans are judged.

That day makes the verdict on a commit the same whenever it is asked for. Git is started without the module `subprocess`, whose
import takes longer than git does.
"""

import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from bot.checkout.files import read_plan
from bot.checkout.git_terms import SAFELY, environment

MOST_GIVEN = 8_000
"""Bytes that git is asked at once: so many fit into a pipe before anybody reads, on every system."""

OFFLINE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
"""What is checked out is there. Git fetches what is not with the commands that the repository's configuration names."""

REF = b"ref: refs/heads/"
DIRECTORY = b"gitdir: "


def branch_of(top: str) -> str:
    """Return the name of the branch that is checked out in a git repository; "" for none."""
    at = posixpath.join(top, ".git")
    pointer = read_plan(at)
    if isinstance(pointer, bytes) and pointer.startswith(DIRECTORY):
        at = posixpath.join(top, os.fsdecode(pointer.removeprefix(DIRECTORY).strip()))
    head = read_plan(posixpath.join(at, "HEAD"))
    if not isinstance(head, bytes) or not head.startswith(REF):
        return ""
    return head.removeprefix(REF).strip().decode("utf-8", "backslashreplace")


def day_of(top: str, texts: Mapping[str, bytes]) -> date | None:
    """Return the day of the head commit; None without one, or when a file is not as the commit has it.

    `texts`: files by their absolute paths. What is not committed yet is judged by the day on which it is.
    """
    if not posixpath.lexists(posixpath.join(top, ".git")):
        return None
    day = None
    for paths in portions([posixpath.relpath(file, top) for file in texts]):
        objects = list(answered(top, ["HEAD", *(f"HEAD:{path}" for path in paths)]))
        if not objects or objects[0] is None:
            return None
        now = [texts[posixpath.normpath(posixpath.join(top, path))] for path in paths]
        if objects[1:] != now:
            return None
        day = committed(objects[0])
    return day


def portions(paths: Sequence[str]) -> Iterator[list[str]]:
    """Divide the paths so that git can be asked for one portion at once."""
    portion: list[str] = []
    size = 0
    for path in paths:
        length = len(os.fsencode(path)) + len("HEAD:\n")
        if portion and size + length > MOST_GIVEN:
            yield portion
            portion, size = [], 0
        portion.append(path)
        size += length
    yield portion


def answered(top: str, names: Sequence[str]) -> Iterator[bytes | None]:
    """Yield what each name stands for in a repository, None for nothing; nothing at all where git cannot be asked."""
    output = asked(top, b"".join(os.fsencode(name.replace("\n", "?")) + b"\n" for name in names))
    at = 0
    while at < len(output):
        header, _, _ = output[at : at + 16_384].partition(b"\n")
        at += len(header) + 1
        size = header.rpartition(b" ")[2]
        if not size.isdigit():
            yield None
            continue
        yield output[at : at + int(size)]
        at += int(size) + 1


def asked(top: str, given: bytes) -> bytes:
    """Return what `git cat-file` answers, nothing where it cannot be run."""
    (question, asking), (answering, answer) = os.pipe(), os.pipe()
    try:
        process = os.posix_spawnp(
            "git",
            ["git", "-C", top, *SAFELY, "cat-file", "--batch"],
            environment() | OFFLINE,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, question, 0),
                (os.POSIX_SPAWN_DUP2, answer, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
        )
    except OSError:
        for end in (question, asking, answering, answer):
            os.close(end)
        return b""
    os.close(question)
    os.close(answer)
    try:
        os.write(asking, given)
    except BrokenPipeError:
        pass
    finally:
        os.close(asking)
    with os.fdopen(answering, "rb") as pipe:
        output = pipe.read()
    os.waitpid(process, 0)
    return output


def committed(commit: bytes) -> date | None:
    """Return the day on which a commit was made, by the clock of whoever made it."""
    for line in commit.split(b"\n\n", 1)[0].split(b"\n"):
        if line.startswith(b"committer "):
            try:
                seconds, zone = line.split()[-2:]
                offset = int(zone[:-2]) * 60 + int(zone[:1] + zone[-2:])
                return datetime.fromtimestamp(int(seconds) + offset * 60, UTC).date()
            except (ValueError, OverflowError, OSError):
                return None
    return None
