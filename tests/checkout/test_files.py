"""Reading what strangers may have put into a checkout."""

import os

import pytest

from bot.checkout.files import names_inside, read_inside, read_named, read_plan
from rules.plan.unreadable import MOST_BYTES
from rules.repository import Unreadable
from tests.checkout.working_directory import WorkingDirectory


def test_a_regular_file_is_read(here: WorkingDirectory) -> None:
    assert read_plan(str(here.write("plan.md", b"# T\r\n\xff"))) == b"# T\r\n\xff"


def test_what_is_absent_is_none(here: WorkingDirectory) -> None:
    here.write("file")
    assert read_plan(str(here.top / "none/plan.md")) is None
    assert read_plan(str(here.top / "file/plan.md")) is None


def test_a_link_is_never_followed(here: WorkingDirectory) -> None:
    (here.top / "plan.md").symlink_to("/etc/hostname")
    (here.top / "broken.md").symlink_to("nowhere")
    assert read_plan(str(here.top / "plan.md")) == Unreadable("is a symbolic link")
    assert read_plan(str(here.top / "broken.md")) == Unreadable("is a symbolic link")


def test_a_pipe_does_not_make_us_wait(here: WorkingDirectory) -> None:
    os.mkfifo(here.top / "plan.md")
    assert read_plan(str(here.top / "plan.md")) == Unreadable("is not a regular file")


def test_more_than_a_mebibyte_is_not_read(here: WorkingDirectory) -> None:
    assert read_plan(str(here.write("most.md", b"x" * MOST_BYTES))) == b"x" * MOST_BYTES
    assert read_plan(str(here.write("more.md", b"x" * (MOST_BYTES + 1)))) == Unreadable(
        "is larger than 1 MiB (1,048,577 bytes)"
    )


def test_a_directory_in_a_plans_place_says_so(here: WorkingDirectory) -> None:
    assert read_plan(str(here.top)) == Unreadable("is a directory or a submodule")


def test_a_file_that_has_no_end_is_not_read_to_it() -> None:
    """Its size, which the kernel gives as 0, does not tell."""
    assert len(read_named("/dev/zero")) == MOST_BYTES + 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so(here: WorkingDirectory) -> None:
    here.write("plan.md").chmod(0)
    assert read_plan(str(here.top / "plan.md")) == Unreadable("cannot be read: Permission denied")


def test_neighbours_are_read_only_inside_the_repository(here: WorkingDirectory) -> None:
    here.write("outside/secret.md", "secret")
    here.write("repo/inside/spec.md", "spec")
    (here.top / "repo/away").symlink_to("../outside")
    (here.top / "repo/spec.md").symlink_to("../outside/secret.md")
    root = str(here.top / "repo")
    assert read_inside(root, "inside/spec.md") == b"spec"
    assert read_inside(root, "away/secret.md") is None
    assert read_inside(root, "spec.md") is None
    assert read_inside(root, "../outside/secret.md") is None
    assert names_inside(root, "inside") == frozenset({"spec.md"})
    assert names_inside(root, "away") is None
    assert names_inside(root, "none") == frozenset()
    assert names_inside(root, "inside/spec.md") == frozenset()


def test_a_directory_that_is_called_as_a_neighbour_is_none(here: WorkingDirectory) -> None:
    (here.top / "specs/a/spec.md").mkdir(parents=True)
    assert read_inside(str(here.top), "specs/a/spec.md") is None
