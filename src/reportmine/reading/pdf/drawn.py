"""The straight lines and the pictures drawn on a page.

A browser draws each border of each cell by itself, some hundreds on a page: what is asked of every path is asked of all
of them in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2.raw

from reportmine.reading.pdf import bindings as pdfium
from reportmine.reading.pdf.bindings import Handle, Values
from reportmine.reading.pdf.frame import Frame
from reportmine.reading.pdf.geometry import Edge, Rect
from reportmine.reading.pdf.ruling import THIN, Stroke, edge_of_stroke, edges_of_rect

MOST_OBJECTS = 20_000  # drawn objects looked at on one page; a form has some hundreds
MOST_SEGMENTS = 400  # of one path: maps and curves beyond this are pictures
DEEPEST = 8  # forms inside forms
PALE = 225  # from this brightness on, a colour is paper
CLEAR = 16  # below this, out of 255, nothing is to be seen

_TEXT = pypdfium2.raw.FPDF_PAGEOBJ_TEXT
_PATH = pypdfium2.raw.FPDF_PAGEOBJ_PATH
_IMAGE = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
_FORM = pypdfium2.raw.FPDF_PAGEOBJ_FORM
_LINE_TO = pypdfium2.raw.FPDF_SEGMENT_LINETO

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]  # left, bottom, right, top
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Path(NamedTuple):
    """A path that is to be seen."""

    is_stroked: bool
    segments: int
    bounds: Bounds


class Drawn:
    """Collects what is drawn on one page."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.edges: list[Edge] = []
        self.images: list[Rect] = []
        self.left = MOST_OBJECTS

    def read(self, page: Handle) -> tuple[list[Edge], list[Rect]]:
        count = min(pdfium.count_objects(page), self.left)
        self._objects(pdfium.each_of(pdfium.object_at, page, count), _IDENTITY, 0)
        return self.edges, self.images

    def _objects(self, items: Sequence[Handle], outer: Matrix, depth: int) -> None:
        kinds = pdfium.each(pdfium.object_kind, items)
        paths = _paths([item for item, kind in zip(items, kinds, strict=True) if kind == _PATH])
        seen = 0
        for place, kind in [(place, kind) for place, kind in enumerate(kinds, 1) if kind != _TEXT]:
            item = items[place - 1]
            self.left -= place - seen
            seen = place
            if self.left < 0:
                return
            if kind == _PATH:
                path = paths.get(item)
                if path is not None:
                    self._path(item, path, outer)
            elif kind == _IMAGE:
                self._image(item, outer)
            elif kind == _FORM and depth < DEEPEST:
                count = min(pdfium.count_form_objects(item), self.left)
                inner = pdfium.each_of(pdfium.form_object_at, item, count)
                self._objects(inner, _combined(item, outer), depth + 1)
        self.left -= len(items) - seen

    def _rect(self, bounds: Bounds, outer: Matrix) -> Rect:
        if outer == _IDENTITY:
            return self.frame.rect(*bounds)
        left, bottom, right, top = bounds
        corners = [_moved(x, y, outer) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self.frame.rect(min(xs), min(ys), max(xs), max(ys))

    def _image(self, item: Handle, outer: Matrix) -> None:
        rect = self._rect(_bounds([item])[0], outer)
        if rect.height <= THIN or rect.width <= THIN:  # some writers draw borders as stretched pixels
            self.edges.extend(edges_of_rect(rect, stroked=False))
        else:
            self.images.append(rect)

    def _path(self, item: Handle, path: _Path, outer: Matrix) -> None:
        stroked, count, bounds = path
        if count > MOST_SEGMENTS:
            return
        if count == 2 or (not stroked and count <= 5):  # one line or filled shape: its box tells whether it rules
            rect = self._rect(bounds, outer)
            if not stroked or rect.width <= THIN or rect.height <= THIN:
                self.edges.extend(edges_of_rect(rect, stroked=False))
                return
        for points, closed in _shapes(item, count, _combined(item, outer)):
            self._shape(points, closed, stroked)

    def _shape(self, points: list[tuple[float, float]], closed: bool, stroked: bool) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if not stroked or (len(points) >= 4 and min(x1 - x0, y1 - y0) <= THIN):
            self.edges.extend(edges_of_rect(self.frame.rect(x0, y0, x1, y1), stroked=False))
            return
        if closed and points[-1] != points[0]:
            points = [*points, points[0]]
        for (ax, ay), (bx, by) in pairwise(points):
            edge = edge_of_stroke(Stroke(*self.frame.rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))))
            if edge is not None:
                self.edges.append(edge)


def _paths(items: Sequence[Handle]) -> dict[Handle, _Path]:
    """Those of the paths that are drawn, and not in the colour of paper."""
    fills, strokes = Values("i", len(items)), Values("i", len(items))
    pdfium.run(pdfium.draw_mode, items, fills.places, strokes.places)
    filled = [item for item, fill, stroke in zip(items, fills.held, strokes.held, strict=True) if fill and not stroke]
    stroked = [item for item, stroke in zip(items, strokes.held, strict=True) if stroke]
    found: dict[Handle, _Path] = {}
    for is_stroked, some in ((False, filled), (True, stroked)):
        if not some:
            continue
        colour_of = pdfium.stroke_colour if is_stroked else pdfium.fill_colour
        seen = [item for item, pale in zip(some, _are_pale(some, colour_of), strict=True) if not pale]
        counts = pdfium.each(pdfium.count_segments, seen)
        rows = zip(repeat(is_stroked), counts, _bounds(seen))
        found.update(zip(seen, map(_Path._make, rows), strict=True))
    return found


def _are_pale(items: Sequence[Handle], colour_of: Callable[..., int]) -> list[bool]:
    """Whether each is drawn in the colour of paper, or not to be seen at all."""
    parts = [Values("I", len(items)) for _ in range(4)]
    known = pdfium.each(colour_of, items, *[part.places for part in parts])
    return [
        bool(is_known) and (min(red, green, blue) >= PALE or alpha < CLEAR)
        for is_known, red, green, blue, alpha in zip(known, *[part.held for part in parts], strict=True)
    ]


def _bounds(items: Sequence[Handle]) -> list[Bounds]:
    sides = [Values("f", len(items)) for _ in range(4)]
    pdfium.run(pdfium.object_bounds, items, *[side.places for side in sides])
    left, bottom, right, top = [side.held for side in sides]
    return list(zip(left, bottom, right, top, strict=True))


def _shapes(item: Handle, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The connected runs of straight segments of a path; curves break a run."""
    segments = pdfium.each_of(pdfium.segment_at, item, count)
    kinds = pdfium.each(pdfium.segment_kind, segments)
    closes = pdfium.each(pdfium.segment_closes, segments)
    xs, ys = Values("f", count), Values("f", count)
    pdfium.run(pdfium.segment_point, segments, xs.places, ys.places)
    points: list[tuple[float, float]] = []
    closed = False
    for kind, closing, x, y in zip(kinds, closes, xs.held, ys.held, strict=True):
        if kind != _LINE_TO:
            if len(points) > 1:
                yield points, closed
            points, closed = [], False
        points.append(_moved(x, y, matrix))
        closed = closed or bool(closing)
    if len(points) > 1:
        yield points, closed


def _combined(item: Handle, outer: Matrix) -> Matrix:
    """The matrix of an object inside one that has its own."""
    held = Values("f", 6)
    if not pdfium.object_matrix(item, held.address):
        return outer
    a, b, c, d, e, f = held.held
    if outer == _IDENTITY:
        return (a, b, c, d, e, f)
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
