"""Tables that became running text: their labels in order, and between them what is left of the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reportmine.extraction.tables.chain import (
    OPENING,
    TELLING,
    Hit,
    Strangers,
    best_chain,
    completed,
    is_promising,
    longest_chain,
    occurrences,
    unfolded,
)
from reportmine.extraction.tables.labels import BLOT, Core, TableLabels
from reportmine.extraction.tables.layout import Layout
from reportmine.extraction.tables.rows import PrintedTable
from reportmine.extraction.tables.values import ValueReader

FEWEST = 0.35  # the share of a form's rows that must be found exactly before near misses are looked for
BROKEN = re.compile(r"[\n|]")  # in brackets that were never closed, and hold cells


@dataclass(frozen=True)
class Running:
    """The text of a document made ready for looking for forms in it."""

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


def find_running(running: Running, labels: TableLabels, closed: Sequence[tuple[int, int]]) -> PrintedTable | None:
    """The best stretch of text outside ``closed`` that is this table, None when there is none."""
    if not is_promising(running.core, labels):
        return None
    hits = [hit for hit in occurrences(running.core, labels) if not _is_inside(hit, running.remarks)]
    begins = {0, 1} <= {hit.row for hit in hits} and all(len(cores[-1]) >= TELLING for cores in labels.rows[:OPENING])
    least = OPENING if begins else max(2, labels.required * FEWEST)
    if longest_chain(hits) < least:
        return None  # the words of labels, here and there in sentences
    harmless = running.harmless | frozenset(labels.reducer.rules.ordinals)
    strangers = Strangers(running.core, labels, harmless, running.remarks)
    chain = best_chain(hits, labels, strangers)
    if chain is None or len(chain.hits) < least:
        return None
    chain = unfolded(completed(chain, running.core, labels), hits, labels, strangers)
    return Layout(running, labels, chain, tuple(closed)).table()


def _is_inside(hit: Hit, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(low <= hit.start and hit.end <= high for low, high in stretches)
