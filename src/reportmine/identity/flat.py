"""A text without its blanks and line breaks, with the way back: names and dates are printed over line ends."""

from __future__ import annotations

import re
from bisect import bisect_right

_BLANKS = re.compile(r"\s+")


class Flat:
    """``text`` is the original without white space; spans of it map to spans of the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = "".join(original.split())
        self._steps: list[int] = []  # offsets of ``text`` before which blanks stood …
        self._blanks: list[int] = []  # … and how many stood before them in all
        skipped = 0
        for blank in _BLANKS.finditer(original):
            self._steps.append(blank.start() - skipped)
            skipped += blank.end() - blank.start()
            self._blanks.append(skipped)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of ``text`` stands for."""
        return (self._place(start), self._place(end - 1) + 1) if start < end else (0, 0)

    def _place(self, offset: int) -> int:
        before = bisect_right(self._steps, offset)
        return offset + (self._blanks[before - 1] if before else 0)
