"""How a PDF's user space becomes the page as shown."""

from __future__ import annotations

from dataclasses import dataclass

from reportmine.reading.pdf import bindings as pdfium
from reportmine.reading.pdf.bindings import Handle, Values
from reportmine.reading.pdf.geometry import Rect, turned


@dataclass(frozen=True, slots=True)
class Frame:
    """Origin, size, and the turn the file asks for."""

    left: float
    bottom: float
    width: float  # before the turn
    height: float
    turn: int

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        left, top = self.left, self.bottom + self.height
        flat = Rect(x0 - left, top - y1, x1 - left, top - y0)
        return turned(flat, self.turn, self.width, self.height) if self.turn else flat

    @property
    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)


def frame_of(page: Handle) -> Frame:
    box = Values("f", 4)
    pdfium.page_bounds(page, box.address)
    left, top, right, bottom = box.held
    return Frame(left, bottom, right - left, top - bottom, 90 * (pdfium.page_rotation(page) % 4))
