"""Which year a table is of, where a document shows the same table for several years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from reportmine.extraction.tables.labels import Reducer
from reportmine.extraction.tables.rows import PrintedRow, PrintedTable

LONGEST: Final = 60  # signs of a line that can be a caption or a title
NEAR: Final = 2  # lines above a table that may name its year in other words than a caption's
PART: Final = 0.5  # of another's rows: what has fewer is a part of the table, or no table


@dataclass(frozen=True)
class Mark:
    """What is said of a table's year: the year itself, or how far it is from the report's."""

    year: int | None = None
    offset: int | None = None


def dated(tables: Sequence[PrintedTable], text: str) -> list[PrintedTable]:
    """The tables, those that repeat another one with the year that the page says they are of.

    A table that stands alone is the report's, whatever year a caption kept from an older file may name. Where two that
    differ repeat each other and the page does not say which is the report's, the rows that differ are left open.
    """
    found = {id(table): table for table in tables}
    for group in _groups(tables):
        found |= {id(table): changed for table, changed in zip(group, _Group(group, text).tables(), strict=True)}
    return [found[id(table)] for table in tables]


def _groups(tables: Sequence[PrintedTable]) -> Iterator[tuple[PrintedTable, ...]]:
    """Tables that repeat each other, in the order of the text."""
    left = list(tables)
    while left:
        group = [left.pop(0)]
        for other in list(left):
            if any(_repeats(table, other) for table in group):
                group.append(other)
                left.remove(other)
        if len(group) > 1:
            yield tuple(group)


def _repeats(one: PrintedTable, other: PrintedTable) -> bool:
    return one.labels.table.name == other.labels.table.name and bool(_keys(one) & _keys(other))


def _keys(table: PrintedTable) -> set[str]:
    return {row.row.key for row in table.rows}


@dataclass(frozen=True)
class _Group:
    """Tables that repeat each other in the text they stand in."""

    members: tuple[PrintedTable, ...]
    text: str

    @cached_property
    def _reducer(self) -> Reducer:
        return self.members[0].labels.reducer

    @cached_property
    def _title(self) -> tuple[int, int] | None:
        """Where the report's title names its year, and the year."""
        match = self._reducer.said["title"].search(self.text, 0, self.members[0].start)
        return None if match is None else (match.start(1), int(match.group(1)))

    def tables(self) -> list[PrintedTable]:
        marks = [self._mark(table) for table in self.members]
        keys = [self._from_report(mark) for mark in marks]
        largest = max(len(table.rows) for table in self.members)
        whole = [len(table.rows) >= PART * largest for table in self.members]
        rivals = [key for key, is_whole in zip(keys, whole, strict=True) if is_whole]
        found: list[PrintedTable] = []
        for table, mark, key, is_whole in zip(self.members, marks, keys, whole, strict=True):
            if mark is not None and keys.count(key) == 1:
                found.append(_of(table, mark))
            elif is_whole and key is None and rivals.count(None) == 1 and (0, True) not in rivals:
                found.append(_of(table, self._own_year(keys)))
            else:
                found.append(self._open(table))
        return found

    def _from_report(self, mark: Mark | None) -> tuple[int, bool] | None:
        """How far a table is from the report's year, or its year where that is not known."""
        if mark is None:
            return None
        if mark.year is None:
            return mark.offset or 0, True
        return (mark.year - self._title[1], True) if self._title else (mark.year, False)

    def _own_year(self, others: Sequence[tuple[int, bool] | None]) -> Mark:
        """The title's year for the only table of which nothing else is said, where another has one of its own."""
        named = self._title is not None and any(key is not None and key[1] for key in others)
        return Mark(year=self._title[1]) if named and self._title else Mark(offset=0)

    def _open(self, table: PrintedTable) -> PrintedTable:
        """The table without the rows that say something else elsewhere."""
        others = [other for other in self.members if other is not table]
        same = {(row.row.key, _print(row)) for other in others for row in other.rows}
        elsewhere = {row.row.key for other in others for row in other.rows}
        is_repeated = len(_keys(table) & elsewhere) >= PART * len(table.rows)
        is_part = len(table.rows) < PART * max(len(other.rows) for other in others)
        whole = {row.row.key for other in others if len(other.rows) >= PART * len(table.rows) for row in other.rows}

        def is_open(row: PrintedRow) -> bool:
            if (row.row.key, _print(row)) in same:
                return False
            return row.row.key in whole or ((is_repeated or is_part) and bool(whole))

        return replace(table, rows=tuple(replace(row, is_undated=is_open(row)) for row in table.rows))

    def _mark(self, table: PrintedTable) -> Mark | None:
        """What the header, the lines above or the line below say of a table's year."""
        above = max((other.end for other in self.members if other.end <= table.start), default=0)
        first = self.text.find("\n", table.start)
        own, *lines = reversed(self.text[above : first if first >= 0 else None].split("\n"))
        named = {int(match.group(1)) for match in self._reducer.said["named"].finditer(own)}
        if table.year in named and sum(other.year == table.year for other in self.members) == 1:
            return Mark(year=table.year)
        if years := self._captions(own):
            return Mark(year=years.pop()) if len(years) == 1 else None
        near: list[Mark] = []
        place, left = self.text.rfind("\n", above, table.start), NEAR
        for line in lines:
            place -= len(line)
            if self._title is not None and place <= self._title[0] < place + len(line):
                break
            years = self._captions(line)
            if years and (left > 0 or not near):
                return Mark(year=years.pop()) if len(years) == 1 else None
            if line.strip() and not self._is_header(line, table):
                mark = self._said(line.strip()) if left > 0 and not self._below(line) else None
                near += [mark] if mark is not None else []
                left -= 1
            place -= 1
        return near[0] if near else self._said_below(table)

    @staticmethod
    def _is_header(line: str, table: PrintedTable) -> bool:
        """Whether a line holds words of the form itself, which name no year however they sound."""
        own = table.labels.columns.keys() | table.labels.headings
        return any(not own.isdisjoint(table.labels.reducer.cores(cell)) for cell in line.split("|"))

    def _captions(self, line: str) -> set[int]:
        if len(line) > LONGEST:
            return set()
        return {int(match.group(1)) for match in self._reducer.caption.finditer(line)}

    def _said(self, line: str) -> Mark | None:
        """The year that a line names which leads to a table: a heading, or a sentence that is no comparison."""
        reducer = self._reducer
        is_sentence = len(line) > LONGEST or reducer.said["comma"].search(line) is not None
        if is_sentence and (not reducer.said["leading"].search(line) or reducer.said["compared"].search(line)):
            return None
        years = {int(match.group(1)) for match in reducer.said["named"].finditer(line)}
        if years:
            return Mark(year=years.pop()) if len(years) == 1 else None
        this, last = reducer.said["this"].search(line), reducer.said["last"].search(line)
        if bool(this) == bool(last):
            return None
        return Mark(offset=0 if this else -1)

    def _below(self, line: str) -> bool:
        return self._reducer.said["below"].match(line.strip()) is not None

    def _said_below(self, table: PrintedTable) -> Mark | None:
        line = next((line for line in self.text[table.end : table.end + 2 * LONGEST].split("\n") if line.strip()), "")
        return self._said(line.strip()) if self._below(line) else None


def _print(row: PrintedRow) -> tuple[str, ...]:
    """The digits of a row's numbers but noughts, which may be printed as blanks as well."""
    tokens = row.readings[0] if row.readings else ()
    found = ("".join(sign for sign in token.text if sign.isdigit() or sign in ".-") for token in tokens)
    return tuple(digits for digits in found if digits.strip("0.-"))


def _of(table: PrintedTable, mark: Mark) -> PrintedTable:
    return replace(table, rows=tuple(_row_of(row, mark) for row in table.rows))


def _row_of(row: PrintedRow, mark: Mark) -> PrintedRow:
    return replace(
        row,
        bound=tuple(
            bound._replace(year=bound.year or mark.year, offset=0 if bound.year else mark.offset or 0)
            for bound in row.bound
        ),
    )
