"""The `adr-number-collision` rule."""

import posixpath
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.adr_file import number_in
from rules.adr_places import Places, changed_records, is_attachment, numbers
from rules.finding import Problem, Severity
from rules.quoting import listed
from rules.rule import Context

CLAIMS = frozenset({"added", "renamed", "copied"})


class AdrNumberCollision:
    """Two ADRs have one number: two files of a directory, or one added here and one of another request or the base branch.

    The number is the record's name: "see ADR-7" then means two decisions. Tools that number records look at the files of
    one working copy only, as `create-adr.sh` of spec-kit-plus and adr-tools do, so two branches take the same number and
    nobody notices until both are merged. It is an error for the later pull request only. Directories are apart from each
    other, and so are files with a date instead of a number, translations of a record, and the same file in both requests.

    ## Bad
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0002: Own bucket** - [why](../../history/adr/0002-own-bucket.md)

    ## Good
        # Implementation Plan: export of invoices

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0003: Own bucket** - [why](../../history/adr/0003-own-bucket.md)
    """

    name: ClassVar[str] = "adr-number-collision"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.directories) and bool(context.adr_directories)

    def check(self, context: Context) -> Iterator[Problem]:
        places = Places(context)
        added = {path for path, change in changed_records(context) if change in CLAIMS}
        for directory in context.adr_directories:
            for number, names in numbers(context.repository.directories.get(directory, frozenset())).items():
                paths = [posixpath.join(directory, name) for name in names if not is_attachment(name)]
                if len(paths) > 1 and differ(context, paths):
                    yield from within(context, places, number, paths, added)
        yield from with_others(context, places, added)


def within(context: Context, places: Places, number: int, paths: Sequence[str], added: set[str]) -> Iterator[Problem]:
    """Yield the collision of files at head, unless it was there before and the plan names none of them."""
    mine = [path for path in paths if path in added]
    named = [path for path in paths if path in places.references]
    old = context.repository.changed is not None and not mine
    where = places.of((named or mine or paths)[0])
    if where is None or (old and not named):
        return
    last = (mine or paths)[-1]
    yield Problem(
        where,
        f"{listed(paths)} have the same number",
        subject=f"ADR-{number:04d}",
        concept="adrs",
        fix=f"Rename {last} to {next_free(context, last):04d}, in its heading and in all that refers to it",
        severity=Severity.WARNING if old else None,
    )


def with_others(context: Context, places: Places, added: set[str]) -> Iterator[Problem]:
    """Yield what this pull request adds under a number that an earlier one has taken."""
    taken: dict[tuple[str, int | None], list[str]] = {}
    for path in context.repository.claimed:
        directory, name = posixpath.split(path)
        if directory in context.adr_directories and not is_attachment(name):
            taken.setdefault((directory, number_in(name)), []).append(path)
    for path in sorted(added):
        directory, name = posixpath.split(path)
        number = number_in(name)
        others = [each for each in taken.get((directory, number), []) if not is_renamed(context, path, each)]
        where = places.of(path)
        if not others or path in others or where is None or number is None or is_attachment(name):
            continue
        yield Problem(
            where,
            f"{path} has the number of {others[0]}, which {owner(context, others[0])}",
            subject=f"ADR-{number:04d}",
            concept="adrs",
            fix=f"Rename it to {next_free(context, path):04d}, in its heading and in all that refers to it",
        )


def is_renamed(context: Context, path: str, other: str) -> bool:
    """Whether what the base branch has may be this very file under its old name."""
    return not context.repository.claimed[other] and (context.repository.changed or {}).get(path) == "renamed"


def owner(context: Context, path: str) -> str:
    number = context.repository.claimed[path]
    return f"pull request #{number} adds" if number else "the base branch has got meanwhile"


def next_free(context: Context, path: str) -> int:
    """Return the first number after all that the directory and the other pull requests have."""
    directory = posixpath.dirname(path)
    claimed = (posixpath.split(other) for other in context.repository.claimed)
    theirs = [number_in(name) or 0 for where, name in claimed if where == directory]
    return max((*numbers(context.repository.directories.get(directory, frozenset())), *theirs), default=0) + 1


def differ(context: Context, paths: Sequence[str]) -> bool:
    texts = {context.repository.files.get(path) for path in paths}
    return len(texts) > 1 or None in texts
