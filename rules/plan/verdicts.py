"""Verdicts that a constitution check states: of one principle, and of the gate as a whole.

`rules.plan.constitution.verdict_of` takes any word for one; here a verdict counts only where one is given: a mark, or a
word that opens or closes what stands beside the principle. "Fail-closed" and "a failing test first" are none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.model import GateVerdict
from rules.plan.outline import Node

MARKS: Final = {
    "fail": "\N{CROSS MARK}\N{BALLOT X}\N{HEAVY BALLOT X}\N{LARGE RED CIRCLE}\N{NO ENTRY}\N{NO ENTRY SIGN}",
    "partial": "\N{WARNING SIGN}\N{LARGE YELLOW CIRCLE}\N{LARGE ORANGE CIRCLE}",
    "pass": "\N{WHITE HEAVY CHECK MARK}\N{HEAVY CHECK MARK}\N{CHECK MARK}\N{BALLOT BOX WITH CHECK}\N{LARGE GREEN CIRCLE}",
    "na": "\N{WHITE LARGE SQUARE}\N{HEAVY MINUS SIGN}",
}
WORDS: Final = (
    r"(?P<na>n/a|not applicable|does(?: not|n['\u2019]t) apply|not required|out of scope|해당 ?없음|不适用|não se aplica|"
    r"no aplica)|"
    r"(?P<fail>fail(?:s|ed|ure)?|violat(?:ion|ed|es)|non-?complian(?:t|ce)|not (?:met|compliant|satisfied)|위반|미준수|실패|"
    r"不符合|未通过|违反|falhou|reprovado|violação|violación)|"
    r"(?P<partial>partial(?:ly)?|conditional(?:ly)?(?! pass)|needs? (?:work|review|attention|clarification|justification|"
    r"changes)|needs|pending|조건부|부분|部分|待定|parcial(?:mente)?|pendente|pendiente)|"
    r"(?P<pass>pass(?:ed|es)?|complian(?:t|ce)|complies|ok|yes|met|aligned|satisfied|통과|준수|충족|通过|符合|满足|"
    r"aprovado|conforme|atendido|cumple|aprobado)"
)
OF: Final = {mark: verdict for verdict, marks in MARKS.items() for mark in marks}
ANY_MARK: Final = lazy("[" + "".join(OF) + "]")
OPENING: Final = lazy(
    rf"[^\w]*(?:(?:status|verdict|result|상태|결과|状态|结果)[^\w]+)?(?:{WORDS})(?![\w-])", re.IGNORECASE
)
IN_BRACKETS: Final = lazy(rf"[^\w\[]*\[(?:{WORDS})\]", re.IGNORECASE)
ONLY: Final = lazy(rf"[^\w]*(?:{WORDS}|no|do|don['\u2019]?t|avoid|never|always)[^\w]*", re.IGNORECASE)
CLOSING: Final = lazy(rf"(?:[-\u2013\u2014:(*\[]|\.\s)\s*(?:{WORDS})[.)*\]\s]*$", re.IGNORECASE)
REMARK: Final = lazy(r"[^\w]*(?:note|deferred|info|remark|caution)\b", re.IGNORECASE)
"""Words that take the weight from a warning sign."""

AT_START: Final = 4
AT_END: Final = 40
"""Characters at the start in which a mark, and at the end in which a closing word, is looked for."""

NAME: Final = (
    r"[^\w]*(?P<name>(?:(?:overall|final|summary|constitution(?:al)?|charter|compliance|alignment|gate|principles?|"
    r"전체|최종)\s+){0,3}"
    r"(?:gate|verdict|result|status|assessment|evaluation|overall|conclusion|outcome|결과|종합|평가|结论|结果|resultado)"
    r"(?:\s+(?:status|result|verdict|assessment|evaluation|decision|평가))?)(?:\s*\([^()]*\))?"
)
GATE: Final = lazy(rf"{NAME}\s*[:\u2013\u2014-]+\s*(?P<said>.*)", re.IGNORECASE | re.DOTALL)
GATE_CELL: Final = lazy(rf"{NAME}[^\w]*", re.IGNORECASE)
ALL: Final = lazy(
    r"[^\w]*all\s+(?:\w+\s+){0,3}(?:principles|gates|checks)\s+(?:are\s+|have\s+(?:been\s+)?)?"
    r"(?:pass(?:ed)?|satisfied|met|compliant|green)\b|[^\w]*모든 .{0,30}(?:준수|통과|충족)",
    re.IGNORECASE,
)
OF_A_PRINCIPLE: Final = frozenset({"status", "result", "verdict", "assessment", "evaluation", "결과", "평가", "结果"})
"""Names that speak of the heading they stand under, which is one principle's or the check itself."""


