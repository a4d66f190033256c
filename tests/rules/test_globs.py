"""Which paths are plans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.config import DEFAULT_GLOBS
from rules.globs import glob_error, is_plan, matches


@pytest.mark.parametrize(
    "path",
    [
        "specs/001-pay/plan.md",
        "specs/todo-app/plan.md",
        "specs/master/plan.md",
        "specs/plan.md",
        "specs/features/002-x/plan.md",
        "specs/001-x/impl/plan.md",
        "apps/web/specs/001-x/plan.md",
        "docs/specs/1-x/plan.md",
        ".github/specs/x/plan.md",
        ".specify/specs/003-y/plan.md",
        "kitty-specs/012-mission/plan.md",
        "specs/../plan.md",
        "specs/a%2f..%2fb/plan.md",
        "specs/-rf/plan.md",
        "specs/two\nlines/plan.md",
        "specs/" + "x" * 4000 + "/plan.md",
    ],
)
def test_default_globs_take_in_the_layouts_of_real_repositories(path: str) -> None:
    assert is_plan(path, DEFAULT_GLOBS)


@pytest.mark.parametrize(
    "path",
    [
        "plan.md",
        "docs/plan.md",
        "specs/001-pay/PLAN.md",
        "Specs/001-pay/plan.md",
        "specs/001-pay/plan.md.bak",
        "specs/001-pay/my-plan.md",
        "specs/001-pay/plan.md/notes.md",
        "specs/001-pay/plan.md\n",
        ".specify/templates/specs/x/plan.md",
        "node_modules/pkg/specs/001/plan.md",
        "vendor/specs/001/plan.md",
        ".claude/specs/001/plan.md",
        "",
    ],
)
def test_default_globs_leave_out_everything_else(path: str) -> None:
    assert not is_plan(path, DEFAULT_GLOBS)


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.md", "a.md", True),
        ("*.md", "a/b.md", False),
        ("*", ".hidden", True),
        ("a?c", "abc", True),
        ("a?c", "a/c", False),
        ("a*c*e", "abcde", True),
        ("a*c*e", "abcd", False),
        ("*a", "aaa", True),
        ("**", "a/b/c", True),
        ("**/x", "x", True),
        ("a/**", "a", False),
        ("a/**/b", "a/b", True),
        ("a/**/b/**/c", "a/x/b/y/z/c", True),
        ("a/**/b/**/c", "a/x/c/y/b", False),
        ("a.b", "axb", False),
        ("(a|b)+$", "(a|b)+$", True),
        ("a\\d", "a1", False),
    ],
)
def test_glob_syntax(glob: str, path: str, expected: bool) -> None:  # noqa: FBT001 - a parametrised expectation
    assert matches(path, [glob]) is expected


def test_a_glob_with_an_exclamation_mark_leaves_out_wherever_it_stands() -> None:
    globs = ["!specs/archive/**", "specs/**/plan.md"]
    assert matches("specs/1/plan.md", globs)
    assert not matches("specs/archive/1/plan.md", globs)


def test_only_exclusions_match_nothing() -> None:
    assert not matches("specs/1/plan.md", ["!docs/**"])


def test_stars_cost_linear_time() -> None:
    """A backtracking matcher would not come back from any of these."""
    path = "a" * 4000 + "/" + "a/" * 2000 + "a"
    assert not matches(path, ["*a*a*a*a*a*a*a*a*b", "**/a/**/a/**/a/**/a/**/b", "**/*a*a*a*/**/*a*a*a*b"])


@given(st.text(alphabet="ab/*?!.", max_size=12), st.text(alphabet="ab/.", max_size=12))
@settings(deadline=None, derandomize=True)
def test_any_glob_meets_any_path_without_raising(glob: str, path: str) -> None:
    matches(path, [glob])


@given(st.lists(st.text(alphabet="ab.%- ", min_size=1, max_size=4), min_size=1, max_size=5))
@settings(deadline=None, derandomize=True)
def test_a_path_is_matched_by_itself_and_by_everything(segments: list[str]) -> None:
    path = "/".join(segments)
    assert matches(path, [path])
    assert matches(path, ["**"])
    assert matches(path, ["**/" + segments[-1]])
    assert matches(path, ["/".join("*" * len(segments))])


@pytest.mark.parametrize(
    ("glob", "complaint"),
    [
        ("", "expected a glob"),
        ("specs/\n*/plan.md", "expected a glob"),
        ("/specs/*/plan.md", "relative to the repository"),
        ("specs//plan.md", "single slashes"),
        ("specs/", "single slashes"),
        ("../specs/*/plan.md", '"." or ".."'),
        ("specs/**plan.md", '"**" must be a whole segment'),
        ("specs/[0-9]*/plan.md", '"[" has no meaning'),
        ("specs/{a,b}/plan.md", '"{" has no meaning'),
        ("specs\\*\\plan.md", '"\\" has no meaning'),
        ("vendor/specs/*/plan.md", "are no plans"),
    ],
)
def test_a_glob_that_cannot_be_meant_is_refused(glob: str, complaint: str) -> None:
    assert complaint in (glob_error(glob) or "")


@pytest.mark.parametrize("glob", [*DEFAULT_GLOBS, "!specs/old/**", "docs/plan-?.md"])
def test_a_sensible_glob_is_not_refused(glob: str) -> None:
    assert glob_error(glob) is None
