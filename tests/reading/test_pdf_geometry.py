"""Edges, cells and lines: the pure steps between drawn marks and a grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.reading.pdf.borders import closing_edges
from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect, turned, turned_back
from reportmine.reading.pdf.lines import lines_of, segments
from reportmine.reading.pdf.ruling import Stroke, edge_of_stroke, edges_of_rect, has_ruling, merge
from reportmine.reading.pdf.tables import find_tables

places = st.integers(0, 400).map(float)


def page(chars: list[Char] = (), edges: list[Edge] = (), **more: object) -> PageGeometry:
    return PageGeometry(1, 600.0, 800.0, tuple(chars), merge(edges), (), **more)


def grid_edges(xs: list[float], ys: list[float]) -> list[Edge]:
    return [Edge(True, y, xs[0], xs[-1]) for y in ys] + [Edge(False, x, ys[0], ys[-1]) for x in xs]


def text_at(text: str, x: float, top: float, size: float = 10.0) -> list[Char]:
    return [Char(char, x + number * size, top, x + (number + 1) * size, top + size) for number, char in enumerate(text)]


@given(places, places, places, places, st.sampled_from([0, 90, 180, 270]))
def test_a_page_turned_and_turned_back_is_where_it_was(x: float, y: float, w: float, h: float, turn: int) -> None:
    rect = Rect(x, y, x + w, y + h)
    width, height = 600.0, 800.0
    there = turned(rect, turn, width, height)
    size = (height, width) if turn in (90, 270) else (width, height)
    assert turned_back(there, turn, *size) == rect


def test_a_turn_by_a_quarter_takes_the_top_left_corner_to_the_top_right() -> None:
    assert turned(Rect(0, 0, 10, 20), 90, 600, 800) == Rect(780, 0, 800, 10)
    assert turned(Rect(0, 0, 10, 20), 270, 600, 800) == Rect(0, 590, 20, 600)


def test_a_thin_rectangle_is_one_edge_along_its_middle() -> None:
    assert edges_of_rect(Rect(10, 20, 200, 20.5), stroked=False) == (Edge(True, 20.25, 10, 200),)
    assert edges_of_rect(Rect(10, 20, 10.5, 90), stroked=True) == (Edge(False, 10.25, 20, 90),)


def test_a_filled_area_rules_nothing_and_a_stroked_one_has_four_sides() -> None:
    area = Rect(10, 20, 200, 50)
    assert edges_of_rect(area, stroked=False) == ()
    assert len(edges_of_rect(area, stroked=True)) == 4


@pytest.mark.parametrize(
    ("stroke", "edge"),
    [
        (Stroke(10, 20, 90, 20), Edge(True, 20, 10, 90)),
        (Stroke(90, 20, 10, 20.2), Edge(True, 20.1, 10, 90)),
        (Stroke(10, 90, 10, 20), Edge(False, 10, 20, 90)),
        (Stroke(10, 20, 90, 60), None),
    ],
)
def test_only_upright_and_level_strokes_are_edges(stroke: Stroke, edge: Edge | None) -> None:
    assert edge_of_stroke(stroke) == edge


def test_a_border_drawn_as_many_short_pieces_is_one_edge() -> None:
    pieces = [Edge(True, 100 + (n % 2) * 0.4, 50 + 30 * n, 80 + 30 * n) for n in range(8)]
    assert merge(pieces) == (Edge(True, pytest.approx(100.2), 50, 290),)


def test_lines_with_a_gap_between_them_stay_two() -> None:
    assert len(merge([Edge(True, 100, 50, 90), Edge(True, 100, 120, 200)])) == 2


def test_what_is_too_short_rules_nothing() -> None:
    assert merge([Edge(True, 100, 50, 52)]) == ()


@given(st.lists(st.tuples(st.booleans(), places, places, places), max_size=25))
def test_merging_twice_changes_nothing_more(drawn: list[tuple[bool, float, float, float]]) -> None:
    edges = [Edge(level, at, min(a, b), max(a, b)) for level, at, a, b in drawn]
    once = merge(edges)
    covered = {(edge.horizontal, round(edge.at)) for edge in once}
    assert len({(edge.horizontal, edge.at) for edge in once}) == len(covered) or len(once) > 0
    for edge in once:
        assert any(old.horizontal is edge.horizontal and old.start == edge.start for old in edges)
        assert any(old.horizontal is edge.horizontal and old.end == edge.end for old in edges)


def test_a_grid_gives_its_cells_and_what_stands_in_them() -> None:
    chars = text_at("甲", 20, 15) + text_at("7", 120, 15) + text_at("外", 20, 300)
    tables, rest = find_tables(page(chars, grid_edges([10, 100, 200], [10, 30, 50])))
    assert [(cell.row, cell.column, "".join(c.text for c in cell.chars)) for cell in tables[0].cells] == [
        (0, 0, "甲"), (1, 0, ""), (0, 1, "7"), (1, 1, ""),
    ]  # fmt: skip
    assert [char.text for char in rest] == ["外"]


def test_a_merged_cell_spans_the_rows_and_columns_it_covers() -> None:
    edges = [edge for edge in grid_edges([10, 100, 200], [10, 30, 50, 70]) if edge != Edge(False, 100, 10, 70)]
    edges.append(Edge(False, 100, 30, 70))
    cells = find_tables(page(edges=edges))[0][0].cells
    assert (0, 0, 1, 2) in [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in cells]


def test_two_tables_side_by_side_are_two() -> None:
    edges = grid_edges([10, 60, 110], [10, 30, 50]) + grid_edges([200, 260, 320], [10, 30, 50])
    assert [len(table.columns) for table in find_tables(page(edges=edges))[0]] == [3, 3]


def test_a_missing_top_border_is_closed_and_a_missing_left_one_too() -> None:
    edges = [edge for edge in grid_edges([10, 100, 200], [10, 30, 50]) if edge not in (Edge(True, 10, 10, 200),)]
    assert len(find_tables(page(edges=edges))[0][0].cells) == 4
    open_left = [edge for edge in grid_edges([10, 100, 200], [10, 30, 50]) if edge != Edge(False, 10, 10, 50)]
    assert len(find_tables(page(edges=open_left))[0][0].cells) == 4


def test_a_border_too_short_at_a_page_break_leaves_no_text_outside_the_cells() -> None:
    edges = grid_edges([10, 100, 200], [10, 30, 50])
    edges.remove(Edge(True, 10, 10, 200))
    edges.append(Edge(True, 10, 100, 200))
    chars = text_at("字", 20, 15)
    tables, rest = find_tables(page(chars, edges))
    assert rest == []
    assert sorted((cell.row, cell.column) for cell in tables[0].cells) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_underlined_words_are_no_table() -> None:
    edges = [Edge(True, 100, 50, 120), Edge(True, 140, 50, 90), Edge(False, 300, 50, 400)]
    assert not has_ruling(merge(edges))
    assert closing_edges(edges) == []


def test_lines_go_from_top_to_bottom_and_from_left_to_right() -> None:
    chars = text_at("后行", 20, 40) + text_at("前行", 20, 20)
    assert [line.text for line in lines_of(chars[::-1])] == ["前行", "后行"]


def test_a_character_printed_twice_to_look_bold_counts_once() -> None:
    chars = text_at("总计", 20, 20) + [
        char._replace(x0=char.x0 + 0.4, x1=char.x1 + 0.4) for char in text_at("总计", 20, 20)
    ]
    assert lines_of(chars)[0].text == "总计"


def test_doubled_digits_beside_each_other_stay_two() -> None:
    assert lines_of([Char("1", 20, 20, 25, 30), Char("1", 25, 20, 30, 30)])[0].text == "11"


def test_numbers_far_apart_are_kept_apart() -> None:
    line = lines_of([Char("1", 20, 20, 25, 30), Char("2", 60, 20, 65, 30)])[0]
    assert line.text == "1 2"
    assert [part.text for part in segments(line, 13)] == ["1", "2"]
