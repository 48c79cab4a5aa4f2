"""From edges to the cells of tables: the rules of pdfplumber's table finder, without its cost.

pdfplumber compares every upright edge with every level one, and sets of edges anew for each pair of crossings, which
takes longer than all else that is done with a page. Here each crossing holds its edges as the bits of two numbers.
Tests hold both to the same cells in the same order, on every PDF at hand and on grids made at random.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from reportmine.reading.pdf.geometry import Edge, Rect
from reportmine.reading.pdf.ruling import SNAP

Point = tuple[float, float]  # from the left, from the top
Crossings = dict[Point, tuple[int, int]]  # the upright and the level edges that meet there, one bit for each
Corners = tuple[int, int, int, int]  # of a cell, by number: upper and lower left, upper and lower right


def find_cells(edges: Iterable[Edge]) -> list[list[Rect]]:
    """Tables from top to bottom, each a list of the cells' rectangles; lone cells come last."""
    crossings = crossings_of(edges)
    points = sorted(crossings)
    groups = [
        [Rect(*points[first], *points[last]) for first, _, _, last in group]
        for group in _connected(_closed(points, crossings))
    ]
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


def _closed(points: Sequence[Point], crossings: Crossings) -> list[Corners]:
    """The smallest cell whose upper left corner is at each crossing. ``points`` are in order."""
    numbers = {point: number for number, point in enumerate(points)}
    down = [crossings[point][0] for point in points]
    along = [crossings[point][1] for point in points]
    columns: dict[float, list[int]] = {}
    rows: dict[float, list[int]] = {}
    for number, (x, y) in enumerate(points):
        columns.setdefault(x, []).append(number)
        rows.setdefault(y, []).append(number)
    passed = dict.fromkeys(rows, 0)  # columns go from the left, so each row is passed from the left too
    found: list[Corners] = []
    for column in columns.values():
        for place, point in enumerate(column, 1):
            y = points[point][1]
            passed[y] += 1
            below, right = column[place:], rows[y][passed[y] :]
            if below and right:
                cell = _cell(point, below, right, points, numbers, down, along)
                if cell is not None:
                    found.append(cell)
    return found


def _cell(
    point: int,
    below: Iterable[int],
    right: Sequence[int],
    points: Sequence[Point],
    numbers: Mapping[Point, int],
    down: Sequence[int],
    along: Sequence[int],
) -> Corners | None:
    """The first crossing below and the first to the right, in that order, that close a cell."""
    side, head = down[point], along[point]
    for under in below:
        if side & down[under]:
            y, foot = points[under][1], along[under]
            for beside in right:
                if head & along[beside]:
                    corner = numbers.get((points[beside][0], y))
                    if corner is not None and down[corner] & down[beside] and along[corner] & foot:
                        return point, under, beside, corner
    return None


def _connected(cells: Sequence[Corners]) -> list[list[Corners]]:
    """Cells that share corners, over any number of others, together; in the order in which they are come upon."""
    groups: list[list[Corners]] = []
    left = list(cells)
    while left:
        group, corners = [left[0]], set(left[0])
        left = left[1:]
        grown = True
        while grown and left:
            before = len(group)
            apart: list[Corners] = []
            for cell in left:
                if corners.isdisjoint(cell):
                    apart.append(cell)
                else:
                    corners.update(cell)
                    group.append(cell)
            left, grown = apart, len(group) > before
        groups.append(group)
    return groups


def _place(cells: Iterable[Rect]) -> Point:
    return min([(top, x0) for x0, top, _, _ in cells])
