"""Which of the drawn lines and rectangles rule a table.

Word processors draw a border as a stroke, as a thin filled rectangle, or as a rectangle around each cell, and put white
rectangles behind lines of text. A thin rectangle becomes one edge, a filled area none; what lies on one line is merged,
so that the table finder sees a border once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from reportmine.reading.pdf.geometry import Edge, Rect

THIN = 5.0  # points: a filled rectangle no thicker than this is a line
DOT = 1.6  # points: a spot no larger is one of a dotted line
SNAP = 3.0  # points: edges this close are one line (the table finder's own tolerance)
JOIN = 3.0  # points: a gap in a line that is no gap
SHORTEST = 3.0  # points: what is shorter rules nothing
SLANT = 0.5  # points: by how much a line may lean


class Stroke(NamedTuple):
    """A straight segment as drawn."""

    x0: float
    top: float
    x1: float
    bottom: float


def edge_of_stroke(stroke: Stroke) -> Edge | None:
    """The edge a drawn segment makes; none for slanting ones."""
    x0, x1 = sorted((stroke.x0, stroke.x1))
    top, bottom = sorted((stroke.top, stroke.bottom))
    if bottom - top <= SLANT and x1 - x0 > bottom - top:
        return Edge(True, (top + bottom) / 2, x0, x1)
    if x1 - x0 <= SLANT and bottom - top > x1 - x0:
        return Edge(False, (x0 + x1) / 2, top, bottom)
    return None


def edges_of_rect(rect: Rect, stroked: bool) -> tuple[Edge, ...]:
    """A thin rectangle is one edge; a stroked one has four; a filled area is no ruling."""
    x0, top, x1, bottom = rect
    width, height = x1 - x0, bottom - top
    if width <= DOT and height <= DOT:  # of a dotted line, whichever way it runs
        return (Edge(True, (top + bottom) / 2, x0, x1), Edge(False, (x0 + x1) / 2, top, bottom))
    if height <= THIN and width > height:
        return (Edge(True, (top + bottom) / 2, x0, x1),)
    if width <= THIN and height > width:
        return (Edge(False, (x0 + x1) / 2, top, bottom),)
    if not stroked or (width <= THIN and height <= THIN):
        return ()
    return (
        Edge(True, rect.top, rect.x0, rect.x1),
        Edge(True, rect.bottom, rect.x0, rect.x1),
        Edge(False, rect.x0, rect.top, rect.bottom),
        Edge(False, rect.x1, rect.top, rect.bottom),
    )


def merge(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Edges of one line made one: the same rule as the table finder's, on values a tenth as heavy."""
    found: list[Edge] = []
    for horizontal in (True, False):
        same = sorted([edge for edge in edges if edge[0] is horizontal], key=itemgetter(1))
        for group in _close(same):
            found.extend(_joined(group, horizontal))
    return tuple(edge for edge in found if edge.length >= SHORTEST)


def has_ruling(edges: Sequence[Edge]) -> bool:
    """Whether the edges can enclose two cells at all."""
    across = sum(1 for edge in edges if edge.horizontal)
    return across >= 2 and len(edges) - across >= 2


def _close(edges: list[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    last = 0.0
    for edge in edges:
        at = edge[1]
        if groups and at <= last + SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
        last = at
    return groups


def _joined(group: list[Edge], horizontal: bool) -> list[Edge]:
    at = sum([edge[1] for edge in group]) / len(group)
    ordered = sorted(group, key=itemgetter(2))
    _, _, first, last = ordered[0]
    joined: list[Edge] = []
    for _, _, start, end in ordered:
        if start > last + JOIN:
            joined.append(Edge(horizontal, at, first, last))
            first, last = start, end
        elif end > last:
            last = end
    joined.append(Edge(horizontal, at, first, last))
    return joined
