"""Which year a table is of, where a page shows the same table for several years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportmine.extraction.tables.rows import PrintedRow, PrintedTable

LONGEST = 60  # signs of a line that can be a caption or a title


def dated(tables: Sequence[PrintedTable], text: str) -> list[PrintedTable]:
    """The tables, those that repeat another one with the year of their own caption.

    A table that stands alone is the report's, whatever year a caption kept from an older file may name.
    """
    found = list(tables)
    for place, table in enumerate(tables):
        others = [other for other in tables if other is not table and _repeats(table, other)]
        if not others:
            continue
        years = {id(each): _captioned(each, tables, text) for each in (table, *others)}
        year = years.pop(id(table))
        if year is not None and year not in years.values():
            found[place] = replace(table, rows=tuple(_of_year(row, year) for row in table.rows))
    return found


def _repeats(one: PrintedTable, other: PrintedTable) -> bool:
    if one.labels.table.name != other.labels.table.name:
        return False
    return bool({row.row.key for row in one.rows} & {row.row.key for row in other.rows})


def _captioned(table: PrintedTable, tables: Sequence[PrintedTable], text: str) -> int | None:
    """The year in the nearest caption or title above a table, and below the table it repeats."""
    reducer = table.labels.reducer
    above = max((other.end for other in tables if other.end <= table.start and _repeats(table, other)), default=0)
    first = text.find("\n", table.start)
    for line in reversed(text[above : first if first >= 0 else None].split("\n")):
        if len(line) > LONGEST:
            continue
        years = {int(match.group(1)) for match in reducer.caption.finditer(line)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _of_year(row: PrintedRow, year: int) -> PrintedRow:
    return replace(row, bound=tuple(replace(bound, year=bound.year or year) for bound in row.bound))
