"""Tables on their way into the document: cells that may have parts on several pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportmine.model import Box
from reportmine.reading.drafts import GridCell
from reportmine.reading.mapped import Mapped, Piece
from reportmine.reading.pdf.geometry import PageGeometry, Rect
from reportmine.reading.pdf.lines import TextLine, lines_of
from reportmine.reading.pdf.tables import GridBox, PageTable

NUMBER = re.compile(r"[-—–/+]*[\d,.，．%]*\d[\d,.，．%]*|[-—–/]+")
FULL = 0.72  # of a cell's width: a line this long was broken because it was full


class Part(NamedTuple):
    """What stands of one cell on one page."""

    page: PageGeometry
    rect: Rect
    lines: tuple[TextLine, ...]


class DraftCell(NamedTuple):
    """Some thousand of them pass through here for each report, most of them with one digit."""

    row: int
    column: int
    row_span: int
    column_span: int
    parts: tuple[Part, ...]
    text: str  # without blanks
    is_number: bool = False

    @property
    def ends_full(self) -> bool:
        """Whether its last line is as long as the cell is wide, so that its text may go on."""
        part = self.parts[-1]
        return bool(part.lines) and part.lines[-1].rect.width + part.lines[-1].em > FULL * part.rect.width

    @property
    def end_row(self) -> int:
        return self.row + self.row_span

    @property
    def columns(self) -> tuple[int, int]:
        return self.column, self.column + self.column_span

    def with_parts_of(self, other: DraftCell) -> DraftCell:
        """This cell going on in another one below it."""
        span = max(other.end_row, self.end_row) - self.row
        parts = (*self.parts, *other.parts)
        return cell_of(self.row, self.column, span, self.column_span, parts)

    def pieces(self, box: Box) -> list[Piece] | Mapped:
        """Its lines joined: a blank stands only between words or numbers that no full line has torn apart.

        ``box``: that of the cell, which a lone line shares.
        """
        if not self.text:
            return []
        if len(self.parts) == 1 and len(self.parts[0].lines) == 1:
            page, _, (line,) = self.parts[0]
            return Mapped.at(line.text, box, line.confidence(page))
        lines = [(part, line) for part in self.parts for line in part.lines]
        if len(lines) == 1:
            part, line = lines[0]
            return Mapped.at(line.text, box, line.confidence(part.page))
        pieces: list[Piece] = []
        last: TextLine | None = None
        for part, line in lines:
            if last is not None and not _is_torn(last, line, part.rect):
                pieces.append(Piece(" "))
            pieces.append(line.piece(part.page))
            last = line
        return pieces


@dataclass(frozen=True)
class TableDraft:
    """A table; ``columns`` are the lines between its columns on its first page."""

    columns: tuple[float, ...]
    row_count: int
    cells: tuple[DraftCell, ...]
    origin: str

    @property
    def column_count(self) -> int:
        return len(self.columns) - 1

    @cached_property
    def number_columns(self) -> frozenset[int]:
        """Columns whose cells are mostly figures."""
        counts: dict[int, int] = {}  # figures less other texts
        numeric: set[int] = set()
        for _, column, _, column_span, _, text, is_number in self.cells:
            if text and column_span == 1:
                if is_number:
                    numeric.add(column)
                    counts[column] = counts.get(column, 0) + 1
                else:
                    counts[column] = counts.get(column, 0) - 1
        return frozenset([column for column in numeric if counts[column] >= 0])

    def row(self, number: int) -> list[DraftCell]:
        """The cells that begin in this row."""
        return [cell for cell in self.cells if cell.row == number]

    def grid_cells(self) -> list[GridCell]:
        found: list[GridCell] = []
        for cell in self.cells:
            row, column, row_span, column_span, *_ = cell
            box = _box(cell)
            found.append(GridCell(row, column, cell.pieces(box), row_span, column_span, box))
        return found


def draft_of(table: PageTable) -> TableDraft:
    page = table.page
    cells = tuple([_draft_cell(cell, page) for cell in table.cells])
    return TableDraft(table.columns, len(table.rows) - 1, cells, table.origin)


def _draft_cell(cell: GridBox, page: PageGeometry) -> DraftCell:
    lines = tuple(lines_of(cell.chars)) if cell.chars else ()
    parts = (Part(page, cell.rect, lines),)
    if not lines:
        return DraftCell(cell.row, cell.column, cell.row_span, cell.column_span, parts, "")
    return cell_of(cell.row, cell.column, cell.row_span, cell.column_span, parts)


def cell_of(row: int, column: int, row_span: int, column_span: int, parts: tuple[Part, ...]) -> DraftCell:
    """A cell that knows what its parts say."""
    lines = parts[0].lines if len(parts) == 1 else [line for part in parts for line in part.lines]
    text = lines[0].text if len(lines) == 1 else "".join([line.text for line in lines])
    if len(text) > 1:
        text = "".join(text.split())
    is_number = (text.isascii() and text.isdigit()) or (bool(text) and NUMBER.fullmatch(text) is not None)
    return DraftCell(row, column, row_span, column_span, parts, text, is_number)


def _is_torn(last: TextLine, line: TextLine, cell: Rect) -> bool:
    """Whether two lines of a cell are one word or number that the cell was too narrow for."""
    if not (last.chars[-1].text.isascii() and line.chars[0].text.isascii()):
        return True  # Chinese needs no blank
    return last.rect.width + (line.chars[0].x1 - line.chars[0].x0) > FULL * cell.width


def _box(cell: DraftCell) -> Box:
    parts = cell.parts
    part = parts[0] if len(parts) == 1 else next((part for part in parts if part.lines), parts[0])
    return part.page.box(*part.rect)


def merged_columns(upper: Sequence[float], lower: Sequence[float], tolerance: float) -> tuple[list[float], list[int]]:
    """The lines of both tables in one row, and for each of the lower one its place in it."""
    lines = list(upper)
    for x in lower:
        if all(abs(x - line) > tolerance for line in lines):
            lines.append(x)
    lines.sort()
    return lines, [min(range(len(lines)), key=lambda place: abs(lines[place] - x)) for x in lower]
