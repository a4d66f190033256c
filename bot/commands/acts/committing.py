"""One commit for one command: on the head that it was given for, or not at all; with a patch where we may not write."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.commands import refusals
from bot.commands.desk import DONE, MOVED, REFUSED, Case, Desk
from bot.github.errors import Denied, Gone, Protected, Refused
from bot.github.port import Committed, NewCommit, NewFile, PullRequest
from bot.store.port import Outcome

PENDING = Committed(sha="@sha@", url="@url@")
"""Stands in a prepared answer for the commit. Nothing foreign can look like it: every at sign of a stranger is broken up."""

_log = structlog.get_logger("planwarden.command")


@dataclass(frozen=True, slots=True)
class Change:
    """What a command commits. `done`: the answer for a commit; `instead`: the one that carries the change, for a reason."""

    headline: str
    body: str
    files: tuple[NewFile, ...]
    done: Callable[[Committed], str]
    instead: Callable[[str], str]


async def commit(desk: Desk, case: Case, change: Change) -> Outcome:
    """Commit, or say why not. Raise `HeadMoved` and the errors of GitHub that pass."""
    pull, given = case.pull, case.given
    if (why := cannot_write(pull)) is not None:
        return Outcome(REFUSED, change.instead(why), head=pull.head_sha, detail=why)
    # Known before the commit is made: if we die after it, the next try finds the commit by its trailer and says this.
    await desk.store.prepare(given.order.key, change.done(PENDING))
    new = NewCommit(pull.head_sha, change.headline, change.body, given.trailer, change.files)
    try:
        made = await desk.github.commit(pull, new)
    except Protected as rule:
        _log.info("a rule forbids the commit", command=given.order.key, reason=str(rule))
        return Outcome(REFUSED, change.instead(refusals.PROTECTED), head=pull.head_sha, detail=str(rule))
    except Gone:
        return Outcome(REFUSED, change.instead(refusals.DELETED), head=pull.head_sha, detail="branch gone")
    except (Denied, Refused) as denied:
        _log.warning("no commit", command=given.order.key, reason=str(denied))
        return Outcome(REFUSED, change.instead(refusals.NO_PERMISSION), head=pull.head_sha, detail=str(denied))
    return Outcome(DONE, change.done(made), head=pull.head_sha, detail=made.sha)


def moved(case: Case, now: str) -> Outcome:
    """Return the answer to a command whose head is no longer the head, which is `now`."""
    meant = case.given.order.head or case.pull.head_sha
    return Outcome(MOVED, refusals.head_moved(case.given.order.verb, meant, now), head=meant, detail=now)


def cannot_write(pull: PullRequest) -> str | None:
    """Return why nobody but the branch's owner can commit to it, None where we may."""
    return None if pull.is_own_branch else refusals.FORK


def completed(prepared: str, made: Committed) -> str:
    """Return a prepared answer, now that the commit is known."""
    whole = prepared.replace(PENDING.url, made.url).replace(f"/blob/{PENDING.sha}/", f"/blob/{made.sha}/")
    return whole.replace(PENDING.sha, made.sha[:7])
