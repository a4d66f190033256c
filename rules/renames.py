"""Which new texts are old ones that moved: what vanished is compared with what is new.

A finding keeps its identity across a rename, so the base version of a renamed plan has to be found.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping

SIMILAR = 0.5
"""Share of common lines from which two texts are one file, renamed: git's own default."""


def pairs(news: Mapping[str, bytes], olds: Mapping[str, bytes]) -> dict[str, str]:
    """Return for each new path the old one that its text moved from, as far as there is one.

    What moved unchanged comes first and then the closest pairs, so that a copy does not take the place of its origin.
    """
    moved = unchanged(news, olds)
    rest = {path: news[path] for path in news if path not in moved}
    left = {path: olds[path] for path in olds.keys() - set(moved.values())}
    return moved | dict(closest(rest, left))


def unchanged(news: Mapping[str, Hashable], olds: Mapping[str, Hashable]) -> dict[str, str]:
    """Pair equal contents (texts, or what stands for them) without comparing each with each: whole trees are moved so."""
    waiting: dict[Hashable, list[str]] = defaultdict(list)
    for path, content in olds.items():
        waiting[content].append(path)
    return {path: waiting[content].pop(0) for path, content in news.items() if waiting[content]}


def closest(news: Mapping[str, bytes], olds: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield pairs that are alike, each path in one of them, the most alike first."""
    new_lines, old_lines = ({path: Counter(text.splitlines()) for path, text in each.items()} for each in (news, olds))
    found = [(-share(new_lines[new], old_lines[old]), new, old) for new in news for old in olds]
    taken: set[str] = set()
    for unlike, new, old in sorted(found):
        if -unlike >= SIMILAR and taken.isdisjoint((new, old)):
            taken |= {new, old}
            yield new, old


def share(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Return which part of the lines of two texts they have in common, 0 to 1; the order does not matter."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
