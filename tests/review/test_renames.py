"""Where a renamed plan was before, from what vanished around it."""

from bot.github.port import Change, ChangedFile, Entry
from bot.review.renames import Vanished, most_similar, untraced, vanished

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


def test_a_directory_that_moved_whole_needs_no_reading() -> None:
    base = {"specs": folder(a="1", b="2")}
    head = {"specs": (*folder(a="1"), Entry("002-new", "040000", "2")), "specs/002-new": (file("plan.md", "9"),)}
    assert vanished(NEW, base, head, ()) == Vanished("specs/b/plan.md", ("specs/b/plan.md",))


def test_a_file_that_was_renamed_beside_itself_needs_no_reading() -> None:
    base = {"specs/002-new": (file("draft.md", "9"), file("notes.txt", "8"))}
    head = {"specs/002-new": (file("plan.md", "9"),)}
    assert vanished(NEW, base, head, ()) == Vanished("specs/002-new/draft.md", ("specs/002-new/draft.md",))


def test_otherwise_what_vanished_nearby_and_what_was_deleted_are_candidates() -> None:
    base = {"specs": folder(a="1", b="2", c="3"), "specs/002-new": (file("old.md", "7"), file("old.txt", "6"))}
    head = {"specs": (*folder(a="1"), Entry("002-new", "040000", "4")), "specs/002-new": (file("plan.md", "9"),)}
    found = vanished(NEW, base, head, ("else/plan.md", "specs/b/plan.md"))
    assert found == Vanished("", ("specs/b/plan.md", "specs/c/plan.md", "specs/002-new/old.md", "else/plan.md"))


def test_the_most_similar_text_is_the_old_one() -> None:
    text = b"a\nb\nc\nd\n"
    assert most_similar(text, {"x": b"a\nb\nc\nz\n", "y": b"a\nb\nz\nz\n"}) == "x"
    assert most_similar(text, {"x": b"a\nz\nz\nz\n"}) == ""
    assert most_similar(text, {}) == ""


def test_ten_thousand_equal_lines_are_compared_in_no_time() -> None:
    """Counting lines is linear; a real diff of such texts is not."""
    assert most_similar(b"x\n" * 10_000, {"a": b"x\n" * 9_000}) == "a"
