"""Which of the ADRs that a plan names belongs to which of its decisions."""

from bisect import bisect_right
from collections.abc import Iterator

from rules.plan.model import AdrReference, Decision, Plan
from rules.stems import shared, stems

SAME = 0.5
"""Titles of one subject share so much of the shorter one's words."""

MOST = 100
"""References of one plan that are compared with each of its decisions."""


class Mapping:
    """Built once for a rule's run: the extents of the decisions, and the references with the words around them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.starts = sorted(each.span.start for each in plan.decisions)
        sections = [each for each in plan.sections if each.concept == "decisions"]
        self.end = max((each.span.end for each in sections), default=len(plan.source.data))
        self.words = [(each, self._words(each)) for each in plan.adrs[:MOST]]

    def _words(self, reference: AdrReference) -> frozenset[str]:
        line = self.plan.source.slice(self.plan.source.line_span(reference.span.line))
        return stems(f"{reference.title} {reference.path.rpartition('/')[2].removesuffix('.md')} {line}")

    def of(self, decision: Decision) -> Iterator[AdrReference]:
        """Yield the references inside a decision, and those elsewhere that are about its subject."""
        at = bisect_right(self.starts, decision.span.start)
        end = self.starts[at] if at < len(self.starts) else max(self.end, decision.span.end)
        wanted = [stems(text) for text in (decision.title, decision.chosen.text) if text]
        for reference, words in self.words:
            if decision.span.start <= reference.span.start < end or any(
                alike(each, words, reference) for each in wanted
            ):
                yield reference


def alike(wanted: frozenset[str], line: frozenset[str], reference: AdrReference) -> bool:
    """Whether half of the subject's words stand beside a reference, or half of its title's words are the subject's."""
    title = stems(reference.title)
    return shared(wanted, line) >= SAME or (len(title) > 1 and shared(title, wanted) >= SAME)
