"""Base versions from git."""

import os

import pytest

from bot.checkout.discovery import Discovery
from bot.checkout.git import GitBase
from bot.checkout.usage import Usage
from rules.plan.unreadable import MOST_BYTES
from rules.repository import Unreadable
from tests.checkout.working_directory import WorkingDirectory

PLAN = "# Plan\n" + "".join(f"line {number}\n" for number in range(20))


def base(ref: str = "HEAD") -> GitBase:
    discovery = Discovery(lambda root: (root, ()))
    return GitBase(ref, lambda directory: discovery.above(directory, ".git"))


def at(here: WorkingDirectory, *paths: str) -> list[str]:
    return [os.path.join(here.top, path) for path in paths]  # noqa: PTH118 - as the command line has it


def test_the_version_at_the_commit_is_read(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", "old")
    first = here.commit()
    here.write("specs/a/plan.md", "new")
    here.write("specs/b/plan.md", "added")
    here.commit()
    here.write("specs/a/plan.md", "not committed")
    old, absent = at(here, "specs/a/plan.md", "specs/b/plan.md")
    assert base(first).read([old, absent]) == {old: b"old", absent: None}
    assert base("HEAD").read([old]) == {old: b"new"}
    assert base("main~1").read([old]) == {old: b"old"}


def test_a_plan_that_stood_under_another_path_is_found(here: WorkingDirectory) -> None:
    here.write("specs/old/plan.md", PLAN)
    commit = here.commit()
    here.git("mv", "specs/old", "specs/new")
    here.write("specs/new/plan.md", PLAN + "one more\n")
    (new,), (old,) = at(here, "specs/new/plan.md"), at(here, "specs/old/plan.md")
    assert base(commit).renames([new]) == {new: old}


def test_what_git_does_not_know_was_not_renamed(here: WorkingDirectory) -> None:
    commit = here.commit()
    here.write("specs/new/plan.md", PLAN)
    assert base(commit).renames(at(here, "specs/new/plan.md")) == {}


def test_what_was_moved_without_git_is_found_as_well(here: WorkingDirectory) -> None:
    here.write("specs/old/plan.md", PLAN)
    commit = here.commit()
    (here.top / "specs/old").rename(here.top / "specs/new")
    (new,), (old,) = at(here, "specs/new/plan.md"), at(here, "specs/old/plan.md")
    assert base(commit).renames([new]) == {new: old}


def test_the_closest_pair_is_the_rename(here: WorkingDirectory) -> None:
    """A further plan that began as a copy does not take the place of the one that moved."""
    here.write("specs/old/plan.md", PLAN)
    commit = here.commit()
    here.git("mv", "specs/old", "specs/b")
    here.write("specs/a/plan.md", PLAN + "one more\n")
    copy, moved, old = at(here, "specs/a/plan.md", "specs/b/plan.md", "specs/old/plan.md")
    assert base(commit).renames([copy, moved]) == {moved: old}


def test_a_whole_tree_of_plans_can_move_and_one_of_them_change(here: WorkingDirectory) -> None:
    for number in range(120):
        here.write(f"specs/{number}/plan.md", f"# Plan {number}\n{PLAN}")
    commit = here.commit()
    (here.top / "specs").rename(here.top / "features")
    here.write("features/7/plan.md", f"# Plan 7, changed\n{PLAN}")
    moved = dict(
        zip(*(at(here, *(f"{top}/{n}/plan.md" for n in range(120))) for top in ("features", "specs")), strict=True)
    )
    assert dict(base(commit).renames(list(moved))) == moved


@pytest.mark.parametrize("other", ["# Another plan\n", "", "\n\n"])
def test_what_has_little_in_common_was_not_renamed(here: WorkingDirectory, other: str) -> None:
    here.write("specs/old/plan.md", other)
    commit = here.commit()
    here.git("mv", "specs/old", "specs/new")
    here.write("specs/new/plan.md", PLAN if other.strip() else other)
    assert base(commit).renames(at(here, "specs/new/plan.md")) == {}


def test_what_a_sparse_checkout_leaves_out_was_not_moved(here: WorkingDirectory) -> None:
    here.write("specs/left/out/plan.md", PLAN)
    here.write("specs/kept/plan.md", "kept")
    commit = here.commit()
    here.git("sparse-checkout", "set", "specs/kept")
    here.write("specs/kept/sub/plan.md", PLAN)
    assert not (here.top / "specs/left").exists()
    assert base(commit).renames(at(here, "specs/kept/sub/plan.md")) == {}


def test_no_command_of_the_repositorys_own_configuration_runs(here: WorkingDirectory) -> None:
    """A checkout may be somebody else's, with a `.git/config` of theirs."""
    here.write("specs/old/plan.md", PLAN)
    here.write(".gitattributes", "*.md filter=theirs diff=theirs\n")
    commit = here.commit()
    here.git("mv", "specs/old", "specs/new")
    (here.top / "theirs").write_text("#!/bin/sh\ntouch ran\ncat\n")
    (here.top / "theirs").chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "filter.theirs.clean",
        "diff.theirs.textconv",
        "diff.theirs.command",
    ):
        here.git("config", key, str(here.top / "theirs"))
    here.git("config", "filter.theirs.process", str(here.top / "theirs"))
    here.git("config", "filter.theirs.required", "true")
    here.write("specs/new/plan.md", PLAN + "one more\n")
    (new,), (old,) = at(here, "specs/new/plan.md"), at(here, "specs/old/plan.md")
    assert base(commit).renames([new]) == {new: old}
    assert base(commit).read([old]) == {old: PLAN.encode()}
    assert base(commit).changed(str(here.top), [new]) == {"specs/new/plan.md": "renamed", "theirs": "added"}
    assert not (here.top / "ran").exists()


