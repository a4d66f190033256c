"""A command as the door has written it down: who said what, where, and about which head. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.authority import Person
from bot.github.port import CommentKind, CommentRef, PullRequestRef, RepositoryRef
from bot.store.port import Order
from bot.work.port import Job

BUTTON = "check_run"


@dataclass(frozen=True, slots=True)
class Given:
    """`comment` None: a button was pressed. `misses`: the command that a mistyped one is near to, "" for a real one.

    `at`: when it was said, in GitHub's words. `bot`: an App said it that the operator lets in. `lane`: of its pull
    request. `path`, `line`: what a comment in the diff stands on. `base`: the commit that its base branch was at, as far as
    the payload tells.
    """

    lane: str
    ref: PullRequestRef
    order: Order
    comment: CommentRef | None
    at: str = ""
    misses: str = ""
    bot: bool = False
    path: str = ""
    line: int = 0
    base: str = ""

    @property
    def person(self) -> Person:
        return Person(self.order.sender_id, self.order.sender)

    @property
    def marker(self) -> str:
        """What our answer begins with, so that it is found again."""
        return f"<!-- planwarden:command:{self.order.key} -->"

    @property
    def trailer(self) -> str:
        """What the message of its commit ends with, so that there is never a second one."""
        return f"Planwarden-Command: {self.order.key}"


def commands_of(job: Job) -> tuple[Given, ...]:
    """Return the commands that wait in a job, in the order in which they came, each once."""
    found = (given(job, note) for note in job.notes if "command" in note)
    return tuple({each.order.key: each for each in found}.values())


def given(job: Job, note: Mapping[str, Any]) -> Given:
    said: Mapping[str, Any] = note["command"]
    repository = RepositoryRef(job.installation, int(note["repository_id"]), str(note["owner"]), str(note["name"]))
    number = int(note["number"])
    button = said["kind"] == BUTTON
    order = Order(
        key=str(said["key"]),
        repository_id=repository.id,
        number=number,
        sender_id=int(said["sender"]["id"]),
        sender=str(said["sender"]["login"]),
        verb=str(said["verb"]),
        arguments=str(said["arguments"]),
        # A payload that brings the pull request along tells the head of its own moment, where we have seen none before.
        head=str(note.get("seen") or said.get("head") or ""),
        delivery=job.deliveries[-1] if job.deliveries else "",
    )
    comment = None if button else comment_of(said)
    return Given(
        lane=job.lane,
        ref=PullRequestRef(repository, number),
        order=order,
        comment=comment,
        at=str(said.get("at", "")),
        misses=str(said.get("misses", "")),
        bot=said["sender"].get("bot") is True,
        path=str(said.get("path", "")),
        line=int(said.get("line", 0)),
        base=str(said.get("base", "")),
    )


def comment_of(said: Mapping[str, Any]) -> CommentRef:
    return CommentRef(CommentKind(said["kind"]), int(said["id"]), str(said["node_id"]), int(said.get("top", 0)))
