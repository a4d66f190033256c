"""Builds the block tree from the parser's events."""

from collections.abc import Iterable
from typing import Any, Final

from rules.lazy import lazy
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
from rules.plan.markdown_inline import InlineText
from rules.plan.prose import Prose

DEEPEST: Final = 40
"""Containers nested deeper than this are read as if they stood at this depth, so that no walk can run out of stack."""
INLINE: Final = {
    "Strong": styles.STRONG,
    "Emphasis": styles.EMPHASIS,
    "Strikethrough": styles.STRUCK,
    "Link": styles.LINK,
    "Image": styles.LINK,
}
LISTED: Final = frozenset({"List", "Item", "Paragraph", "implicit"})
LABEL_LINE: Final = lazy(rb"(\*\*|__)[^*_\r\n]{1,60}?(?::\1|\1[ \t]?:)")
LEAVES: Final = frozenset({"Paragraph", "Heading", "TableCell"})
INLINES: Final = LEAVES | {"implicit"}
"""Blocks that hold inline text."""
RAW: Final = frozenset({"CodeBlock", "HtmlBlock"})
NESTING: Final = frozenset({"List", "Item", "BlockQuote"})
BOX: Final = lazy(r"\[([ xX])\]\s")
LABELLED: Final = lazy(r"[:|.!?)]\s*$|:\s|\s\|\s")


class _Frame:
    """A block that is still open. `children`: the blocks in it, of code and raw HTML the pieces of text."""

    __slots__ = ("checked", "children", "inline", "start", "tag", "value")

    def __init__(self, tag: str, start: int, value: Any) -> None:
        self.tag = tag
        self.inline = tag in INLINES
        self.start = start
        self.value = value
        self.children: list[Any] = []
        self.checked: bool | None = None


