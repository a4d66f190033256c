"""The block tree: shapes, exact bytes, and lines that agree with another parser."""

from collections.abc import Iterable, Iterator

import pytest
from markdown_it import MarkdownIt

from rules.plan.blocks import Block, Break, Bullets, Code, Heading, Html, Paragraph, Quote, Table
from rules.plan.markdown import parse
from rules.plan.prose import CODE, LINK, STRONG, STRUCK, Prose
from rules.plan.source import Source


def blocks(text: str) -> tuple[Block, ...]:
    return parse(Source("plan.md", text.encode())).blocks


def kinds(found: Iterable[Block]) -> list[str]:
    return [type(block).__name__ for block in found]


def test_each_kind_of_block_with_its_bytes() -> None:
    text = (
        "# T\n\npara\n\n- [x] a\n  - b\n\n1. c\n\n> q\n\n```py\ncode\n```\n\n<!-- c -->\n\n---\n\n| A |\n|---|\n| 1 |\n"
    )

    found = blocks(text)

    assert kinds(found) == ["Heading", "Paragraph", "Bullets", "Bullets", "Quote", "Code", "Html", "Break", "Table"]
    assert [text[block.start : block.end] for block in found] == [
        "# T", "para", "- [x] a\n  - b", "1. c", "> q", "```py\ncode\n```", "<!-- c -->", "---", "| A |\n|---|\n| 1 |",
    ]  # fmt: skip


def test_task_boxes_also_inside_bold_text() -> None:
    (found,) = blocks("- [ ] open\n- [X] done\n- **[ ] bold**\n- plain\n- [1] note\n")

    assert isinstance(found, Bullets)
    assert [item.checked for item in found.items] == [False, True, False, None, None]


def test_text_above_a_rule_is_a_paragraph_unless_it_reads_as_a_title() -> None:
    """CommonMark takes all of these for headings; authors mean a rule."""
    for text in (
        "**Status**: draft\n---\n",
        "one line\nanother\n---\n",
        "This ends here.\n---\n",
        "a | b\n---\n",
        "*italic*\n---\n",
    ):
        assert kinds(blocks(text)) == ["Paragraph", "Break"], text
    assert kinds(blocks("Summary\n---\n\ntext\n")) == ["Heading", "Paragraph"]
    assert kinds(blocks("Summary: all\n===\n")) == ["Heading"]


def test_the_rule_below_a_text_has_its_own_line() -> None:
    for newline in ("\n", "\r\n", "\r"):
        text = f"a: b{newline}c{newline}---{newline}"
        first, second = blocks(text)
        assert (text[first.start : first.end], text[second.start : second.end]) == (f"a: b{newline}c", "---")


def test_rules_in_the_middle_are_no_front_matter() -> None:
    assert kinds(blocks("# T\n\n---\nkey: value\n\n---\n")) == ["Heading", "Break", "Paragraph", "Break"]


def test_a_fence_that_is_never_closed_gives_the_headings_in_it_back() -> None:
    text = "## One\n\n````\n```markdown\n````\n\n```\nx\n## Two\ny\n"

    found = blocks(text)

    assert [block.prose.text for block in found if isinstance(block, Heading)] == ["One", "Two"]
    assert kinds(blocks("```sh\n# comment\necho\n")) == ["Code"]
    assert kinds(blocks("```sh\n# comment\necho\n\n## Two\n\ny\n")) == ["Code", "Heading", "Paragraph"]
    assert kinds(blocks("```sh\n# comment\n\n**Decision**: x\n\n## Two\n")) == ["Code", "Paragraph", "Heading"]
    assert kinds(blocks("```\n## closed\n```\n")) == ["Code"]


def test_rows_keep_the_cells_that_are_written() -> None:
    (found,) = blocks("| A | B | C |\n|---|---|---|\n| 1 | | 3 |\n| 4 |\n| x \\| y | `a\\|b` | z | more |\n")

    assert isinstance(found, Table)
    assert [[cell.prose.text for cell in row.cells] for row in found.rows] == [
        ["1", "", "3"],
        ["4"],
        ["x | y", "a|b", "z"],
    ]


def test_a_label_at_the_margin_ends_the_list_above_it() -> None:
    """Without a blank line CommonMark reads the label into the last item, and the bullets below it into the same list."""
    text = "- a\n- b\n  - c\n**Constraints**:\n- d\n- e\n"

    found = blocks(text)

    assert [text[block.start : block.end] for block in found] == ["- a\n- b\n  - c", "**Constraints**:", "- d\n- e"]
    assert kinds(found) == ["Bullets", "Paragraph", "Bullets"]
    assert kinds(blocks("- a\n  **Note**: b\n- c\n")) == ["Bullets"]
    assert kinds(blocks("- a\nmore of **a**: b\n")) == ["Bullets"]
    assert kinds(blocks("> - a\n> **Note**: b\n")) == ["Quote"]


def test_an_image_without_words_says_its_address() -> None:
    (found,) = blocks("![](flow.png)\n")

    assert isinstance(found, Paragraph)
    assert (found.prose.text, found.start, found.end) == ("flow.png", 0, 13)


def test_html_knows_comments() -> None:
    comment, tag = blocks("<!-- a\nb -->\n\n<details>\nx\n</details>\n")

    assert isinstance(comment, Html)
    assert isinstance(tag, Html)
    assert (comment.comment, tag.comment) == (True, False)


