"""Tables of Word files as grids: gridSpan, vMerge, rows that begin or end beside the grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRANSPARENT = {W + "sdt", W + "sdtContent", W + "customXml", W + "ins"}


@dataclass(slots=True)
class WordCell:
    row: int
    column: int
    column_span: int
    row_span: int = 1
    content: list[Any] = field(default_factory=list)  # the w:tc elements whose paragraphs it shows


@dataclass(slots=True)
class WordTable:
    cells: list[WordCell] = field(default_factory=list)
    row_count: int = 0


def grid_of(table: Any) -> WordTable:
    """Spans as printed: a cell merged down covers the rows that continue it, one merged right its grid columns."""
    grid = WordTable()
    above: dict[int, WordCell] = {}  # the cell that stands at each column in the row before
    for row, element in enumerate(_children(table, W + "tr")):
        here: dict[int, WordCell] = {}
        column = _number(element.find(f"{W}trPr/{W}gridBefore"), 0)
        for item in _children(element, W + "tc"):
            span = max(_number(item.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
            cell = _merged(item, above.get(column), span)
            if cell is None:
                cell = WordCell(row, column, span)
                grid.cells.append(cell)
            else:
                cell.row_span = row - cell.row + 1
            cell.content.append(item)
            here.update(dict.fromkeys(range(column, column + span), cell))
            column += span
        above = here
        grid.row_count = row + 1
    return _without_empty_columns(grid)


def _merged(item: Any, above: WordCell | None, span: int) -> WordCell | None:
    """The cell above that this one continues; None for a cell of its own."""
    merge = item.find(f"{W}tcPr/{W}vMerge")
    if merge is None or merge.get(W + "val", "continue") == "restart":
        return None
    return above if above is not None and above.column_span == span else None


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _number(element: Any, default: int) -> int:
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.isdigit() else default


def _without_empty_columns(grid: WordTable) -> WordTable:
    """Grid columns at which no cell begins, left over from dragging borders, go into their neighbours."""
    starts = sorted({cell.column for cell in grid.cells})
    place = {column: number for number, column in enumerate(starts)}
    for cell in grid.cells:
        end = cell.column + cell.column_span
        cell.column_span = sum(1 for column in starts if cell.column <= column < end)
        cell.column = place[cell.column]
    return grid
