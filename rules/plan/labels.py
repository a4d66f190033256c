"""From a label's words to the field concept it stands for, and where labels stand in a text."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple, TypeAlias

from rules.lazy import lazy
from rules.plan.concepts import FIELDS
from rules.plan.headings import normalised
from rules.plan.model import PARENTS
from rules.plan.prose import CODE, EMPHASIS, LINK, MASK, STRONG, Prose
from rules.profiles.labels import EVERYWHERE, LABELS

PLAIN: Final = lazy(r"\s*(?:[-*•]\s+)?([^\W\d_][\w ./&()'\u2019-]{0,48}?)\s?[:\uff1a](?=\s|$)")
AFTER: Final = lazy(r"(?:\s\([^()\n]{1,80}\))?\s*[:\uff1a]\s*")
DASH: Final = lazy(r"\s+[-\N{EN DASH}\N{EM DASH}]+\s+")
INNER: Final = lazy(r"\s*[:\uff1a]\s+")
BEFORE: Final = lazy(r"(?:\[[ xX]\]|\d+[.)]|[^\w\n])*")
TRAILING: Final = " \t\n|;\N{MIDDLE DOT}"
FARTHEST: Final = 3
PIPE: Final = lazy(r"\s\|\s")
Cut: TypeAlias = tuple[int, int, int, str]
"""Label start, label end, value start and form."""
NO_LABELS_FROM_ELSEWHERE: Final = frozenset(
    {"constitution_check", "dod", "timeline", "adrs", "complexity", "structure", "scope.out"}
)


class Part(NamedTuple):
    """A label with the text after it, as characters of one prose; `label_low` -1: text without a label.

    `form`: colon ("**K**: v"), dash ("**K** - v"), title (a bold line of its own) or plain ("K: v").
    """

    label_low: int
    label_high: int
    low: int
    high: int
    form: str


@cache
def _index() -> dict[str, tuple[tuple[str, str], ...]]:
    index: dict[str, tuple[tuple[str, str], ...]] = {}
    for concept, labels in LABELS.items():
        for label in labels:
            index[label] = (*index.get(label, ()), (FIELDS[concept].section, concept))
    return index


@cache
def _everywhere() -> dict[str, str]:
    return {label: concept for concept, labels in reversed(tuple(EVERYWHERE.items())) for label in labels}


def known(key: str) -> bool:
    """Whether the normalised label names some field in some section."""
    return key in _index()


@lru_cache(maxsize=8192)
def field_concept(keys: tuple[str, ...], around: tuple[str, ...]) -> str:
    """Return the field that a label names in the sections around it (nearest first), "" for none."""
    for key in keys:
        named = _index().get(key, ())
        for place, section in enumerate(around):
            reach = FARTHEST if place == 0 else FARTHEST - 1
            ranked = [(rank, concept) for home, concept in named if (rank := _distance(home, section)) <= reach]
            if ranked:
                return min(ranked, key=lambda pair: pair[0])[1]
        if around and around[0] in NO_LABELS_FROM_ELSEWHERE:
            continue
        if key in _everywhere():
            return _everywhere()[key]
    return ""


def _distance(home: str, section: str) -> int:
    """Return how far a field's own section is from the section its label stands in, more than `FARTHEST` for unrelated ones."""
    if home == section:
        return 0
    if home.startswith(section + "."):
        return 1
    if home.partition(".")[0] == section.partition(".")[0]:
        return 2
    parent = PARENTS.get(home)
    return FARTHEST + (parent is None or section.partition(".")[0] != parent)


def keys_of(label: str) -> tuple[str, ...]:
    """Return the readings of a label, the most literal first."""
    return normalised(label).parts


def parts(prose: Prose) -> tuple[Part, ...]:
    """Divide a paragraph at its labels. The parts are in order and leave out only separators."""
    return prose.once(_parts)


