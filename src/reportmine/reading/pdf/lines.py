"""Characters to lines of text, and lines to pieces that know their boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from statistics import median

from reportmine.reading.mapped import Piece
from reportmine.reading.pdf.geometry import Char, PageGeometry, Rect

SAME_LINE = 0.4  # of a character's height: centres closer than this are on one line
WORD_GAP = 0.35  # of a character's height: a wider gap between two letters or digits is a blank
_RUNS = re.compile(r"[0-9０-９A-Za-z.,%]+|[^0-9０-９A-Za-z.,%]+")


@dataclass(frozen=True)
class TextLine:
    """Characters that stand side by side, from left to right."""

    chars: tuple[Char, ...]

    @cached_property
    def rect(self) -> Rect:
        chars = self.chars
        return Rect(
            min(char[1] for char in chars), min(char[2] for char in chars),
            max(char[3] for char in chars), max(char[4] for char in chars),
        )  # fmt: skip

    @cached_property
    def text(self) -> str:
        return "".join(char[0] for char in spaced(self.chars))

    @cached_property
    def size(self) -> float:
        """The usual height of its characters."""
        return median(char[4] - char[2] for char in self.chars)

    def pieces(self, page: PageGeometry) -> list[Piece]:
        """Numbers and words apart, so that a figure's box is its own and not its line's."""
        chars = spaced(self.chars)
        text = "".join(char[0] for char in chars)
        if len(text) != len(chars):  # a sign of more than one code point
            return [piece_of(text, chars, page)]
        return [piece_of(run.group(), chars[run.start() : run.end()], page) for run in _RUNS.finditer(text)]


def piece_of(text: str, chars: Sequence[Char], page: PageGeometry) -> Piece:
    box = page.box(
        min(char[1] for char in chars), min(char[2] for char in chars),
        max(char[3] for char in chars), max(char[4] for char in chars),
    )  # fmt: skip
    return Piece(text, box=box)


def lines_of(chars: Iterable[Char]) -> list[TextLine]:
    """Lines from top to bottom. Characters of one line may differ in size and stand a little higher or lower."""
    placed = sorted(((char[2] + char[4]) / 2, char) for char in chars)
    groups: list[list[Char]] = []
    centre = 0.0
    for middle, char in placed:
        if groups and middle - centre <= SAME_LINE * (char[4] - char[2]):
            groups[-1].append(char)
        else:
            groups.append([char])
            centre = middle
    return [TextLine(tuple(trimmed)) for group in groups if (trimmed := _trimmed(group))]


def _trimmed(group: list[Char]) -> list[Char]:
    """In order from the left, without blanks at the ends, and without a character printed twice to look bold."""
    found: list[Char] = []
    for char in sorted(group, key=itemgetter(1)):
        if not found and char[0].isspace():
            continue
        if found and char[0] == found[-1][0] and char[1] - found[-1][1] < 0.2 * (char[3] - char[1]):
            continue
        found.append(char)
    while found and found[-1][0].isspace():
        found.pop()
    return found


def spaced(chars: Sequence[Char]) -> list[Char]:
    """The characters with a blank wherever two letters or digits stand apart."""
    found: list[Char] = []
    for char in chars:
        if found:
            last = found[-1]
            gap = char[1] - last[3]
            if gap > WORD_GAP * (char[4] - char[2]) and _is_latin(char[0]) and _is_latin(last[0]):
                found.append(Char(" ", last[3], last[2], char[1], last[4]))
        found.append(char)
    return found


def _is_latin(text: str) -> bool:
    return text < "\u2000" and not text.isspace()


def segments(line: TextLine, gap: float) -> list[TextLine]:
    """The line cut where its printed characters stand further apart than ``gap`` points."""
    parts: list[list[Char]] = []
    for char in line.chars:
        if char[0].isspace():
            continue
        if parts and char[1] - parts[-1][-1][3] <= gap:
            parts[-1].append(char)
        else:
            parts.append([char])
    return [TextLine(tuple(part)) for part in parts]
