"""The block tree of a Markdown document. `start` and `end` are byte offsets into the file, white space at the end cut off."""

from typing import NamedTuple, TypeAlias

from rules.plan.prose import Prose


class Heading(NamedTuple):
    start: int
    end: int
    level: int
    prose: Prose


class Paragraph(NamedTuple):
    start: int
    end: int
    prose: Prose


class Item(NamedTuple):
    """`checked`: the state of its task box, None without one."""

    start: int
    end: int
    checked: bool | None
    blocks: tuple["Block", ...]


class Bullets(NamedTuple):
    """A list. `first`: the number it starts with, None for bullets."""

    start: int
    end: int
    first: int | None
    items: tuple[Item, ...]


class Cell(NamedTuple):
    """One cell. A row shorter than the header has fewer cells; an empty cell that is written has no runs."""

    start: int
    end: int
    prose: Prose


class TableRow(NamedTuple):
    start: int
    end: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    start: int
    end: int
    header: TableRow
    rows: tuple[TableRow, ...]


class Code(NamedTuple):
    """A code block. `info`: the words after the opening fence."""

    start: int
    end: int
    info: str
    text: str


class Quote(NamedTuple):
    start: int
    end: int
    blocks: tuple["Block", ...]


class Html(NamedTuple):
    """Raw HTML, a comment as a rule."""

    start: int
    end: int
    text: str

    @property
    def comment(self) -> bool:
        return self.text.lstrip().startswith("<!--")


class Break(NamedTuple):
    """A thematic break ("---")."""

    start: int
    end: int


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Code | Quote | Html | Break


class FrontMatter(NamedTuple):
    """The YAML block at the top, its fences included in the positions. `fields`: key, value, start and end of the value."""

    start: int
    end: int
    fields: tuple[tuple[str, str, int, int], ...]


class Document(NamedTuple):
    blocks: tuple[Block, ...]
    front_matter: FrontMatter | None
