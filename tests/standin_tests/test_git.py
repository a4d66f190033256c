"""Objects, diffs and merge bases against git itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.standin.git.diff import changed_files, hunks, split_lines
from tests.standin.git.history import commits_between, merge_base
from tests.standin.git.objects import LINK, SUBMODULE, Person, executable, lfs_pointer, link, object_id, submodule
from tests.standin.git.store import Content, ObjectStore
from tests.standin.server import StandIn

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
WHO = Person("alice", "alice@users.noreply.github.com", 1_770_000_000)
FILES: dict[str, Content] = {
    "README.md": "# Shop\n",
    "specs/001/plan.md": "# Plan\n",
    "specs-old.md": "sorted between the folder and its slash\n",
    "specs/bin.dat": b"\0\1\2",
    "run.sh": executable("#!/bin/sh\n"),
    "specs/link.md": link("../README.md"),
    "n\u00e4me.md": "not ASCII\n",
}


def commit(store: ObjectStore, files: dict[str, Content | None], *parents: str, message: str = "Change") -> str:
    tree = store.commits[parents[0]].tree if parents else None
    return store.write_commit(store.changed(tree, files), parents, WHO, message).oid


def git(folder: Path, *words: str, stdin: bytes = b"") -> str:
    environment = {
        "GIT_AUTHOR_NAME": WHO.name, "GIT_AUTHOR_EMAIL": WHO.email, "GIT_AUTHOR_DATE": f"{WHO.at} +0000",
        "GIT_COMMITTER_NAME": WHO.name, "GIT_COMMITTER_EMAIL": WHO.email, "GIT_COMMITTER_DATE": f"{WHO.at} +0000",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": "/usr/bin:/bin:/usr/local/bin",
    }  # fmt: skip
    done = subprocess.run(["git", *words], cwd=folder, env=environment, input=stdin, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_ids_are_those_that_git_documents() -> None:
    """The empty blob and the empty tree have ids that everybody knows."""
    assert object_id("blob", b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert object_id("tree", b"") == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@needs_git
def test_commits_have_the_ids_that_git_gives_them(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for path, content in FILES.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str | bytes):
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        elif content.mode == LINK:
            target.symlink_to(content.data.decode())
        else:
            target.write_bytes(content.data)
            target.chmod(0o755)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--file=-", "--cleanup=verbatim", stdin=b"Start\n\nwith a body\n")
    store = ObjectStore()

    ours = commit(store, dict(FILES), message="Start\n\nwith a body\n")

    assert ours == git(tmp_path, "rev-parse", "HEAD")


def test_a_submodule_is_a_commit_and_has_no_blob() -> None:
    store = ObjectStore()
    sha = commit(store, {"vendor/lib": submodule("a" * 40)})

    entry = store.lookup(store.commits[sha].tree, "vendor/lib")

    assert entry is not None
    assert (entry.mode, entry.kind, entry.oid) == (SUBMODULE, "commit", "a" * 40)


def test_a_large_file_pointer_names_size_and_digest() -> None:
    assert lfs_pointer(b"abc").splitlines() == [
        "version https://git-lfs.github.com/spec/v1",
        "oid sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "size 3",
    ]


def test_a_file_may_become_a_folder_and_back() -> None:
    store = ObjectStore()
    first = store.changed(None, {"specs": "a file\n", "other": "x\n"})
    second = store.changed(first, {"specs/plan.md": "# Plan\n"})
    third = store.changed(second, {"specs": "a file\n"})

    assert sorted(store.snapshot(second)) == ["other", "specs/plan.md"]
    assert third == first


OLD = [f"line {number}" for number in range(1, 61)]
EDITS: dict[str, list[str]] = {
    "one line changed": [*OLD[:29], "other", *OLD[30:]],
    "two far hunks": ["first", *OLD[:50], "late", *OLD[50:]],
    "two near changes make one hunk": [*OLD[:10], "a", *OLD[10:16], "b", *OLD[16:]],
    "deleted lines": [*OLD[:20], *OLD[25:]],
    "everything new": ["new 1", "new 2"],
    "emptied": [],
}


@needs_git
@pytest.mark.parametrize("new", EDITS.values(), ids=EDITS.keys())
def test_hunks_begin_and_end_where_git_puts_them(new: list[str], tmp_path: Path) -> None:
    (tmp_path / "old").write_text("".join(f"{line}\n" for line in OLD))
    (tmp_path / "new").write_text("".join(f"{line}\n" for line in new))
    done = subprocess.run(["git", "diff", "--no-index", "old", "new"], cwd=tmp_path, capture_output=True, check=False)
    headers = re.findall(r"^@@ .*? @@", done.stdout.decode(), re.MULTILINE)

    assert [hunk.header for hunk in hunks(OLD, new)] == headers


def test_only_line_feeds_end_lines() -> None:
    assert split_lines(b"a\r\nb\x0c\xe2\x80\xa8c\n") == ["a\r", "b\x0c\u2028c"]


def changes(old: dict[str, Content | None], new: dict[str, Content | None]) -> list[tuple[str, str, str | None]]:
    store = ObjectStore()
    first = commit(store, old)
    second = commit(store, new, first)
    found = changed_files(store, store.commits[first].tree, store.commits[second].tree)
    return [(change.path, change.status, change.previous_path) for change in found]


def test_added_modified_and_removed_files_are_told_apart() -> None:
    found = changes({"a": "1\n", "b": "2\n", "c": "3\n"}, {"a": None, "b": "other\n", "d": "quite different\n"})

    assert found == [("a", "removed", None), ("b", "modified", None), ("d", "added", None)]


def test_a_moved_file_is_a_rename_even_when_its_text_changed_a_little() -> None:
    text = "".join(f"line {number}\n" for number in range(20))

    assert changes({"old.md": text}, {"old.md": None, "new.md": text + "one more\n"}) == [
        ("new.md", "renamed", "old.md")
    ]


def test_a_file_that_became_a_link_is_no_rename() -> None:
    found = changes({"plan.md": "target\n"}, {"plan.md": None, "other.md": link("target\n")})

    assert found == [("other.md", "added", None), ("plan.md", "removed", None)]


def test_binary_files_have_no_patch() -> None:
    store = ObjectStore()
    first, second = (store.changed(None, {"x": data}) for data in (b"\0a", b"\0b"))

    (change,) = changed_files(store, first, second)

    assert (change.status, change.patch) == ("modified", None)


def test_the_merge_base_moves_when_the_base_is_merged_in() -> None:
    store = ObjectStore()
    root = commit(store, {"a": "1\n"})
    base = commit(store, {"a": "2\n"}, root)
    head = commit(store, {"b": "1\n"}, root)

    assert merge_base(store, base, head) == root

    merged = commit(store, {"a": "2\n"}, head, base)

    assert merge_base(store, base, merged) == base
    assert [each.oid for each in commits_between(store, base, merged)] == [head, merged]


def test_unrelated_histories_have_no_merge_base() -> None:
    store = ObjectStore()

    assert merge_base(store, commit(store, {"a": "1\n"}), commit(store, {"b": "1\n"})) is None


def test_merging_keeps_links_and_submodules(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    pull = repository.pull_request("refunds", {"plan.md": link("README.md"), "lib": submodule("a" * 40)})
    repository.push("main", {"run.sh": executable("#!/bin/sh\n")})
    pull.merge_base_into_head()
    merged = pull.merge()

    snapshot = repository.store.snapshot(repository.store.commits[merged].tree)

    assert {path: entry.mode for path, entry in snapshot.items()} == {
        "README.md": "100644",
        "lib": "160000",
        "plan.md": "120000",
        "run.sh": "100755",
    }