def test_what_changed_is_told_from_what_the_other_branch_got_meanwhile(here: WorkingDirectory) -> None:
    for path in ("specs/a/plan.md", "src/a.py", "src/b.py", "src/c.py"):
        here.write(path, f"{path}\n")
    here.commit()
    here.git("branch", "feature")
    here.write("src/theirs.py", "theirs")
    here.commit()
    here.git("checkout", "--quiet", "feature")
    here.write("src/committed.py", "committed")
    here.commit()
    here.write("src/a.py", "not committed")
    here.write("src/ä.py", "not known to git")
    (here.top / "src/b.py").unlink()
    here.git("mv", "src/c.py", "src/moved.py")
    here.write("node_modules/a/index.js", "theirs")
    (plan,) = at(here, "specs/a/plan.md")
    assert base("main").changed(str(here.top), [plan]) == {
        "src/committed.py": "added",
        "src/a.py": "modified",
        "src/ä.py": "added",
        "src/b.py": "removed",
        "src/moved.py": "renamed",
    }
    assert base("main").changed(str(here.top / "specs"), [plan]) == {}


def test_a_member_of_a_monorepo_changes_only_what_is_its_own(here: WorkingDirectory) -> None:
    here.write("apps/web/specs/a/plan.md", PLAN)
    commit = here.commit()
    here.write("apps/web/src/a.py", "")
    here.write("apps/api/src/a.py", "")
    (plan,) = at(here, "apps/web/specs/a/plan.md")
    assert base(commit).changed(str(here.top / "apps/web"), [plan]) == {"src/a.py": "added"}


def test_a_filter_that_cannot_be_switched_off_leaves_unknown_what_changed(here: WorkingDirectory) -> None:
    here.write("specs/a/plan.md", PLAN)
    commit = here.commit()
    config = here.top / ".git/config"
    config.write_text(config.read_text() + '[filter "a=b"]\nclean = touch ran\n')
    here.write(".gitattributes", "* filter=a=b\n")
    assert base(commit).changed(str(here.top), at(here, "specs/a/plan.md")) is None
    assert not (here.top / "ran").exists()


@pytest.mark.parametrize("name", ["-rf", "two\nlines", "a b", "ü", "*", "[x]", '"q"', "\ttab"])
def test_hostile_names_are_only_names(here: WorkingDirectory, name: str) -> None:
    here.write(f"specs/{name}/plan.md", PLAN)
    here.write("specs/other/plan.md", "other")
    commit = here.commit()
    (plan,) = at(here, f"specs/{name}/plan.md")
    assert base(commit).read([plan]) == {plan: PLAN.encode()}
    here.git("mv", f"./specs/{name}", "specs/moved")
    (moved,) = at(here, "specs/moved/plan.md")
    assert base(commit).renames([moved]) == {moved: plan}


