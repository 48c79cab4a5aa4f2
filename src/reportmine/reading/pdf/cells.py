"""From edges to the cells of tables: the rules of pdfplumber's table finder, without its cost.

pdfplumber compares every upright edge with every level one, and sets of edges anew for each pair of crossings, which
takes longer than all else that is done with a page. Here each crossing holds its edges as the bits of two numbers.
Tests hold both to the same cells in the same order, on every PDF at hand and on grids made at random.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from reportmine.reading.pdf.geometry import Edge, Rect
from reportmine.reading.pdf.ruling import SNAP

Point = tuple[float, float]  # from the left, from the top
Crossings = dict[Point, tuple[int, int]]  # the upright and the level edges that meet there, one bit for each


def find_cells(edges: Sequence[Edge]) -> list[list[Rect]]:
    """Tables from top to bottom, each a list of the cells' rectangles; lone cells come last."""
    groups = _connected(cells_of(crossings_of(edges)))
    tables = [group for group in groups if len(group) > 1]
    return sorted(tables, key=_place) + [group for group in groups if len(group) == 1]


def crossings_of(edges: Iterable[Edge]) -> Crossings:
    """Where an upright and a level edge meet, or miss each other by no more than ``SNAP``."""
    upright = sorted([(at, start, end) for horizontal, at, start, end in edges if not horizontal], key=itemgetter(0, 1))
    level = sorted([(at, start, end) for horizontal, at, start, end in edges if horizontal], key=itemgetter(0, 1))
    reach = [(start - SNAP, end + SNAP) for _, start, end in level]
    lowest, highest = [at + SNAP for at, _, _ in level], [at - SNAP for at, _, _ in level]
    level_bits, upright_bits = _bits(level), _bits(upright)
    found: Crossings = {}
    for edge in upright:
        x, start, end = edge
        for number in range(bisect_left(lowest, start), bisect_right(highest, end)):
            first, last = reach[number]
            if first <= x <= last:
                across = level[number]
                point = (x, across[0])
                held = found.get(point, (0, 0))
                found[point] = (held[0] | upright_bits[edge], held[1] | level_bits[across])
    return found


def _bits(edges: Sequence[tuple[float, float, float]]) -> dict[tuple[float, float, float], int]:
    return {edge: 1 << number for number, edge in enumerate(edges)}


def cells_of(crossings: Crossings) -> list[Rect]:
    """The smallest cell whose top left corner is at each crossing."""
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    for point in sorted(crossings):
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)
    passed = dict.fromkeys(rows, 0)  # columns go from the left, so each row is passed from the left too
    found: list[Rect] = []
    for column in columns.values():
        for place, point in enumerate(column, 1):
            y = point[1]
            passed[y] += 1
            corner = _corner(point, column[place:], rows[y][passed[y] :], crossings)
            if corner is not None:
                found.append(Rect(*point, *corner))
    return found


def _corner(point: Point, below: list[Point], right: list[Point], crossings: Crossings) -> Point | None:
    """The first crossing below and the first to the right, in that order, that close a cell."""
    down, along = crossings[point]
    joined = [beside for beside in right if along & crossings[beside][1]]
    if not joined:
        return None
    for under in below:
        to_under = crossings[under]
        if not down & to_under[0]:
            continue
        y = under[1]
        for beside in joined:
            corner = crossings.get((beside[0], y))
            if corner is not None and corner[0] & crossings[beside][0] and corner[1] & to_under[1]:
                return beside[0], y
    return None


def _connected(cells: Sequence[Rect]) -> list[list[Rect]]:
    """Cells that share corners, over any number of others, together; in the order in which they are come upon."""
    groups: list[list[Rect]] = []
    left = list(cells)
    while left:
        group, corners = [left[0]], set(_corners(left[0]))
        left = left[1:]
        grown = True
        while grown and left:
            before, apart = len(group), []
            for cell in left:
                own = _corners(cell)
                if corners.isdisjoint(own):
                    apart.append(cell)
                else:
                    corners.update(own)
                    group.append(cell)
            left, grown = apart, len(group) > before
        groups.append(group)
    return groups


def _corners(cell: Rect) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _place(cells: Iterable[Rect]) -> Point:
    return min((top, x0) for x0, top, _, _ in cells)
