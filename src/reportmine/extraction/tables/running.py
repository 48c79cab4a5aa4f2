"""The text of a document, made ready for finding forms in it whose tables became running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reportmine.extraction.tables.labels import BLOT, Core
from reportmine.extraction.tables.values import ValueReader

BROKEN: Final = re.compile(r"[\n|]")  # in brackets that were never closed, and hold cells


class Running:
    """A text and its core, in which labels are looked for."""

    def __init__(self, text: str, core: Core, reader: ValueReader, remark: re.Pattern[str]) -> None:
        """``remark``: what tells a remark in brackets."""
        self.text = text
        self.core = core
        self.reader = reader
        self.remark = remark
        self.harmless = frozenset("".join((*reader.rules.units, *reader.rules.zero_words)))  # signs of cells
        self._remarks: tuple[tuple[int, int], ...] | None = None
        self._stretches: dict[re.Pattern[str], tuple[tuple[int, int], ...]] = {}

    @property
    def remarks(self) -> tuple[tuple[int, int], ...]:
        """Where in the core remarks in brackets stand: they name other rows, and are no strangers between two.

        Looked for when first asked for: most texts hold no table beside their grids.
        """
        if self._remarks is None:
            self._remarks = tuple(self._find_remarks())
        return self._remarks

    def stretches(self, signs: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
        """Where the core holds a run of such signs. Forms that print the same header ask for the same."""
        found = self._stretches.get(signs)
        if found is None:
            self._stretches[signs] = found = tuple([run.span() for run in signs.finditer(self.core.text)])
        return found

    def _find_remarks(self) -> Iterator[tuple[int, int]]:
        place, seen = 0, 0
        for match in self.remark.finditer(self.text):
            seen += self.core.places.before(match.start(), place)
            size = self.core.places.before(match.end(), match.start())
            if not BROKEN.search(match.group()):
                yield seen, seen + size
            place = match.start()

    def without(self, closed: Sequence[tuple[int, int]]) -> Running:
        """The same text with the core of ``closed`` stretches blotted out, so that nothing is found there."""
        core = self.core.text
        for start, end in closed:
            low = self.core.places.before(start)
            high = low + self.core.places.before(end, start)
            core = f"{core[:low]}{BLOT * (high - low)}{core[high:]}"
        return Running(self.text, Core(core, self.core.places), self.reader, self.remark)
