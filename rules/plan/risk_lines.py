"""Several risks in one sentence: "labels run out (mitigate: order early); the printer jams (mitigate: a spare)"."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.lines import Line
from rules.plan.model import Risk
from rules.plan.risk_parts import risk

EACH: Final = lazy(
    r"([^;()\n]{3,200}?)\s*\((?:mitigat(?:e|ion|ed(?: by| with)?)\b)\s*[:\N{EN DASH}\N{EM DASH}-]?\s*([^()]{2,300})\)",
    re.IGNORECASE,
    needs=("(mitigat",),
)
MOST: Final = 20
LEADING: Final = " \t\n.,;:*-\N{EN DASH}\N{EM DASH}"


def risks_of_line(judge: Judge, line: Line) -> Iterator[Risk]:
    """Yield the risks of a line that states several, none for a line that states one."""
    if line.kind in {"code", "html"}:
        return
    found = list(islice(EACH.finditer(line.prose.text, line.low, line.high), MOST))
    if len(found) < 2:  # noqa: PLR2004 - one risk is an item or a labelled value as any other
        return
    for each in found:
        text = each[1].strip(LEADING)
        low = each.start(1) + each[1].index(text)
        start, end = line.prose.extent(low, each.end())
        measure = line.prose.extent(each.start(2), each.end(2))
        piece = line._replace(low=each.start(2), high=each.end(2), start=measure[0], end=measure[1], kind="cell")
        answer = judge.value("risks.mitigation", (piece,), judge.source.span(*measure), "mitigation")
        yield risk(judge, text, judge.source.span(start, end), {"mitigation": answer})
