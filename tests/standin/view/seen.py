"""Look-ups that both views share."""

import re

from tests.standin.git.diff import Line, split_lines
from tests.standin.model.accounts import Account
from tests.standin.model.checks import CheckRun
from tests.standin.model.conversation import Text, Thread
from tests.standin.model.places import hunk_of
from tests.standin.model.pulls import PullRequest
from tests.standin.model.reviewing import files_at

AROUND = 2
_HIDDEN = re.compile(r"<!--.*?-->\s?", re.DOTALL)


def runs_of(pull: PullRequest) -> list[CheckRun]:
    """Return the newest run of each name and App on the head."""
    suites = [suite for suite in pull.base_repository.suites if suite.head_sha == pull.head_sha]
    return [run for suite in suites for run in suite.latest()]


def source_line(pull: PullRequest, path: str, number: int) -> str:
    """Return a line of a file at the head, "" where there is none."""
    store = pull.base_repository.store
    entry = store.lookup(store.commits[pull.head_sha].tree, path)
    lines = split_lines(store.text(entry)) if entry is not None and entry.kind == "blob" else []
    return lines[number - 1] if 0 < number <= len(lines) else ""


def diff_lines(thread: Thread) -> list[Line]:
    """Return the lines of the diff that a thread hangs on, with a little before them."""
    anchor = thread.anchor
    hunk = hunk_of(files_at(thread.pull, anchor.commit), anchor)
    if hunk is None or anchor.line is None:
        return []
    first = (anchor.start_line or anchor.line) - AROUND
    numbers = range(first, anchor.line + 1)
    return [line for line in hunk.lines if (line.old if anchor.side == "LEFT" else line.new) in numbers]


def state_of(thread: Thread) -> str:
    """Return what GitHub writes above a thread: resolved, outdated, or nothing."""
    resolved = "resolved" if thread.resolved_by else ""
    outdated = "outdated" if thread.pull.place(thread) is None else ""
    return ", ".join(filter(None, [resolved, outdated]))


def visible(body: str | None) -> str:
    """Return a text without what Markdown hides."""
    return _HIDDEN.sub("", body or "").strip()


def heading(pull: PullRequest) -> str:
    state = "merged" if pull.merged_at else "draft" if pull.draft and pull.state == "open" else pull.state
    source = f"{pull.head_owner.login}:{pull.head_ref}" if pull.cross_repository else pull.head_ref
    return f"{state}: {pull.author.login} wants {source} ({pull.head_sha[:7]}) in {pull.base_ref}"


def name_of(account: Account, text: Text) -> str:
    hidden = f" (hidden: {text.minimized})" if text.minimized else ""
    edited = " (edited)" if text.edited else ""
    return f"{account.login}{edited}{hidden}"
