"""Which plans a command means, and which repository each belongs to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.checkout.discovery import Discovery
from bot.checkout.usage import Usage
from rules.config import DEFAULT_GLOBS
from tests.checkout.working_directory import WorkingDirectory


def discovery(globs: tuple[str, ...] = DEFAULT_GLOBS) -> Discovery:
    return Discovery(lambda root: (root, globs))


def found(top: Path, *paths: str, globs: tuple[str, ...] = DEFAULT_GLOBS) -> list[tuple[str, str]]:
    """Return the repository of each plan, relative to `top`, and the plan's path in it."""
    plans = discovery(globs).plans(paths)
    return [(Path(plan.root).relative_to(top).as_posix(), plan.path) for plan in plans]


def test_without_a_path_every_plan_below_here_is_meant(here: WorkingDirectory) -> None:
    for path in ("specs/b/plan.md", "specs/a/plan.md", "specs/a/spec.md", "docs/plan.md", "app/specs/c/plan.md"):
        here.write(path)
    assert found(here.top) == [(".", "app/specs/c/plan.md"), (".", "specs/a/plan.md"), (".", "specs/b/plan.md")]


def test_templates_and_what_others_wrote_is_not_searched(here: WorkingDirectory) -> None:
    for directory in ("node_modules/x", "vendor", "templates", ".claude", ".venv/lib", ".specify/templates"):
        here.write(f"{directory}/specs/a/plan.md")
    assert found(here.top) == []


def test_a_file_is_meant_whatever_its_name(here: WorkingDirectory) -> None:
    here.write("node_modules/notes.txt")
    assert found(here.top, "node_modules/notes.txt") == [(".", "node_modules/notes.txt")]


def test_a_plan_is_meant_once_and_in_the_order_given(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md")
    here.write("specs/b/plan.md")
    assert found(here.top, "specs/b/plan.md", ".", "./specs/b/plan.md") == [
        (".", "specs/b/plan.md"),
        (".", "specs/a/plan.md"),
    ]


def test_the_nearest_specify_is_the_repository_else_git_else_the_directory_given(here: WorkingDirectory) -> None:
    here.write("mono/.git/HEAD")
    here.write("mono/specs/top/plan.md")
    here.write("mono/apps/web/.specify/memory/constitution.md")
    here.write("mono/apps/web/specs/member/plan.md")
    here.write("loose/specs/free/plan.md")
    assert found(here.top, "mono", "loose") == [
        ("mono/apps/web", "specs/member/plan.md"),
        ("mono", "specs/top/plan.md"),
        ("loose", "specs/free/plan.md"),
    ]


def test_specify_wins_over_a_nearer_git(here: WorkingDirectory) -> None:
    here.write(".specify/memory/constitution.md")
    here.write("part/.git/HEAD")
    here.write("part/specs/a/plan.md")
    assert found(here.top) == [(".", "part/specs/a/plan.md")]


def test_specs_inside_specify_belong_to_the_directory_around_it(here: WorkingDirectory) -> None:
    here.write("app/.specify/specs/a/plan.md")
    assert found(here.top) == [("app", ".specify/specs/a/plan.md")]


@pytest.mark.parametrize("path", ["specs/001-pay", "specs/001-pay/plan.md", "specs"])
def test_part_of_a_tree_without_a_repository_is_found(here: WorkingDirectory, path: str) -> None:
    """The directory given is the repository, yet its plans are found by the path that was typed."""
    here.write("specs/001-pay/plan.md")
    assert len(found(here.top, path)) == 1


def test_configured_globs_decide(here: WorkingDirectory) -> None:
    here.write("plans/a.md")
    here.write("specs/a/plan.md")
    assert found(here.top, globs=("plans/*.md",)) == [(".", "plans/a.md")]


def test_a_path_that_does_not_exist_is_named(here: WorkingDirectory) -> None:
    with pytest.raises(Usage, match=r"^there is no file or directory specs/none/plan.md$"):
        found(here.top, "specs/none/plan.md")


def test_a_directory_without_a_plan_is_an_error_when_it_was_named(here: WorkingDirectory) -> None:
    here.write("docs/readme.md")
    with pytest.raises(Usage, match=r"^no plan below docs: name the file itself"):
        found(here.top, "docs")


def test_links_to_directories_are_not_followed_and_links_to_plans_are_found(here: WorkingDirectory) -> None:
    here.write("elsewhere/plan.md")
    (here.top / "specs").mkdir()
    (here.top / "specs/loop").symlink_to("..")
    (here.top / "specs/far").symlink_to("../elsewhere")
    (here.top / "specs/a").mkdir()
    (here.top / "specs/a/plan.md").symlink_to("../../elsewhere/plan.md")
    assert found(here.top) == [(".", "specs/a/plan.md")]


@pytest.mark.parametrize("name", ["-rf", "two\nlines", "a b", "ü", "%2f", "*", "[x]"])
def test_hostile_names_are_only_names(here: WorkingDirectory, name: str) -> None:
    here.write(f"specs/{name}/plan.md")
    assert found(here.top) == [(".", f"specs/{name}/plan.md")]


def test_a_name_that_is_no_utf_8_is_written_out(here: WorkingDirectory) -> None:
    (here.top / "specs").mkdir()
    directory = bytes(here.top) + b"/specs/\xff"
    Path(directory.decode("utf-8", "surrogateescape")).mkdir()
    Path(directory.decode("utf-8", "surrogateescape"), "plan.md").write_bytes(b"")
    assert found(here.top) == [(".", "specs/\\xff/plan.md")]


def test_a_name_is_the_same_in_every_locale(here: WorkingDirectory) -> None:
    """Python decodes names by the locale; a path is part of what a finding is known by."""
    here.write("specs/ü/plan.md")
    program = "from bot.checkout.discovery import Discovery; from rules.config import DEFAULT_GLOBS as globs\n"
    program += "print(ascii([plan.path for plan in Discovery(lambda root: (root, globs)).plans(())]))"
    environment = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = (sys.executable, "-c", program)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ascii(["specs/ü/plan.md"]) + "\n"
    assert found(here.top) == [(".", "specs/ü/plan.md")]


def test_a_submodule_in_a_plans_place_is_found_and_searched(here: WorkingDirectory) -> None:
    """Git leaves the directory of a submodule that was not fetched empty; one with files of its own is no plan's place."""
    here.write("specs/fetched/plan.md/.git", "gitdir: elsewhere")
    here.write("specs/fetched/plan.md/specs/inner/plan.md")
    (here.top / "specs/not-fetched/plan.md").mkdir(parents=True)
    here.write("specs/other/plan.md/notes.txt")
    assert found(here.top) == [
        (".", "specs/fetched/plan.md"),
        ("specs/fetched/plan.md", "specs/inner/plan.md"),
        (".", "specs/not-fetched/plan.md"),
    ]


def test_an_empty_path_is_not_here(here: WorkingDirectory) -> None:
    """A shell passes one for a variable that is empty."""
    here.write("specs/a/plan.md")
    with pytest.raises(Usage, match=r"^there is no file or directory ''$"):
        discovery().plans([""])


def test_a_working_directory_that_is_gone_is_told(here: WorkingDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = here.top / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(Usage, match=r"^the working directory is no longer there"):
        discovery()
