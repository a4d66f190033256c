"""A push is looked at only where files arrive that can be ADRs."""

import pytest

from bot.events import interpret
from bot.work.port import Mark
from tests.web.payloads import APP_ID, push


def marks(*added: str, ref: str = "refs/heads/main") -> tuple[Mark, ...]:
    return interpret("push", push(*added, ref=ref), "d-1", app_id=APP_ID)


@pytest.mark.parametrize(
    "path", ["history/adr/0007-use-postgresql.md", "docs/adr/ADR-12-queue.md", "adr/3_cache.md", "0001. Record.md"]
)
def test_a_record_marks_the_records_of_its_repository(path: str) -> None:
    assert marks("README.md", path) == (
        Mark(
            "records:7",
            99,
            {
                "reason": "push",
                "owner": "octo",
                "name": "checkout",
                "repository_id": 7,
                "branch": "main",
                "homes": [path.rpartition("/")[0]],
            },
        ),
    )


@pytest.mark.parametrize("path", ["README.md", "history/adr/template.md", "src/0001_initial.py", "2024.md"])
def test_other_files_mark_nothing(path: str) -> None:
    assert marks(path) == ()


def test_a_tag_is_no_branch() -> None:
    assert marks("history/adr/0007-a.md", ref="refs/tags/v1") == ()
