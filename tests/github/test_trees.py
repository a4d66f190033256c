from typing import Any

import pytest

from bot.github.errors import Refused
from bot.github.port import Entry, GitHub
from tests.github.conftest import REPOSITORY
from tests.github.pull_answer import HEAD
from tests.github.script import Say, Script


def item(path: str, *, kind: str = "blob", mode: str = "100644") -> dict[str, Any]:
    return {"path": path, "mode": mode, "type": kind, "sha": f"sha-{path}", "size": 1}


def folder(path: str) -> dict[str, Any]:
    return item(path, kind="tree", mode="040000")


def listing(*items: dict[str, Any], truncated: bool = False) -> Say:
    return Say({"sha": HEAD, "tree": list(items), "truncated": truncated})


async def test_one_request_lists_every_file(script: Script, client: GitHub) -> None:
    script.queue(
        listing(
            folder("specs"),
            item("specs/plan.md"),
            item("link", mode="120000"),
            item("module", kind="commit", mode="160000"),
        )
    )
    assert await client.tree(REPOSITORY, HEAD) == {
        "specs/plan.md": Entry("plan.md", "100644", "sha-specs/plan.md"),
        "link": Entry("link", "120000", "sha-link"),
        "module": Entry("module", "160000", "sha-module"),
    }
    assert script.paths() == [f"GET /repos/octo/shop/git/trees/{HEAD}?recursive=1"]


async def test_a_list_that_was_cut_is_read_directory_by_directory(script: Script, client: GitHub) -> None:
    script.queue(
        listing(item("a/1"), truncated=True),
        listing(folder("a"), folder("b"), item("README.md")),
        listing(item("2"), folder("c"), item("c/3")),
        listing(item("1")),
    )
    files = await client.tree(REPOSITORY, HEAD)
    assert sorted(files) == ["README.md", "a/1", "b/2", "b/c/3"]
    assert files["b/c/3"].name == "3"
    assert script.paths()[1:] == [
        f"GET /repos/octo/shop/git/trees/{HEAD}",
        "GET /repos/octo/shop/git/trees/sha-b?recursive=1",
        "GET /repos/octo/shop/git/trees/sha-a?recursive=1",
    ]


async def test_a_directory_that_cannot_be_listed_whole_is_refused(script: Script, client: GitHub) -> None:
    script.queue(listing(truncated=True), listing(truncated=True))
    with pytest.raises(Refused, match="the directory / holds too many files"):
        await client.tree(REPOSITORY, HEAD)


async def test_a_repository_that_takes_too_long_to_list_is_refused(script: Script, client: GitHub) -> None:
    for _ in range(30):
        script.queue(listing(truncated=True), listing(folder("a"), folder("b")))
    with pytest.raises(Refused, match="holds too many files"):
        await client.tree(REPOSITORY, HEAD)
