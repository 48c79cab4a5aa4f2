"""The characters of a page as pdfium has them, with the boxes of their fonts.

All boxes come into one buffer, and what is done to every character is done column by column: a report has some thousand
of them, and each step in Python would count.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import compress, repeat

from reportmine.reading.pdf import bindings as pdfium
from reportmine.reading.pdf.bindings import Handle, Values
from reportmine.reading.pdf.frame import Frame
from reportmine.reading.pdf.geometry import Char

SAMPLED = 48  # characters whose angle tells how a page is printed
_HALVES = re.compile("[\ud800-\udfff]")  # a rare character comes as two halves
_FIRST_HALVES, _SECOND_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
UNKNOWN = "\ufffd"  # stands for a sign that the file does not name


def characters(page: Handle, frame: Frame) -> tuple[list[Char], int]:
    """The characters in the file's order, and the angle most of them are printed at in user space (clockwise)."""
    text_page = pdfium.load_text(page)
    if not text_page:
        return [], -frame.turn % 360
    try:
        reader = _Characters(text_page, frame)
        return reader.read(), reader.angle()
    finally:
        pdfium.close_text(text_page)


class _Characters:
    def __init__(self, text_page: Handle, frame: Frame) -> None:
        self.page = text_page
        self.frame = frame
        self.codes = _codes(text_page)

    def read(self) -> list[Char]:
        texts = list(map(chr, self.codes))
        is_printed = self._printed()
        if _HALVES.search("".join(texts)):
            self._join_halves(texts, is_printed)
        rows = zip(compress(texts, is_printed), *self._columns(is_printed), repeat(1.0))
        return list(map(tuple.__new__, repeat(Char), rows))  # a microsecond each less than by Char()

    def _columns(self, is_printed: Sequence[bool]) -> Iterable[Iterable[float]]:
        """Left, top, right and bottom of the printed characters on the page as shown."""
        count, frame = len(self.codes), self.frame
        boxes = Values("f", count, 4)  # the same in user space, which counts upwards
        pdfium.run(pdfium.char_box, repeat(self.page), range(count), boxes.places)
        left, upper, right, lower = (list(compress(boxes.held[side::4], is_printed)) for side in range(4))
        places = list(compress(range(count), is_printed))
        heights = [high - low for high, low in zip(upper, lower, strict=True)]
        unsound = self._unsound(heights, places)
        if not unsound and not frame.turn:
            x, y = frame.left, frame.bottom + frame.height
            if x:
                left, right = [at - x for at in left], [at - x for at in right]
            return left, [y - at for at in upper], right, [y - at for at in lower]
        known = zip(left, lower, right, upper, strict=True)
        rects = [
            frame.rect(*(self._square(place) if height in unsound else box))
            for box, height, place in zip(known, heights, places, strict=True)
        ]
        return zip(*rects, strict=True)

    def _printed(self) -> list[bool]:
        """False for line ends and for blanks that pdfium made up."""
        is_printed = [code > 32 for code in self.codes]
        for place in [place for place, code in enumerate(self.codes) if code == 32]:
            is_printed[place] = pdfium.char_is_made_up(self.page, place) != 1
        return is_printed

    def _join_halves(self, texts: list[str], is_printed: list[bool]) -> None:
        """The second half becomes the whole character, the first half goes. One without the other is not known."""
        before = 0
        for place, code in enumerate(self.codes):
            if code in _FIRST_HALVES:
                texts[place] = UNKNOWN
            elif code in _SECOND_HALVES and before in _FIRST_HALVES:
                texts[place] = chr(0x10000 + ((before - 0xD800) << 10) + (code - 0xDC00))
                is_printed[place - 1] = False
            elif code in _SECOND_HALVES:
                texts[place] = UNKNOWN
            before = code

    def _unsound(self, heights: Sequence[float], places: Sequence[int]) -> set[float]:
        """The heights that are not those of the font: for vertical writing pdfium forgets the scale of the text.

        The first character of each height, to half a point, answers for all others: what is unsound is so by far.
        """
        exact = dict(zip(reversed(heights), reversed(places), strict=True))  # where each height comes first
        first: dict[int, tuple[int, float]] = {}
        for height, place in exact.items():
            step = int(2 * height)
            if step not in first or place < first[step][0]:
                first[step] = place, height
        ems = self._ems([place for place, _ in first.values()])
        unsound = {
            step
            for (step, (_, height)), em in zip(first.items(), ems, strict=True)
            if em > 0 and not 0.4 * em <= height <= 2.5 * em
        }
        return {height for height in exact if int(2 * height) in unsound} if unsound else set()

    def _ems(self, places: Sequence[int]) -> list[float]:
        """How large the font is printed at each of these characters."""
        found = Values("f", len(places), 6)
        pdfium.run(pdfium.char_matrix, repeat(self.page), places, found.places)
        sizes = map(pdfium.char_size, repeat(self.page), places)
        a, b, c, d = (found.held[part::6] for part in range(4))
        return [
            size * max(across, down)
            for size, across, down in zip(sizes, map(math.hypot, a, b), map(math.hypot, c, d), strict=True)
        ]

    def _square(self, place: int) -> tuple[float, float, float, float]:
        """A square as large as the font on the character's origin."""
        (em,) = self._ems([place])
        origin = Values("d", 2)
        pdfium.char_origin(self.page, place, *origin.places)
        x, y = origin.held
        return x, y, x + em, y + em

    def angle(self) -> int:
        """By how many degrees, clockwise, the text leans in user space: the most frequent quarter turn."""
        votes: dict[int, int] = {}
        count = len(self.codes)
        for place in range(0, count, max(count // SAMPLED, 1)):
            if self.codes[place] <= 32:
                continue
            angle = pdfium.char_angle(self.page, place)
            if angle >= 0:
                quarter = round(math.degrees(angle) / 90) % 4 * 90
                votes[quarter] = votes.get(quarter, 0) + 1
        if not votes:
            return -self.frame.turn % 360
        return max(votes, key=lambda quarter: votes[quarter])


def _codes(text_page: Handle) -> Sequence[int]:
    """The code of every character, those that pdfium made up among them."""
    count = max(pdfium.count_chars(text_page), 0)
    units = Values("H", count + 1)
    if pdfium.text_units(text_page, 0, count, units.address) == count + 1:
        return units.held[:count]
    return array("L", pdfium.each_of(pdfium.char_code, text_page, count))  # one of them is no single unit
