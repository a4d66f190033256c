"""ADRs of open pull requests whose number is taken now: by the base branch, or by an older pull request. Pure."""

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.github.port import Change, OpenPull
from rules.adr_file import number_in

ARRIVES = frozenset({Change.ADDED, Change.COPIED, Change.RENAMED})


@dataclass(frozen=True, slots=True)
class Collision:
    """`pull` adds the ADR at `path`, whose number `taken_by` has too (0: the base branch). `take`: a free number."""

    pull: int
    path: str
    number: int
    taken_by: int
    take: int


def collisions(base: Iterable[str], pulls: Sequence[OpenPull], directory: str) -> tuple[Collision, ...]:
    """Return what collides in a directory of ADRs. `base`: the names in it on the base branch.

    Of several pull requests the oldest keeps the number. Each of the others is given one of its own.
    """
    names = set(base)
    merged = {number: name for name in sorted(names) if (number := number_in(name)) is not None}
    claims = [
        (pull.number, file.path, number)
        for pull in sorted(pulls, key=lambda each: each.number)
        for file in pull.files
        if file.change in ARRIVES and posixpath.dirname(file.path) == directory
        if (number := number_in(posixpath.basename(file.path))) is not None
    ]
    highest = max((*merged, *(number for _, _, number in claims)), default=0)
    owners: dict[int, int] = {}
    found = []
    for pull, path, number in claims:
        if number in merged and posixpath.basename(path) not in names:
            taken_by = 0
        elif (taken_by := owners.setdefault(number, pull)) == pull:
            continue
        highest += 1
        found.append(Collision(pull, path, number, taken_by, highest))
    return tuple(found)
