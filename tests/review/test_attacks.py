"""Hostile plans against everything that we write (O1 to O8): the shape stays ours and every limit is kept."""

import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from bot.review.compose import Occasion, Writes, compose
from rules.config import Comments, Config
from rules.quoting import quoted
from tests.review.making import PATH, SITE, finding, plan_report, report_of, snapshot, warning
from tests.review.test_compose import TODAY
from tests.rules.report.test_echo import ATTACKS

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CONFIG = Config(comments=Comments(sticky=True))
LIMIT = 65_535


def written(words: str) -> Writes:
    """Return what is written about a plan whose path, headings and waivers all say the same words."""
    path = f"specs/{words}/plan.md"
    said: dict[str, Any] = {
        "subject": words,
        "message": f"Section {quoted(words)} is empty",
        "fix": f"Say what {quoted(words)} means",
    }
    findings = [
        finding(4, path=path, **said),
        finding(5, path=path, subject=words, message=f"{words} is put off: {quoted(words)}"),
        warning(6, path=path, **said),
        finding(7, path=path, new=False, **said),
        finding(8, path=path, waived=words, **said),
    ]
    shot = snapshot(CONFIG, pull={"base_ref": words, "title": words}, deleted=(path,))
    return compose(
        shot,
        report_of([plan_report(*findings, path=path, base_path=f"old/{words}")]),
        Occasion(TODAY),
        SITE,
    )


def texts(writes: Writes) -> list[str]:
    """Return every Markdown text of the writes."""
    assert writes.check.run is not None
    assert writes.sticky is not None
    comments = [comment.body for comment in writes.review.comments] if writes.review else []
    return [writes.check.run.summary, writes.sticky.body, *comments]


def shape(markdown: str) -> list[tuple[str, list[str]]]:
    """Return the kinds of every block and of everything inside it, with the targets of links, without the text."""
    return [
        (block.type, [child.type for child in block.children or [] if child.type not in {"text", "softbreak"}])
        for block in PARSER.parse(markdown)
    ]


HARMLESS = [shape(text) for text in texts(written("words"))]


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.strip()])
def test_the_shape_of_what_we_write_does_not_depend_on_the_words(attack: str) -> None:
    assert [shape(text) for text in texts(written(attack))] == HARMLESS


@pytest.mark.parametrize("attack", ATTACKS)
def test_links_lead_to_the_pull_request_and_our_pages_only(attack: str) -> None:
    for text in texts(written(attack)):
        for block in PARSER.parse(text):
            for child in block.children or []:
                target = str(child.attrs.get("href", ""))
                assert child.type != "image"
                assert not target or target.startswith(
                    ("https://github.test/octo/shop/blob/", "https://planwarden.test/")
                )


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_ours_begins_a_line_with_a_command_or_mentions_anyone(attack: str) -> None:
    writes = written(attack)
    assert writes.check.run is not None
    found = writes.check.run.annotations
    plain = [text for each in found for text in (each.title, each.message, each.raw_details)]
    assert not any("\n" in each.title + each.message for each in found)
    for text in [*texts(writes), *plain, writes.check.run.title]:
        assert not re.search(r"^\s*/sp\.", text, re.MULTILINE)
        assert not re.search(r"@(?!\u200b)", text)
        assert "\u202e" not in text
    assert sum(line == "<!-- planwarden:summary -->" for line in texts(writes)[1].splitlines()) == 1


def many(count: int, words: str) -> Writes:
    findings = [
        finding(
            at % 40 + 1, rule=f"rule-{at}", fingerprint=str(at), subject=words, message=quoted(words, 2000), fix=words
        )
        for at in range(count)
    ]
    plans = [plan_report(*findings[at::50], path=f"specs/{words}-{at}/plan.md") for at in range(50)]
    return compose(snapshot(CONFIG), report_of([plan_report(*findings), *plans]), Occasion(TODAY), SITE)


@pytest.mark.parametrize("words", ["x" * 1000, "\N{PILE OF POO}`\u202e @b" * 150])
def test_five_thousand_findings_fit_into_every_limit(words: str) -> None:
    writes = many(5000, words)
    run = writes.check.run
    assert run is not None
    assert len(run.summary.encode()) <= LIMIT
    assert "Plans changed 51, parsed 51, rules run 18, findings 10000 (10000 new), waived 0." in run.summary
    assert re.search(r"^and \d+ more, the first of them in the annotations$", run.summary, re.MULTILINE)
    assert run.summary.count("<details>") == run.summary.count("</details>")
    assert len(run.title) <= 80
    assert len(run.annotations) == 150
    for annotation in run.annotations:
        assert len(annotation.title.encode()) <= 1000
        assert len(annotation.title) <= 255
        assert len(annotation.message.encode()) <= 64_000
        assert len(annotation.raw_details.encode()) <= 64_000
    assert writes.sticky is not None
    assert len(writes.sticky.body.encode()) <= LIMIT
    for action in run.actions:
        assert (len(action.label) <= 20, len(action.description) <= 40, len(action.identifier) <= 20) == (True,) * 3
    assert writes.review is not None
    assert len(writes.review.comments) == 10
    for comment in writes.review.comments:
        assert comment.path == PATH
        assert len(comment.body.encode()) <= LIMIT


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.strip()])
def test_the_title_of_a_verdict_is_data_where_another_pull_request_holds_it(attack: str) -> None:
    """It quotes a path, and the summary is Markdown."""

    def held(words: str) -> str:
        path = f"specs/{words}/plan.md"
        shot = snapshot(CONFIG, pull={"draft": True})
        run = compose(shot, report_of([plan_report(finding(path=path), path=path)]), Occasion(TODAY, "", (9,)), SITE)
        assert run.check.run is not None
        return run.check.run.summary

    assert shape(held(attack)) == shape(held("words"))
