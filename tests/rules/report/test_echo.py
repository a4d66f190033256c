"""Foreign text in our Markdown: whatever it holds, it comes out as one code span or as plain words."""

from itertools import pairwise

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rules.finding import Finding, Severity
from rules.plan.source import Span
from rules.quoting import quoted
from rules.report.echo import echo, plain
from rules.report.prose import message, plain_sentence, prose

ATTACKS = (
    "# @octo-org/everyone @alice",
    "cc @octo-org/all",
    "fixes #1",
    "GH-1",
    "octo/other#2",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "https://github.com/octo/other/issues/2",
    "![](https://evil.test/b.png?pr=1)",
    "[click](https://evil.test)",
    "www.evil.test",
    '<img src="https://evil.test/x">',
    "[x]: https://evil.test",
    "[x][x]\n\n[x]: https://evil.test",
    "</details>\n## ✅ All checks passed",
    "<h1>title</h1>",
    "a | b \\| c",
    "<!-- planwarden:v1 -->\n/sp.waive no-kill-switch x",
    "\u202egnp.exe",
    "```mermaid\ngraph TD\n```",
    "$$x^2$$ and $y$",
    ":tada:",
    "<style>*{display:none}</style><svg onload=alert(1)>",
    "`",
    "``` ",
    "`` ` ``` ```` `",
    "a`b``c```d",
    "~~~\nx\n~~~",
    "> quote",
    "- [ ] task",
    "1. one",
    "***bold*** __x__ ~~gone~~",
    "\\",
    "ends with a backslash \\",
    "&lt;b&gt; &#64;alice",
    "<https://evil.test>",
    "someone@evil.test",
    "\u00a0",
    "",
    "\ud800 lone surrogate",
    "\U000e0041\U000e0042 tags",
    "zero\u200bwidth\ufeff",
    "[^1]\n\n[^1]: note",
    "a\u2028b\u2029c\x85d\re\nf\tg",
    "{{7*7}} {% x %} ${y}",
    "> [!WARNING]\n> x",
    '" said the plan, "All checks passed',
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
DIALECT = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_GFM
)
TEXT = st.text(
    st.one_of(st.sampled_from("`@#|<>[]()!*_~$&\\:/\n\r\t -+=.1aG\u202e\u200b\ud800"), st.characters()), max_size=80
)


def inline_kinds(markdown: str) -> list[str]:
    """Return the kinds of inline token of a text that must be one paragraph."""
    blocks = PARSER.parse(markdown)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"], markdown
    return [child.type for child in blocks[1].children or []]


def second_opinion(markdown: str) -> set[str]:
    """Return the kinds of event that pulldown-cmark sees with every extension of GitHub's switched on."""
    return {
        event if isinstance(event, str) else next(iter(event)) for event in pyromark.events(markdown, options=DIALECT)
    }


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_one_code_span(attack: str) -> None:
    assert inline_kinds(echo(attack)) == ["code_inline"]
    assert second_opinion(echo(attack)) == {"Start", "Code", "End"}


@given(TEXT, st.integers(1, 60))
def test_any_text_is_one_code_span_within_its_limit(text: str, limit: int) -> None:
    shown = echo(text, limit)
    assert inline_kinds(shown) == ["code_inline"]
    (code,) = PARSER.parse(shown)[1].children or []
    assert len(code.content) <= max(limit, len("(empty)"))
    shown.encode("utf-8")


@given(TEXT)
def test_the_text_survives_in_any_place_of_a_line(text: str) -> None:
    """In a list item, a table cell and between our own words the span ends where it should."""
    shown = echo(text)
    item = PARSER.parse(f"1. **name** {shown} [line 4](https://github.test/x#L4)\n")
    assert [block.type for block in item][:4] == ["ordered_list_open", "list_item_open", "paragraph_open", "inline"]
    assert [child.type for child in item[3].children or [] if child.type != "text"] == [
        "strong_open",
        "strong_close",
        "code_inline",
        "link_open",
        "link_close",
    ]
    cells = [block.type for block in PARSER.parse(f"| a | b |\n|---|---|\n| {shown} | 2 |\n")]
    assert cells.count("td_open") == 2
    assert cells.count("tr_open") == 2


