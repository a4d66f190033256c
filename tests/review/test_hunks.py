"""Where review comments may stand: by hand, and against git's own diff on many generated files."""

import random
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.review.hunks import LINE, Range, commentable, hunks, within

TEN = [b"%d\n" % number for number in range(1, 11)]


def text(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_a_new_file_is_one_hunk() -> None:
    assert commentable(text("a", "b", "c"), [None]) == ((1, 3),)
    assert commentable(text("a", "b", "c"), [None, None]) == ((1, 3),)


def test_an_empty_or_unknown_or_unchanged_file_has_no_lines() -> None:
    assert commentable(b"", [None]) == ()
    assert commentable(text("a"), []) == ()
    assert commentable(text("a"), [text("a")]) == ()


@pytest.mark.parametrize(
    ("before", "after", "ranges"),
    [
        (TEN, [*TEN[:5], b"new\n", *TEN[5:]], ((3, 9),)),
        (TEN, [*TEN[:4], *TEN[5:]], ((2, 7),)),
        (TEN, [b"first\n", *TEN[1:]], ((1, 4),)),
        (TEN, [*TEN[:9], b"10"], ((7, 10),)),
        (TEN, [b"x\n", *TEN[1:7], b"y\n", *TEN[8:]], ((1, 10),)),
        (TEN, [b"x\n", *TEN[1:9], b"y\n"], ((1, 4), (7, 10))),
        (TEN, [], ()),
    ],
    ids=["insert", "delete", "first line", "no newline at the end", "merged", "apart", "emptied"],
)
def test_a_hunk_has_three_lines_around_each_change(
    before: list[bytes], after: list[bytes], ranges: tuple[Range, ...]
) -> None:
    assert hunks(before, after) == ranges


def test_only_lines_in_the_diffs_from_both_starting_points_count() -> None:
    """The base branch has meanwhile got the author's first change: it is no longer part of what GitHub shows."""
    head = text("A", *"2345678", "B", "10")
    fork, base = text("1", *"2345678", "9", "10"), text("A", *"2345678", "9", "10")
    assert commentable(head, [fork]) == ((1, 4), (6, 10))
    assert commentable(head, [fork, base]) == ((6, 10),)


def test_a_range_must_lie_in_one_hunk() -> None:
    ranges = ((1, 4), (7, 10))
    assert within(ranges, 1, 4)
    assert not within(ranges, 4, 7)
    assert not within(ranges, 5, 5)


def test_lone_carriage_returns_leave_no_line_that_could_be_meant() -> None:
    assert commentable(b"a\rb\nc\n", [None]) == ()
    assert commentable(b"a\r\nb\r\n", [None]) == ((1, 2),)


def test_two_rewritten_files_of_repeated_lines_are_given_up() -> None:
    """The search is bounded; such a file has no comments, its findings stand in the annotations."""
    chance = random.Random(1)
    before, after = ([b"- x\n" if chance.random() < 0.5 else b"\n" for _ in range(20_000)] for _ in range(2))
    assert hunks(before, after) == ()


def generated(chance: random.Random) -> tuple[bytes, bytes]:
    """Return two versions of a file that repeats lines as plans do: blank ones, rulers, the same answers."""
    repeated = [b"\n", b"\n", b"\n", b"---\n", b"- **Impact:** high\n"]
    before = [
        chance.choice(repeated) if chance.random() < 0.35 else b"words %d\n" % chance.randrange(10_000)
        for _ in range(chance.randrange(0, 120))
    ]
    after = list(before)
    for _ in range(chance.randrange(1, 4)):
        at, size = chance.randrange(len(after) + 1), chance.randrange(1, 12)
        kind = chance.randrange(4)
        if kind == 0:
            source = chance.randrange(len(before) + 1)
            after[at:at] = before[source : source + size]
        elif kind == 1:
            del after[at : at + size]
        elif kind == 2:
            after[at : at + 1] = [b"changed %d\n" % chance.randrange(10_000)]
        else:
            block = after[at : at + size]
            del after[at : at + size]
            to = chance.randrange(len(after) + 1)
            after[to:to] = block
    return b"".join(before), b"".join(after)


def git_hunks(old: Path, new: Path) -> dict[str, list[Range]]:
    """Return the head side of every hunk that `git diff` shows, by file name."""
    command = ["git", "diff", "--no-index", "--no-color", "--no-ext-diff", "-U3", str(old), str(new)]
    shown = subprocess.run(command, capture_output=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    found: dict[str, list[Range]] = {}
    name = ""
    for line in shown.stdout.decode().splitlines():
        if line.startswith("diff --git "):
            name = line.rsplit("/", 1)[1]
        elif match := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(match[1]), int(match[2] or 1)
            found.setdefault(name, []).append((first, first + count - 1))
    return found


def test_lines_lie_in_the_hunks_that_git_shows(tmp_path: Path) -> None:
    """Git's diff is not always the shortest, so one file in a hundred may differ; nearly all of its lines are found."""
    chance = random.Random(20261122)
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    pairs = {f"{number}.md": generated(chance) for number in range(400)}
    for name, (before, after) in pairs.items():
        (old / name).write_bytes(before)
        (new / name).write_bytes(after)
    shown = git_hunks(old, new)
    ours = {name: hunks(LINE.findall(before), LINE.findall(after)) for name, (before, after) in pairs.items()}
    outside = [name for name, ranges in ours.items() if not all(within(shown.get(name, []), *each) for each in ranges)]
    assert len(outside) <= 4
    assert size(ours) > 0.95 * size(shown)


def size(files: Mapping[str, Sequence[Range]]) -> int:
    return sum(last - first + 1 for ranges in files.values() for first, last in ranges)
