"""Tables of Word files as grids: gridSpan, vMerge, rows that begin or end beside the grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLIVER = 160  # twentieths of a point: a narrower column that no cell has to itself is none
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
    return _folded(grid, table)


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


def _folded(grid: WordTable, table: Any) -> WordTable:
    """Grid columns that no reader sees: those at which no cell begins, and slivers left over from dragging borders."""
    places = _places(table, max((cell.column + cell.column_span for cell in grid.cells), default=0))
    starts = sorted({cell.column for cell in grid.cells})
    alone = {cell.column for cell in grid.cells if cell.column_span == 1}
    kept = [starts[0]] if starts else []
    for column in starts[1:]:
        narrow = places[column] - places[kept[-1]] < SLIVER
        if not (narrow and not any(kept[-1] <= held < column for held in alone)):
            kept.append(column)
    for cell in grid.cells:
        first = _at(kept, cell.column)
        cell.column_span = max(_at(kept, cell.column + cell.column_span, is_end=True) - first, 1)
        cell.column = first
    return grid


def _at(kept: list[int], column: int, *, is_end: bool = False) -> int:
    """Which of the kept columns a border belongs to; the right border of the table comes after the last."""
    if is_end and (not kept or column > kept[-1]):
        later = [number for number, start in enumerate(kept) if start >= column]
        return later[0] if later else len(kept)
    return max(bisect_right(kept, column) - 1, 0)


def _places(table: Any, count: int) -> list[int]:
    """Where each grid column begins, in twentieths of a point; evenly wide where the file does not say."""
    widths = [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    widths += [SLIVER * 4] * max(count + 1 - len(widths), 0)
    places = [0]
    for width in widths:
        places.append(places[-1] + width)
    return places


def _width(column: Any) -> int:
    value = column.get(W + "w", "")
    return int(value) if value.isdigit() else SLIVER * 4
