"""Lines that hold a word, and places in a text of any script."""

import re

from rules.text_lines import found_in_lines, lines_with, place_in, spans, words_at, written
from tests.rules.plan.plans import plan_of
from tests.rules.plan.plans import written as text_at

PLAN = plan_of(
    "# İstanbul\n\nThe LEDGER is slow.\nCafé, ledger and ledger\n\n- **Retry policy:**\n  - no\n  - three times\n"
)


def test_the_text_in_lower_case_has_the_places_of_the_text() -> None:
    assert len(PLAN.low) == len(PLAN.source.text)
    assert PLAN.low[PLAN.low.index("ledger") :].startswith("ledger is slow")


def test_a_line_is_found_once_for_a_word_whatever_its_case() -> None:
    assert list(written(PLAN, ["ledger"])) == ["The LEDGER is slow.", "Café, ledger and ledger"]
    assert list(written(PLAN, ["nothing"])) == []


def test_a_pattern_is_tried_on_the_lines_of_its_words_only() -> None:
    found = list(found_in_lines(PLAN, re.compile("ledger|slow", re.IGNORECASE), ["ledger"]))

    assert [each[0] for each in found] == ["LEDGER", "slow", "ledger", "ledger"]


def test_ranges_of_characters_become_spans_of_bytes() -> None:
    text = PLAN.source.text
    ranges = [(at.start(), at.end()) for at in re.finditer("İ|Café|times", text)]

    assert [text_at(PLAN, span) for span in spans(PLAN, ranges)] == ["İ", "Café", "times"]


def test_the_line_of_an_answer_that_says_it() -> None:
    answer = next(each for each in PLAN.answers if each.label == "Retry policy")
    span = place_in(PLAN, answer, re.compile("times"))

    assert words_at(PLAN, answer, span) == "three times"
    assert place_in(PLAN, answer, re.compile("nothing")) == answer.span


def test_lines_of_a_short_text() -> None:
    assert list(lines_with(re.compile("b"), "a\nb1\nb2")) == ["b1", "b2"]
