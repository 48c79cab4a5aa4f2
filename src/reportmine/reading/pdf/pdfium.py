"""Reads the geometry of a page through pdfium's own interface, which is what makes reading fast.

pdfium is not thread-safe: one process, one thread. A call into it costs more than what it does, so each page is read in
one pass with buffers made once.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from reportmine.reading.pdf.geometry import Char, Edge, PageGeometry, Rect, turned
from reportmine.reading.pdf.ruling import THIN, Stroke, edge_of_stroke, edges_of_rect, merge

MOST_OBJECTS = 20_000  # drawn objects looked at on one page; a form has some hundreds
MOST_SEGMENTS = 400  # of one path: maps and curves beyond this are pictures
DEEPEST = 8  # forms inside forms
PALE = 225  # from this brightness on, a colour is paper
SAMPLED = 48  # characters whose angle tells how a page is printed

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How user space becomes the page as shown: origin, size, and the turn the file asks for."""

    left: float
    bottom: float
    width: float  # before the turn
    height: float
    turn: int

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        top = self.bottom + self.height
        flat = Rect(x0 - self.left, top - y1, x1 - self.left, top - y0)
        return turned(flat, self.turn, self.width, self.height) if self.turn else flat

    @property
    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)


def read_page(document: Any, number: int) -> PageGeometry | None:
    """Page ``number`` (from 1) of an open ``pypdfium2.PdfDocument``; None where pdfium cannot load it."""
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        return None
    try:
        frame = _frame(page)
        chars, angle = _characters(page, frame)
        edges, images = _Drawn(frame).read(page)
    finally:
        pdfium.FPDF_ClosePage(page)
    return _upright(number, frame, angle, chars=chars, edges=edges, images=images)


def _frame(page: Any) -> _Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    turn = 90 * (pdfium.FPDFPage_GetRotation(page) % 4)
    return _Frame(box.left, box.bottom, box.right - box.left, box.top - box.bottom, turn)


