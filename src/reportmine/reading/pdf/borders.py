"""Outer borders of tables that were not printed.

At a page break the border above or below is often missing or too short, and some tables have no left and right border
at all. Where lines end side by side and others join them, a border closes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from reportmine.reading.pdf.geometry import Edge
from reportmine.reading.pdf.ruling import SNAP


def closing_edges(edges: Sequence[Edge]) -> list[Edge]:
    """The borders that are missing."""
    added: list[Edge] = []
    for horizontal in (True, False):
        ending = [edge for edge in edges if edge.horizontal is not horizontal]
        across = [edge for edge in edges if edge.horizontal is horizontal]
        for at_end in (False, True):
            for group in _ending_together(ending, at_end):
                added.extend(_closing(group, across, at_end))
    return added


def _closing(group: list[Edge], across: list[Edge], at_end: bool) -> Iterable[Edge]:
    """The border along the tips of lines that end side by side, as far as they belong to one table."""
    if len(group) < 2:
        return
    at = sum([_tip(edge, at_end) for edge in group]) / len(group)
    near = [edge for edge in across if abs(edge[1] - at) <= SNAP]
    for run in _runs(group, across):
        if len(run) < 2:
            continue
        first, last = run[0].at, run[-1].at
        here = [edge for edge in near if edge.end > first and edge.start < last]
        if not any(edge.start <= first + SNAP and edge.end >= last - SNAP for edge in here):
            yield Edge(not run[0].horizontal, here[0].at if here else at, first, last)


def _runs(group: list[Edge], across: list[Edge]) -> list[list[Edge]]:
    runs = [[group[0]]]
    for one, other in pairwise(group):
        if _is_joined(one, other, across) or (len(group) > 2 and _is_open_cell(one, other, across)):
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _is_joined(one: Edge, other: Edge, across: list[Edge]) -> bool:
    """Whether a line between them touches both."""
    low, high = max(one.start, other.start) - SNAP, min(one.end, other.end) + SNAP
    left, right = one.at + SNAP, other.at - SNAP
    for _, at, start, end in across:  # noqa: SIM110 - a generator takes twice as long, and there are many pairs
        if low <= at <= high and start <= left and end >= right:
            return True
    return False


def _is_open_cell(one: Edge, other: Edge, across: list[Edge]) -> bool:
    """Whether two upright lines bound a cell that reaches over both ends of a page: as long as each other, and at one
    end of them no line is printed at all.
    """
    if one.horizontal or abs(one.start - other.start) > SNAP or abs(one.end - other.end) > SNAP:
        return False
    return any(all(abs(edge.at - tip) > SNAP for edge in across) for tip in (one.start, one.end))


def _ending_together(edges: list[Edge], at_end: bool) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    tip = 3 if at_end else 2
    for edge in sorted(edges, key=itemgetter(tip)):
        if groups and edge[tip] - groups[-1][0][tip] <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [sorted(group, key=itemgetter(1)) for group in groups]


def _tip(edge: Edge, at_end: bool) -> float:
    return edge.end if at_end else edge.start