def test_inline_styles_and_the_bytes_they_come_from() -> None:
    text = "a **b `c`** [d](e.md) ~~f~~ &amp; g\\*h\n"
    (found,) = blocks(text)
    assert isinstance(found, Paragraph)
    prose = found.prose

    assert prose.text == "a b c d f & g*h"
    assert [(run.text, run.style) for run in prose.runs if run.style] == [
        ("b ", STRONG), ("c", STRONG | CODE), ("d", LINK), ("f", STRUCK),
    ]  # fmt: skip
    assert prose.visible(0, len(prose.text)) == "a b c d & g*h"
    low = prose.text.index("b c")
    assert text[slice(*prose.extent(low, low + 3))] == "**b `c`**"
    low = prose.text.index("d")
    assert text[slice(*prose.extent(low, low + 1))] == "[d](e.md)"
    low = prose.text.index("g*h")
    assert text[slice(*prose.extent(low, low + 3))] == "g\\*h"
    low = prose.text.index("&")
    assert text[slice(*prose.extent(low, low + 1))] == "&amp;"


@pytest.mark.parametrize("prefix", ["", "\ufeff", "---\ntitle: x\n---\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_run_stands_where_it_says(prefix: str, newline: str) -> None:
    text = prefix + "# Ünï\n\n- **Größe**: ✅ `x` 日本\n\n| ä | b |\n|---|---|\n| ß | **c** |\n"
    data = text.replace("\n", newline).encode()
    texts = []

    for block in walk(parse(Source("plan.md", data)).blocks):
        for prose in proses(block):
            for run in prose.runs:
                assert data[run.start : run.end].decode().strip("`") == run.text
                texts.append(run.text)

    assert texts == ["Ünï", "Größe", ": ✅ ", "x", " 日本", "ä", "b", "ß", "c"]


def walk(found: Iterable[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        if isinstance(block, Quote):
            yield from walk(block.blocks)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from walk(item.blocks)


def proses(block: Block) -> Iterator[Prose]:
    if isinstance(block, Heading | Paragraph):
        yield block.prose
    elif isinstance(block, Table):
        for row in (block.header, *block.rows):
            for cell in row.cells:
                yield cell.prose


@pytest.mark.parametrize(
    "deep", ["- " * 400 + "a", "> " * 400 + "a", "".join(" " * 2 * i + "- a\n" for i in range(300))]
)
def test_deep_nesting_is_cut_off_and_nothing_is_lost(deep: str) -> None:
    def depth(found: Iterable[Block]) -> int:
        inner = [depth(item.blocks) for block in found if isinstance(block, Bullets) for item in block.items]
        return 1 + max([*inner, *(depth(block.blocks) for block in found if isinstance(block, Quote))], default=0)

    found = blocks(deep)

    assert depth(found) < 60
    assert sum(len(block.prose.text) for block in walk(found) if isinstance(block, Paragraph)) == deep.count("a")


def test_long_white_space_is_one_blank_and_keeps_its_place() -> None:
    text = f"a{' ' * 500}b{chr(0xA0) * 40}c"
    (found,) = blocks(text)
    assert isinstance(found, Paragraph)

    assert found.prose.text == "a b c"
    data = text.encode()
    assert data[slice(*found.prose.extent(4, 5))] == b"c"


SAMPLES = (
    (
        "# T\n\n**A**: b  \n**C**: d\n\n## S\n\n1. one\n   - two\n\n     para\n2. three\n\n```py\nx\n```\n\n> q\n> r\n"
        "\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
    ),
    "* a\n* b\n\n    code\n\ntext\nmore\n***\n## H ##\n~~~\nf\n~~~\n<div>\nx\n</div>\n",
    "- a\n\n- b\n  ```\n  c\n  ```\n- [ ] d\n\n#### E\n",
    "Ünïcode ✅\n\n1) x\n2) y\n\n> - in quote\n>   more\n\nend",
)
RULES = {
    "heading_open": Heading,
    "paragraph_open": Paragraph,
    "fence": Code,
    "code_block": Code,
    "hr": Break,
    "table_open": Table,
}


@pytest.mark.parametrize("text", SAMPLES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_agree_with_another_parser(text: str, newline: str) -> None:
    """markdown-it-py knows lines only; they must be ours, block by block (tight items have no paragraph of their own there)."""
    source = Source("plan.md", text.replace("\n", newline).encode())
    theirs = [
        (RULES[token.type].__name__, token.map[0] + 1)
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.type in RULES and token.map
    ]

    ours = [(type(block).__name__, source.position(block.start)[0]) for block in walk(parse(source).blocks)]

    assert [each for each in ours if each[0] in {rule.__name__ for rule in RULES.values()}] == theirs


def test_the_tree_grows_with_the_text() -> None:
    """Ten times the rows are ten times the blocks, whatever the parser fills up."""

    def rows(count: int) -> int:
        text = "|a" * 40 + "\n" + "|-" * 40 + "\n" + "|x|\n" * count
        (found, *_) = blocks(text)
        assert isinstance(found, Table)
        return sum(len(row.cells) for row in found.rows)

    assert (rows(50), rows(500)) == (50, 500)


def test_a_label_that_ends_a_list_leaves_the_paragraph_before_it_whole() -> None:
    source = Source("plan.md", "- one\n\n  two \N{DOWNWARDS ARROW}\n**Label**: three\n".encode())
    bullets, _ = parse(source).blocks

    assert isinstance(bullets, Bullets)
    assert [source.data[each.start : each.end].decode() for each in bullets.items[0].blocks] == [
        "one",
        "two \N{DOWNWARDS ARROW}",
    ]
