"""What is pushed: ADRs that arrive somewhere may take a number that an open pull request has chosen. Pure."""

import posixpath
import re

from bot.events.payload import Cause, Object, place
from bot.work.port import Mark

BRANCHES = "refs/heads/"
MOST_HOMES = 20
"""Directories of one push that are looked at."""
RECORD = re.compile(r"(?:adr[-_ ]?)?\d{1,5}[-_. ].*\.md", re.ASCII | re.IGNORECASE)
"""What the file of an ADR is called, wherever a repository keeps them: it is looked at later whether it is one."""


def push(root: Object, _action: str, cause: Cause) -> tuple[Mark, ...]:
    ref = root.text("ref")
    homes = {
        posixpath.dirname(path) for commit in root.objects("commits") for path in commit.texts("added") if record(path)
    }
    if not ref.startswith(BRANCHES) or not homes:
        return ()
    where = place(root)
    note = where.note(cause.reason) | {"branch": ref.removeprefix(BRANCHES), "homes": sorted(homes)[:MOST_HOMES]}
    return (Mark(f"records:{where.repository_id}", where.installation, note),)


def record(path: str) -> bool:
    return RECORD.fullmatch(posixpath.basename(path)) is not None
