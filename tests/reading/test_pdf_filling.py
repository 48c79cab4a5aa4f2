"""Each character goes into the cell its middle lies in, whatever went where before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect
from reportmine.reading.pdf.ruling import merge
from reportmine.reading.pdf.tables import PageTable, find_tables


def page(chars: Sequence[Char], edges: Sequence[Edge]) -> PageGeometry:
    return PageGeometry(1, 600.0, 800.0, tuple(chars), merge(edges), ())


def text_at(text: str, x: float, top: float) -> list[Char]:
    return [Char(char, x + 10.0 * n, top, x + 10.0 * (n + 1), top + 10.0) for n, char in enumerate(text)]


def framed(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    return [
        Edge(True, top, x0, x1),
        Edge(True, bottom, x0, x1),
        Edge(False, x0, top, bottom),
        Edge(False, x1, top, bottom),
    ]


def held(tables: Sequence[PageTable]) -> dict[Rect, str]:
    return {cell.rect: "".join(char.text for char in cell.chars) for table in tables for cell in table.cells}


def test_a_small_cell_in_the_corner_of_a_large_one_keeps_its_figure() -> None:
    edges = [*framed(50, 50, 250, 150), Edge(True, 110, 190, 250), Edge(False, 190, 110, 150)]
    chars = text_at("收到", 60, 60) + text_at("12", 200, 125) + text_at("件", 60, 80)
    tables, rest = find_tables(page(chars, edges))
    assert held(tables) == {Rect(50, 50, 250, 150): "收到件", Rect(190, 110, 250, 150): "12"}
    assert rest == []


def test_a_table_in_a_cell_of_another_keeps_its_figures() -> None:
    inner = [edge for row in (80.0, 100.0) for x in (100.0, 140.0) for edge in framed(x, row, x + 40, row + 20)]
    edges = [*framed(50, 50, 250, 150), Edge(True, 150, 50, 250), *framed(50, 150, 250, 200), *inner]
    chars = text_at("外", 60, 60) + text_at("1", 110, 85) + text_at("2", 150, 105) + text_at("面", 60, 130)
    found = held(find_tables(page(chars, edges))[0])
    assert found[Rect(100, 80, 140, 100)] == "1"
    assert found[Rect(140, 100, 180, 120)] == "2"
    assert found[Rect(50, 50, 250, 150)] == "外面"


def home(table: PageTable, x: float, y: float) -> Rect | None:
    """The cell of a place: the last one that covers it, since cells are in the order of their corners."""
    row, column = bisect_right(table.rows, y) - 1, bisect_right(table.columns, x) - 1
    covering = [
        cell
        for cell in table.cells
        if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span
    ]
    return covering[-1].rect if covering else None


places = st.integers(1, 6)
corners = st.tuples(st.integers(2, 5), st.integers(2, 5))
lines = st.lists(st.tuples(st.booleans(), places, places, places), max_size=6)
spots = st.lists(st.tuples(st.integers(90, 610), st.integers(90, 610)), min_size=10, max_size=60)


@settings(max_examples=200, deadline=None)
@given(corners, lines, spots)
def test_every_character_is_where_it_stands(
    corner: tuple[int, int], drawn: list[tuple[bool, int, int, int]], spots: list[tuple[int, int]]
) -> None:
    x, y = corner[0] * 100.0, corner[1] * 100.0  # of a small box in a large one, with any lines besides
    edges = [*framed(100, 100, 600, 600), Edge(True, y, x, 600), Edge(False, x, y, 600)]
    edges += [Edge(level, at * 100.0, min(a, b) * 100.0, max(a, b) * 100.0) for level, at, a, b in drawn if a != b]
    chars = [Char("7", x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in spots]
    tables, _ = find_tables(page(chars, edges))
    if len(tables) != 1:  # one inside the other: the inner one comes first, as the case above shows
        return
    (table,) = tables
    for cell in table.cells:
        for char in cell.chars:
            x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
            if table.rows[0] <= y < table.rows[-1]:
                assert home(table, x, y) == cell.rect
