"""The state of one value: the first of the ten that fits (`rules.plan.model.State` in its order)."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.concepts import FIELDS, Field
from rules.plan.concrete import is_concrete, is_vague, restates
from rules.plan.entries import Entry
from rules.plan.labels import parts
from rules.plan.lines import MARKS, RAW, Line, codes_of, links_of, text_of, words_of
from rules.plan.model import Answer, State
from rules.plan.named import new
from rules.plan.not_applicable import refusal
from rules.plan.placeholders import is_deferred, is_menu, is_owned, is_placeholder, unfilled_lines
from rules.plan.prose import CODE, LINK, Prose
from rules.plan.source import Source, Span

UNKNOWN_FIELD: Final = Field("", "")
NAMES_ITSELF: Final = frozenset({"meta", "alerting", "related", "timeline", "technical_context", "summary"})
"""Sections whose answers are names and links, which may well be called what they answer."""
PHASE: Final = lazy(r"\bphase[ -]([ivx]+|\d+)\b")
TITLE: Final = lazy(r"^(?:# |title:)[^\n]*", re.MULTILINE)
NEAR_THE_TOP: Final = 1000
"""The title of a plan, if it has one, stands among so many characters."""
LONGEST_REMEMBERED: Final = 1_000
"""Characters of an answer; longer ones seldom occur twice."""
REMEMBERED: Final = 4_096
BRACKETED: Final = lazy(r"\[.*\]", re.DOTALL)


class Judged(NamedTuple):
    state: State
    owned: bool = False
    restates_template: bool = False


class Judge:
    """Judges the values of one plan, against the repository's own template where there is one.

    `low`: the whole text in lower case, to ask cheaply whether a word occurs at all before looking for it line by line.
    """

    def __init__(self, source: Source, template: bytes | None) -> None:

        self.source = source
        self.low = source.text.lower()

        self.unfilled = unfilled_lines(template)
        title = TITLE.search(self.low, 0, NEAR_THE_TOP)
        self.phases = frozenset(PHASE.findall(title[0])) if title else frozenset()

    def answer(self, concept: str, entry: Entry) -> Answer:
        """Return the answer that a labelled value gives to a concept."""
        label = self.source.span(entry.label_start, entry.label_end)
        return self.value(concept, entry.lines(), self.source.span(entry.start, entry.end), entry.label, label)

    def value(
        self,
        concept: str,
        lines: Sequence[Line],
        span: Span,
        label: str = "",
        label_span: Span | None = None,
    ) -> Answer:
        """Return the answer made of these lines; EMPTY where they say nothing, at `span`."""
        said = [line for line in lines if text_of(line) or line.kind in RAW]
        if not said:
            return Answer(concept, State.EMPTY, span, label=label, label_span=label_span)
        field = FIELDS.get(concept, UNKNOWN_FIELD)
        judged = self.placeholder(said, field)
        if judged is not None:
            said = [line for line in said if self.is_unfilled(line) or to_fill(line, field)]
            span = self.source.span(said[0].start, said[-1].end)
        text, codes = joined(map(words_of, said)), codes_of(said)
        if judged is None:
            prose = text if not codes else joined(map(text_of, said))
            shown = bool(codes) or sum(line.number > 0 for line in said) > 1
            weigh = _weighed if len(prose) <= LONGEST_REMEMBERED else _weighed.__wrapped__
            judged = weigh(prose, concept, f"{label} {field.title}", self.phases, shown=shown)
        return new(Answer, (
            concept, judged.state, span, text, self.source.slice(span), label, label_span,
            judged.owned, judged.restates_template, codes, links_of(said),
        ))  # fmt: skip

    def absent(self, concept: str, span: Span) -> Answer:
        """Return the answer that is not there; `span` is where a person would look for it."""
        return Answer(concept, State.ABSENT, span)

    def placeholder(self, lines: Iterable[Line], field: Field = UNKNOWN_FIELD) -> Judged | None:
        """Return PLACEHOLDER when every line is one, None otherwise."""
        copied = filled = 0
        for line in lines:
            if self.is_unfilled(line):
                copied += 1
            elif (verdict := to_fill(line, field)) is not None:
                if not verdict:
                    return None
                filled += 1
        return Judged(State.PLACEHOLDER, restates_template=filled == 0) if copied or filled else None

    def is_unfilled(self, line: Line) -> bool:
        """Whether the line stands so in the repository's template, placeholder and all."""
        if not self.unfilled:
            return False
        number = self.source.position(line.start)[0]
        return self.restates(self.source.slice(self.source.line_span(number)))

    def restates(self, written: str) -> bool:
        """Whether a line, as written, equals one of the template that holds a placeholder."""
        return " ".join(written.split()) in self.unfilled


def joined(texts: Iterable[str]) -> str:
    return " ".join(filter(None, texts))


@lru_cache(maxsize=REMEMBERED)
def _weighed(text: str, concept: str, question: str, phases: frozenset[str], *, shown: bool) -> Judged:
    """Judge an answer that is no placeholder. `shown`: it has code or several steps.

    What was found is remembered, as most answers of a plan are the same at base and at head.
    """
    field = FIELDS.get(concept, UNKNOWN_FIELD)
    if is_deferred(text):
        return Judged(State.DEFERRED, owned=is_owned(text))
    if (refused := refusal(text, question, polarity=field.polarity, phases=phases)) is not None:
        return Judged(refused[0], owned=refused[1])
    if field.values or is_concrete(text, code=shown, steps=0):
        return Judged(State.SUBSTANTIVE)
    asked = f"{question} {field.section.replace('.', ' ')} {field.hint}"
    if field.section not in NAMES_ITSELF and restates(text, asked):
        return Judged(State.RESTATED)
    return Judged(State.VAGUE if is_vague(concept, text) else State.SUBSTANTIVE)


def to_fill(line: Line, field: Field = UNKNOWN_FIELD) -> bool | None:
    """Whether a line is a placeholder; None for a label with nothing after it, which says neither."""
    if line.kind in RAW:
        return False
    low, high = line.low, line.high
    if (line.kind != "cell" and line.low == 0) and (last := parts(line.prose)[-1]).label_low >= 0 and last.high <= high:
        if last.high <= last.low:
            return None
        low, high = last.low, last.high
    return line.prose.once(_to_fill, low, high, field.values)


def _to_fill(prose: Prose, low: int, high: int, values: tuple[str, ...]) -> bool:
    text = prose.text[low:high].strip()
    if values and text.strip("[] ").lower() in values:
        return False
    masked = MARKS.sub("", _masked(prose, low, high))
    return is_placeholder(masked, text) or is_menu(text, values)


def _masked(prose: Prose, low: int, high: int) -> str:
    """Mask code and links, but leave code that is nothing but a bracket ("`[flag_name]`")."""
    if not prose.styles & (CODE | LINK):
        return prose.text[low:high].strip()
    runs = prose.between(low, high, CODE | LINK)
    return prose.hidden(
        low, high, (run for run in runs if run.style & LINK or not BRACKETED.fullmatch(run.text))
    ).strip()
