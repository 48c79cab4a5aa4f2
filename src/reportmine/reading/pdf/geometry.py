"""What is printed on a page: characters, straight edges and pictures, each with its place.

Coordinates are points from the top left corner of the page as it is read, so that text runs left to right. Where a page
is printed sideways, :attr:`PageGeometry.turn` leads back to the page as a viewer shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from reportmine.model import Box
from reportmine.model.unchecked import unchecked


@lru_cache(maxsize=4096)
def hundredths(value: float) -> float:
    """Rounded for a box: cells of a row share their borders, and rounding is slower than looking up."""
    return round(value, 2)


class Char(NamedTuple):
    """One character in the box of its font: as high as the font, as wide as its step."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0  # below 1 only where it was recognised in a picture


class Rect(NamedTuple):
    """Any upright rectangle: a cell, a picture, the box around a line of text."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Edge(NamedTuple):
    """A ruling line. ``at`` is its height (horizontal) or its distance from the left (vertical)."""

    horizontal: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """One page. ``width`` and ``height`` are those of the page as read."""

    number: int  # from 1
    width: float
    height: float
    chars: tuple[Char, ...]
    edges: tuple[Edge, ...]
    images: tuple[Rect, ...]
    turn: int = 0  # degrees clockwise by which the shown page was turned to be read
    recognised: bool = False  # its characters come from a picture

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The rectangle on the page as a viewer shows it."""
        if self.turn:
            x0, top, x1, bottom = turned_back(Rect(x0, top, x1, bottom), self.turn, self.width, self.height)
        return unchecked(
            Box, page=self.number, x0=hundredths(x0), top=hundredths(top), x1=hundredths(x1), bottom=hundredths(bottom)
        )


def turned(rect: Rect, turn: int, width: float, height: float) -> Rect:
    """A rectangle of a page of this size after the page was turned clockwise by a multiple of 90 degrees."""
    x0, top, x1, bottom = rect
    if turn == 90:
        return Rect(height - bottom, x0, height - top, x1)
    if turn == 180:
        return Rect(width - x1, height - bottom, width - x0, height - top)
    if turn == 270:
        return Rect(top, width - x1, bottom, width - x0)
    return rect


def turned_back(rect: Rect, turn: int, width: float, height: float) -> Rect:
    """The inverse of :func:`turned`; ``width`` and ``height`` are those after the turn."""
    return turned(rect, (360 - turn) % 360, width, height)
