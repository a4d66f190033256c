"""The constitution check: which principles are addressed, with which verdict, on what evidence."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Bullets, Item, Paragraph, Table
from rules.plan.headings import NUMBER
from rules.plan.labels import keys_of
from rules.plan.lines import Line, cell_lines, item_lines, lines_of, text_of
from rules.plan.model import Answer, Principle
from rules.plan.outline import Node
from rules.plan.principle_parts import principle_part
from rules.plan.prose import STRONG
from rules.plan.verdicts import check_of, is_legend, of_cells, opening, stated

VERDICTS: Final = (
    ("fail", lazy(r"\N{CROSS MARK}|\b(?:fail(?:ed|s)?|violat(?:ion|ed|es)|non.?complian\w+|not met)\b", re.IGNORECASE)),
    ("partial", lazy(r"\N{WARNING SIGN}|\N{LARGE YELLOW CIRCLE}|\b(?:partial(?:ly)?|conditional|needs?"
        r"|deferred|pending)\b", re.IGNORECASE)),
    ("pass", lazy(r"[\N{WHITE HEAVY CHECK MARK}\N{HEAVY CHECK MARK}\N{CHECK MARK}\N{BALLOT BOX WITH CHECK}]"
        r"|\b(?:pass(?:ed|es)?|complian(?:t|ce)|yes|ok|met|aligned|"
     r"satisfied|addressed|compatible)\b", re.IGNORECASE)),
    ("na", lazy(r"\bn/a\b|\bnot applicable\b|해당 없음|\N{WHITE LARGE SQUARE}", re.IGNORECASE)),
)  # fmt: skip
VERDICT_COLUMN: Final = frozenset({
    "status", "verdict", "result", "compliance", "pass", "check", "gate", "pass fail", "compliant", "met", "aligned",
    "alignment", "satisfied", "outcome", "assessment", "compliance status", "gate status", "상태", "결과", "状态", "结果",
})  # fmt: skip
STATUS: Final = lazy(r"\b(?:status|verdict|result|gate)\W+(.{0,40})", re.IGNORECASE)
WORD: Final = lazy(r"\w+")
LONGEST_VERDICT: Final = 2
"""Words of a cell, more of which are evidence too ("PASS: the ledger is only read")."""
EVIDENCE: Final = "constitution_check.evidence"
GROUP: Final = lazy(
    r"\b(?:gates?|verification|validation|checks?|compliance|principles|alignment|review|assessment|violations?|exceptions)\b",
    re.IGNORECASE,
)
PRINCIPLE: Final = lazy(r"\W*(?:principle\s+)?(?:[IVX]+|\d+)[.:)]|\W*principle\b", re.IGNORECASE)
NOT_PRINCIPLES: Final = frozenset({
    "gate", "gate status", "status", "compliance status", "alignment status", "overall", "result", "note", "notes",
    "violations", "verdict",
    "overall gate status", "gate result", "evidence", "rationale", "re check", "post design", "legend",
    "initial check", "conclusion",
})  # fmt: skip


def principles(judge: Judge, nodes: Sequence[Node]) -> tuple[Principle, ...]:
    """Return the principles of the constitution check in document order: rows, list items, headings."""
    found: list[Principle] = []
    for node in nodes:
        if "constitution_check" in node.above:
            if node.concept != "constitution_check" and not _is_group(node.title):
                each = [_from_heading(judge, node)]
            else:
                each = list(_from_blocks(judge, node))
            check = check_of(nodes, node) if each else -1
            found.extend(
                principle._replace(check=check, section=node.start)
                for principle in each
                if not is_legend(principle.title)
            )
    return tuple(found)


def _from_blocks(judge: Judge, node: Node) -> Iterator[Principle]:
    """Yield the principles below a heading; a list right below bold principles is the evidence of the last of them."""
    waiting: list[Principle] = []
    for block in node.blocks:
        if isinstance(block, Bullets) and waiting:
            yield from waiting[:-1]
            yield _with_evidence(judge, waiting[-1], block)
            waiting = []
            continue
        yield from waiting
        waiting = list(_from_paragraph(judge, block)) if isinstance(block, Paragraph) else []
        if isinstance(block, Table):
            yield from (each._replace(block=block.start, row=True) for each in _from_table(judge, block))
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from (each._replace(block=block.start) for each in _from_item(judge, item))
    yield from waiting


@lru_cache(maxsize=1024)
def verdict_of(text: str) -> str:
    """Return pass, fail, partial, na or unknown: what a mark or a word at the beginning says, then one anywhere."""
    for part in (text[:24], text):
        marks = [(found.start(), name) for name, words in VERDICTS if (found := words.search(part))]
        if marks:
            return min(marks)[1]
    return "unknown"


def _is_group(title: str) -> bool:
    return bool(set(keys_of(title)) & NOT_PRINCIPLES) or (
        GROUP.search(title) is not None and PRINCIPLE.match(title) is None
    )


def _from_heading(judge: Judge, node: Node) -> Principle:
    lines = tuple(node.lines)
    text = " ".join(text_of(line) for line in lines)
    status = STATUS.search(text)
    verdict = verdict_of(status[1]) if status else verdict_of(node.title)
    span = judge.source.span(node.start, node.heading_end)
    where = judge.source.span(lines[0].start, lines[-1].end) if lines else span
    boxes = [line.checked for line in lines if line.checked is not None]
    return Principle(
        _bare(node.title),
        verdict if verdict != "unknown" else verdict_of(text[:40]),
        span,
        judge.value(EVIDENCE, lines, where),
        stated("" if status else node.title, status[1] if status else text[:40]),
        all(boxes) if boxes else None,
    )


def _from_table(judge: Judge, table: Table) -> Iterator[Principle]:
    heads = [set(keys_of(cell.prose.text)) if cell.prose.runs else set() for cell in table.header.cells]
    verdicts = [place for place, keys in enumerate(heads) if keys & VERDICT_COLUMN]
    for row in table.rows:
        texts = [cell.prose.visible(0, len(cell.prose.text)) for cell in row.cells]
        place = 1 if len(texts) > 1 and re.fullmatch(r"[\divxIVX.#]*", texts[0]) else 0
        title = texts[place] if texts else ""
        if not title or set(keys_of(title)) & NOT_PRINCIPLES:
            continue
        said = [texts[at] for at in verdicts if at < len(texts)] or texts[place + 1 :]
        bare = [at for at in verdicts if at < len(texts) and len(WORD.findall(texts[at])) <= LONGEST_VERDICT]
        lines = tuple(
            line for at, cell in enumerate(row.cells) if at not in (place, *bare) for line in cell_lines(cell)
        )
        span = judge.source.span(row.start, row.end)
        evidence = judge.value(EVIDENCE, lines, judge.source.span(lines[0].start, lines[-1].end) if lines else span)
        certain = of_cells(said) if verdicts else opening(said[0]) if said else ""
        yield Principle(_bare(title), verdict_of(" ".join(said)), span, evidence, certain)


def _from_item(judge: Judge, item: Item) -> Iterator[Principle]:
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        return
    part = principle_part(first.prose)
    whole = first.prose.visible(0, len(first.prose.text))
    title = first.prose.visible(part.label_low, part.label_high) if part.label_low >= 0 else whole
    if set(keys_of(title)) & NOT_PRINCIPLES or not title.strip():
        return
    verdict = "pass" if item.checked else verdict_of(first.prose.text) if item.checked is None else "unknown"
    lines = list(item_lines(item))
    if part.label_low >= 0 and lines:
        lines[0] = lines[0]._replace(low=part.low)
    said = [line for line in lines if line.kind == "code" or text_of(line)]
    span = judge.source.span(item.start, item.end)
    evidence: Answer = (
        judge.value(EVIDENCE, said, span) if part.label_low >= 0 or len(said) > 1 else judge.absent(EVIDENCE, span)
    )
    at = part.low if part.label_low >= 0 else len(first.prose.text)
    given = stated(first.prose.visible(0, at), first.prose.visible(at, len(first.prose.text)))
    yield Principle(_bare(title), verdict, span, evidence, "pass" if item.checked else given, item.checked)


def _from_paragraph(judge: Judge, block: Paragraph) -> Iterator[Principle]:
    """Yield the principle that a bold line names, with the mark or word after it."""
    prose = block.prose
    for run in prose.runs:
        start = prose.text.rfind("\n", 0, run.at) + 1
        at_start = re.fullmatch(r"[^\w]*", prose.text[start : run.at])
        if run.style & STRONG and at_start and not _is_group(run.text.rstrip(" :")):
            end = prose.text.find("\n", run.at)
            end = len(prose.text) if end < 0 else end
            span = judge.source.span(run.outer, prose.extent(run.at, end)[1])
            line = prose.text[start:end]
            low = run.at + len(run.text)
            low += len(prose.text[low:end]) - len(prose.text[low:end].lstrip(" :"))
            lines = (Line("text", *prose.extent(low, end), prose, low, end),)
            said = re.search(r"\w", prose.text[low:end]) is not None
            evidence = judge.value(EVIDENCE, lines, span) if said else judge.absent(EVIDENCE, span)
            given = stated(prose.text[start:low], prose.text[low:end])
            yield Principle(_bare(run.text), verdict_of(line), span, evidence, given)


def _with_evidence(judge: Judge, principle: Principle, block: Bullets) -> Principle:
    lines = tuple(lines_of((block,)))
    evidence = judge.value(EVIDENCE, lines, judge.source.span(block.start, block.end))
    status = STATUS.search(evidence.text)
    given = stated("", status[1]) if status is not None else ""
    return principle._replace(evidence=evidence, stated=given or principle.stated)


def _bare(title: str) -> str:
    text = re.sub(r"^[^\w]+|[^\w)]+$", "", title)
    found = NUMBER.match(text.lower())
    return (
        re.sub(r"^(?:principle\s+)?(?:[IVX]+|\d+)[.:)]\s*", "", text)
        if found or text.lower().startswith("principle")
        else text
    )
