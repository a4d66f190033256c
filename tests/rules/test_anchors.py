"""The anchors that GitHub makes, and where links lead."""

import time

import pytest

from rules.anchors import anchors, has_anchor
from rules.link_targets import Target, local, resolved

TEXT = """\
Top level
=========

## A & B: c_d
## `code`, **bold** and [a link](x.md)
## A & B: c_d
> ### In a quote
- #### In a list
## \N{ROCKET} Start _now_ ###
```text
## Not a heading
```
~~~
```
## Not one either
~~~
Second level
---

| --- |
<a name="Old-Place"></a><h2 id='made'>Made</h2>
## 7.1 Größe — 容量
"""


def test_headings_get_the_anchors_that_github_gives_them() -> None:
    assert anchors(TEXT) >= {
        "top-level", "a--b-c_d", "a--b-c_d-1", "code-bold-and-a-link", "in-a-quote", "in-a-list", "-start-now",
        "second-level", "old-place", "made", "71-größe--容量",
    }  # fmt: skip
    assert not has_anchor(TEXT, "not-a-heading")
    assert not has_anchor(TEXT, "not-one-either")


@pytest.mark.parametrize("fragment", ["", "top", "TOP-LEVEL", "user-content-made", "L10", "L10-L20", "Old-Place"])
def test_what_is_no_heading_can_be_an_anchor(fragment: str) -> None:
    assert has_anchor(TEXT, fragment)


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("./a.md#b-c", Target("./a.md", "b-c")),
        ("a%20b/%E5%AE%B9.md?plain=1#%C3%A4", Target("a b/容.md", "ä")),
        ("%ff.md", Target("%ff.md", "")),
        ("#x", Target("", "x")),
        ("", None),
        ("https://a.example/b", None),
        ("mailto:a@b.example", None),
        ("//a.example/b", None),
        ("specs/[feature]/spec.md", None),
        ("docs/*.md", None),
        ("src/...", None),
    ],
)
def test_a_local_link_is_told_from_others(target: str, found: Target | None) -> None:
    assert local(target) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("./b.md", "specs/a/b.md"),
        ("../../docs/b.md", "docs/b.md"),
        ("../../../b.md", None),
        ("/docs/b.md", "docs/b.md"),
        ("../..", ""),
    ],
)
def test_a_path_is_read_from_where_the_link_stands(path: str, found: str | None) -> None:
    assert resolved("specs/a", path) == found


@pytest.mark.parametrize("text", ["[", "<a ", "# ", "`", "_", "\n[a", "- ", "> "])
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    started = time.perf_counter()
    anchors("## " + text * 300_000)
    anchors(text * 300_000)
    assert time.perf_counter() - started < 2
