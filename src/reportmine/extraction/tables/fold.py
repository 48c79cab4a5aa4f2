"""Grids that print a long form in halves or thirds side by side: label, number, label, number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from reportmine.extraction.tables.gridlines import Line, is_label, line_of, lines_of
from reportmine.extraction.tables.values import ValueReader
from reportmine.model import Cell, Table

FEWEST: Final = 3  # rows with a label and a number on every side
SHARE: Final = 0.5  # of the rows that have any number

Row = tuple[Cell | None, ...]


def orders_of(table: Table, reader: ValueReader) -> Iterator[list[Line]]:
    """The grid's rows; where it is folded, its parts as rows of their own, in the two orders that they can have."""
    folds = _folds(table, reader)
    if not folds:
        yield lines_of(table, reader)
        return
    blank = {fold - 1 for fold in folds if not any(_says(row, fold - 1) for row in table.grid)}
    ends = [fold - (fold - 1 in blank) for fold in folds]
    parts = [_parts(row, number, folds, ends, reader) for number, row in enumerate(table.grid)]
    yield [line for side in range(len(folds) + 1) for row in parts for line in row[side : side + 1] if line is not None]
    yield [line for row in parts for line in row if line is not None]


def _folds(table: Table, reader: ValueReader) -> tuple[int, ...]:
    """The columns in which the other parts begin: in most rows a label stands there, behind a number."""
    found = [
        _starts(row, reader)
        for row in table.grid
        if any(cell is not None and reader.is_valuelike(cell.text) for cell in row)
    ]
    counts = Counter(column for starts in found for column in starts)
    return tuple(sorted(column for column, count in counts.items() if count >= max(FEWEST, SHARE * len(found))))


def _starts(row: Row, reader: ValueReader) -> tuple[int, ...]:
    """The columns of labels that follow numbers, in a row that begins with a label and ends with a number."""
    starts: list[int] = []
    last = ""
    for cell in dict.fromkeys(row):
        if cell is None or not cell.text.strip() or reader.is_unit(cell.text):
            continue
        kind = "number" if reader.is_valuelike(cell.text) else "label" if is_label(cell, reader) else "other"
        if kind == "other" or (kind == "number" and not last):
            return ()
        if kind == "label" and last == "number":
            starts.append(cell.column)
        last = kind
    return tuple(starts) if last == "number" else ()


def _says(row: Row, column: int) -> bool:
    cell = row[column]
    return cell is not None and cell.column == column and bool(cell.text.strip())


def _parts(row: Row, number: int, folds: Sequence[int], ends: Sequence[int], reader: ValueReader) -> list[Line | None]:
    """A row's parts. What spans several of them is a heading of the first."""
    taken: set[Cell] = set()
    lines: list[Line | None] = []
    for low, high in zip((0, *folds), (*ends, len(row)), strict=True):
        cells = tuple(cell for cell in dict.fromkeys(row[low:high]) if cell is not None and cell not in taken)
        taken.update(cells)
        filled = any(cell.text.strip() for cell in cells)
        lines.append(line_of(number, cells, reader) if filled else None)
    return lines
