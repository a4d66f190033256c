"""The risks of a plan, in every shape that plans give them: tables, headings, bold lines, list items, sentences."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.cover import Cover
from rules.plan.model import Answer, Risk
from rules.plan.outline import Node
from rules.plan.risk_fallbacks import with_fallbacks
from rules.plan.risk_finder import RiskFinder
from rules.plan.risk_lines import risks_of_line
from rules.plan.risk_shared import SPREAD, consumed, spread
from rules.plan.risk_tables import columns, is_risk_table, table_risks
from rules.plan.tree import Tree

MOST_RISKS: Final = 5_000
"""Risks of one plan, and one more, by which the plan is known to have too many; what has more is made to keep the engine busy."""


class Found(NamedTuple):
    """The risks, and what the plan says once for all of them."""

    risks: tuple[Risk, ...]
    kill_switches: tuple[Answer, ...]
    blast_radii: tuple[Answer, ...]


def risks(judge: Judge, nodes: Sequence[Node], tree: Tree) -> Found:
    """Return the risks of the plan in document order."""
    area = {node.number for node in nodes if "risks" in node.above and not node.concept.replace("risks", "")}
    finder = RiskFinder(judge, nodes, tree, area)
    lines = chain.from_iterable(nodes[number].lines for number in sorted(area))
    several = _most(risk for line in lines for risk in risks_of_line(judge, line))
    taken = Cover((risk.span.start, risk.span.end) for risk in several)
    single = (risk for risk in finder.records() if not taken.overlaps(risk.span.start, risk.span.end))
    each_way = (*_most(_in_tables(judge, nodes, area)), *several, *_most(single))
    found = _most(sorted(each_way, key=lambda each: each.span.start))
    own = consumed(found)
    left: dict[str, tuple[Answer, ...]] = {}
    for part in SPREAD:
        answers = [each for each in finder.shared(part) if each.answer.span.start not in own]
        found, rest = spread(found, part, answers)
        left[part] = tuple(rest)
    if not left["kill_switch"] and not left["blast_radius"]:
        found = with_fallbacks(judge.low, found)
    return Found(tuple(found), left["kill_switch"], left["blast_radius"])


def _most(found: Iterable[Risk]) -> list[Risk]:
    return list(islice(found, MOST_RISKS + 1))


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
