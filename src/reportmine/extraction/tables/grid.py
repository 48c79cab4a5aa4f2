"""Grids matched to forms: which of a grid's rows is which row of the form, and which cell fills which slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportmine.extraction.tables.binding import Header, bind
from reportmine.extraction.tables.gridlines import Line, has_numbers, stray_of
from reportmine.extraction.tables.labels import TableLabels, fuzzy_row, prefix_row
from reportmine.extraction.tables.rows import PrintedRow, PrintedTable, Stray
from reportmine.extraction.tables.values import Token, ValueReader
from reportmine.model import Cell

OWN_WORDS: Final = 4  # a label of so many signs means something outside its place in the order


@dataclass(frozen=True)
class GridMatch:
    """The lines of one grid against one table of a form."""

    labels: TableLabels
    lines: tuple[Line, ...]
    reader: ValueReader
    number: int
    as_printed: bool = False  # its cells are those of the print: none holds only a part of a number

    def _assigned(self) -> dict[int, tuple[int, Cell | None]]:
        """Line: (row of the form, the cell that named it). In order, so that equal labels find their places."""
        candidates = [self._candidates(place) for place in range(len(self.lines))]
        assigned = _in_order(candidates, len(self.labels.rows))
        taken = {row for row, _ in assigned.values()}
        for place, options in enumerate(candidates):  # rows out of order, where the label leaves no doubt
            if place not in assigned and len(options) == 1 and options[0][2] > 1 and options[0][0] not in taken:
                row, cell, _ = options[0]
                if len(self.labels.rows[row][0]) >= OWN_WORDS:
                    assigned[place] = row, cell
                    taken.add(row)
        return assigned

    def _candidates(self, place: int) -> list[tuple[int, Cell | None, float]]:
        """The rows a line can be, with the weight of each."""
        line = self.lines[place]
        if not line.values:
            return []
        own_first = sorted(line.labels, key=lambda cell: (cell.row != line.number, -cell.column))
        for cell in own_first:
            exact = self._exact(cell)
            if exact:
                return [(row, cell, 2.0) for row in exact]
        own = "".join(self.labels.reducer.label(cell.text) for cell in line.labels if cell.row == line.number)
        pending = self._pending(place)
        for core in dict.fromkeys((pending + own, own)):
            known = self.labels.by_core.get(core)
            if known:
                return [(row, None, 2.0) for row in known]
        for cell in reversed(line.labels):
            row = self._fuzzy(self.labels.reducer.cores(cell.text))
            if row is not None:
                return [(row, cell, 1.0)]
        row = self._fuzzy((pending + own,))
        if row is None and pending:
            row = prefix_row(self.labels, pending)
        return [] if row is None else [(row, None, 1.0)]

    def _exact(self, cell: Cell) -> tuple[int, ...]:
        for core in self.labels.reducer.cores(cell.text):
            if core in self.labels.headings and core not in self.labels.by_core:
                return ()
            rows = self.labels.by_core.get(core, ())
            items = [row for row in rows if self._item_fits(row, cell)]
            if items:
                return tuple(items)
        return ()

    def _item_fits(self, row: int, cell: Cell) -> bool:
        """Rows of an open vocabulary share their words; the number after them tells them apart."""
        item = self.labels.table.rows[row].item
        if not item or not item.isdigit():
            return True
        digits = "".join(sign for sign in cell.text[-6:] if sign.isdigit())
        return digits == item

    def _fuzzy(self, cores: Sequence[str]) -> int | None:
        for core in cores:
            if core in self.labels.headings:
                return None
            row = fuzzy_row(self.labels, core)
            if row is not None:
                return row
        return None

    def _pending(self, place: int) -> str:
        """The words of the lines just above that have no values: the first half of a label broken over lines."""
        words: list[str] = []
        while place > 0 and len(words) < 3:
            place -= 1
            line = self.lines[place]
            own = [self.labels.reducer.label(cell.text) for cell in line.labels if cell.row == line.number]
            if line.filled or not own or own[-1] in self.labels.headings or own[-1] in self.labels.columns:
                break
            words.insert(0, own[-1])
        return "".join(words)

    def table(self) -> PrintedTable | None:
        """The printed table, None when the lines are not this table. It ends where its first and last rows stand."""
        rows: list[PrintedRow] = []
        strays: list[Stray] = []
        used: list[Line] = []
        header: tuple[Header, ...] = ()
        fresh = False  # whether the header now being read began after the last row
        found: set[str] = set()
        score = 0.0
        assigned = self._assigned()
        for place, line in enumerate(self.lines):
            new = self._headers(line)
            if place in assigned and (line.filled or not new):
                index, cell = assigned[place]
                row = self._row(line, index, cell, header)
                if row is not None:
                    rows.append(row)
                    used.append(line)
                    score += 2.0 if cell is not None else 1.5
                    fresh = False
                    continue
            if new and not has_numbers(line, self.labels, self.reader):
                heads = (*new, *self._foreign(line, new))
                header = (*header, *heads) if fresh else heads
                fresh = True
                found |= {head.column for head in new}
            elif line.filled and line.labels and has_numbers(line, self.labels, self.reader):
                strays.append(stray_of(line))
        if not self._is_table(rows, strays, found):
            return None
        years = [head.year for head in header if head.year is not None]
        start, end = used[0].start, used[-1].end
        return PrintedTable(
            labels=self.labels,
            rows=tuple(rows),
            start=start,
            end=end,
            score=score + len(found) - 0.5 * len(strays),
            strays=tuple(stray for stray in strays if start <= stray.start <= end),
            year=max(years) if years else None,
            grid=self.number,
            headers=frozenset(found),
        )

    def _is_table(self, rows: Sequence[PrintedRow], strays: Sequence[Stray], found: set[str]) -> bool:
        cells = {cell.start: cell for line in reversed(self.lines) for cell in reversed(line.labels)}
        named = ((row, cells.get(row.label_start)) for row in rows)
        cores = self.labels.reducer.cores
        exact = sum(
            cell is not None and any(core in self.labels.rows[row.index] for core in cores(cell.text))
            for row, cell in named
        )
        if not exact or len(rows) < len(strays):
            return False
        return len(rows) >= max(3, self.labels.required // 4) or 2 * exact + len(found) >= 3 + len(strays)

    def _headers(self, line: Line) -> tuple[Header, ...]:
        """Headers of columns in a line, where the line has any."""
        found = []
        columns = self.labels.table.columns
        year_in = self.labels.reducer.year_in
        annual = next((column.id for column in columns if column.is_year or len(columns) == 1), None)
        sure = annual is not None and (len(columns) > 1 or self._names_years(line))
        if annual and _is_caption(line) and any(self.labels.reducer.year.search(cell.text) for cell in line.cells):
            return ()
        for cell in line.cells:
            year = year_in(cell.text) if annual and sure else None
            if annual and year:
                found.append(Header(annual, cell.column, year, always=len(columns) == 1))
            elif column := self.labels.column_of(cell.text):
                found.append(Header(column, cell.column))
        return tuple(found)

    def _names_years(self, line: Line) -> bool:
        """Whether the years in a line are headers, not a number that looks like one."""
        years = [cell.text.strip() for cell in line.cells if self.labels.reducer.year_in(cell.text)]
        return len(years) > 1 or any(not text.isdigit() for text in years)

    def _foreign(self, line: Line, known: Sequence[Header]) -> tuple[Header, ...]:
        """The other headers in a line of headers: columns that the form does not have."""
        places = {head.place for head in known}
        others = [cell for cell in line.cells if cell.text.strip() and cell.column not in places]
        own = self.labels.headings  # the form's words over its labels and units
        return tuple(Header("", c.column) for c in others if own.isdisjoint(self.labels.reducer.cores(c.text)))

    def _row(self, line: Line, index: int, cell: Cell | None, header: Sequence[Header]) -> PrintedRow | None:
        row = self.labels.table.rows[index]
        values = self._values(line, cell)
        if not values or (self.labels.table.line and not line.filled):
            return None
        bound, tokens = bind(self.labels.table, index, values, header, self.reader)
        if self.as_printed and sum(bool(token.text.strip()) for token in tokens) > len(bound):
            tokens = self._without_remark(tokens)
        if self.as_printed and sum(bool(token.text.strip()) for token in tokens) > len(bound):
            tokens = []  # more cells than the form has columns, and nothing says which is which
        own = [label for label in line.labels if label.row == line.number] or list(line.labels)
        start = cell.start if cell else (own[0].start if own else line.start)
        end = cell.end if cell else (own[-1].end if own else line.start)
        return PrintedRow(
            row=row,
            index=index,
            bound=bound,
            readings=(tuple(tokens),) if tokens else (),
            label_start=start,
            label_end=end,
            end=max(line.end, end),
            unit=line.unit or self._unit_in(cell),
            grid=self.number,
        )

    def _without_remark(self, tokens: Sequence[Token]) -> list[Token]:
        """The cells without words at their end: they say something of the numbers, and are none."""
        kept = list(tokens)
        while kept and not self.reader.is_valuelike(kept[-1].text) and not any(map(str.isdigit, kept[-1].text)):
            kept.pop()
        return kept

    def _values(self, line: Line, cell: Cell | None) -> tuple[Cell, ...]:
        """The cells after the label: words between it and the first number are values too, though no numbers."""
        if cell is None:
            return line.values
        after = [c for c in line.cells[line.cells.index(cell) + 1 :] if not self.reader.is_unit(c.text)]
        after = [c for c in after if c.row == line.number or c not in line.labels]  # spans that are too long
        return tuple(after) if len(after) > len(line.values) else line.values

    def _unit_in(self, cell: Cell | None) -> str | None:
        if cell is None:
            return None
        remarks = [match.group() for match in self.labels.reducer.remark.finditer(cell.text)]
        return next((self.reader.unit_in(remark) for remark in remarks if self.reader.is_unit(remark)), None)


def _is_caption(line: Line) -> bool:
    """Whether one cell fills the line from its beginning: over labels and numbers alike, it is no column's header."""
    filled = {(cell.column, cell.text) for cell in line.cells if cell.text.strip()}
    return len(filled) == 1 and next(iter(filled))[0] == 0


def _in_order(
    candidates: Sequence[Sequence[tuple[int, Cell | None, float]]], rows: int
) -> dict[int, tuple[int, Cell | None]]:
    """The heaviest assignment of lines to rows in which both go down."""
    best: list[tuple[float, tuple[tuple[int, int, Cell | None], ...]]] = [(0.0, ())] * (rows + 1)
    for line, options in enumerate(candidates):
        after = list(best)
        for row, cell, weight in options:
            score = best[row][0] + weight
            if score > after[row + 1][0]:
                after[row + 1] = (score, (*best[row][1], (line, row, cell)))
        for row in range(1, rows + 1):
            if after[row - 1][0] > after[row][0]:
                after[row] = after[row - 1]
        best = after
    return {line: (row, cell) for line, row, cell in best[rows][1]}
