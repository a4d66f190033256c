"""The day that dates in plans are judged by: that of the head commit, else today."""

from datetime import UTC, datetime

import pytest

from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command


def test_a_commit_is_judged_as_of_its_own_day(
    here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-01T12:00:00+0000")
    here.write("specs/a/plan.md", "# Plan\n")
    here.commit()
    assert planwarden("check", "--format", "json").json["today"] == "2026-03-01"


def test_what_is_not_committed_is_judged_as_of_today(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/a/plan.md", "# Plan\n")
    before = datetime.now(UTC).date()
    found = planwarden("check", "--format", "json").json["today"]
    assert found in {before.isoformat(), datetime.now(UTC).date().isoformat()}
