"""Which directories are listed because plans name what is in them."""

import time

import pytest

from rules.named_paths import MOST, named_directories
from rules.repository import Repository

PATH = "apps/web/specs/001-pay/plan.md"
TREE = {"": frozenset({"apps", "docs", "lib"}), "apps/web": frozenset({".specify", "specs", "src"})}


def named(text: str, path: str = PATH, tree: dict[str, frozenset[str]] | None = None) -> set[str]:
    return set(named_directories(Repository(TREE if tree is None else tree), [(path, text.encode())]))


def test_links_are_read_from_the_plan() -> None:
    assert named("[a](./notes/a.md) and ![b](../../src/img/b.png)") == {
        "apps/web/specs/001-pay/notes",
        "apps/web/src/img",
    }
    assert named("[a][b]\n\n[b]: ../../src/db/a.py\n") == {"apps/web/src/db"}


def test_paths_in_code_and_files_that_exist_already_are_read_too() -> None:
    assert "apps/web/src/app" in named("Edit `src/app/main.py`")
    assert "apps/web/src/core" in named("```text\nsrc/\n├── core/\n│   ├── a.py  # MODIFY\n```\n- docs/x/b.md, new")
    assert named("Edit `main.py`, `POST`, `a b/c`") == set()


def test_nothing_is_listed_that_is_known_or_not_there() -> None:
    assert named("[a](../../gone/a.md) [b](../../../../gone/a.md) [c](https://a.example/b/c) [d](./[x]/d.md)") == set()
    assert named("[a](../../src/a.md)", tree=TREE | {"apps/web/src": frozenset()}) == set()
    assert named("[a](../../../../../a/b.md) [b](../../../../docs/img/b.md)") == set()


def test_no_more_than_so_many_are_listed() -> None:
    assert len(named("\n".join(f"[a](../../src/{number}/a.md)" for number in range(MOST * 2)))) == MOST


@pytest.mark.parametrize("text", ["`a", "](", "[a]: ", "(modif", "a/(modify)", "x(", "`/`"])
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    started = time.perf_counter()
    named(text * 200_000)
    assert time.perf_counter() - started < 2
