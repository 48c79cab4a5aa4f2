"""Reads the geometry of a page through pdfium's own interface, which is what makes reading fast.

pdfium is not thread-safe: one process, one thread. A call into it costs more than what it does, so each page is read in
one pass, row by row of like calls.
"""

from __future__ import annotations

from typing import Any

from reportmine.reading.pdf import bindings as pdfium
from reportmine.reading.pdf.characters import characters
from reportmine.reading.pdf.drawn import Drawn
from reportmine.reading.pdf.frame import Frame, frame_of
from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect, turned
from reportmine.reading.pdf.ruling import merge


def read_page(document: Any, number: int) -> PageGeometry | None:
    """Page ``number`` (from 1) of an open ``pypdfium2.PdfDocument``; None where pdfium cannot load it."""
    page = pdfium.load_page(pdfium.handle_of(document.raw), number - 1)
    if not page:
        return None
    try:
        frame = frame_of(page)
        chars, angle = characters(page, frame)
        edges, images = Drawn(frame).read(page)
    finally:
        pdfium.close_page(page)
    return _upright(number, frame, angle, chars=chars, edges=edges, images=images)


def _upright(
    number: int, frame: Frame, angle: int, *, chars: list[Char], edges: list[Edge], images: list[Rect]
) -> PageGeometry:
    """The page turned so that its text runs left to right, whatever the file says of its rotation."""
    width, height = frame.size
    turn = (frame.turn + angle) % 360
    extra = (360 - turn) % 360  # what is still to do after the file's own turn
    if extra:
        chars = [Char(char.text, *turned(Rect(*char[1:5]), extra, width, height)) for char in chars]
        images = [turned(image, extra, width, height) for image in images]
        edges = [_turned_edge(edge, extra, width, height) for edge in edges]
        if extra in (90, 270):
            width, height = height, width
    return PageGeometry(number, width, height, tuple(chars), merge(edges), tuple(images), extra)


def _turned_edge(edge: Edge, turn: int, width: float, height: float) -> Edge:
    across, at, start, end = edge
    rect = turned(Rect(start, at, end, at) if across else Rect(at, start, at, end), turn, width, height)
    if across == (turn == 180):
        return Edge(True, rect.top, rect.x0, rect.x1)
    return Edge(False, rect.x0, rect.top, rect.bottom)