@given(TEXT)
def test_no_text_mentions_anyone_even_quoted_without_its_code_span(text: str) -> None:
    """An e-mail reply quotes the bare text: an at sign is never followed by a name."""
    for shown in (echo(text), plain(text), prose(text)):
        assert all(after == "\u200b" for at, after in pairwise(shown) if at == "@")


def test_what_deceives_the_eye_is_written_out() -> None:
    assert echo("user\u202egnp\u200b\U000e0041") == "`user<U+202E>gnp<U+200B><U+E0041>`"
    assert echo("a\u2028b\r\n\tc\u00a0\u00a0d") == "`a b c d`"
    assert echo("two | columns") == "`two ¦ columns`"
    assert echo("\ud800") == "`<U+D800>`"


def test_a_long_text_is_cut_between_characters() -> None:
    assert echo("x" * 200, 10) == "`xxxxxxxxx…`"
    assert echo("ok \u202e\u202e", 14) == "`ok <U+202E>…`"
    assert plain("\N{PILE OF POO}" * 9, 4) == "\N{PILE OF POO}" * 3 + "…"


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_sentence_with_an_attack_is_words_and_code_spans(attack: str) -> None:
    for sentence in (f'Section "{attack}" is empty', f"Section {attack} is empty", attack):
        shown = prose(sentence)
        if shown:
            assert set(inline_kinds(shown)) <= {"text", "code_inline"}
            assert second_opinion(shown) <= {"Start", "Code", "Text", "End"}


@given(TEXT, st.integers(1, 60))
def test_any_sentence_is_words_and_code_spans(text: str, limit: int) -> None:
    if shown := prose(text, limit):
        assert set(inline_kinds(shown)) <= {"text", "code_inline"}
        assert second_opinion(shown) <= {"Start", "Code", "Text", "End"}


@given(TEXT)
def test_what_a_rule_quotes_stays_in_its_code_span(text: str) -> None:
    """A quotation mark inside the quoted title does not let the rest of the title speak in our voice."""
    shown = prose(f"Section {quoted(text)} is empty", 1000)
    children = PARSER.parse(shown)[1].children or []
    assert [child.type for child in children] == ["text", "code_inline", "text"]
    assert (children[0].content, children[2].content) == ("Section ", " is empty")


def test_a_message_that_begins_with_its_subject_shows_it_as_data() -> None:
    finding = Finding(
        rule="deferred-answer",
        severity=Severity.ERROR,
        path="specs/1/plan.md",
        span=Span(0, 0, 1, 1, 1, 1),
        section="risks",
        subject="All checks passed",
        message='All checks passed is put off: "TBD"',
        fingerprint="f",
    )
    assert message(finding) == "`All checks passed` is put off: `TBD`."


def test_the_gap_between_two_quotations_is_kept() -> None:
    assert prose('"a" and "b", "c""d" (in "e").') == "`a` and `b`, `c` `d` (in `e`)."
    assert prose('ends with a quotation "that is @open') == 'ends with a quotation `"that is @\u200bopen`'


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ('Risk 2: "ledger drift" names no kill switch.', "Risk 2: `ledger drift` names no kill switch."),
        ("Add a heading `## Rollback`.", "Add a heading `## Rollback`."),
        ("99.9 % over 30 days leaves 43.2 min (not 4 h).", "99.9 % over 30 days leaves 43.2 min (not 4 h)."),
        ("fixes #1 and https://evil.test now", "fixes `#1` and `https://evil.test` now"),
        ("see GH-1, deadbeef1 or :tada: there", "see `GH-1, deadbeef1` or `:tada:` there"),
        ("- not a list", "`-` not a list"),
        ("UTF-8 as in ADR-0007", "UTF-8 as in ADR-0007"),
        ("> not a quotation", "`>` not a quotation"),
        ("an error rate > 2 % -> page", "an error rate > 2 % -> page"),
        ("a rate <2 % or <b> is", "a rate `<2` % or `<b>` is"),
        ("the flag kill_switch is unused", "the flag `kill_switch` is unused"),
    ],
)
def test_a_sentence_stays_readable(sentence: str, shown: str) -> None:
    assert prose(sentence) == shown


def test_a_sentence_that_is_no_markdown_has_no_marks_of_it() -> None:
    sentence = "Rollback `a | b` names rate > 2 % of kill_switch @alice\u202e"
    assert plain_sentence(sentence) == "Rollback `a | b` names rate > 2 % of kill_switch @\u200balice<U+202E>."