def opening(text: str) -> str:
    """Return the verdict that a text opens with, by a word or, without one, by a mark; "" for none."""
    if verdict := _named(OPENING.match(text)):
        return verdict
    mark = ANY_MARK.search(text[:AT_START])
    return OF[mark[0]] if mark is not None and not REMARK.match(text) else ""


@lru_cache(maxsize=1024)
def stated(label: str, value: str) -> str:
    """Return the verdict given beside a principle, "" for none.

    It opens the value, is a mark before the label, or closes either. A value that says "not applicable" is right, whatever
    mark stands before it.
    """
    mark = ANY_MARK.search(label[:AT_START])
    return (
        _named(OPENING.match(value) or IN_BRACKETS.match(label))
        or (OF[mark[0]] if mark is not None and not REMARK.match(label) else "")
        or opening(value)
        or closing(label)
        or closing(value)
    )


def of_cells(cells: Sequence[str]) -> str:
    """Return the verdict of the cells that hold one ("Applies | Status"): the gravest, unless one does not apply."""
    found = {stated("", cell) for cell in cells}
    return next((each for each in ("na", "fail", "partial", "pass") if each in found), "")


def is_legend(title: str) -> bool:
    """Whether a line names no principle, only what a mark means ("FAIL: must be settled first")."""
    return ONLY.fullmatch(title) is not None


def closing(text: str) -> str:
    """Return the verdict that a text ends in, "" for none."""
    if marks := ANY_MARK.findall(text[-AT_START:]):
        return OF[marks[-1]]
    return _named(CLOSING.search(text[-AT_END:]))


def _named(found: re.Match[str] | None) -> str:
    return (found.lastgroup or "") if found is not None else ""


def gate_verdicts(judge: Judge, nodes: Sequence[Node]) -> Iterator[GateVerdict]:
    """Yield what the constitution check says of all principles together, in document order."""
    for node in nodes:
        if "constitution_check" in node.above:
            check = check_of(nodes, node)
            for text, low, high in _texts(node):
                if verdict := _verdict(text, own=node.concept == "constitution_check"):
                    yield GateVerdict(text, verdict, judge.source.span(low, high), check, node.start)


def check_of(nodes: Sequence[Node], node: Node) -> int:
    """Return where the constitution check that a heading stands in begins: the outermost of that concept."""
    found, at = node.start, node.number
    while at >= 0:
        found = nodes[at].start if nodes[at].concept == "constitution_check" else found
        at = nodes[at].parent
    return found


def _texts(node: Node) -> Iterator[tuple[str, int, int]]:
    """Yield what may sum up, with its bytes: the heading of a part, lines of text, the first cells of a row."""
    if node.concept != "constitution_check":
        yield node.title, node.start, node.heading_end
    for line in node.lines:
        if line.kind in {"text", "item"} and line.checked is None:
            at = line.low
            for text in line.prose.text[line.low : line.high].split("\n"):
                yield line.prose.visible(at, at + len(text)).strip(), *line.prose.extent(at, at + len(text))
                at += len(text) + 1
    yield from _rows(block for block in node.blocks if isinstance(block, Table))


def _rows(tables: Iterable[Table]) -> Iterator[tuple[str, int, int]]:
    for row in (row for table in tables for row in table.rows):
        cells = [cell.prose.visible(0, len(cell.prose.text)) for cell in row.cells[:2]]
        if len(cells) > 1 and GATE_CELL.fullmatch(cells[0]):
            yield f"{cells[0]}: {cells[1]}", row.start, row.end


def _verdict(text: str, *, own: bool) -> str:
    if ALL.match(text):
        return "pass"
    found = GATE.match(text)
    if found is None or (not own and found["name"].strip().lower() in OF_A_PRINCIPLE):
        return ""
    return opening(found["said"])
