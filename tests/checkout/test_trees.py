"""What differs between two directory trees."""

from pathlib import Path

import pytest

from bot.checkout import trees
from bot.checkout.trees import differences


def write(tree: Path, **files: str) -> None:
    for name, text in files.items():
        file = tree / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_files_are_compared_by_what_they_hold(tmp_path: Path) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    write(before, same="same", size="a", text="a", gone="x", a__same="x", node_modules__a="1", a__vendor__b="1")
    write(now, same="same", size="ab", text="b", new="x", a__same="x", node_modules__a="2", a__vendor__b="2")
    (before / "link").symlink_to("same")
    write(now, link="same")
    assert differences(str(before), str(now)) == {
        "gone": "removed", "new": "added", "size": "modified", "text": "modified", "link": "modified",
    }  # fmt: skip


def test_the_tree_of_before_may_lie_inside(tmp_path: Path) -> None:
    write(tmp_path, before__a="a", a="a", b="b")
    assert differences(str(tmp_path / "before"), str(tmp_path)) == {"b": "added"}


def test_what_is_not_there_has_no_files(tmp_path: Path) -> None:
    write(tmp_path, a="a")
    assert differences(str(tmp_path / "gone"), str(tmp_path)) == {"a": "added"}


def test_too_many_files_are_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, now__a="a", now__b="b", before__a="a")
    monkeypatch.setattr(trees, "MOST_FILES", 1)
    assert differences(str(tmp_path / "before"), str(tmp_path / "now")) is None
