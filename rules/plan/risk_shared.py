"""What a plan says of its risks in one place: sub-sections and labels for a part of all risks, spread over them by name."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rules.plan.answers import Judge
from rules.plan.entries import Entry
from rules.plan.model import Answer, Risk, State
from rules.plan.not_applicable import content_words
from rules.plan.risk_parts import named, part_of
from rules.plan.tree import Tree

STRONG_LABEL: Final = frozenset({"colon", "dash", "title", "heading"})
SPREAD: Final = ("kill_switch", "blast_radius", "mitigation", "likelihood", "impact")
DIGITS: Final = b"0123456789"
MOST_SHARED: Final = 50
"""So many shared answers are compared with each risk; no plan has more, and hostile ones must not cost the square."""


class Shared(NamedTuple):
    """One answer for all risks. `name`: what stands before its colon; `place`: which item of an ordered list it is, from 1."""

    answer: Answer
    name: str = ""
    place: int = 0


def shared(
    judge: Judge, tree: Tree, inside: Sequence[int], belongs: Callable[[int], bool], part: str
) -> Iterator[Shared]:
    """Yield what a sub-section or label of its own says for all risks: one answer for each list item or paragraph."""
    for index in inside:
        entry = tree.entries[index]
        if part_of(entry.keys) != part or entry.form not in STRONG_LABEL or belongs(index):
            continue
        items = [child for child in tree.below(index) if tree.entries[child].item]
        ordered = all(judge.source.data[tree.entries[child].block] in DIGITS for child in items)
        for place, child in enumerate(items, 1):
            yield _whole(judge, part, tree.entries[child])._replace(place=place if ordered else 0)
        if not items:
            yield Shared(judge.answer(f"risks.{part}", entry))


def _whole(judge: Judge, part: str, entry: Entry) -> Shared:
    answer = judge.answer(f"risks.{part}", entry)
    if not entry.label:
        return Shared(answer, answer.text.partition(":")[0])
    span = judge.source.span(entry.label_start, entry.end)
    text = f"{entry.label}: {answer.text}"
    return Shared(answer._replace(text=text, span=span, raw=judge.source.slice(span)), entry.label)


def spread(risks: Sequence[Risk], part: str, answers: Sequence[Shared]) -> tuple[list[Risk], list[Answer]]:
    """Give each risk the answer that names it, or its place in an ordered list; return what is left for all of them."""
    if not answers:
        return list(risks), []
    left = list(answers[:MOST_SHARED])
    by_place = len(left) == len(risks) > 1 and all(each.place for each in left)
    numbered = any(risk.number for risk in risks)
    found: list[Risk] = []
    for place, risk in enumerate(risks, 1):
        absent = left if getattr(risk, part).state is State.ABSENT else ()
        number = risk.number if numbered else str(place)
        mine = next((each for each in absent if _is_about(each, risk, number, place if by_place else 0)), None)
        if mine is None:
            found.append(risk)
            continue
        left.remove(mine)
        found.append(Risk(**{**risk._asdict(), part: mine.answer}))
    return found, [each.answer for each in (*left, *answers[MOST_SHARED:])]


@lru_cache(maxsize=4 * MOST_SHARED)
def _words(title: str) -> frozenset[str]:
    """Return the words of a title; the same few shared answers are asked about every risk."""
    return frozenset(content_words(title))


def _is_about(each: Shared, risk: Risk, number: str, place: int) -> bool:
    """Whether its name is the number of the risk, or most words of the shorter of the two titles, or it has its place."""
    named_number, name = named(each.name)
    words, titled = _words(risk.title), _words(name)
    same = len(words & titled)
    alike = same >= 0.6 * min(len(words), len(titled)) and (same > 1 or words == titled)
    return (bool(number) and named_number == number) or (bool(same) and alike) or (place > 0 and each.place == place)


def consumed(risks: Collection[Risk]) -> frozenset[int]:
    """Return where the answers begin that are some risk's own."""
    return frozenset(answer.span.start for risk in risks for answer in risk.answers if answer.state is not State.ABSENT)
