"""What the notes of a job ask for."""

from typing import Any

import pytest

from bot.github.port import PullRequestRef, RepositoryRef
from bot.review.notes import Commit, Request, commit_of, read_notes
from bot.work.port import Job

NOTE: dict[str, Any] = {
    "reason": "pull_request.opened",
    "owner": "octo",
    "name": "shop",
    "repository_id": 42,
    "number": 5,
    "base_sha": "b1",
    "base_ref": "main",
    "head_sha": "h1",
}


def job(*notes: dict[str, Any], lane: str = "pull:42:5") -> Job:
    return Job(lane, 7, notes, ("first", "last"))


def test_the_newest_note_knows_best() -> None:
    newer = NOTE | {"base_sha": "b2", "head_sha": "h2", "name": "store"}
    assert read_notes(job(NOTE, newer)) == Request(
        lane="pull:42:5",
        ref=PullRequestRef(RepositoryRef(7, 42, "octo", "store"), 5),
        revision="b2",
        head_sha="h2",
        recheck="",
        closed=False,
        delivery="last",
    )


def test_what_the_newest_does_not_know_an_older_one_may() -> None:
    """Somebody asked again by a commit, which knows no base; meanwhile a push came that asks nothing."""
    asked = {key: NOTE[key] for key in ("owner", "name", "repository_id", "number")} | {"recheck": "guid"}
    assert read_notes(job(NOTE, asked)).revision == "b1"
    assert read_notes(job(asked)).revision == "HEAD"
    assert read_notes(job(asked, NOTE)).recheck == "guid"


def test_closed_only_when_nothing_else_was_told() -> None:
    closed = NOTE | {"closed": True}
    assert read_notes(job(closed)).closed
    assert not read_notes(job(NOTE, closed)).closed


def test_a_commit_passes_its_note_on() -> None:
    note = {"owner": "octo", "name": "shop", "repository_id": 42, "head_sha": "h1", "recheck": "guid"}
    assert commit_of(job(note, lane="commit:42:h1")) == Commit(RepositoryRef(7, 42, "octo", "shop"), "h1", note)


def test_a_job_without_a_note_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match=r"^the job of pull:42:5 has no note$"):
        read_notes(job())