class TreeBuilder:
    """Builds the tree from the parser's events with a stack of open blocks.

    `containers`: for each block that the parser has open, whether a frame of ours stands for it.
    """

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.root = _Frame("", start, None)
        self.stack = [self.root]
        self.containers: list[bool] = []
        self.inline = InlineText(data)

    def take(self, events: Iterable[tuple[Any, Any]], shift: int) -> None:
        """Take all events; `shift`: the byte of the file that their positions are counted from."""
        stack, inline = self.stack, self.inline
        for event, extent in events:
            start, end = extent["start"] + shift, extent["end"] + shift
            if event.__class__ is str:
                self._sign(event, start, end)
                continue
            kind, value = event.popitem()  # there is one, and nobody else reads it
            if kind == "Text":
                if stack[-1].inline:
                    inline.text(value, start, end)
                else:
                    self._text(value, start, end)
            elif kind == "Start":
                self._start(value, start)
            elif kind == "End":
                self._end(value, start, end)
            else:
                self._other(kind, value, start, end)

    def _other(self, kind: str, value: Any, start: int, end: int) -> None:
        """Take what is neither text nor where a block or a style begins or ends."""
        match kind:
            case "Code":
                self._open_text(start).add(value, start, end, styles.CODE)
            case "InlineHtml":
                self._open_text(start).tag(value, start, end)
            case "Html":
                self.stack[-1].children.append(value)
            case "TaskListMarker":
                self._box(checked=bool(value))

    def _sign(self, event: str, start: int, end: int) -> None:
        """Take a rule or a line break."""
        if event == "Rule":
            self._close_implicit()
            self.stack[-1].children.append(Break(start, self._trimmed(start, end)))
        elif self.data[end - 1 : end] in {b"\n", b"\r"} and LABEL_LINE.match(self.data, end) and self._lift(start):
            pass
        else:
            self._open_text(start).add("\n", start, end, 0)

    def _lift(self, at: int) -> bool:
        """End all lists at a label that begins a line, as its author meant; CommonMark reads on in the last item."""
        if len(self.stack) < 3 or self.inline.styles or any(frame.tag not in LISTED for frame in self.stack[1:]):  # noqa: PLR2004 - root, list, item
            return False
        while len(self.stack) > 1:
            self._close(at)
        self.containers = [False] * len(self.containers)
        return True

    def _start(self, value: Any, start: int) -> None:
        tag, detail = (value, None) if value.__class__ is str else value.popitem()
        if tag in INLINE:
            self._open_text(start).open(INLINE[tag], detail["dest_url"] if detail else "", start)
            return
        stack = self.stack
        if stack[-1].tag == "implicit":
            self._close_implicit()
        if tag == "Item" and not self.containers[-1] and len(stack) <= DEEPEST:
            stack.append(_Frame("List", start, None))
            self.containers[-1] = True
        nested = len(stack) > DEEPEST and tag in NESTING
        self.containers.append(not nested)
        if not nested:
            stack.append(_Frame(tag, start, detail))

    def _end(self, value: Any, start: int, end: int) -> None:
        tag = value if value.__class__ is str else next(iter(value))
        if tag in INLINE:
            if tag == "Image" and self.inline.opened == start:  # without other words the address is what it says
                self.inline.add(self.inline.styles[-1][1], start, end, 0)
            self.inline.close(start, end)
            return
        if self.stack[-1].tag == "implicit":
            self._close_implicit()
        if not self.containers.pop():
            return
        if start == end and self.stack[-1].tag == "TableCell":
            self.stack.pop()  # a cell that a short row does not have; the parser puts it behind the row
            return
        self._close(end)

    def _close(self, end: int) -> None:
        """End the innermost open block."""
        frame = self.stack[-1]
        if frame.tag == "implicit":
            self._close_implicit()
            return
        del self.stack[-1]
        children = frame.children
        if children and frame.tag not in RAW and children[-1].end > end:
            end = children[-1].end
        self.stack[-1].children += self._block(frame, self._trimmed(frame.start, end))

    def _text(self, text: str, start: int, end: int) -> None:
        """Take text where no block of inline text is open."""
        if self.stack[-1].tag in RAW:
            self.stack[-1].children.append(text)
        else:
            self._open_text(start).text(text, start, end)

    def _open_text(self, start: int) -> InlineText:
        """Return where inline text goes; a tight list item has a paragraph without saying so."""
        if not self.stack[-1].inline:
            self.stack.append(_Frame("implicit", self.inline.opened if self.inline.opened >= 0 else start, None))
        return self.inline

    def _box(self, *, checked: bool) -> None:
        for frame in reversed(self.stack):
            if frame.tag == "Item":
                frame.checked = checked
                return

    def _close_implicit(self) -> None:
        if self.stack[-1].tag == "implicit":
            frame = self.stack.pop()
            prose = self.inline.prose()
            if prose.runs:
                self.stack[-1].children.append(
                    Paragraph(frame.start, max(frame.start, prose.runs[-1].outer_end), prose)
                )

    def _trimmed(self, start: int, end: int) -> int:
        while end > start and self.data[end - 1] in b"\r\n \t":
            end -= 1
        return end

    def _block(self, frame: _Frame, end: int) -> tuple[Any, ...]:  # noqa: C901, PLR0911 - one line for each kind of block
        start, children = frame.start, tuple(frame.children)
        match frame.tag:
            case "Item":
                return (_item(start, end, frame.checked, children),)
            case "TableCell":
                return (Cell(start, end, self.inline.prose()),)
            case "Paragraph":
                return (Paragraph(start, end, self.inline.prose()),) if self.inline.runs else ()
            case "TableHead" | "TableRow":
                return (TableRow(start, end, children),)
            case "Heading":
                return self._heading(frame, end)
            case "List":
                return (Bullets(start, end, frame.value, children),)
            case "Table":
                return _table(start, end, children)
            case "BlockQuote":
                return (Quote(start, end, children),)
            case "CodeBlock":
                info = frame.value["Fenced"] if isinstance(frame.value, dict) else ""
                return (Code(start, end, info, "".join(children)),)
            case "HtmlBlock":
                return (Html(start, end, "".join(children)),)
        return children

    def _heading(self, frame: _Frame, end: int) -> tuple[Block, ...]:
        prose = self.inline.prose()
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


def _item(start: int, end: int, checked: bool | None, blocks: tuple[Block, ...]) -> Item:  # noqa: FBT001 - as in Item
    """Build an item; a box inside its bold text ("**[ ] Text**") is a box too, although Markdown does not say so."""
    if checked is None and blocks and isinstance(blocks[0], Paragraph) and (box := BOX.match(blocks[0].prose.text)):
        checked = box[1] != " "
    return Item(start, end, checked, blocks)
