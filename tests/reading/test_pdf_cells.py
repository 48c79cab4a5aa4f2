"""The cells are those of pdfplumber's own table finder, in its order: on every PDF at hand and on random grids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.reading.pdf.borders import closing_edges
from reportmine.reading.pdf.cells import crossings_of, find_cells
from reportmine.reading.pdf.geometry import Edge
from reportmine.reading.pdf.pdfium import read_page
from reportmine.reading.pdf.ruling import SNAP, merge

ROOT = Path(__file__).resolve().parents[2]


def pdfs() -> list[Path]:
    folders = [ROOT / "corpora" / "documents", ROOT.parent / "shared" / "corpora"]
    return [path for folder in folders for path in sorted(folder.rglob("*.pdf"))]


def as_plumber(edge: Edge) -> dict[str, Any]:
    if edge.horizontal:
        return {"orientation": "h", "x0": edge.start, "x1": edge.end, "top": edge.at, "bottom": edge.at}
    return {"orientation": "v", "x0": edge.at, "x1": edge.at, "top": edge.start, "bottom": edge.end}


def reference(edges: Sequence[Edge]) -> list[list[tuple[float, ...]]]:
    from pdfplumber import table as finder

    cells = finder.intersections_to_cells(
        finder.edges_to_intersections([as_plumber(edge) for edge in edges], SNAP, SNAP)
    )
    tables = finder.cells_to_tables(cells)
    held = {cell for table in tables for cell in table}
    return [*tables, *([cell] for cell in cells if cell not in held)]


def found(edges: Sequence[Edge]) -> list[list[tuple[float, ...]]]:
    return [[tuple(cell) for cell in table] for table in find_cells(edges)]


@pytest.mark.parametrize("path", pdfs(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_on_printed_pages(path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path.read_bytes())
    cells = 0
    try:
        for number in range(1, len(document) + 1):
            page = read_page(document, number)
            assert page is not None
            edges = [*page.edges, *closing_edges(page.edges)]
            tables = found(edges)
            assert tables == reference(edges)
            assert found(page.edges) == reference(page.edges)
            cells += sum(len(table) for table in tables)
    finally:
        document.close()
    assert cells > 0 or path.name.startswith("loose")


def lines(places: st.SearchStrategy[float], most: int) -> st.SearchStrategy[list[Edge]]:
    """Upright and level edges between the given places, drawn in any order."""
    ends = st.tuples(st.booleans(), places, places, places).filter(lambda line: line[2] != line[3])
    return st.lists(ends.map(lambda line: Edge(line[0], line[1], *sorted(line[2:]))), max_size=most)


on_a_lattice = st.integers(0, 6).map(lambda place: place * 20.0)
# Around each place of the lattice as far as edges still meet, and just no more: the tolerance itself is tried.
near_it = st.tuples(st.integers(0, 4), st.sampled_from([-3.5, -3.0, -1.0, 0.0, 0.1, 2.9999999, 3.0, 3.0000001])).map(
    lambda place: place[0] * 20.0 + place[1]
)


@settings(max_examples=200, deadline=None)
@given(lines(on_a_lattice, 30))
def test_on_random_grids(edges: list[Edge]) -> None:
    assert found(edges) == reference(edges)
    assert found(merge(edges)) == reference(merge(edges))


@settings(max_examples=200, deadline=None)
@given(lines(near_it, 30))
def test_on_random_lines_that_nearly_meet(edges: list[Edge]) -> None:
    assert found(edges) == reference(edges)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.sets(st.integers(0, 40), max_size=12))
def test_on_grids_with_lines_left_out(rows: int, columns: int, missing: set[int]) -> None:
    pieces = [Edge(True, r * 20.0, c * 50.0, (c + 1) * 50.0) for r in range(rows + 1) for c in range(columns)]
    pieces += [Edge(False, c * 50.0, r * 20.0, (r + 1) * 20.0) for r in range(rows) for c in range(columns + 1)]
    edges = merge([edge for number, edge in enumerate(pieces) if number not in missing])
    assert found(edges) == reference(edges)
    if not missing:
        assert [len(table) for table in find_cells(edges)] == [rows * columns]


def test_a_crossing_knows_all_its_edges() -> None:
    edges = [Edge(False, 10, 0, 20), Edge(False, 10, 20, 40), Edge(True, 20, 0, 30)]
    assert crossings_of(edges) == {(10, 20): (0b11, 0b1)}
    assert find_cells(edges) == []