def _parts(prose: Prose) -> tuple[Part, ...]:
    cuts = sorted(_cuts(prose))
    found = []
    if not cuts or prose.text[: cuts[0][0]].strip(TRAILING + "-*"):
        found.append(Part(-1, -1, 0, _high(prose.text, 0, cuts[0][0] if cuts else len(prose.text)), ""))
    for number, (low, high, value, form) in enumerate(cuts):
        following = cuts[number + 1][0] if number + 1 < len(cuts) else len(prose.text)
        found.append(Part(low, high, value, max(value, _high(prose.text, value, following)), form))
    return tuple(found)


def _high(text: str, low: int, high: int) -> int:
    return low + len(text[low:high].rstrip(TRAILING))


def _cuts(prose: Prose) -> Iterator[Cut]:
    text, start, place = prose.text, 0, 0
    groups = list(_groups(prose)) if prose.styles & (STRONG | EMPHASIS) else []
    for line in text.split("\n"):
        end = start + len(line)
        bold: list[Cut] = []
        if place < len(groups) and groups[place][0] < end:
            lead = BEFORE.match(text, start, end)
            first = lead.end() if lead else start
            while place < len(groups) and groups[place][0] < end:
                if cut := _bold(text, groups[place], end, first):
                    bold.append(cut)
                place += 1
        yield from bold
        if ":" in line or "\uff1a" in line:
            yield from _plain(prose, start, end, first=start == 0, taken=bold)
        start = end + 1


def _groups(prose: Prose) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and weight of each bold or italic stretch."""
    low = high = -1
    strong = False
    for run in prose.runs:
        heavy = bool(run.style & STRONG)
        if not run.style & (STRONG | EMPHASIS) or run.text == "\n":
            continue
        if run.at != high or heavy != strong:
            if high > low:
                yield low, high, strong
            low, strong = run.at, heavy
        high = run.at + len(run.text)
    if high > low:
        yield low, high, strong


def _bold(text: str, group: tuple[int, int, bool], end: int, first: int) -> Cut | None:
    """Return the label that a bold or italic stretch is: before a colon anywhere, else only where the line begins."""
    low, high, strong = group
    inside = low + len(text[low:high].rstrip())
    if text.endswith((":", "\uff1a"), low, inside):
        after = AFTER.match(text, inside - 1)
        return low, inside - 1, after.end() if after else high, "colon"
    if (after := AFTER.match(text, high, end)) and high - low < 120:  # noqa: PLR2004 - a label is no paragraph
        return low, high, after.end(), "colon"

    if not strong:
        return None
    if low <= first <= high:
        return _leading(text, low, high, end)
    inner = INNER.search(text, low, high)
    named = inner is not None and any(map(known, keys_of(text[low : inner.start()])))
    return (low, inner.start(), inner.end(), "colon") if inner and named else None


def _leading(text: str, low: int, high: int, end: int) -> Cut | None:
    """Return the label that a bold beginning of a line is: all of the line, "Risk 1: title", or what a dash follows."""
    inner = INNER.search(text, low, high)
    if not text[high:end].strip(" .\t"):
        return (low, inner.start(), inner.end(), "title") if inner else (low, high, high, "title")
    if inner and len(text[low : inner.start()].split()) <= 3:  # noqa: PLR2004 - "Risk 1", "Decision 2", "Gate Status"
        return low, inner.start(), inner.end(), "colon"
    after = DASH.match(text, high, end)
    return (low, high, after.end(), "dash") if after else None


def _plain(prose: Prose, start: int, end: int, *, first: bool, taken: list[Cut]) -> Iterator[Cut]:
    """Yield labels without emphasis: at the start of the paragraph any, in later lines or after a pipe only known ones."""
    text = prose.masked(start, end, CODE | LINK)
    places = [(0, first)] + ([(pipe.end(), False) for pipe in PIPE.finditer(text)] if "|" in text else [])
    bold = {low for low, _, _, _ in taken}
    for at, free in places:
        found = PLAIN.match(text, at)
        if found is None or start + found.start(1) in bold or MASK in found[1]:
            continue
        if (free and found[1].count(" ") < 6) or any(map(known, keys_of(found[1]))):  # noqa: PLR2004 - more is a sentence
            after = AFTER.match(prose.text, start + found.end(1))
            yield start + found.start(1), start + found.end(1), after.end() if after else end, "plain"
