"""What the notes of a job ask for: the newest knows the newest names and SHAs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.authority import Person
from bot.github.port import PullRequestRef, RepositoryRef
from bot.work.port import Job


@dataclass(frozen=True, slots=True)
class Request:
    """A pull request to look at. `revision`: the base, as far as known. `recheck`: the delivery that asked again, or "".

    `closed`: every note says that the pull request was closed. `delivery`: the newest, for people who ask why.
    """

    lane: str
    ref: PullRequestRef
    revision: str
    head_sha: str
    recheck: str
    closed: bool
    delivery: str
    pressed: Person | None = None
    """Who pressed the button that asked again; None where nobody did, or who did may do everything."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit whose pull requests are to be looked at again, and the note to pass on to them."""

    repository: RepositoryRef
    sha: str
    note: Mapping[str, Any]


def read_notes(job: Job) -> Request:
    """Return the request of a `pull:` lane. Raise `ValueError` for a job that says nothing."""
    note = newest(job)
    return Request(
        lane=job.lane,
        ref=PullRequestRef(repository(job, note), int(note["number"])),
        revision=last(job, "base_sha") or last(job, "base_ref") or "HEAD",
        head_sha=last(job, "head_sha"),
        recheck=last(job, "recheck"),
        closed=all(each.get("closed") is True for each in job.notes),
        delivery=job.deliveries[-1] if job.deliveries else last(job, "recheck"),
        pressed=presser(job),
    )


def presser(job: Job) -> Person | None:
    """Return who pressed last, if all that asked again were presses."""
    asked = [note for note in job.notes if note.get("recheck")]
    who = [note["pressed"] for note in asked if "pressed" in note]
    return Person(int(who[-1]["id"]), str(who[-1]["login"])) if who and len(who) == len(asked) else None


def commit_of(job: Job) -> Commit:
    """Return the commit of a `commit:` lane. Raise `ValueError` for a job that says nothing."""
    note = newest(job)
    return Commit(repository(job, note), str(note["head_sha"]), note)


def newest(job: Job) -> Mapping[str, Any]:
    if not job.notes:
        raise ValueError(f"the job of {job.lane} has no note")
    return job.notes[-1]


def last(job: Job, key: str) -> str:
    """Return the newest value that any note has for a key, "" for none."""
    return next((str(note[key]) for note in reversed(job.notes) if note.get(key)), "")


def repository(job: Job, note: Mapping[str, Any]) -> RepositoryRef:
    return RepositoryRef(job.installation, int(note["repository_id"]), str(note["owner"]), str(note["name"]))
