"""What stands around a place in a plan: its section, and the record (a risk, a decision, a row) that it is part of."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rules.plan.concepts import FIELDS
from rules.plan.model import Answer, Decision, Plan, Risk, Section
from rules.plan.source import Span


def titled(kind: str, record: Risk | Decision) -> str:
    """Return how people name a record: "Risk 2: ledger drift"; its title alone where it has no number."""
    title = record.title or f"the {kind.lower()} in line {record.span.line}"
    return f"{kind} {record.number}: {title}" if record.number else title


class Around:
    """Looks places of one plan up; built once for a rule's run, so that each look-up is a bisection."""

    def __init__(self, plan: Plan) -> None:
        self._sections = plan.sections
        self._section_starts = [section.heading.start for section in self._sections]
        self._records = sorted(records(plan), key=lambda record: record[0].start)
        self._record_starts = [span.start for span, _ in self._records]

    def section(self, span: Span) -> Section | None:
        """Return the innermost section: the last heading before the place; None above the first one."""
        at = self._section_at(span)
        return self._sections[at] if at >= 0 else None

    def concepts(self, span: Span) -> list[str]:
        """Return the concepts of the sections around a place, innermost first; unknown ones are left out."""
        at = self._section_at(span)
        around = (self._sections[up].concept for up in (self._up(at) if at >= 0 else ()))
        return [concept for concept in around if concept]

    def titles(self, span: Span) -> list[str]:
        """Return the titles of the sections around a place, innermost first."""
        at = self._section_at(span)
        return [self._sections[up].title for up in (self._up(at) if at >= 0 else ())]

    def _section_at(self, span: Span) -> int:
        return bisect_right(self._section_starts, span.start) - 1

    def _up(self, at: int) -> Iterator[int]:
        """Yield a section and those around it, innermost first, up to the plan's own heading, which is left out."""
        yield at
        while (at := self._sections[at].parent) >= 0 and self._sections[at].level > 1:
            yield at

    def outermost_without(
        self, unwanted: Iterable[Span], wanted: Sequence[Span], *, least: int
    ) -> list[Section | None]:
        """Return for each wanted place the widest section that holds at least so many of them and nothing unwanted."""
        touched = {up for span in unwanted if (at := self._section_at(span)) >= 0 for up in self._up(at)}
        places = [self._section_at(span) for span in wanted]
        counts = Counter(up for at in places if at >= 0 for up in self._up(at))
        found: list[Section | None] = []
        for at in places:
            fit = [up for up in (self._up(at) if at >= 0 else ()) if up not in touched and counts[up] >= least]
            found.append(self._sections[fit[-1]] if fit else None)
        return found

    def record(self, span: Span) -> str:
        """Return the name of the record that the place is part of, "" for none."""
        at = bisect_right(self._record_starts, span.start) - 1
        if at < 0 or span.start >= self._records[at][0].end:
            return ""
        return self._records[at][1]

    def subject(self, answer: Answer) -> str:
        """Return what an answer is about: its record, else its label, else its concept in words."""
        return self.record(answer.span) or answer.label or in_words(answer.concept)


def records(plan: Plan) -> Iterator[tuple[Span, str]]:
    for risk in plan.risks:
        yield risk.span, titled("Risk", risk)
    for decision in plan.decisions:
        yield decision.span, titled("Decision", decision)
    for row in (*plan.alerts, *plan.dependencies, *plan.milestones):
        first = next(iter(row.cells.values()), None)
        yield row.span, (first.text if first is not None and not first.missing else "")


def in_words(concept: str) -> str:
    """Return what the template calls a field: "deployment.rollback_steps" is "Rollback Steps"."""
    return FIELDS[concept].title if concept in FIELDS else concept.rpartition(".")[2].replace("_", " ")
