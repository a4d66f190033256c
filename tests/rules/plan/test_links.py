"""Which code spans can be paths."""

import pytest

from tests.rules.plan.plans import plan_of


@pytest.mark.parametrize("path", ["docs/{jam,paper,ink}-guide.md", "src/labels/{a,b}/", "a/b.md", "../x.md"])
def test_paths(path: str) -> None:
    assert [link.target for link in plan_of(f"# Plan\n\nSee `{path}`.\n").links] == [path]


@pytest.mark.parametrize("code", ["a/b,c/d", "1,000", "print(a, b/c)", "{a,b}"])
def test_no_paths(code: str) -> None:
    assert plan_of(f"# Plan\n\nSee `{code}`.\n").links == ()
