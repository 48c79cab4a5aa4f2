"""Looks for a form's table in running text: the best chain of its labels, laid out as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

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
from reportmine.extraction.tables.labels import TableLabels
from reportmine.extraction.tables.layout import Layout
from reportmine.extraction.tables.rows import PrintedTable
from reportmine.extraction.tables.running import Running

FEWEST: Final = 0.35  # the share of a form's rows that must be found exactly before near misses are looked for


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
