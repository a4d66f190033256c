"""The branch and the day of the head."""

import os
import subprocess
from datetime import date

import pytest

from bot.checkout.head import MOST_GIVEN, branch_of, committed, day_of
from tests.checkout.working_directory import WorkingDirectory


def at(here: WorkingDirectory, path: str) -> str:
    return os.path.join(here.top, path)  # noqa: PTH118 - as the command line has it


def day(here: WorkingDirectory, *paths: str) -> date | None:
    return day_of(str(here.top), {at(here, path): (here.top / path).read_bytes() for path in paths})


@pytest.fixture
def committer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-01T00:30:00+0900")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2020-01-01T00:00:00+0000")


@pytest.mark.usefixtures("committer")
def test_what_is_committed_is_judged_by_the_day_of_the_commit(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", "a")
    here.write("specs/ü b/plan.md", "b\n")
    here.commit()
    assert day(here, "specs/a/plan.md", "specs/ü b/plan.md") == date(2026, 3, 1)


@pytest.mark.usefixtures("committer")
def test_what_is_not_committed_has_no_such_day(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", "a")
    assert day(here, "specs/a/plan.md") is None
    here.git("init", "--quiet")
    assert day(here, "specs/a/plan.md") is None
    here.commit()
    here.write("specs/b/plan.md", "b")
    assert day(here, "specs/a/plan.md") == date(2026, 3, 1)
    assert day(here, "specs/a/plan.md", "specs/b/plan.md") is None
    here.write("specs/a/plan.md", "changed")
    assert day(here, "specs/a/plan.md") is None


@pytest.mark.usefixtures("committer")
def test_many_plans_are_asked_for_in_portions(here: WorkingDirectory) -> None:
    paths = [f"specs/{number:03}-{'long' * 20}/plan.md" for number in range(MOST_GIVEN // 40)]
    for path in paths:
        here.write(path, path * 100)
    here.commit()
    assert day(here, *paths) == date(2026, 3, 1)
    here.write(paths[-1], "changed")
    assert day(here, *paths) is None


def test_a_name_with_a_line_break_is_not_found(here: WorkingDirectory) -> None:
    here.write("specs/a\nb/plan.md", "a")
    here.commit()
    assert day(here, "specs/a\nb/plan.md") is None


def test_without_git_there_is_no_such_day(here: WorkingDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write("specs/a/plan.md", "a")
    here.commit()
    monkeypatch.setenv("PATH", str(here.top))
    assert day(here, "specs/a/plan.md") is None


def test_an_object_that_is_missing_is_not_fetched(here: WorkingDirectory) -> None:
    """How to fetch is for the repository's own configuration to say, and a checkout may be somebody else's."""
    here.write("specs/a/plan.md", "a")
    here.commit()
    theirs = here.write("theirs", "#!/bin/sh\ntouch ran\n")
    theirs.chmod(0o755)
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://example.invalid/x",
        "core.sshCommand": str(theirs),
    }.items():
        here.git("config", key, value)
    blob = here.git("rev-parse", "HEAD:specs/a/plan.md")
    (here.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert day(here, "specs/a/plan.md") is None
    assert not (here.top / "ran").exists()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"committer A <a@b> 1767225599 +0000", date(2025, 12, 31)),
        (b"committer A <a@b> 1767225599 +0001", date(2026, 1, 1)),
        (b"committer A <a@b> 1767225599 -0330", date(2025, 12, 31)),
        (b"committer A <a@b> 99999999999999999 +0000", None),
        (b"committer A <a@b> soon +0000", None),
        (b"author A <a@b> 1767225599 +0000", None),
    ],
)
def test_a_day_is_that_of_the_committers_clock(line: bytes, found: date | None) -> None:
    assert committed(b"tree 1\n" + line + b"\n\ncommitter A <a@b> 0 +0000") == found


def test_the_branch_is_read_in_worktrees_too(here: WorkingDirectory) -> None:
    here.write("a", "a")
    assert branch_of(str(here.top)) == ""
    here.commit()
    assert branch_of(str(here.top)) == "main"
    here.git("worktree", "add", "--quiet", "-b", "feature/ü", "other")
    assert branch_of(at(here, "other")) == "feature/ü"
    here.git("checkout", "--quiet", "--detach")
    assert branch_of(str(here.top)) == ""
    subprocess.run(["rm", "-r", str(here.top / ".git")], check=True)
    assert branch_of(str(here.top)) == ""
