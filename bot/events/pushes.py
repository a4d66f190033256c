"""What is pushed: ADRs that arrive somewhere may take a number that an open pull request has chosen. Pure."""

import posixpath
import re

from bot.events.payload import Cause, Object, place
from bot.work.port import Mark

BRANCHES = "refs/heads/"
RECORD = re.compile(r"(?:adr[-_ ]?)?\d{1,5}[-_. ].*\.md", re.ASCII | re.IGNORECASE)
"""What the file of an ADR is called, wherever a repository keeps them: it is looked at later whether it is one."""


def push(root: Object, _action: str, cause: Cause) -> tuple[Mark, ...]:
    ref = root.text("ref")
    if not ref.startswith(BRANCHES) or not any(_adds_record(commit) for commit in root.objects("commits")):
        return ()
    where = place(root)
    note = where.note(cause.reason) | {"branch": ref.removeprefix(BRANCHES)}
    return (Mark(f"records:{where.repository_id}", where.installation, note),)


def _adds_record(commit: Object) -> bool:
    return any(RECORD.fullmatch(posixpath.basename(path)) for path in commit.texts("added"))
