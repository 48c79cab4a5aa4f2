"""pdfplumber's own characters and lines are the reference: on every PDF at hand both give the same cells."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportmine.reading.pdf.drafts import draft_of
from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect
from reportmine.reading.pdf.pdfium import read_page
from reportmine.reading.pdf.ruling import Stroke, edge_of_stroke, edges_of_rect, merge
from reportmine.reading.pdf.tables import find_tables

ROOT = Path(__file__).resolve().parents[2]
PALE = 0.88


def pdfs() -> list[Path]:
    folders = [ROOT / "corpora" / "documents", ROOT.parent / "shared" / "corpora"]
    return [path for folder in folders for path in sorted(folder.rglob("*.pdf"))]


def pale(colour: Any) -> bool:
    values = colour if isinstance(colour, (tuple, list)) else [colour]
    numbers = [value for value in values if isinstance(value, (int, float))]
    return len(numbers) in (1, 3) and min(numbers) >= PALE


def reference(page: Any) -> PageGeometry:
    """The page as pdfplumber reads it, under the same rule of what is an edge."""
    edges: list[Edge] = []
    for rect in page.rects:
        stroked = bool(rect["stroke"])
        if not pale(rect["stroking_color" if stroked else "non_stroking_color"]):
            edges.extend(edges_of_rect(Rect(rect["x0"], rect["top"], rect["x1"], rect["bottom"]), stroked))
    for line in [*page.lines, *page.curves]:
        for (ax, ay), (bx, by) in zip(line["pts"], line["pts"][1:], strict=False):
            edge = edge_of_stroke(Stroke(ax, ay, bx, by)) if line["stroke"] else None
            edges.extend([edge] if edge else [])
        if not line["stroke"] and not pale(line["non_stroking_color"]):
            edges.extend(edges_of_rect(Rect(line["x0"], line["top"], line["x1"], line["bottom"]), stroked=False))
    chars = [Char(char["text"], char["x0"], char["top"], char["x1"], char["bottom"]) for char in page.chars]
    return PageGeometry(page.page_number, page.width, page.height, tuple(chars), merge(edges), ())


def cells(page: PageGeometry) -> list[list[tuple[Any, ...]]]:
    return [
        sorted((cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in draft_of(table).cells)
        for table in find_tables(page)[0]
    ]


def both(path: Path) -> Iterator[tuple[PageGeometry, Any]]:
    """Each page as read here and as pdfplumber has it."""
    import pdfplumber
    import pypdfium2

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    data = path.read_bytes()
    with pdfplumber.open(io.BytesIO(data)) as plumber, pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(plumber.pages, 1):
            ours = read_page(document, number)
            assert ours is not None
            yield ours, page


@pytest.mark.parametrize("path", pdfs(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_both_geometries_give_the_same_cells(path: Path) -> None:
    for number, (ours, page) in enumerate(both(path), 1):
        assert cells(ours) == cells(reference(page)), f"page {number}"


def _is_near(char: Any, chars: list[Char]) -> bool:
    """Whether one of the characters begins at the same place and stands at the same height, fonts measured apart."""
    height = char["bottom"] - char["top"]
    middle = (char["top"] + char["bottom"]) / 2
    return any(abs(c.x0 - char["x0"]) < 1 and abs((c.top + c.bottom) / 2 - middle) < 0.6 * height for c in chars)


@pytest.mark.parametrize("path", pdfs(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_characters_stand_where_pdfplumber_sees_them(path: Path) -> None:
    for ours, page in both(path):
        here: dict[str, list[Char]] = {}
        for char in ours.chars:
            here.setdefault(char.text, []).append(char)
        theirs = [char for char in page.chars if char["text"].strip()]
        assert len(theirs) == sum(1 for char in ours.chars if char.text.strip())
        far = [char["text"] for char in theirs if not _is_near(char, here.get(char["text"], []))]
        assert far == []
