"""The rows of a grid as labels and values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reportmine.extraction.tables.labels import TableLabels, is_han
from reportmine.extraction.tables.rows import Stray
from reportmine.extraction.tables.values import Token, ValueReader
from reportmine.model import Cell, Table


@dataclass(frozen=True)
class Line:
    """One row of a grid: its label cells, and the cells after them."""

    number: int
    cells: tuple[Cell, ...]
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]  # without unit cells, blanks kept
    unit: str | None
    filled: bool  # whether any value cell holds something

    @property
    def start(self) -> int:
        return min(cell.start for cell in self.labels) if self.labels else self.cells[0].start

    @property
    def end(self) -> int:
        return max(cell.end for cell in self.cells)


def lines_of(table: Table, reader: ValueReader) -> list[Line]:
    """The grid's rows. A cell that spans rows stands in each of them, once."""
    found = []
    for number, row in enumerate(table.grid):
        cells = tuple({id(cell): cell for cell in row if cell is not None}.values())
        if cells:
            found.append(line_of(number, cells, reader))
    return found


def line_of(number: int, cells: tuple[Cell, ...], reader: ValueReader) -> Line:
    """Label cells are the words before the first value; what stands before any word (a serial number) is neither."""
    first = next((place for place, cell in enumerate(cells) if is_label(cell, reader)), len(cells))
    split = first
    while split < len(cells) and not (cells[split].text.strip() and reader.is_valuelike(cells[split].text)):
        split += 1
    labels = tuple(cell for cell in cells[first:split] if is_label(cell, reader))
    if split == len(cells):
        last = max((place for place, cell in enumerate(cells) if cell in labels), default=-1)
        split = last + 1
    else:
        while split > first + 1 and not cells[split - 1].text.strip():
            split -= 1  # blanks right before the first number may be values themselves
    rest = cells[split:] if first < len(cells) else cells
    values = tuple(cell for cell in rest if not reader.is_unit(cell.text))
    units = [reader.unit_in(cell.text) for cell in cells[first:] if cell.text.strip() and reader.is_unit(cell.text)]
    filled = any(cell.text.strip() and cell.row == number for cell in values)
    return Line(number, cells, labels, values, units[0] if units else None, filled)


def is_label(cell: Cell, reader: ValueReader) -> bool:
    return _are_words(cell.text, reader)


@lru_cache(maxsize=8192)
def _are_words(text: str, reader: ValueReader) -> bool:
    text = text.strip()
    return any(map(is_han, text)) and not reader.is_valuelike(text) and not reader.is_unit(text)


def cell_token(cell: Cell) -> Token:
    return Token(cell.text, cell.start, cell.end, (cell.row, cell.column))


def has_numbers(line: Line, labels: TableLabels, reader: ValueReader) -> bool:
    """Whether a line holds numbers that are no years of a header."""
    return any(
        any(sign.isdigit() for sign in cell.text)
        and reader.is_valuelike(cell.text)
        and labels.reducer.year_in(cell.text) is None
        for cell in line.values
    )


def stray_of(line: Line) -> Stray:
    """A line with figures that no form has taken."""
    tokens = [cell_token(cell) for cell in line.values]
    label = line.labels[-1]
    return Stray(label.text, label.start, line.end, tuple(tokens), line.unit)
