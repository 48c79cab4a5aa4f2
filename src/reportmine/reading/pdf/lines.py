"""Characters to lines of text, and lines to pieces that know their boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from reportmine.reading.mapped import Piece
from reportmine.reading.pdf.geometry import Char, PageGeometry, Rect

SAME_LINE = 0.4  # of a character's height: centres closer than this are on one line
WORD_GAP = 0.35  # of a character's height: a wider gap between two letters or digits is a blank
TWICE = 0.2  # of a character's width: the same one this close was printed twice
_DIGIT = re.compile(r"[0-9０-９]")
_MAY_STAND_APART = re.compile(r"[\x00-\u1fff]{2}")  # two letters or digits side by side
_RUNS = re.compile(r"[0-9０-９A-Za-z.,%]+|[^0-9０-９A-Za-z.,%]+")


class TextLine:
    """Characters that stand side by side, from left to right."""

    __slots__ = ("chars", "rect", "text")

    def __init__(self, chars: Sequence[Char]) -> None:
        self.chars = tuple(chars)
        if len(chars) == 1:
            self.text, x0, top, x1, bottom, _ = chars[0]
            self.rect = Rect(x0, top, x1, bottom)
            return
        texts, lefts, tops, rights, bottoms, _ = zip(*self.chars, strict=True)
        self.rect = Rect(lefts[0], min(tops), max(rights), max(bottoms))
        self.text = text = "".join(texts)
        if _MAY_STAND_APART.search(text):
            self.text = "".join([char[0] for char in spaced(self.chars)])

    @property
    def size(self) -> float:
        """The usual height of its characters."""
        heights = sorted([char[4] - char[2] for char in self.chars])
        return heights[len(heights) // 2]

    @property
    def em(self) -> float:
        """The width of a Chinese character: the type size, whatever the font says of its height."""
        wide = sorted([char[3] - char[1] for char in self.chars if "\u3400" <= char[0] <= "\u9fff"])
        return wide[len(wide) // 2] if wide else self.size / 1.2

    def piece(self, page: PageGeometry) -> Piece:
        """The whole line at its place."""
        return Piece(self.text, box=page.box(*self.rect), confidence=self.confidence(page))

    def confidence(self, page: PageGeometry) -> float:
        """How sure the recognition of its least sure character is; 1 where it was printed as text."""
        return _confidence(self.chars) if page.recognised else 1.0

    def pieces(self, page: PageGeometry) -> list[Piece]:
        """Numbers and words apart, so that a figure's box is its own and not its line's."""
        text = self.text
        chars = spaced(self.chars)
        if len(text) != len(chars) or _DIGIT.search(text) is None:
            return [self.piece(page)]
        return [
            Piece(run.group(), box=page.box(*around(part)), confidence=_confidence(part) if page.recognised else 1.0)
            for run in _RUNS.finditer(text)
            if (part := chars[run.start() : run.end()])
        ]


def _confidence(chars: Sequence[Char]) -> float:
    return min([char[5] for char in chars])


def around(chars: Sequence[Char]) -> Rect:
    """The rectangle around characters in their order from the left."""
    first = chars[0]
    if len(chars) == 1:
        return Rect(*first[1:5])
    _, left, top, right, bottom, _ = zip(*chars, strict=True)
    return Rect(left[0], min(top), max(right), max(bottom))


def lines_of(chars: Sequence[Char]) -> list[TextLine]:
    """Lines from top to bottom. Characters of one line may differ in size and stand a little higher or lower."""
    if len(chars) == 1:
        return [] if chars[0][0].isspace() else [TextLine(chars)]
    placed = sorted([((char[2] + char[4]) / 2, char) for char in chars])
    groups: list[list[Char]] = []
    centre = 0.0
    for middle, char in placed:
        if groups and middle - centre <= SAME_LINE * (char[4] - char[2]):
            groups[-1].append(char)
        else:
            groups.append([char])
            centre = middle
    return [TextLine(trimmed) for group in groups if (trimmed := _trimmed(group))]


def _trimmed(group: list[Char]) -> list[Char]:
    """In order from the left, without blanks at the ends, and without a character printed twice to look bold."""
    found: list[Char] = []
    group.sort(key=itemgetter(1))
    for char in group:
        if found:
            last = found[-1]
            if char[0] == last[0] and char[1] - last[1] < TWICE * (char[3] - char[1]):
                continue
        elif char[0].isspace():
            continue
        found.append(char)
    while found and found[-1][0].isspace():
        found.pop()
    return found


def spaced(chars: Sequence[Char]) -> Sequence[Char]:
    """The characters with a blank wherever two letters or digits stand apart."""
    gaps: list[int] = []
    last = chars[0]
    for place, char in enumerate(chars):
        if (
            char[1] - last[3] > WORD_GAP * (char[4] - char[2])
            and char[0] < "\u2000"
            and last[0] < "\u2000"
            and not char[0].isspace()
            and not last[0].isspace()
        ):
            gaps.append(place)
        last = char
    if not gaps:
        return chars
    found = list(chars)
    for place in reversed(gaps):
        before, after = chars[place - 1], chars[place]
        found.insert(place, Char(" ", before[3], before[2], after[1], before[4]))
    return found


def has_gap(line: TextLine, gap: float) -> bool:
    """Whether :func:`segments` would cut the line."""
    end: float | None = None
    for char in line.chars:
        if not char[0].isspace():
            if end is not None and char[1] - end > gap:
                return True
            end = char[3]
    return False


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
    return [TextLine(part) for part in parts]