def _upright(
    number: int, frame: _Frame, angle: int, *, chars: list[Char], edges: list[Edge], images: list[Rect]
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


def _characters(page: Any, frame: _Frame) -> tuple[list[Char], int]:
    """The characters in the file's order, and the angle most of them are printed at in user space (clockwise)."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], -frame.turn % 360
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        return _Characters(text_page, frame).read(count), _angle(text_page, count, frame.turn)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


class _Characters:
    """Reads the characters of one page: all boxes into one buffer, which is unpacked once."""

    def __init__(self, text_page: Any, frame: _Frame) -> None:
        self.page = text_page
        self.frame = frame
        self.matrix = pdfium.FS_MATRIX()
        self.origin = (ctypes.c_double(), ctypes.c_double())
        self.sound: dict[float, bool] = {}  # by height

    def read(self, count: int) -> list[Char]:
        page, frame, sound = self.page, self.frame, self.sound
        top, left, turn = frame.bottom + frame.height, frame.left, frame.turn
        codes = self._codes(count)
        boxes = self._boxes(codes)
        values = iter(boxes)
        made = tuple.__new__  # a character a microsecond: the constructor of a named tuple would double it
        chars: list[Char] = []
        high = 0
        for index, (code, x0, y1, x1, y0) in enumerate(zip(codes, values, values, values, values, strict=True)):
            if code <= 32 and (code != 32 or pdfium.FPDFText_IsGenerated(page, index) == 1):
                continue  # line ends and blanks that pdfium made up
            text = chr(code)
            if 0xD800 <= code < 0xE000:  # a rare character comes as two halves
                if code < 0xDC00:
                    high = code
                    continue
                text = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
            height = round(y1 - y0, 2)
            if height not in sound:  # another font or size
                sound[height] = self._is_sound(index, height)
            box = (x0 - left, top - y1, x1 - left, top - y0)
            if not sound[height] or turn:
                box = frame.rect(*(self._square(index) if not sound[height] else (x0, y0, x1, y1)))
            chars.append(made(Char, (text, *box, 1.0)))
        return chars

    def _boxes(self, codes: Sequence[int]) -> tuple[float, ...]:
        """Left, top, right, bottom of each character, one after the other; of line ends nothing."""
        buffer = (pdfium.FS_RECTF * len(codes))()
        page, box_of = self.page, pdfium.FPDFText_GetLooseCharBox
        for index, code in enumerate(codes):
            if code >= 32:
                box_of(page, index, buffer[index])
        return struct.unpack(f"{4 * len(codes)}f", buffer)

    def _codes(self, count: int) -> Sequence[int]:
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(self.page, 0, count, buffer) == count + 1:
            return buffer[:count]
        page, code_of = self.page, pdfium.FPDFText_GetUnicode  # a character that is no single unit
        return [code_of(page, index) for index in range(count)]

    def _em(self, index: int) -> float:
        matrix = self.matrix
        pdfium.FPDFText_GetMatrix(self.page, index, matrix)
        scale = max(math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d))
        return float(pdfium.FPDFText_GetFontSize(self.page, index) * scale)

    def _is_sound(self, index: int, height: float) -> bool:
        """Whether pdfium's box is as high as the font: for vertical writing it forgets the scale of the text."""
        em = self._em(index)
        return em <= 0 or 0.4 * em <= height <= 2.5 * em

    def _square(self, index: int) -> tuple[float, float, float, float]:
        """A square as large as the font on the character's origin."""
        em = self._em(index)
        x, y = self.origin
        pdfium.FPDFText_GetCharOrigin(self.page, index, x, y)
        return x.value, y.value, x.value + em, y.value + em


def _angle(text_page: Any, count: int, turn: int) -> int:
    """By how many degrees, clockwise, the text of the page leans in user space: the most frequent quarter turn."""
    votes: dict[int, int] = {}
    for index in range(0, count, max(count // SAMPLED, 1)):
        if pdfium.FPDFText_GetUnicode(text_page, index) <= 32:
            continue
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        if angle >= 0:
            quarter = round(math.degrees(angle) / 90) % 4 * 90
            votes[quarter] = votes.get(quarter, 0) + 1
    if not votes:
        return -turn % 360
    return max(votes, key=lambda quarter: votes[quarter])


class _Drawn:
    """Collects the straight lines and pictures of one page."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        self.edges: list[Edge] = []
        self.images: list[Rect] = []
        self.left = MOST_OBJECTS
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.floats = tuple(ctypes.c_float() for _ in range(4))
        self.colour = tuple(ctypes.c_uint() for _ in range(4))
        self.matrix = pdfium.FS_MATRIX()

    def read(self, page: Any) -> tuple[list[Edge], list[Rect]]:
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), _IDENTITY, 0)
        return self.edges, self.images

    def _objects(self, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
        for item in objects:
            self.left -= 1
            if self.left < 0:
                return
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(item, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(item)
                inner = (pdfium.FPDFFormObj_GetObject(item, index) for index in range(count))
                self._objects(inner, self._combined(item, outer), depth + 1)

    def _combined(self, item: Any, outer: Matrix) -> Matrix:
        matrix = self.matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
            return outer
        a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
        if outer == _IDENTITY:
            return (a, b, c, d, e, f)
        oa, ob, oc, od, oe, of = outer
        return (
            a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
            e * oa + f * oc + oe, e * ob + f * od + of,
        )  # fmt: skip

    def _bounds(self, item: Any, outer: Matrix) -> Rect:
        left, bottom, right, top = self.floats
        pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        if outer == _IDENTITY:
            return self.frame.rect(left.value, bottom.value, right.value, top.value)
        corners = [_moved(x, y, outer) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self.frame.rect(min(xs), min(ys), max(xs), max(ys))

    def _image(self, item: Any, outer: Matrix) -> None:
        rect = self._bounds(item, outer)
        if rect.height <= THIN or rect.width <= THIN:  # some writers draw borders as stretched pixels
            self.edges.extend(edges_of_rect(rect, stroked=False))
        else:
            self.images.append(rect)

    def _path(self, item: Any, outer: Matrix) -> None:
        pdfium.FPDFPath_GetDrawMode(item, self.fill, self.stroke)
        stroked, filled = bool(self.stroke.value), bool(self.fill.value)
        if not stroked and not filled:
            return
        colour_of = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
        if self._is_pale(item, colour_of):
            return
        count = pdfium.FPDFPath_CountSegments(item)
        if count > MOST_SEGMENTS:
            return
        if count == 2 or (not stroked and count <= 5):  # one line or filled shape: its box tells whether it rules
            rect = self._bounds(item, outer)
            if not stroked or rect.width <= THIN or rect.height <= THIN:
                self.edges.extend(edges_of_rect(rect, stroked=False))
                return
        for points, closed in self._shapes(item, count, self._combined(item, outer)):
            self._shape(points, closed, stroked)

    def _is_pale(self, item: Any, colour_of: Any) -> bool:
        """Whether it is drawn in the colour of paper, or not to be seen at all."""
        red, green, blue, alpha = self.colour
        if not colour_of(item, red, green, blue, alpha):
            return False
        return min(red.value, green.value, blue.value) >= PALE or alpha.value < 16

    def _shapes(self, item: Any, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """The connected runs of straight segments of a path; curves break a run."""
        x, y = self.floats[:2]
        points: list[tuple[float, float]] = []
        closed = False
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            place = _moved(x.value, y.value, matrix)
            if kind != pdfium.FPDF_SEGMENT_LINETO:
                if len(points) > 1:
                    yield points, closed
                points, closed = [], False
            points.append(place)
            closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
        if len(points) > 1:
            yield points, closed

    def _shape(self, points: list[tuple[float, float]], closed: bool, stroked: bool) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if not stroked or (len(points) >= 4 and min(x1 - x0, y1 - y0) <= THIN):
            self.edges.extend(edges_of_rect(self.frame.rect(x0, y0, x1, y1), stroked=False))
            return
        if closed and points[-1] != points[0]:
            points = [*points, points[0]]
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            edge = edge_of_stroke(Stroke(*self.frame.rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))))
            if edge is not None:
                self.edges.append(edge)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
