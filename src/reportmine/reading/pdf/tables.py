"""Ruled tables of one page: pdfplumber's table finder over the page's edges, and its cells as a grid with spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportmine.reading.pdf.cells import cells_of
from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect
from reportmine.reading.pdf.ruling import SNAP, has_ruling

FEWEST_EDGES_OF_OPEN_CELL = 3


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

    @property
    def rect(self) -> Rect:
        return Rect(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def find_tables(page: PageGeometry) -> tuple[list[PageTable], list[Char]]:
    """The ruled tables of a page from top to bottom, and the characters outside them."""
    if not has_ruling(page.edges):
        return [], list(page.chars)
    edges = close_open_sides(page.edges)
    tables = [_grid(page, cells) for cells in find_cells(edges)]
    tables = [table for table in tables if len(table.cells) > 1]
    return tables, _fill(tables, page.chars, edges)


def find_cells(edges: Sequence[Edge]) -> list[list[Rect]]:
    """pdfplumber's stages from edges to tables, each a list of the cells' rectangles."""
    from pdfplumber import table as finder

    crossings = finder.edges_to_intersections([_as_plumber(edge) for edge in edges], SNAP, SNAP)
    cells: list[tuple[float, float, float, float]] = list(cells_of(crossings))
    return [[Rect(*cell) for cell in table] for table in finder.cells_to_tables(cells)]


def _as_plumber(edge: Edge) -> dict[str, Any]:
    if edge.horizontal:
        return {"orientation": "h", "x0": edge.start, "x1": edge.end, "top": edge.at, "bottom": edge.at}
    return {"orientation": "v", "x0": edge.at, "x1": edge.at, "top": edge.start, "bottom": edge.end}


def close_open_sides(edges: Sequence[Edge]) -> list[Edge]:
    """The edges, with the outer borders that were not printed.

    At a page break the border above or below is often missing or too short, and some tables have no left and right
    border at all. Where two or more lines end side by side and another line joins them, a border closes them.
    """
    added: list[Edge] = []
    for horizontal in (True, False):
        ending = [edge for edge in edges if edge.horizontal is not horizontal]
        across = [edge for edge in edges if edge.horizontal is horizontal]
        for side in ("start", "end"):
            added.extend(_closing(ending, across, horizontal, side))
    return [*edges, *added]


def _closing(ending: list[Edge], across: list[Edge], horizontal: bool, side: str) -> Iterable[Edge]:
    for group in _ending_together(ending, side):
        if len(group) < 2:
            continue
        at = sum(getattr(edge, side) for edge in group) / len(group)
        first, last = group[0].at, group[-1].at
        joined = any(edge.start <= first + SNAP and edge.end >= last - SNAP for edge in across if edge.at != at)
        here = [edge for edge in across if abs(edge.at - at) <= SNAP and edge.end > first and edge.start < last]
        if any(edge.start <= first + SNAP and edge.end >= last - SNAP for edge in here) or not joined:
            continue
        yield Edge(horizontal, here[0].at if here else at, first, last)


def _ending_together(edges: list[Edge], side: str) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: (round(getattr(edge, side) / SNAP), edge.at)):
        if groups and abs(getattr(groups[-1][-1], side) - getattr(edge, side)) <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [sorted(group, key=lambda edge: edge.at) for group in groups]


def _grid(page: PageGeometry, cells: Sequence[Rect]) -> PageTable:
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
    return PageTable(page, columns, rows, boxes)


def _fill(tables: Sequence[PageTable], chars: Iterable[Char], edges: Sequence[Edge]) -> list[Char]:
    """Puts each character into the cell its middle lies in; returns those in none."""
    if not tables:
        return list(chars)
    places = [(table, table.rows, table.columns, _places(table)) for table in tables]
    rest: list[Char] = []
    lost: dict[int, list[tuple[int, int, Char]]] = {}
    for char in chars:
        x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
        for number, (_, rows, columns, held) in enumerate(places):
            if rows[0] <= y < rows[-1] and columns[0] <= x < columns[-1]:
                row, column = bisect_right(rows, y) - 1, bisect_right(columns, x) - 1
                cell = held.get((row, column))
                if cell is not None:
                    cell.chars.append(char)
                else:
                    lost.setdefault(number, []).append((row, column, char))
                break
        else:
            rest.append(char)
    for number, found in lost.items():
        table, _, _, held = places[number]
        _add_open_cells(table, held, found, edges)
    return rest


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
