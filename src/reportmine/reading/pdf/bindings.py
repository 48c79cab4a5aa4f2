"""pdfium's functions bound once more, so that a handle and an address are plain integers.

A form has some thousand characters and drawn objects, and a call through pypdfium2's own bindings wraps each handle and
pointer anew, which costs as much as the call. With integers a whole row of calls runs inside ``map``.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_HANDLE, _PLACE = ctypes.c_void_p, ctypes.c_void_p
_INT = ctypes.c_int

Handle = int  # 0 or None where pdfium gives none


def handle_of(pointer: Any) -> Handle:
    """The integer behind one of pypdfium2's own handles or functions."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _bound(function: Any, *takes: Any, gives: Any = _INT) -> Callable[..., Any]:
    made: Callable[..., Any] = ctypes.CFUNCTYPE(gives, *takes)(handle_of(function))
    return made


load_page = _bound(pdfium.FPDF_LoadPage, _HANDLE, _INT, gives=_HANDLE)
close_page = _bound(pdfium.FPDF_ClosePage, _HANDLE, gives=None)
page_bounds = _bound(pdfium.FPDF_GetPageBoundingBox, _HANDLE, _PLACE)
page_rotation = _bound(pdfium.FPDFPage_GetRotation, _HANDLE)

load_text = _bound(pdfium.FPDFText_LoadPage, _HANDLE, gives=_HANDLE)
close_text = _bound(pdfium.FPDFText_ClosePage, _HANDLE, gives=None)
count_chars = _bound(pdfium.FPDFText_CountChars, _HANDLE)
text_units = _bound(pdfium.FPDFText_GetText, _HANDLE, _INT, _INT, _PLACE)
char_code = _bound(pdfium.FPDFText_GetUnicode, _HANDLE, _INT, gives=ctypes.c_uint)
char_is_made_up = _bound(pdfium.FPDFText_IsGenerated, _HANDLE, _INT)
char_box = _bound(pdfium.FPDFText_GetLooseCharBox, _HANDLE, _INT, _PLACE)
char_matrix = _bound(pdfium.FPDFText_GetMatrix, _HANDLE, _INT, _PLACE)
char_size = _bound(pdfium.FPDFText_GetFontSize, _HANDLE, _INT, gives=ctypes.c_double)
char_angle = _bound(pdfium.FPDFText_GetCharAngle, _HANDLE, _INT, gives=ctypes.c_float)
char_origin = _bound(pdfium.FPDFText_GetCharOrigin, _HANDLE, _INT, _PLACE, _PLACE)

count_objects = _bound(pdfium.FPDFPage_CountObjects, _HANDLE)
object_at = _bound(pdfium.FPDFPage_GetObject, _HANDLE, _INT, gives=_HANDLE)
count_form_objects = _bound(pdfium.FPDFFormObj_CountObjects, _HANDLE)
form_object_at = _bound(pdfium.FPDFFormObj_GetObject, _HANDLE, ctypes.c_ulong, gives=_HANDLE)
object_kind = _bound(pdfium.FPDFPageObj_GetType, _HANDLE)
object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, _HANDLE, _PLACE)
object_bounds = _bound(pdfium.FPDFPageObj_GetBounds, _HANDLE, _PLACE, _PLACE, _PLACE, _PLACE)
stroke_colour = _bound(pdfium.FPDFPageObj_GetStrokeColor, _HANDLE, _PLACE, _PLACE, _PLACE, _PLACE)
fill_colour = _bound(pdfium.FPDFPageObj_GetFillColor, _HANDLE, _PLACE, _PLACE, _PLACE, _PLACE)

draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, _HANDLE, _PLACE, _PLACE)
count_segments = _bound(pdfium.FPDFPath_CountSegments, _HANDLE)
segment_at = _bound(pdfium.FPDFPath_GetPathSegment, _HANDLE, _INT, gives=_HANDLE)
segment_kind = _bound(pdfium.FPDFPathSegment_GetType, _HANDLE)
segment_closes = _bound(pdfium.FPDFPathSegment_GetClose, _HANDLE)
segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, _HANDLE, _PLACE, _PLACE)


_SIZES = {kind: array(kind).itemsize for kind in "HiIfd"}


class Values:
    """Room for ``width`` values of one C type for each of a row of calls, which pdfium writes into."""

    __slots__ = ("address", "held", "step")

    def __init__(self, kind: str, count: int, width: int = 1) -> None:
        self.step = _SIZES[kind] * width
        self.held: array[Any] = array(kind, bytes(self.step * count))
        self.address = self.held.buffer_info()[0]

    @property
    def places(self) -> range:
        """The address of each call's room."""
        return range(self.address, self.address + len(self.held) * self.held.itemsize, self.step)


def each(function: Callable[..., Any], handles: Iterable[Handle], *arguments: Iterable[int]) -> list[Any]:
    """What the function gives for each handle with its arguments."""
    return list(map(function, handles, *arguments))


def each_of(function: Callable[..., Any], handle: Handle, count: int, *places: Iterable[int]) -> list[Any]:
    """What the function gives for the parts 0, 1, … of one thing."""
    return list(map(function, repeat(handle), range(count), *places))


def run(function: Callable[..., Any], *arguments: Iterable[int]) -> None:
    """Calls for what they write, not for what they give."""
    deque(map(function, *arguments), maxlen=0)
