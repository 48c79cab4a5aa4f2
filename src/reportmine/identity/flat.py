"""A text without its blanks and line breaks, with the way back: names and dates are printed over line ends."""

from __future__ import annotations

from functools import cached_property


class Flat:
    """``text`` is the original without white space; spans of it map to spans of the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = "".join(original.split())

    @cached_property
    def _places(self) -> list[int]:
        return [index for index, character in enumerate(self.original) if not character.isspace()]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of ``text`` stands for."""
        if start >= end:
            return 0, 0
        return self._places[start], self._places[end - 1] + 1
