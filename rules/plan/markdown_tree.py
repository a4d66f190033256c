"""Builds the block tree from the parser's events."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any, Final

from rules.plan import prose as styles
from rules.plan.blocks import (
    Block,
    Break,
    Bullets,
    Cell,
    Code,
    Heading,
    Html,
    Item,
    Paragraph,
    Quote,
    Table,
    TableRow,
)
from rules.plan.prose import Prose, Run

DEEPEST: Final = 40
"""Containers nested deeper than this are read as if they stood at this depth, so that no walk can run out of stack."""
INLINE: Final = {
    "Strong": styles.STRONG,
    "Emphasis": styles.EMPHASIS,
    "Strikethrough": styles.STRUCK,
    "Link": styles.LINK,
    "Image": styles.LINK,
}
LEAVES: Final = frozenset({"Paragraph", "Heading", "TableCell"})
UNEQUAL: Final = re.compile(
    rb"\\[!-/:-@\[-`{-~]|&#?\w+;|(?:[ \t\v\f]|\xc2[\x85\xa0]|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe3\x80\x80){16,}"
)
WORDS: Final = re.compile(r"<[A-Za-z][\w'/-]*(?: [\w'/,.-]+)+>")
"""Words in angle brackets: a tag to the parser, something to fill in to its author."""
BLANKS: Final = re.compile(r"\s{16}")
BOX: Final = re.compile(r"\[([ xX])\]\s")
LABELLED: Final = re.compile(r"[:|.!?)]\s*$|:\s|\s\|\s")


class _Frame:
    """A block that is still open."""

    __slots__ = ("checked", "children", "start", "tag", "text", "value")

    def __init__(self, tag: str, start: int, value: Any) -> None:
        self.tag = tag
        self.start = start
        self.value = value
        self.children: list[Any] = []
        self.checked: bool | None = None
        self.text: list[str] = []


class TreeBuilder:
    """Builds the tree from the parser's events with a stack of open blocks."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.root = _Frame("", start, None)
        self.stack = [self.root]
        self.depths: list[bool] = []
        self.runs: list[list[Any]] = []
        self.length = 0
        self.opened = -1
        self.style: list[tuple[int, str]] = []
        self.on: Mapping[str, Callable[[Any, int, int], None]] = {
            "Start": self._start,
            "End": self._end,
            "Text": self._text,
            "Code": lambda text, start, end: self._run(text, start, end, styles.CODE),
            "InlineHtml": lambda text, start, end: self._run(
                text, start, end, 0 if WORDS.fullmatch(text) else styles.HTML
            ),
            "Html": lambda text, _start, _end: self.stack[-1].text.append(text),
            "TaskListMarker": self._box,
            "FootnoteReference": lambda _text, start, end: self._run("", start, end, 0),
        }

    def take(self, event: Any, start: int, end: int) -> None:
        if isinstance(event, str):
            if event == "Rule":
                self._close_implicit(start)
                self.stack[-1].children.append(Break(start, self._trimmed(start, end)))
            else:
                self._run("\n", start, end, 0)
            return
        for kind, value in event.items():
            if kind in self.on:
                self.on[kind](value, start, end)

    def _start(self, value: Any, start: int, _end: int) -> None:
        tag, detail = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if tag in INLINE:
            self.style.append((INLINE[tag], detail["dest_url"] if detail else ""))
            self.opened = start if self.opened < 0 else self.opened
            return
        self._close_implicit(start)
        container = tag not in LEAVES
        deep = container and len(self.stack) > DEEPEST and tag in {"List", "Item", "BlockQuote"}
        self.depths.append(deep)
        if not deep:
            self.stack.append(_Frame(tag, start, detail))

    def _end(self, value: Any, start: int, end: int) -> None:
        tag = value if isinstance(value, str) else next(iter(value))

        if tag in INLINE:
            if tag == "Image" and self.opened == start:
                self._run(self.style[-1][1], start, end, 0)  # without an alternative text the address is what it says
            self.style.pop()
            self.opened = -1
            if self.runs and self.runs[-1][2] >= start:
                self.runs[-1][5] = end
            return
        self._close_implicit(end)
        if self.depths.pop():
            return
        frame = self.stack.pop()
        if frame.tag == "TableCell" and start == end:
            return  # a cell that a short row does not have; the parser puts it behind the row
        block = self._block(frame, self._trimmed(frame.start, end))
        if frame.tag == "FootnoteDefinition":
            self.stack[-1].children.extend(frame.children)
        else:
            self.stack[-1].children.extend(block)

    def _text(self, text: str, start: int, end: int) -> None:
        if self.stack[-1].tag in {"CodeBlock", "HtmlBlock"}:
            self.stack[-1].text.append(text)
        elif (len(text) == end - start or len(text.encode()) == end - start) and not BLANKS.search(text):
            self._run(text, start, end, 0)
        else:
            for piece, left, right in _aligned(text, self.data, start, end):
                self._run(piece, left, right, 0)

    def _run(self, text: str, start: int, end: int, style: int) -> None:
        if self.stack[-1].tag not in LEAVES and self.stack[-1].tag != "implicit":
            self.stack.append(_Frame("implicit", start, None))
        link = ""
        for bit, target in self.style:
            style |= bit
            link = target or link
        outer = self.opened if self.opened >= 0 else start
        self.opened = -1
        self.runs.append([self.length, text, start, end, outer, end, style, link])
        self.length += len(text)

    def _box(self, value: Any, _start: int, _end: int) -> None:
        for frame in reversed(self.stack):
            if frame.tag == "Item":
                frame.checked = bool(value)
                return

    def _close_implicit(self, _end: int) -> None:
        """End the paragraph that a tight list item has without saying so."""
        if self.stack[-1].tag == "implicit":
            frame = self.stack.pop()
            prose = self._prose()
            self.stack[-1].children.append(Paragraph(frame.start, max(frame.start, prose.runs[-1].outer_end), prose))

    def _prose(self) -> Prose:
        runs = tuple(Run(*run) for run in self.runs)
        self.runs, self.length, self.opened = [], 0, -1
        return Prose(runs)

    def _trimmed(self, start: int, end: int) -> int:
        while end > start and self.data[end - 1] in b"\r\n \t":
            end -= 1
        return end

    def _block(self, frame: _Frame, end: int) -> tuple[Any, ...]:  # noqa: C901, PLR0911 - one line for each kind of block
        start, children = frame.start, tuple(frame.children)
        match frame.tag:
            case "Paragraph" if not self.runs:
                return ()
            case "Paragraph":
                return (Paragraph(start, end, self._prose()),)
            case "Heading":
                return self._heading(frame, end)
            case "TableCell":
                return (Cell(start, end, self._prose()),)
            case "TableHead" | "TableRow":
                return (TableRow(start, end, children),)
            case "Table":
                return _table(start, end, children)
            case "List":
                return (Bullets(start, end, frame.value, children),)
            case "Item":
                return (_item(start, end, frame.checked, children),)
            case "BlockQuote":
                return (Quote(start, end, children),)
            case "CodeBlock":
                info = frame.value["Fenced"] if isinstance(frame.value, dict) else ""
                return (Code(start, end, info, "".join(frame.text)),)
            case "HtmlBlock":
                return (Html(start, end, "".join(frame.text)),)
        return children

    def _heading(self, frame: _Frame, end: int) -> tuple[Block, ...]:
        prose = self._prose()
        if (
            not prose.runs
            or self.data[frame.start : frame.start + 1] == b"#"
            or not self._is_rule(frame.start, end, prose)
        ):
            return (Heading(frame.start, end, int(frame.value["level"][1]), prose),)
        text_end = prose.runs[-1].outer_end
        underline = self.data.rindex(b"\n" if self.data.find(b"\n", text_end, end) >= 0 else b"\r", text_end, end) + 1
        return (Paragraph(frame.start, text_end, prose), Break(underline, end))

    def _is_rule(self, start: int, end: int, prose: Prose) -> bool:
        """Whether "---" below a text was meant as a rule: the text has several lines, is a label with its value or a sentence."""
        if not self.data[start:end].endswith(b"-"):
            return False
        return "\n" in prose.text or bool(LABELLED.search(prose.text)) or bool(prose.runs[0].style & styles.EMPHASIS)


