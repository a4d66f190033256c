"""`check --fix` and `check --diff`: the safe fixes of plans, computed first, then written or shown."""

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.checkout.discovery import STDIN, PlanFile, posix
from bot.checkout.usage import Usage
from rules.finding import Finding
from rules.fixes import fix
from rules.report.patch import patch
from rules.repository import PlanVersions


class Change(NamedTuple):
    """One plan that its fixes change. `file`: where it stands, `path`: as people see it."""

    file: str
    path: str
    before: bytes
    after: bytes
    applied: tuple[Finding, ...]
    settled: bool


def changes(
    members: Sequence[PlanFile],
    versions: Sequence[PlanVersions],
    judge: Callable[[PlanVersions], Sequence[Finding]],
    cwd: str,
) -> Iterator[Change | None]:
    """Yield for each plan what its safe fixes change, None where they change nothing."""
    for file, version in zip(members, versions, strict=True):
        if not isinstance(version.head, bytes):
            yield None
            continue
        done = fix(version.head, lambda data, version=version: judge(version._replace(head=data)))  # type: ignore[misc]
        path = STDIN if file.file == STDIN else posix(posixpath.relpath(file.file, cwd))
        changed = Change(file.file, path, version.head, done.data, done.applied, done.settled)
        yield changed if done.applied else None


def fixed(versions: Sequence[PlanVersions], changed: Sequence[Change | None]) -> tuple[PlanVersions, ...]:
    """Return the plans as they are after the fixes."""
    pairs = zip(versions, changed, strict=True)
    return tuple(version._replace(head=change.after) if change else version for version, change in pairs)


def write(change: Change) -> None:
    """Replace the plan by its fixed text in one step, so that nobody ever reads half of it; its mode stays."""
    partial = f"{change.file}.planwarden-{os.getpid()}"
    try:
        mode = os.lstat(change.file).st_mode & 0o777
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        with os.fdopen(descriptor, "wb") as out:
            out.write(change.after)
        os.chmod(partial, mode)  # noqa: PTH101 - pathlib takes 8 ms to import; the mode above passed through the umask
        os.replace(partial, change.file)  # noqa: PTH105 - as above
    except OSError as error:
        if posixpath.lexists(partial):
            os.unlink(partial)  # noqa: PTH108 - as above
        raise Usage(f"{change.path} cannot be written: {error.strerror}; nothing in it was changed") from error


def diff(change: Change) -> Iterator[str]:
    """Yield the change as a patch, line by line with its line ending."""
    yield from patch("stdin" if change.path == STDIN else change.path, change.before, change.after)


def told(changed: Sequence[Change], *, written: bool) -> str:
    """Return what was done in one sentence: how many findings in how many plans, by rule."""
    rules: Mapping[str, int] = counts(finding.rule for change in changed for finding in change.applied)
    by_rule = ", ".join(f"{count} {rule}" for rule, count in sorted(rules.items()))
    found = sum(rules.values())
    findings, plans = ("finding" if found == 1 else "findings"), ("plan" if len(changed) == 1 else "plans")
    verb = "fixed" if written else "can fix"
    return f"{verb} {found} {findings} in {len(changed)} {plans}" + (f" ({by_rule})" if by_rule else "")


def counts(names: Iterator[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found
