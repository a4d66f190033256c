"""Where a review thread may be started, and where it stands after the next push."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tests.standin.git.diff import FileChange, Hunk, split_lines
from tests.standin.git.store import ObjectStore
from tests.standin.model.conversation import Anchor


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of the diff that a thread stands at now; both None for a thread on the file."""

    line: int | None
    start_line: int | None


def hunk_of(files: Sequence[FileChange], anchor: Anchor) -> Hunk | None:
    """Return the hunk that holds all lines of the anchor: GitHub takes no comment anywhere else.

    A suggestion replaces the lines of its comment, so it lies inside one hunk by the same rule.
    """
    change = next((change for change in files if change.path == anchor.path), None)
    if change is None or anchor.line is None:
        return None
    for hunk in change.hunks:
        if anchor.line in hunk.numbers(anchor.side) and _start_fits(hunk, anchor):
            return hunk
    return None


def _start_fits(hunk: Hunk, anchor: Anchor) -> bool:
    return anchor.start_line is None or anchor.start_line in hunk.numbers(anchor.start_side or anchor.side)


def place_now(store: ObjectStore, files: Sequence[FileChange], head: str, anchor: Anchor) -> Place | None:
    """Return where the anchor stands at `head`; None when its lines changed or left the diff (GitHub: outdated)."""
    if anchor.line is None:
        return Place(None, None)
    if anchor.commit == head or anchor.side == "LEFT":
        return Place(anchor.line, anchor.start_line)
    first = anchor.start_line or anchor.line
    moved = _moved_by(store, anchor, head, range(first, anchor.line + 1))
    if moved is None:
        return None
    line = anchor.line + moved
    start = anchor.start_line + moved if anchor.start_line else None
    now = Anchor(anchor.path, head, line, anchor.side, start, anchor.start_side)
    return Place(line, start) if hunk_of(files, now) else None


def _moved_by(store: ObjectStore, anchor: Anchor, head: str, lines: range) -> int | None:
    """Return by how many lines the unchanged `lines` moved; None when one of them changed."""
    then, now = (_lines(store, commit, anchor.path) for commit in (anchor.commit, head))
    for block in SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks():
        if block.a < lines.start and lines.stop - 1 <= block.a + block.size:
            return block.b - block.a
    return None


def _lines(store: ObjectStore, commit: str, path: str) -> list[str]:
    entry = store.lookup(store.commits[commit].tree, path)
    return split_lines(store.text(entry)) if entry is not None and entry.kind == "blob" else []
