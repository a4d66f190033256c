"""The risks of a plan, in every shape that plans give them: tables, headings, bold lines, list items, sentences."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.cover import Cover
from rules.plan.model import Answer, Risk, State
from rules.plan.not_applicable import content_words
from rules.plan.outline import Node
from rules.plan.risk_finder import RiskFinder
from rules.plan.risk_lines import risks_of_line
from rules.plan.risk_parts import named
from rules.plan.risk_tables import columns, is_risk_table, table_risks
from rules.plan.tree import Tree

MOST_SHARED: Final = 50
"""So many shared answers are compared with each risk; no plan has more, and hostile ones must not cost the square."""


class Found(NamedTuple):
    """The risks, and what the plan says once for all of them."""

    risks: tuple[Risk, ...]
    kill_switches: tuple[Answer, ...]
    blast_radii: tuple[Answer, ...]


def risks(judge: Judge, nodes: Sequence[Node], tree: Tree) -> Found:
    """Return the risks of the plan in document order."""
    area = {node.number for node in nodes if "risks" in node.above and not node.concept.replace("risks", "")}
    finder = RiskFinder(judge, nodes, tree, area)
    several = [risk for number in sorted(area) for line in nodes[number].lines for risk in risks_of_line(judge, line)]
    taken = Cover((risk.span.start, risk.span.end) for risk in several)
    single = (risk for risk in finder.records() if not taken.overlaps(risk.span.start, risk.span.end))
    found = sorted((*_in_tables(judge, nodes, area), *several, *single), key=lambda each: each.span.start)
    switches = list(finder.shared("kill_switch"))
    radii = list(finder.shared("blast_radius"))
    found = [_with_shared(_with_shared(each, "kill_switch", switches), "blast_radius", radii) for each in found]
    return Found(tuple(found), tuple(switches), tuple(radii))


def _in_tables(judge: Judge, nodes: Sequence[Node], area: set[int]) -> Iterator[Risk]:
    for node in nodes:
        for block in node.blocks:
            if isinstance(block, Table):
                found = columns(block)
                named_risk = any(
                    cell.prose.text.strip(" *").lower().startswith("risk")
                    for cell in block.header.cells
                    if cell.prose.runs
                )
                if is_risk_table(found, in_section=node.number in area) and (node.number in area or named_risk):
                    yield from table_risks(judge, block, found)


def _with_shared(each: Risk, part: str, shared: list[Answer]) -> Risk:
    """Give a risk the shared answer that names it, by number or by the words of its title, and take that out of `shared`."""
    current: Answer = getattr(each, part)
    if current.state is not State.ABSENT:
        return each
    mine = next((answer for answer in shared[:MOST_SHARED] if _is_about(answer, each)), None)
    if mine is None:
        return each
    shared.remove(mine)
    return each._replace(kill_switch=mine) if part == "kill_switch" else each._replace(blast_radius=mine)


@lru_cache(maxsize=4 * MOST_SHARED)
def _words(title: str) -> frozenset[str]:
    """Return the words of a title; the same few shared answers are asked about every risk."""
    return frozenset(content_words(title))


def _is_about(answer: Answer, each: Risk) -> bool:
    """Whether what stands before the colon is the number of the risk, or most words of the shorter of the two titles."""
    number, name = named(answer.text.partition(":")[0])
    words, titled = _words(each.title), _words(name)
    same = len(words & titled)
    return (bool(number) and number == each.number) or (same > 1 and same >= 0.6 * min(len(words), len(titled)))
