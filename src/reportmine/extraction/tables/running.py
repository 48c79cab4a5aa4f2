"""The text of a document, made ready for finding forms in it whose tables became running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reportmine.extraction.tables.labels import BLOT, Core
from reportmine.extraction.tables.values import ValueReader

BROKEN = re.compile(r"[\n|]")  # in brackets that were never closed, and hold cells


@dataclass(frozen=True)
class Running:
    """A text and its core, in which labels are looked for."""

    text: str
    core: Core
    reader: ValueReader
    remark: re.Pattern[str] = re.compile(r"(?!)")

    @cached_property
    def harmless(self) -> frozenset[str]:
        units = "".join(self.reader.rules.units)
        return frozenset(units + "".join(self.reader.rules.zero_words))

    @cached_property
    def remarks(self) -> tuple[tuple[int, int], ...]:
        """Where in the core remarks in brackets stand: they name other rows, and are no strangers between two."""
        found, place, seen = [], 0, 0
        for match in self.remark.finditer(self.text):
            seen += self.core.places.before(match.start(), place)
            size = self.core.places.before(match.end(), match.start())
            if not BROKEN.search(match.group()):
                found.append((seen, seen + size))
            place = match.start()
        return tuple(found)

    def without(self, closed: Sequence[tuple[int, int]]) -> Running:
        """The same text with the core of ``closed`` stretches blotted out, so that nothing is found there."""
        core = self.core.text
        for start, end in closed:
            low = self.core.places.before(start)
            high = low + self.core.places.before(end, start)
            core = f"{core[:low]}{BLOT * (high - low)}{core[high:]}"
        return Running(self.text, Core(core, self.core.places), self.reader, self.remark)