@pytest.mark.parametrize("name", [":x", ":(top)y", ":!z", "-rf", "*"])
def test_hostile_names_at_the_top_are_only_names(here: WorkingDirectory, name: str) -> None:
    """Git reads a leading colon as a pattern ("pathspec magic")."""
    here.write(f"{name}/plan.md", PLAN)
    here.write("other/plan.md", "other")
    commit = here.commit()
    (plan,) = at(here, f"{name}/plan.md")
    assert base(commit).read([plan]) == {plan: PLAN.encode()}


def test_what_is_no_readable_file_at_the_commit_says_so(here: WorkingDirectory) -> None:
    here.write("big/plan.md", b"x" * (MOST_BYTES + 1))
    here.write("dir/plan.md/file")
    (here.top / "link.md").symlink_to("/etc/hostname")
    here.write("module/plan.md")
    here.commit(at="module")
    here.commit()
    big, directory, link, module = at(here, "big/plan.md", "dir/plan.md", "link.md", "module")
    assert base().read([big, directory, link, module]) == {
        big: Unreadable("is larger than 1 MiB (1,048,577 bytes)"),
        directory: None,
        link: Unreadable("is a symbolic link"),
        module: Unreadable("is a submodule"),
    }


def test_each_repository_has_its_own_commit(here: WorkingDirectory) -> None:
    for name in ("one", "two"):
        here.write(f"{name}/plan.md", name)
        here.commit(at=name)
    here.write("plan.md", "outside of any")
    one, two, outside = at(here, "one/plan.md", "two/plan.md", "plan.md")
    assert base("main").read([one, two, outside]) == {one: b"one", two: b"two", outside: None}


def test_a_hook_of_git_does_not_send_us_to_the_wrong_repository(
    here: WorkingDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("one/plan.md", "one")
    here.commit(at="one")
    here.write("two/plan.md", "two")
    here.commit(at="two")
    monkeypatch.setenv("GIT_DIR", str(here.top / "one/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(here.top / "one"))
    (two,) = at(here, "two/plan.md")
    assert base("main").read([two]) == {two: b"two"}


@pytest.mark.parametrize("ref", ["none", "-x", "--output=f", "HEAD:plan.md", ""])
def test_a_ref_that_is_no_commit_is_named(here: WorkingDirectory, ref: str) -> None:
    here.write("plan.md")
    here.commit()
    with pytest.raises(Usage, match=r"^--base: .* is no commit, branch or tag in [.]: fetch it first"):
        base(ref).read(at(here, "plan.md"))
    assert sorted(each.name for each in here.top.iterdir()) == [".git", "plan.md"]


def test_what_git_itself_complains_about_is_passed_on_in_one_line(here: WorkingDirectory) -> None:
    here.write("plan.md")
    here.commit()
    (here.top / ".git/config").write_text("[core\n")
    with pytest.raises(
        Usage, match=r"^--base: git cannot read HEAD in [.]: fatal: bad config line 1 in file .*$"
    ) as told:
        base().read(at(here, "plan.md"))
    assert "\n" not in str(told.value)


def test_many_plans_are_read_at_once(here: WorkingDirectory) -> None:
    for number in range(600):
        here.write(f"specs/{number}/plan.md", str(number))
    here.commit()
    files = at(here, *(f"specs/{number}/plan.md" for number in range(600)))
    assert base().read(files) == {file: str(number).encode() for number, file in enumerate(files)}


def test_without_git_on_the_path_we_say_so(here: WorkingDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write("plan.md")
    here.commit()
    monkeypatch.setenv("PATH", str(here.top))
    with pytest.raises(Usage, match=r"--base needs git, and there is none on the PATH"):
        base().read(at(here, "plan.md"))
    here.write("git", "not to be run")
    with pytest.raises(Usage, match=r"--base needs git, and it cannot be run: Permission denied: use --base-dir"):
        base().read(at(here, "plan.md"))
