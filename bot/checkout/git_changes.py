"""What differs between a commit and the files on disk, told by git, without a command that the repository names."""

import os
from collections.abc import Iterator, Mapping

from bot.checkout.git_command import git, run
from bot.checkout.trees import is_skipped

WORDS = {"A": "added", "D": "removed", "R": "renamed", "C": "added"}
"""What git says of a file, in our words; anything else is a modification."""

DIFF = (
    *("diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", "--no-textconv"),
    "--ignore-submodules=dirty",  # looking into one would run git there
)


def changes_since(top: str, commit: str) -> Mapping[str, str] | None:
    """Return what changed since the branch left the commit's history, by path from the top; None when that is not known.

    What was not committed counts as well, and what git does not know yet as added, unless it is ignored.
    """
    without = without_filters(top)
    if without is None:
        return None
    start = run(top, "merge-base", commit, "HEAD").stdout.decode().strip() or commit
    found = dict(named(git(top, *DIFF, start, "--", options=without)))
    for path in split(git(top, "ls-files", "-z", "--others", "--exclude-standard")):
        if not is_skipped(path):
            found[path] = "modified" if path in found else "added"
    return found


def without_filters(top: str) -> tuple[str, ...] | None:
    """Return the options that switch the repository's filters off, None when one cannot be: its name has an "=".

    To compare a file, git runs the commands that convert it for the repository.
    """
    names = run(top, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process|required)$")
    found = set(split(names.stdout))
    if any("=" in name for name in found):
        return None
    return tuple(word for name in sorted(found) for word in ("-c", f"{name}={'false' * name.endswith('required')}"))


def named(listing: bytes) -> Iterator[tuple[str, str]]:
    """Yield each path with what became of it; what was renamed stands under its new path."""
    words = iter(split(listing))
    for status in words:
        path = next(words)
        yield (next(words) if status[0] in "RC" else path), WORDS.get(status[0], "modified")


def split(listing: bytes) -> list[str]:
    return [os.fsdecode(each) for each in listing.split(b"\0")[:-1]]
