"""Grids matched to forms: which of a grid's rows is which row of the form, and which cell fills which slot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportmine.extraction.tables.labels import TableLabels, fuzzy_row, prefix_row
from reportmine.extraction.tables.rows import Bound, PrintedRow, PrintedTable, Stray
from reportmine.extraction.tables.values import Token, ValueReader, tokenised
from reportmine.model import Cell, Table
from reportmine.rulebook.forms import Slot

OWN_WORDS = 4  # a label of so many signs means something outside its place in the order


@dataclass(frozen=True)
class Line:
    """One row of a grid: its label cells, and the cells after them."""

    number: int
    cells: tuple[Cell, ...]
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]  # without unit cells, blanks kept
    unit: str | None
    filled: bool  # whether any value cell holds something

    @property
    def start(self) -> int:
        return min(cell.start for cell in self.labels) if self.labels else self.cells[0].start

    @property
    def end(self) -> int:
        return max(cell.end for cell in self.cells)


@dataclass(frozen=True)
class Header:
    """A column's header: where it stands and which year it names."""

    column: str
    place: int  # column of the grid
    year: int | None = None


def lines_of(table: Table, reader: ValueReader) -> list[Line]:
    """The grid's rows. A cell that spans rows stands in each of them, once."""
    found = []
    for number, row in enumerate(table.grid):
        cells = tuple(dict.fromkeys((cell for cell in row if cell is not None), None))
        if cells:
            found.append(_line(number, cells, reader))
    return found


def _line(number: int, cells: tuple[Cell, ...], reader: ValueReader) -> Line:
    """Label cells are the words before the first value; what stands before any word (a serial number) is neither."""
    first = next((place for place, cell in enumerate(cells) if _is_label(cell, reader)), len(cells))
    split = first
    while split < len(cells) and not (cells[split].text.strip() and reader.is_valuelike(cells[split].text)):
        split += 1
    labels = tuple(cell for cell in cells[first:split] if _is_label(cell, reader))
    if split == len(cells):
        last = max((place for place, cell in enumerate(cells) if cell in labels), default=-1)
        split = last + 1
    else:
        while split > first + 1 and not cells[split - 1].text.strip():
            split -= 1  # blanks right before the first number may be values themselves
    rest = cells[split:] if first < len(cells) else cells
    values = tuple(cell for cell in rest if not reader.is_unit(cell.text))
    units = [reader.unit_in(cell.text) for cell in cells[first:] if cell.text.strip() and reader.is_unit(cell.text)]
    filled = any(cell.text.strip() and cell.row == number for cell in values)
    return Line(number, cells, labels, values, units[0] if units else None, filled)


def _is_label(cell: Cell, reader: ValueReader) -> bool:
    text = cell.text.strip()
    return any("一" <= sign <= "鿿" for sign in text) and not reader.is_valuelike(text) and not reader.is_unit(text)


@dataclass(frozen=True)
class GridMatch:
    """The lines of one grid against one table of a form."""

    labels: TableLabels
    lines: tuple[Line, ...]
    reader: ValueReader
    number: int

    @cached_property
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
        for cell in reversed(line.labels):
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
        for place, line in enumerate(self.lines):
            new = self._headers(line)
            if place in self._assigned and (line.filled or not new):
                index, cell = self._assigned[place]
                row = self._row(line, index, cell, header)
                if row is not None:
                    rows.append(row)
                    used.append(line)
                    score += 2.0 if cell is not None else 1.5
                    fresh = False
                    continue
            if new and not has_numbers(line, self.labels, self.reader):
                header = (*header, *new) if fresh else new
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

    def _year(self, cell: Cell) -> int | None:
        match = self.labels.reducer.year.fullmatch(cell.text.strip())
        return int(match.group(1)) if match else None

    def _is_table(self, rows: Sequence[PrintedRow], strays: Sequence[Stray], found: set[str]) -> bool:
        exact = sum(
            any(core == known for core in self.labels.rows[row.index] for known in self._cores(row)) for row in rows
        )
        if not exact or len(rows) < len(strays):
            return False
        return len(rows) >= max(3, self.labels.required // 4) or 2 * exact + len(found) >= 3 + len(strays)

    def _cores(self, row: PrintedRow) -> tuple[str, ...]:
        for line in self.lines:
            for cell in line.labels:
                if cell.start == row.label_start:
                    return self.labels.reducer.cores(cell.text)
        return ()

    def _headers(self, line: Line) -> tuple[Header, ...]:
        """Headers of columns in a line, where the line has any."""
        found = []
        annual = next((column.id for column in self.labels.table.columns if column.is_year), None)
        for cell in line.cells:
            year = self._year(cell)
            if annual and year:
                found.append(Header(annual, cell.column, year))
                continue
            for core in self.labels.reducer.cores(cell.text):
                column = self.labels.columns.get(core)
                if column:
                    found.append(Header(column, cell.column))
                    break
        return tuple(found)

    def _row(self, line: Line, index: int, cell: Cell | None, header: Sequence[Header]) -> PrintedRow | None:
        row = self.labels.table.rows[index]
        values = self._values(line, cell)
        if not values or (self.labels.table.line and not line.filled):
            return None
        bound, tokens = bind(self.labels.table.slots[index], index, values, header, self.reader)
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
        )

    def _values(self, line: Line, cell: Cell | None) -> tuple[Cell, ...]:
        """The cells after the label: words between it and the first number are values too, though no numbers."""
        if cell is None:
            return line.values
        after = [c for c in line.cells[line.cells.index(cell) + 1 :] if not self.reader.is_unit(c.text)]
        return tuple(after) if len(after) > len(line.values) else line.values

    def _unit_in(self, cell: Cell | None) -> str | None:
        if cell is None:
            return None
        remarks = [match.group() for match in self.labels.reducer.remark.finditer(cell.text)]
        return next((self.reader.unit_in(remark) for remark in remarks if self.reader.is_unit(remark)), None)


