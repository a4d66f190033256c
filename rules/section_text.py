"""What a section says in words, whatever its labels: to tell an answer without its label from none."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rules.lazy import lazy
from rules.plan.concepts import FIELDS
from rules.plan.model import Plan, Section, State
from rules.plan.not_applicable import refusal
from rules.plan.source import Span
from rules.profiles.fields import OTHER_WORDS
from rules.profiles.labels import LABELS

NOT_WORD = lazy(r"[\W_]+")
MARKS = lazy(r"^[\s>*_+-]+")
DECLINED = lazy(r"\b(?:n/a|not applicable)\b", re.IGNORECASE)


class SectionTexts:
    """The words of a plan's sections, made when they are first asked for."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._asking: list[Span] = []
        self._known: dict[str, str] = {}

    def of(self, concept: str) -> str:
        """Return the words of the sections of a concept, lower-cased, with one blank between and around them.

        Headings and the labels of fields are left out: they ask.
        """
        if concept not in self._known:
            plan = self._plan
            if not self._asking:
                labels = [answer.label_span for answer in plan.answers if answer.label_span is not None]
                self._asking = sorted({*(section.heading for section in plan.sections), *labels})
            spans = [section.span for section in plan.sections if section.concept == concept]
            text = b" ".join(piece for span in spans for piece in between(plan.source.data, span, self._asking))
            self._known[concept] = f" {NOT_WORD.sub(' ', text.decode('utf-8', 'ignore').lower()).strip()} "
        return self._known[concept]


def between(data: bytes, span: Span, left_out: Sequence[Span]) -> Iterator[bytes]:
    at = span.start
    for index in range(bisect_left(left_out, span.start, key=lambda each: each.start), len(left_out)):
        if left_out[index].start >= span.end:
            break
        yield data[at : left_out[index].start]
        at = max(at, left_out[index].end)
    yield data[at : span.end]


def mentions(text: str, concept: str) -> bool:
    """Whether the words answer a field: by its title, by a label of two words or more, or by words that only it has."""
    title = NOT_WORD.sub(" ", FIELDS[concept].title.lower())
    labels = (label for label in LABELS.get(concept, ()) if " " in label or label.startswith(title[:-1]))
    return any(f" {words} " in text for words in (title, *labels, *OTHER_WORDS.get(concept, ())))


def mentions_title(text: str, title: str, others: Sequence[str]) -> bool:
    """Whether the words speak of a sub-section: in the plural or singular of its title, or in other words for it."""
    words = title.lower()
    return any(f" {each} " in text for each in (words, words.removesuffix("s"), *others))


def is_declined(plan: Plan, section: Section) -> bool:
    """Whether a section says in its title, or before anything else, that it does not apply; or says nothing at all yet."""
    if section.state is not State.SUBSTANTIVE or DECLINED.search(section.title):
        return True
    body = plan.source.slice(section.span)[len(plan.source.slice(section.heading)) :].lstrip()
    first = MARKS.sub("", body.split("\n", 1)[0])
    return refusal(first, section.title, polarity=True) is not None
