"""Of tables that repeat each other without a word of their years, the one that the report's prose agrees with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportmine.extraction.tables.interpret import Interpretation, interpret
from reportmine.extraction.tables.values import Number, ValueReader
from reportmine.model import Figure, Qualifier, Status

FEWEST: Final = 2  # statements that must agree with one table and with no other


def speaks_for_itself(figure: Figure) -> bool:
    """Whether a figure of prose is exact, of the report's year and of no part of the applicants."""
    return (
        figure.qualifier is Qualifier.EXACT
        and figure.applicant == "total"
        and figure.year_offset == 0
        and figure.status is Status.REPORTED
    )


def reports_own(
    reads: Sequence[Interpretation], prose: Sequence[Figure], reader: ValueReader
) -> dict[int, Interpretation]:
    """Which of the tables left open as undated is the report's, by its place; read anew, with its rows dated."""
    stated: dict[tuple[str, str], set[Number]] = {}
    for figure in prose:
        if figure.value and figure.item is None and figure.year is None and speaks_for_itself(figure):
            stated.setdefault((figure.indicator, figure.period), set()).add(figure.value)
    names = {read.table.labels.table.name for read in reads if any(row.is_undated for row in read.table.rows)}
    found: dict[int, Interpretation] = {}
    for name in names if stated else ():
        places = [place for place, read in enumerate(reads) if read.table.labels.table.name == name]
        counts = {place: _agreement(reads[place], stated) for place in places}
        best = [place for place, (agree, differ) in counts.items() if agree >= FEWEST and not differ]
        others = [count for place, count in counts.items() if place not in best]
        if len(best) == 1 and others and all(not agree and differ >= FEWEST for agree, differ in others):
            table = reads[best[0]].table
            rows = tuple(replace(row, is_undated=False) for row in table.rows)
            found[best[0]] = interpret(replace(table, rows=rows), reader)
    return found


def _agreement(read: Interpretation, stated: dict[tuple[str, str], set[Number]]) -> tuple[int, int]:
    """How many of the undated cells prose states, and of how many it states something else."""
    agree = differ = 0
    for row, options in zip(read.table.rows, read.solution.options, strict=True):
        if not row.is_undated or len(options) != 1:
            continue
        for bound, value in zip(row.bound, options[0], strict=True):
            said = stated.get((bound.slot.indicator or "", bound.slot.period))
            if said and value is not None and value.value is not None and bound.slot.applicant == "total":
                agree += said == {value.value}
                differ += value.value not in said
    return agree, differ
