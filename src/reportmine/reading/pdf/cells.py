"""From the crossings of edges to cells: the rule of pdfplumber's ``intersections_to_cells``, without its cost.

pdfplumber compares sets of edges anew for each pair of crossings, which takes longer than all else that is done with a
page. Here each crossing knows its edges once. A test holds both to the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportmine.reading.pdf.geometry import Rect

Point = tuple[float, float]


def cells_of(crossings: Mapping[Point, Mapping[str, Any]]) -> list[Rect]:
    """The smallest cell whose top left corner is at each crossing, for crossings as pdfplumber's finder gives them."""
    down = {point: _edges(edges["v"]) for point, edges in crossings.items()}
    along = {point: _edges(edges["h"]) for point, edges in crossings.items()}
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    points = sorted(crossings)
    for point in points:
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)
    found: list[Rect] = []
    for column in columns.values():
        for place, point in enumerate(column):
            row = rows[point[1]]
            corner = _corner(point, column[place + 1 :], row[row.index(point) + 1 :], down, along)
            if corner is not None:
                found.append(Rect(*point, *corner))
    return found


def _corner(
    point: Point, below: list[Point], right: list[Point], down: dict[Point, Any], along: dict[Point, Any]
) -> Point | None:
    """The first crossing below and the first to the right, in that order, that close a cell."""
    for under in below:
        if down[point].isdisjoint(down[under]):
            continue
        for beside in right:
            corner = (beside[0], under[1])
            if (
                corner in down
                and not along[point].isdisjoint(along[beside])
                and not down[corner].isdisjoint(down[beside])
                and not along[corner].isdisjoint(along[under])
            ):
                return corner
    return None


def _edges(edges: list[dict[str, Any]]) -> frozenset[Any]:
    return frozenset([(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in edges])
