"""Which plans a pull request changes, from GitHub's list or from the trees."""

from dataclasses import replace

import pytest

from bot.github.port import Change, ChangedFile, Entry
from bot.review.changes import Changes, changes, compare_trees, must_compare_trees
from rules.config import Config, Mode
from tests.review.making import PULL

PLAN = "specs/001/plan.md"
CONFIG = Config()


def test_plans_are_told_from_other_files() -> None:
    files = [
        ChangedFile(PLAN, Change.MODIFIED),
        ChangedFile("specs/002/plan.md", Change.DELETED),
        ChangedFile("specs/003/spec.md", Change.ADDED),
        ChangedFile("vendor/specs/004/plan.md", Change.ADDED),
        ChangedFile("attic/plan.md", Change.RENAMED, "specs/005/plan.md"),
        ChangedFile(".github/planwarden.yml", Change.MODIFIED),
    ]
    assert changes(files, CONFIG) == Changes(
        plans=(files[0],), deleted=("specs/002/plan.md", "specs/005/plan.md"), configuration=".github/planwarden.yml"
    )


def test_switched_off_no_file_is_a_plan_and_the_configuration_still_counts() -> None:
    files = [ChangedFile(PLAN, Change.ADDED), ChangedFile(".github/planwarden.yaml", Change.ADDED)]
    assert changes(files, Config(mode=Mode.OFF)) == Changes(configuration=".github/planwarden.yaml")


@pytest.mark.parametrize(
    ("files", "count", "needed"),
    [
        ([ChangedFile(PLAN, Change.MODIFIED)], 1, False),
        ([ChangedFile(PLAN, Change.MODIFIED)], 3001, True),
        ([ChangedFile("docs/page.md", Change.RENAMED)], 1, False),
        ([ChangedFile("attic/plan.md", Change.RENAMED)], 1, True),
        ([ChangedFile("attic/plan.md", Change.RENAMED, "attic/old/plan.md")], 1, False),
        ([ChangedFile(PLAN, Change.RENAMED)], 1, False),
    ],
)
def test_the_trees_are_compared_only_where_the_list_is_not_enough(
    files: list[ChangedFile],
    count: int,
    needed: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert must_compare_trees(replace(PULL, files=tuple(files), file_count=count), CONFIG) is needed


def tree(**files: str) -> dict[str, Entry]:
    """Return a tree: name (with _ for /) to object id."""
    return {name.replace("_", "/"): Entry(name, "100644", oid) for name, oid in files.items()}


def test_trees_tell_what_the_pull_request_changed() -> None:
    """`moved`: renamed; `theirs`: changed on the base branch since; `merged`: came with a merge of the base branch."""
    fork = tree(same="1", edited="1", gone="1", a_moved="5", theirs="1", merged="1")
    base = tree(same="1", edited="1", gone="1", a_moved="5", theirs="2", merged="2")
    head = tree(same="1", edited="2", added="7", b_moved="5", theirs="1", merged="2")
    assert compare_trees(fork, base, head) == (
        ChangedFile("added", Change.ADDED),
        ChangedFile("b/moved", Change.RENAMED, "a/moved"),
        ChangedFile("edited", Change.MODIFIED),
        ChangedFile("gone", Change.DELETED),
    )


def test_a_file_that_became_a_link_is_changed() -> None:
    before, after = {"x": Entry("x", "100644", "1")}, {"x": Entry("x", "120000", "1")}
    assert compare_trees(before, before, after) == (ChangedFile("x", Change.MODIFIED),)
