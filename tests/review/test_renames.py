"""What a renamed plan may have been, from what vanished around it."""

from bot.github.port import Change, ChangedFile, Contents, Entry
from bot.review.renames import untraced, vanished
from bot.review.trace import is_gone

NEW = "specs/002-new/plan.md"


def folder(**names: str) -> tuple[Entry, ...]:
    return tuple(Entry(name.replace("_", "-"), "040000", oid) for name, oid in names.items())


def file(name: str, oid: str) -> Entry:
    return Entry(name, "100644", oid)


def test_only_a_rename_without_its_old_path_has_to_be_traced() -> None:
    plans = [
        ChangedFile("a", Change.RENAMED),
        ChangedFile("b", Change.RENAMED, "c"),
        ChangedFile("d", Change.ADDED),
    ]
    assert untraced(plans) == ("a",)


def test_a_directory_that_moved_whole_holds_the_same_plan() -> None:
    base = {"specs": folder(a="1", b="2")}
    head = {"specs": (*folder(a="1"), Entry("002-new", "040000", "2")), "specs/002-new": (file("plan.md", "9"),)}
    assert vanished(NEW, base, head) == {"specs/b/plan.md": "9"}


def test_a_file_that_was_renamed_beside_itself_is_known_by_its_content() -> None:
    base = {"specs/002-new": (file("draft.md", "9"), file("notes.txt", "8"))}
    head = {"specs/002-new": (file("plan.md", "9"),)}
    assert vanished(NEW, base, head) == {"specs/002-new/draft.md": "9"}


def test_plans_of_other_vanished_directories_are_known_by_their_path_alone() -> None:
    base = {"specs": folder(a="1", b="2", c="3"), "specs/002-new": (file("old.md", "7"), file("old.txt", "6"))}
    head = {"specs": (*folder(a="1"), Entry("002-new", "040000", "4")), "specs/002-new": (file("plan.md", "9"),)}
    found = vanished(NEW, base, head)
    assert found == {"specs/b/plan.md": "", "specs/c/plan.md": "", "specs/002-new/old.md": "7"}


def test_a_directory_is_gone_where_the_one_above_it_lacks_it() -> None:
    contents = Contents(directories={("h", ""): folder(specs="1", apps="2"), ("h", "specs"): folder(a="3")})
    assert is_gone(("h", "specs/b"), contents)
    assert is_gone(("h", "specs/b/adr"), contents)
    assert is_gone(("h", "docs/adr"), contents)
    assert not is_gone(("h", "specs/a/adr"), contents), "nobody has looked"
    assert not is_gone(("h", "apps/web/history"), contents)
    assert not is_gone(("b", "specs/b"), contents)