def _table(start: int, end: int, children: tuple[Any, ...]) -> tuple[Block, ...]:
    """Build a table; what the parser leaves in it as text, having filled up too many short rows, stands below."""
    rows = tuple(child for child in children[1:] if isinstance(child, TableRow))
    return (Table(start, end, children[0], rows), *(child for child in children[1:] if not isinstance(child, TableRow)))


def _aligned(text: str, data: bytes, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Divide text with entities, backslash escapes or long white space in it into pieces that stand alone or equal their bytes.

    Long white space becomes one blank: patterns that look for blanks before something would try each of them in turn.
    """
    at = 0
    for part in UNEQUAL.finditer(data, start, end):
        plain = data[start : part.start()].decode()
        if plain:
            yield plain, start, part.start()
        at += len(plain)
        decoded = _decoded(part[0])
        if text.startswith(decoded, at):
            yield decoded if decoded.strip() else " ", part.start(), part.end()
            at += len(decoded)
            start = part.end()
        else:
            start = part.start()
    yield text[at:], start, end


def _decoded(written: bytes) -> str:
    text = written.decode()
    return unescape(text) if text.startswith("&") else text.removeprefix("\\")


def _item(start: int, end: int, checked: bool | None, blocks: tuple[Block, ...]) -> Item:  # noqa: FBT001 - as in Item
    """Build an item; a box inside its bold text ("**[ ] Text**") is a box too, although Markdown does not say so."""
    if checked is None and blocks and isinstance(blocks[0], Paragraph) and (box := BOX.match(blocks[0].prose.text)):
        checked = box[1] != " "
    return Item(start, end, checked, blocks)
