"""What judging needs, read from disk and from base."""

import pytest

from bot.checkout.base import DirectoryBase
from bot.checkout.discovery import Discovery
from bot.checkout.gather import Gathered, gather
from bot.checkout.git import GitBase
from rules import records
from rules.config import DEFAULT_GLOBS
from rules.repository import PlanVersions, Unreadable
from rules.templates import template_for
from tests.checkout.working_directory import WorkingDirectory

PLAN = "# Plan\n" + "".join(f"line {number}\n" for number in range(20))
TEMPLATE = ".specify/templates/plan-template.md"


def gathered(*paths: str, ref: str | None = None, directory: str | None = None) -> Gathered:
    discovery = Discovery(lambda root: (root, DEFAULT_GLOBS))
    plans = discovery.plans(paths)
    base = DirectoryBase(directory, discovery.cwd) if directory else None
    if ref:
        return gather(plans, "history/adr", GitBase(ref, lambda at: discovery.above(at, ".git")))
    return gather(plans, "history/adr", base)


def test_without_a_base_templates_and_the_constitution_are_those_of_today(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", "plan")
    here.write("specs/a/spec.md", "spec")
    here.write(TEMPLATE, "template")
    here.write(".specify/memory/constitution.md", "constitution")
    here.write("history/adr/0001-x.md", "record")
    here.write("history/adr/picture.png", "not read")
    found = gathered()
    assert found.versions == (PlanVersions("specs/a/plan.md", b"plan"),)
    assert found.repository.plan_paths == ("specs/a/plan.md",)
    assert found.repository.files == {"specs/a/spec.md": b"spec", "history/adr/0001-x.md": b"record"}
    assert found.repository.base_files == {TEMPLATE: b"template", ".specify/memory/constitution.md": b"constitution"}
    assert found.repository.directories["history/adr"] == {"0001-x.md", "picture.png"}
    assert found.repository.changed is None
    assert found.repository.directories["docs/adr"] == frozenset()


def test_with_git_plans_and_templates_come_from_the_commit_and_renames_are_followed(here: WorkingDirectory) -> None:
    here.write("specs/old/plan.md", PLAN)
    here.write("specs/same/plan.md", "same")
    here.write(TEMPLATE, "template then")
    here.commit()
    here.git("mv", "specs/old", "specs/new")
    here.write("specs/new/plan.md", PLAN + "more\n")
    here.write("specs/added/plan.md", "added")
    here.write(TEMPLATE, "template now")
    found = gathered(ref="HEAD")
    assert found.versions == (
        PlanVersions("specs/added/plan.md", b"added"),
        PlanVersions("specs/new/plan.md", PLAN.encode() + b"more\n", PLAN.encode(), "specs/old/plan.md"),
        PlanVersions("specs/same/plan.md", b"same", b"same"),
    )
    assert found.repository.base_files == {TEMPLATE: b"template then"}
    assert "specs/old" in found.repository.directories


def test_findings_are_known_by_the_path_from_the_top_of_git(here: WorkingDirectory) -> None:
    """What a member of a monorepo is called there, where it was before a rename: GitHub knows no other path."""
    here.write("mono/apps/web/.specify/keep")
    here.write("mono/apps/web/specs/old/plan.md", PLAN)
    here.write("mono/apps/web/specs/same/plan.md", "same")
    here.commit(at="mono")
    here.git("mv", "apps/web/specs/old", "apps/web/specs/new", at="mono")
    moved, same = gathered("mono/apps/web", ref="HEAD").versions
    assert (moved.path, moved.base_path) == ("specs/new/plan.md", "specs/old/plan.md")
    assert moved.identity_path == "apps/web/specs/old/plan.md"
    assert (same.path, same.identity_path) == ("specs/same/plan.md", "apps/web/specs/same/plan.md")


def test_a_base_directory_is_laid_out_like_the_working_directory(here: WorkingDirectory) -> None:
    here.write("repo/.specify/keep")
    here.write("repo/specs/a/plan.md", "new")
    here.write("repo/specs/b/plan.md", "added")
    here.write("before/repo/specs/a/plan.md", "old")
    here.write(f"before/repo/{TEMPLATE}", "template then")
    found = gathered("repo", directory="before")
    assert found.versions == (
        PlanVersions("specs/a/plan.md", b"new", b"old"),
        PlanVersions("specs/b/plan.md", b"added"),
    )
    assert found.repository.base_files == {TEMPLATE: b"template then"}


def test_what_lies_outside_of_the_working_directory_is_unchanged(
    here: WorkingDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write(TEMPLATE, "template")
    here.write("part/specs/a/plan.md", "plan")
    here.write("before/specs/a/plan.md", "old")
    monkeypatch.chdir(here.top / "part")
    found = gathered(directory="../before")
    assert found.versions == (PlanVersions("part/specs/a/plan.md", b"plan", b"old"),)
    assert found.repository.base_files == {TEMPLATE: b"template"}


def test_a_plan_that_is_a_link_is_unreadable_on_either_side(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", "text")
    here.write("secret", "secret")
    (here.top / "before/specs/a").mkdir(parents=True)
    (here.top / "before/specs/a/plan.md").symlink_to("../../../secret")
    (here.top / "specs/b").mkdir()
    (here.top / "specs/b/plan.md").symlink_to("../../secret")
    assert gathered("specs", directory="before").versions == (
        PlanVersions("a/plan.md", b"text", Unreadable("is a symbolic link")),
        PlanVersions("b/plan.md", Unreadable("is a symbolic link")),
    )


@pytest.mark.parametrize("how", ["git", "directory"])
def test_what_changed_is_known_and_read_on_both_sides(here: WorkingDirectory, how: str) -> None:
    for path in ("specs/a/plan.md", TEMPLATE, "history/adr/0001-x.md", "history/adr/0002-y.md", "src/a.py", "src/b.py"):
        here.write(path, "then")
        here.write(f"before/{path}", "then")
    here.write(".gitignore", "before\n")
    here.write("before/.gitignore", "before\n")
    here.commit()
    for path in (TEMPLATE, "history/adr/0001-x.md", "history/adr/0003-z.md", "src/a.py", "src/new.py"):
        here.write(path, "now")
    (here.top / "src/b.py").unlink()
    here.write("node_modules/left/out.js", "now")
    found = gathered("specs", ref="HEAD") if how == "git" else gathered("specs", directory="before")
    assert found.repository.changed == {
        TEMPLATE: "modified",
        "history/adr/0001-x.md": "modified",
        "history/adr/0003-z.md": "added",
        "src/a.py": "modified",
        "src/b.py": "removed",
        "src/new.py": "added",
    }
    assert found.repository.files == {
        TEMPLATE: b"now",
        "history/adr/0001-x.md": b"now",
        "history/adr/0002-y.md": b"then",
        "history/adr/0003-z.md": b"now",
    }
    assert found.repository.base_files == {TEMPLATE: b"then", "history/adr/0001-x.md": b"then"}


def test_of_a_huge_collection_of_records_only_those_that_changed_are_read(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", "plan")
    for number in range(records.MOST + 1):
        here.write(f"history/adr/{number:04}-x.md", "record")
    here.commit()
    here.write("history/adr/0007-x.md", "changed")
    assert gathered(ref="HEAD").repository.files == {"history/adr/0007-x.md": b"changed"}
    assert gathered().repository.files == {}


@pytest.mark.parametrize("ref", [None, "HEAD"])
def test_templates_of_presets_are_read(here: WorkingDirectory, ref: str | None) -> None:
    here.write("specs/a/plan.md", "plan")
    here.write(TEMPLATE, "core")
    here.write(".specify/presets/.registry", '{"presets": {"a": {}}}')
    here.write(
        ".specify/presets/a/preset.yml", "provides:\n  templates:\n  - name: plan-template\n    strategy: append\n"
    )
    here.write(".specify/presets/a/templates/plan-template.md", "addendum")
    here.commit()
    here.write(".specify/presets/a/templates/plan-template.md", "weaker")
    seen = gathered(ref=ref).repository
    assert template_for(seen, "specs/a/plan.md") == (b"core\n\naddendum" if ref else b"core\n\nweaker")
    assert template_for(seen, "specs/a/plan.md", at_head=True) == b"core\n\nweaker"
