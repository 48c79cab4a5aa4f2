"""Ruled tables of one page: the cells that its edges enclose, as a grid with spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from reportmine.reading.pdf.borders import closing_edges
from reportmine.reading.pdf.cells import find_cells
from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect
from reportmine.reading.pdf.ruling import SNAP, has_ruling

HANGING = 0.75  # of a character's height below the last row, where its border is not printed
CUT_THROUGH = -0.25  # … and above it where it is: so much of the character stands inside
_NEVER_HANGS = frozenset("0123456789-–—― \u3000")  # may be a page number
LONE_CELL = 0.2  # of the page's height, at most: a row of one cell that a page break has cut off its table


@dataclass(slots=True)
class GridBox:
    """One cell of a table on one page, with the characters inside it."""

    row: int
    column: int
    row_span: int
    column_span: int
    rect: Rect
    chars: list[Char] = field(default_factory=list)


@dataclass(slots=True)
class PageTable:
    """A table, or the part of one, that stands on one page."""

    page: PageGeometry
    columns: tuple[float, ...]  # the lines between columns, from the left border to the right one
    rows: tuple[float, ...]
    cells: list[GridBox]
    origin: str = "ruled"
    reach: float | None = None  # how far down text of its last row may begin, where it hangs over the end of a page

    @property
    def rect(self) -> Rect:
        return Rect(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def find_tables(page: PageGeometry) -> tuple[list[PageTable], list[Char]]:
    """The ruled tables of a page from top to bottom, and the characters outside them.

    A lone cell is among them only where it is the first or last thing on the page: it may be a row of a table that goes
    on over the page.
    """
    if not has_ruling(page.edges):
        return [], list(page.chars)
    added = closing_edges(page.edges)
    edges = [*page.edges, *added]
    tables = [_grid(page, cells, added) for cells in find_cells(edges)]
    tables = [table for table in tables if len(table.cells) > 1 or table.rect.height <= LONE_CELL * page.height]
    rest = _fill(tables, page.chars, edges)
    return _without_lone_cells(tables, rest)


def _grid(page: PageGeometry, cells: Sequence[Rect], added: Sequence[Edge]) -> PageTable:
    columns = tuple(sorted({x for cell in cells for x in (cell.x0, cell.x1)}))
    rows = tuple(sorted({y for cell in cells for y in (cell.top, cell.bottom)}))
    across = {x: number for number, x in enumerate(columns)}
    down = {y: number for number, y in enumerate(rows)}
    boxes = [
        GridBox(
            down[cell.top], across[cell.x0], down[cell.bottom] - down[cell.top], across[cell.x1] - across[cell.x0], cell
        )
        for cell in cells
    ]
    return PageTable(page, columns, rows, boxes, reach=_reach(page, columns, rows[-1], added))


def _reach(page: PageGeometry, columns: Sequence[float], bottom: float, added: Sequence[Edge]) -> float | None:
    """How far down text of the last row may begin.

    Only at the end of a page, where nothing stands below but a page number: text then hangs over a border that is not
    printed, line by line, or through one that is. None elsewhere.
    """
    is_open = any(
        edge.horizontal and abs(edge.at - bottom) <= SNAP and edge.start < columns[-1] and edge.end > columns[0]
        for edge in added
    )
    below = sorted((char[2], char[4]) for char in page.chars if char[4] > bottom and char[0] not in _NEVER_HANGS)
    reach = bottom
    for top, end in below:
        height = end - top
        if top > reach + (HANGING if is_open else CUT_THROUGH) * height:
            return None if end < 0.92 * page.height else reach
        reach = max(reach, end - 0.5 * height) if is_open else reach
    return reach


def _without_lone_cells(tables: list[PageTable], rest: list[Char]) -> tuple[list[PageTable], list[Char]]:
    """Lone cells inside the page are frames around text: what stands in them is text."""
    kept: list[PageTable] = []
    for table in tables:
        top, bottom = table.rows[0], table.rows[-1]
        others = [other.rect for other in tables if other is not table]
        outermost = not any(char.bottom <= top for char in rest if char.text.strip()) or _last(bottom, rest, table.page)
        if len(table.cells) > 1 or (outermost and not any(_touch(table.rect, other) for other in others)):
            kept.append(table)
        else:
            rest.extend(table.cells[0].chars)
    return sorted(kept, key=lambda table: (table.rows[0], table.columns[0])), rest


def _last(bottom: float, rest: Sequence[Char], page: PageGeometry) -> bool:
    """Whether nothing but a page number stands below."""
    return not any(char.top >= bottom for char in rest if char.bottom < 0.92 * page.height and char.text.strip())


def _touch(one: Rect, other: Rect) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _fill(tables: Sequence[PageTable], chars: Sequence[Char], edges: Sequence[Edge]) -> list[Char]:
    """Puts each character into the cell its middle lies in; returns those in none."""
    if not tables:
        return list(chars)
    inner_first = sorted(tables, key=lambda table: table.rect.width * table.rect.height)
    places = [(table, table.rows, table.columns, _places(table)) for table in inner_first]
    apart = _stand_apart(tables) and not any(_overlaps(table, held) for table, _, _, held in places)
    left = top = right = bottom = 0.0  # of the cell that the last character went into, and the next one often will
    held_last: list[Char] = []
    rest: list[Char] = []
    lost: dict[int, list[tuple[int, int, Char]]] = {}
    for char in chars:
        _, x0, y0, x1, y1, _ = char
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if left <= x < right and top <= y < bottom:
            held_last.append(char)
            continue
        for number, (table, rows, columns, held) in enumerate(places):
            if not columns[0] <= x < columns[-1]:
                continue
            if not rows[0] <= y < rows[-1]:
                if table.reach is None or y < rows[-1] or char[0] in _NEVER_HANGS or y0 > table.reach:
                    continue
                y = rows[-1] - 0.01
            row, column = bisect_right(rows, y) - 1, bisect_right(columns, x) - 1
            cell = held.get((row, column))
            if cell is not None:
                cell.chars.append(char)
                if apart:
                    (left, top, right, bottom), held_last = cell.rect, cell.chars
            else:
                lost.setdefault(number, []).append((row, column, char))
            break
        else:
            rest.append(char)
    for number, found in lost.items():
        table, _, _, held = places[number]
        _add_open_cells(table, held, found, edges)
    return rest


def _stand_apart(tables: Sequence[PageTable]) -> bool:
    """Whether what stands in a cell of one can belong to no other: none lies in another or reaches down into it."""
    lowest = max(table.rows[-1] for table in tables)
    if any(table.reach is not None and table.rows[-1] < lowest for table in tables):
        return False
    return not any(_touch(one.rect, other.rect) for one, other in combinations(tables, 2))


def _overlaps(table: PageTable, held: dict[tuple[int, int], GridBox]) -> bool:
    """Whether a cell of the table lies in another one, as a small box in the corner of a large cell does."""
    return sum([cell.row_span * cell.column_span for cell in table.cells]) > len(held)


def _places(table: PageTable) -> dict[tuple[int, int], GridBox]:
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }


def _add_open_cells(
    table: PageTable,
    held: dict[tuple[int, int], GridBox],
    found: list[tuple[int, int, Char]],
    edges: Sequence[Edge],
) -> None:
    """Cells for text inside the table that no closed cell holds: as far as no line and no other cell stops it."""
    for row, column, char in found:
        cell = held.get((row, column))
        if cell is None:
            cell = _open_cell(table, held, row, column, edges)
            table.cells.append(cell)
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    held[r, c] = cell
        cell.chars.append(char)


def _open_cell(
    table: PageTable, held: dict[tuple[int, int], GridBox], row: int, column: int, edges: Sequence[Edge]
) -> GridBox:
    top, bottom, left, right = row, row + 1, column, column + 1
    ys, xs = table.rows, table.columns

    def free(r: int, c: int) -> bool:
        return 0 <= r < len(ys) - 1 and 0 <= c < len(xs) - 1 and (r, c) not in held

    while free(row, left - 1) and not _ruled(edges, False, xs[left], ys[top], ys[bottom]):
        left -= 1
    while free(row, right) and not _ruled(edges, False, xs[right], ys[top], ys[bottom]):
        right += 1
    while all(free(top - 1, c) for c in range(left, right)) and not _ruled(edges, True, ys[top], xs[left], xs[right]):
        top -= 1
    while all(free(bottom, c) for c in range(left, right)) and not _ruled(edges, True, ys[bottom], xs[left], xs[right]):
        bottom += 1
    return GridBox(top, left, bottom - top, right - left, Rect(xs[left], ys[top], xs[right], ys[bottom]))


def _ruled(edges: Sequence[Edge], horizontal: bool, at: float, start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(
        edge.horizontal is horizontal and abs(edge.at - at) <= SNAP and edge.start <= middle <= edge.end
        for edge in edges
    )