def has_numbers(line: Line, labels: TableLabels, reader: ValueReader) -> bool:
    """Whether a line holds numbers that are no years of a header."""
    return any(
        any(sign.isdigit() for sign in cell.text)
        and reader.is_valuelike(cell.text)
        and not labels.reducer.year.fullmatch(cell.text.strip())
        for cell in line.values
    )


def stray_of(line: Line) -> Stray:
    """A line with figures that no form has taken."""
    tokens = [_cell_token(cell) for cell in line.values]
    label = line.labels[-1]
    return Stray(label.text, label.start, line.end, tuple(tokens), line.unit)


def _cell_token(cell: Cell) -> Token:
    return Token(cell.text, cell.start, cell.end, (cell.row, cell.column))


def bind(
    slots: Sequence[Slot], row: int, values: Sequence[Cell], header: Sequence[Header], reader: ValueReader
) -> tuple[tuple[Bound, ...], list[Token]]:
    """Which slot each value cell fills. The header decides where it is whole or as long as the row; else the form."""
    named = _header_order(slots, header)
    standard = tuple(Bound(slot, row) for slot in slots)
    if named is None:
        bound = standard
    else:
        by_column = {slot.column: slot for slot in slots}
        several = sum(head.year is not None for head in named) > 1
        in_print = tuple(Bound(by_column[h.column], row, h.year if several else None) for h in named)
        filled = sum(bool(cell.text.strip()) for cell in values)
        whole = len(named) >= len(slots)
        bound = in_print if whole or len(named) in (len(values), filled) else standard
        if bound is not standard and len(values) != len(bound) and filled != len(bound):
            placed = _by_place(named, values)
            if placed is not None:
                values = placed
    tokens = [_cell_token(cell) for cell in values]
    codes = [b for b in bound if b.slot.kind == "code"]
    if codes and len(tokens) == len(bound) - len(codes):
        bound = tuple(b for b in bound if b.slot.kind != "code")
    if len(tokens) < len(bound):
        tokens = [token for cell in values for token in _split_cell(cell, reader)]
    return bound, tokens


def _split_cell(cell: Cell, reader: ValueReader) -> Iterator[Token]:
    """The several cells that a converter has put into one."""
    if cell.text.strip():
        tokens, last = tokenised(cell.text, 0, len(cell.text), reader)
        if not cell.text[last:].strip() and len(tokens) > 1:
            place = (cell.row, cell.column)
            yield from (Token(t.text, cell.start + t.start, cell.start + t.end, place, t.unit) for t in tokens)
            return
    yield _cell_token(cell)


def _header_order(slots: Sequence[Slot], header: Sequence[Header]) -> list[Header] | None:
    """The row's columns as the header has them from left to right; None where it does not say."""
    wanted = {slot.column for slot in slots}
    named = sorted((head for head in header if head.column in wanted), key=lambda head: head.place)
    places = [head.place for head in named]
    if not named or len(set(places)) < len(places):
        return None
    keys = [(head.column, head.year) for head in named]
    return named if len(set(keys)) == len(keys) else None


def _by_place(named: Sequence[Header], values: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The cells under the headers, where each header has one of its own."""
    found = []
    for head in named:
        under = [cell for cell in values if cell.column <= head.place < cell.column + cell.column_span]
        if len(under) != 1:
            return None
        found.append(under[0])
    left = [cell for cell in values if cell not in found and cell.text.strip()]
    return tuple(found) if len(set(found)) == len(found) and not left else None


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
