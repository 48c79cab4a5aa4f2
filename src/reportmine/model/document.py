"""A file as read: canonical text, blocks, tables, and for every character a way back to the file.

Offsets are character offsets into :attr:`Document.text`, half open. The text of a table cell is part of the canonical
text too, so one pair of offsets serves prose and tables alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

from reportmine.model.base import Value


class Box(Value):
    """A rectangle on a page, in points from the page's top left corner."""

    page: int  # from 1
    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def around(cls, boxes: Sequence[Box]) -> Box | None:
        """The rectangle around all of them; None where there are none, or not all on one page."""
        if len({box.page for box in boxes}) != 1:
            return None
        return cls(
            page=boxes[0].page,
            x0=min(box.x0 for box in boxes),
            top=min(box.top for box in boxes),
            x1=max(box.x1 for box in boxes),
            bottom=max(box.bottom for box in boxes),
        )


class Anchor(Value):
    """Where one run of canonical text stands in the file.

    Exactly one way back is set, by media type: ``raw_start``/``raw_end`` (character offsets into the decoded file:
    text, HTML), ``box`` (PDF, scan), or ``address`` (``Sheet1!B3``, ``p12``, ``t1r3c2`` in Word). Inside a raw anchor
    whose two sides are equally long, offsets map one to one; otherwise the whole run maps to the whole raw run.
    """

    start: int
    end: int
    raw_start: int | None = None
    raw_end: int | None = None
    box: Box | None = None
    address: str | None = None
    confidence: float = 1.0  # below 1 only for text recognised in pictures


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"


class Block(Value):
    """A heading, a paragraph or a table, in reading order."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # headings: 1 for a part of the report, 2 below it …; 0 elsewhere
    table: int | None = None  # index into Document.tables


class Cell(Value):
    """One printed cell. ``row`` and ``column`` are those of its top left corner, counted from 0."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    start: int  # document.text[start:end] == text
    end: int
    box: Box | None = None
    address: str | None = None
    confidence: float = 1.0


class Table(Value):
    """A grid with row and column spans, whatever it was read from."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    start: int
    end: int
    origin: str  # how it was found: "html", "ruled", "aligned", "separators", "cell_lines", "sheet", "word", "picture"

    @cached_property
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Rows of columns; a spanning cell stands in every place it covers, None where no cell is."""
        places: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.row_count)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.column_count)):
                    places[row][column] = cell
        return tuple(tuple(row) for row in places)


class Document(Value):
    """One file as read."""

    source: str  # the path or address it was given by
    sha256: str
    media_type: str  # "text/plain", "text/html", "application/pdf", …
    encoding: str | None = None
    pages: int | None = None
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    anchors: tuple[Anchor, ...] = ()  # ordered by start, not overlapping
    metadata: dict[str, str] = {}  # what the page says about itself: issuer, published_on, title, url, index_number …
    links: tuple[str, ...] = ()  # attachments the page offers
    notes: tuple[str, ...] = ()  # codes of what reading noticed, such as "table_is_picture"

    @cached_property
    def _anchor_starts(self) -> list[int]:
        return [anchor.start for anchor in self.anchors]

    def locate(self, start: int, end: int) -> tuple[Anchor, ...]:
        """The ways back to the file for ``text[start:end]``, narrowed to it where offsets map one to one."""
        first = max(bisect_right(self._anchor_starts, start) - 1, 0)
        found: list[Anchor] = []
        for anchor in self.anchors[first:]:
            if anchor.start >= end:
                break
            if anchor.end > start:
                found.append(_narrow(anchor, start, end))
        return tuple(found)


def _narrow(anchor: Anchor, start: int, end: int) -> Anchor:
    low, high = max(start, anchor.start), min(end, anchor.end)
    if anchor.raw_start is None or anchor.raw_end is None:
        return anchor
    if anchor.raw_end - anchor.raw_start != anchor.end - anchor.start:
        return anchor
    shift = anchor.raw_start - anchor.start
    return anchor.model_copy(update={"start": low, "end": high, "raw_start": low + shift, "raw_end": high + shift})
