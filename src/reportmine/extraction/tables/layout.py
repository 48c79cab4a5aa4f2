"""How the table of one chain of labels is printed in running text: its header, and each row's cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reportmine.extraction.tables.chain import Chain, Hit
from reportmine.extraction.tables.columns import as_printed
from reportmine.extraction.tables.decode import is_direct, is_forced
from reportmine.extraction.tables.labels import TableLabels
from reportmine.extraction.tables.rows import Bound, PrintedRow, PrintedTable, Stray
from reportmine.extraction.tables.running import Running
from reportmine.extraction.tables.serials import codes_rise, without_serials
from reportmine.extraction.tables.values import Token, tokenised
from reportmine.rulebook.forms import Slot

FULL_STOP: Final = "\u3002"
HEADER_REACH: Final = 90  # signs of core text before the first row in which a header is looked for
LAST_REACH: Final = 400  # signs of text after the last label in which its cells are looked for


@dataclass(frozen=True)
class Layout:
    """One chain, and how its table is printed."""

    running: Running
    labels: TableLabels
    chain: Chain
    closed: tuple[tuple[int, int], ...]

    def table(self) -> PrintedTable | None:
        headers, start = self._headers()
        rows: list[PrintedRow] = []
        strays: list[Stray] = []
        hits = self.chain.hits
        bare = 0
        for number, hit in enumerate(hits):
            after = hits[number + 1] if number + 1 < len(hits) else None
            row, rest = self._row(hit, after)
            if row is not None:
                if row.readings or self.labels.table.line:
                    rows.append(row)
                bare += not row.readings and not row.row.optional
                strays += self._strays(rest, self._place(after) if after else rest)
        rows = self._as_line(rows) if self.labels.table.line else without_serials(rows)
        if not rows or not self._is_table(rows, bare, headers) or not codes_rise(rows):
            return None
        year = self._year(start, rows[0].label_start)
        return PrintedTable(
            labels=self.labels,
            rows=tuple(as_printed(rows, self.labels.table, headers, year)),
            start=min(start, rows[0].label_start),
            end=max(row.end for row in rows),
            score=self.chain.score + 2 * len(headers),
            strays=tuple(strays),
            year=year,
            headers=headers,
        )

    def _is_table(self, rows: Sequence[PrintedRow], bare: int, headers: frozenset[str]) -> bool:
        """Enough of the form's rows, most with cells, under a header: prose that lists the same words is none."""
        if self.labels.table.line:
            return not self._is_prose(rows)
        enough = max(2, (self.labels.required + 1) // 2)
        if self._is_prose(rows):
            return False
        if len(rows) + bare < enough:
            return bare < 2 and self._is_beginning(rows, headers)  # the last may have lost its cells
        if 2 * bare > len(rows):
            return False
        return bool(headers) or (len(rows) >= 8 and len(rows) >= 0.7 * self.labels.required)

    def _is_beginning(self, rows: Sequence[PrintedRow], headers: frozenset[str]) -> bool:
        """Whether these are a table's first rows under its header, all but the last with their cells: it breaks off."""
        whole = all(
            len(row.readings) == 1
            and len(row.bound) > 1
            and (is_direct(row.readings[0], row.bound) or is_forced(row.readings[0], [each.slot for each in row.bound]))
            for row in rows[: max(2, len(rows) - 1)]
        )
        named = {each.slot.column for row in rows for each in row.bound}
        first = [row.index for row in rows] == list(range(len(rows)))
        return whole and first and len(rows) > 1 and 2 * len(named & headers) >= len(named)

    def _is_prose(self, rows: Sequence[PrintedRow]) -> bool:
        """Whether the numbers of most rows carry their unit and a comma or stop, as in a sentence."""
        ends = [row.readings[0][-1].end for row in rows if row.readings]
        said = sum(self._sentence.match(self.running.text, end) is not None for end in ends)
        return 2 * said > len(ends)

    @cached_property
    def _sentence(self) -> re.Pattern[str]:
        rules = self.running.reader.rules
        units = "|".join(map(re.escape, sorted(rules.units, key=len, reverse=True)))
        return re.compile(
            rf"(?:{units}|(?:{'|'.join(f'(?<={re.escape(unit)})' for unit in rules.units)})){rules.sentence_marks}"
        )

    def _place(self, hit: Hit) -> int:
        return self.running.core.places[hit.start]

    def _headers(self) -> tuple[frozenset[str], int]:
        """Columns named before or between the rows, and where the header begins."""
        core, first = self.running.core, self.chain.hits[0].start
        stop = self.running.text.rfind(FULL_STOP, 0, core.places[first]) + 1  # what a sentence says is no header
        low = max(0, first - HEADER_REACH, core.places.before(stop))
        low = max(
            [
                low,
                *(
                    self.running.core.places.before(end)
                    for _, end in self.closed
                    if self.running.core.places.before(end) <= first
                ),
            ]
        )
        found: set[str] = set()
        start = first
        for match in self.labels.vocabulary.finditer(core.text, low, self.chain.hits[-1].start):
            column = self.labels.columns.get(match.group())
            if column or match.group() in self.labels.headings:
                found.add(column or match.group())
                start = min(start, match.start())
        return frozenset(found), core.places[start]

    def _year(self, start: int, end: int) -> int | None:
        match = self.labels.reducer.year.search(self.running.text, start, end)
        return int(match.group(1)) if match else None

    def _row(self, hit: Hit, after: Hit | None) -> tuple[PrintedRow | None, int]:
        """The row with the cells that follow its label, and where they end."""
        text = self.running.text
        label_start = self._place(hit)
        label_end = self.running.core.places[hit.end - 1] + 1
        row = self.labels.table.rows[hit.row]
        if row.item:
            if not text.startswith(row.item, label_end):
                return None, label_end
            label_end += len(row.item)
        limit = self._place(after) if after else min(len(text), label_end + LAST_REACH)
        limit = min([limit, *(low for low, _ in self.closed if low >= label_end)])
        begin, unit = self._skip_head(label_end, limit)
        tokens, last = self._tokens(begin, limit)
        slots = self.labels.table.slots[hit.row]
        if after is None:
            tokens = self._cut_last(tokens, self._room(slots))
            last = tokens[-1].end if tokens else last
        readings = self._without_ordinal(tokens, last, limit, after)
        readings = tuple(reading for reading in readings if reading)
        if not readings:
            readings, unit = self._within(label_start, label_end, slots, unit)
        if readings and self.labels.reducer.bracketed.match(text, last):
            readings = ()  # a second number in brackets: last year's, a part: the first is not the whole cell
        end = max((reading[-1].end for reading in readings), default=label_end)
        printed = PrintedRow(
            row=row,
            index=hit.row,
            bound=tuple(Bound(slot, hit.row) for slot in slots),
            readings=readings,
            label_start=label_start,
            label_end=label_end,
            end=end,
            unit=unit,
        )
        return printed, max(end, last) if after else end

    def _within(
        self, start: int, end: int, slots: tuple[Slot, ...], unit: str | None
    ) -> tuple[tuple[tuple[Token, ...], ...], str | None]:
        """The cells of a row whose label is broken over two lines, and whose numbers stand between its halves."""
        text, reader = self.running.text, self.running.reader
        place = start
        for line in text[start:end].split("\n")[:-1]:
            stop = place + len(line.rstrip())
            first = max((match.end() for match in self._word.finditer(text, place, stop)), default=place)
            tokens, last = tokenised(text, first, stop, reader)
            if len(tokens) == len(slots) and last == stop:
                word = text[place:first].rstrip(" \t|").rpartition(" ")[2]
                return (tuple(tokens),), reader.unit_in(word) if reader.is_unit(word) else unit
            place += len(line) + 1
        return (), unit

    @cached_property
    def _word(self) -> re.Pattern[str]:
        """Signs of a label, a blank behind them where numbers follow on the same line."""
        return re.compile(r"[^\s\d|][\s|]+(?=[-\d])|[^\d\s]{2,}(?=\s*$)")

    def _room(self, slots: tuple[Slot, ...]) -> int:
        return sum(map(len, self.labels.table.slots)) if self.labels.table.line else len(slots)

    def _tokens(self, begin: int, limit: int) -> tuple[list[Token], int]:
        """Cells at the head of the stretch; lines of page furniture do not interrupt them."""
        text, reader = self.running.text, self.running.reader
        tokens: list[Token] = []
        for match in (*self.labels.reducer.furniture.finditer(text, begin, limit), None):
            part, last = tokenised(text, begin, match.start() if match else limit, reader)
            tokens += part
            if match is None or text[last : match.start()].strip():
                return tokens, last
            begin = match.end()
        return tokens, begin

    def _skip_head(self, place: int, limit: int) -> tuple[int, str | None]:
        """Past what belongs to the label still: dropped words, a remark, the unit, and in a line table the header."""
        unit = None
        text, reader, reducer = self.running.text, self.running.reader, self.labels.reducer
        while place < limit:
            match = reader.units.match(text, place, limit)
            if match and match.group().strip():
                unit, place = reader.unit_in(match.group()), match.end()
                continue
            match = self._head.match(text, place, limit) or reducer.remark.match(text, place, limit)
            if match and match.end() > place:
                place = match.end()
                continue
            skipped = self._skip_header(place, limit) if self.labels.table.line else place
            if skipped == place:
                break
            place = skipped
        return place, unit

    @cached_property
    def _head(self) -> re.Pattern[str]:
        noise = "|".join(map(re.escape, self.labels.reducer.rules.noise))
        closing = "|".join(map(re.escape, self.labels.reducer.rules.closing))
        return re.compile(rf"(?:{noise}|{self.running.reader.rules.separators}|{closing})+")

    def _skip_header(self, place: int, limit: int) -> int:
        number = self.running.core.places.before(place)
        if number < len(self.running.core.places) and self.running.core.places[number] == place:
            match = self.labels.vocabulary.match(self.running.core.text, number)
            if match:
                end = self.running.core.places[match.end() - 1] + 1
                return end if end <= limit else place
        return place

    @cached_property
    def _signed(self) -> bool:
        """Whether the table numbers its rows with a sign after the number."""
        return any(self._is_numbered(self._place(hit)) for hit in self.chain.hits)

    @cached_property
    def _bare(self) -> bool:
        """Whether it numbers them with a bare digit, seen where no value can stand before it."""
        for hit in self.chain.hits:
            number = self.labels.table.rows[hit.row].number
            place = self._noise_start(self._place(hit))
            digits = "" if number is None else str(number)
            before = self.running.text[max(0, place - len(digits) - 1) : place]
            if digits and before.endswith(digits) and before[:1] in self.labels.reducer.rules.closing:
                return True
        return False

    def _noise_start(self, place: int) -> int:
        """Where a label begins when the dropped words before its core are counted in."""
        text, noise = self.running.text, (*self.labels.reducer.rules.noise, *self.labels.reducer.rules.opening)
        moved = True
        while moved:
            moved = False
            for word in noise:
                if text.endswith(word, 0, place):
                    place, moved = place - len(word), True
        return place

    def _is_numbered(self, place: int) -> bool:
        """Whether a digit and the sign of an ordinal stand before ``place``."""
        place = self._noise_start(place)
        return self.labels.reducer.ordinal_before.search(self.running.text, max(0, place - 6), place) is not None

    def _without_ordinal(
        self, tokens: list[Token], last: int, limit: int, after: Hit | None
    ) -> tuple[tuple[Token, ...], ...]:
        """The cells without the ordinal of the row that follows, known to the form or not, that has run into them."""
        if not tokens or not tokens[-1].text[-1:].isdigit():
            return (tuple(tokens),)
        number = self.labels.table.rows[after.row].number if after else None
        expected = None if number is None else str(number)
        sign = self.labels.reducer.ordinal_sign.match(self.running.text, last)
        start = self._noise_start(limit) if after else limit
        if sign:
            return self._cut_signed(tokens, expected if sign.end() >= start else None)
        if last < start or self._signed or not self._bare or not expected or not tokens[-1].text.endswith(expected):
            return (tuple(tokens),)
        return tuple(tokens), _shortened(tokens, len(expected))

    @staticmethod
    def _cut_signed(tokens: list[Token], expected: str | None) -> tuple[tuple[Token, ...], ...]:
        text = tokens[-1].text
        if expected is not None and text.endswith(expected):
            return (_shortened(tokens, len(expected)),)
        if text.isdigit() and len(text) <= 2 and len(tokens) > 1:
            return (tuple(tokens[:-1]),)
        return tuple(_shortened(tokens, size) for size in (1, 2) if len(text) >= size)

    def _cut_last(self, tokens: list[Token], slots: int) -> list[Token]:
        """Cells of the last row: numbers on a later line or in a date belong to what follows the table."""
        if len(tokens) <= slots:
            return tokens
        gap = self.running.text[tokens[slots - 1].end : tokens[slots].start]
        inside = self.running.text[tokens[0].start : tokens[slots - 1].end]
        dated = self.labels.reducer.date.match(self.running.text, tokens[slots].start)
        return tokens[:slots] if dated or ("\n" in gap and "\n" not in inside) else tokens

    def _strays(self, start: int, end: int) -> list[Stray]:
        """Rows between two known ones that no form has: words of their own, then cells."""
        text, reader = self.running.text, self.running.reader
        found: list[Stray] = []
        for match in self.labels.reducer.stray.finditer(text, start, end):
            label = self.labels.reducer.label(match.group(1))
            bare = self.labels.vocabulary.sub("", label)
            begin, unit = self._skip_head(match.end(1), end)
            tokens, last = tokenised(text, begin, end, reader)
            tokens = self._own(tokens, last)
            if len(bare) >= 3 and tokens and last < end:
                words = match.group(1).rstrip()
                parted = re.fullmatch(r"(.*?)[\s|]+(\S{1,3})", words)
                if parted and reader.is_unit(parted.group(2)):
                    words, unit = parted.group(1), parted.group(2)
                found.append(Stray(words, match.start(1), last, tuple(tokens), unit))
        return found

    def _own(self, tokens: list[Token], last: int) -> list[Token]:
        """The cells of a stray row without the ordinal of the row below, none where the two cannot be told apart."""
        if not tokens or not self.labels.reducer.ordinal_sign.match(self.running.text, last):
            return tokens
        return tokens[:-1] if len(tokens) > 1 and len(tokens[-1].text) <= 2 else []

    def _as_line(self, rows: list[PrintedRow]) -> list[PrintedRow]:
        """Rows of a line table. Where only the last label is followed by cells, they fill all rows."""
        filled = [row for row in rows if row.readings]
        if len(filled) != 1 or filled[0] is not rows[-1] or len(rows) != len(self.labels.table.rows):
            return [row for row in rows if row.readings] if len(filled) == len(rows) else []
        return [line_row(self.labels, rows[0], rows[-1])]


def line_row(labels: TableLabels, first: PrintedRow, last: PrintedRow) -> PrintedRow:
    """All rows of a line table as one printed row."""
    bound = tuple(Bound(slot, row) for row, slots in enumerate(labels.table.slots) for slot in slots)
    return PrintedRow(
        row=last.row,
        index=last.index,
        bound=bound,
        readings=last.readings,
        label_start=first.label_start,
        label_end=last.label_end,
        end=last.end,
        unit=last.unit,
    )


def _shortened(tokens: Sequence[Token], size: int) -> tuple[Token, ...]:
    """The tokens without the last ``size`` signs."""
    last = tokens[-1]
    if len(last.text) <= size:
        return tuple(tokens[:-1])
    cut = Token(last.text[:-size], last.start, last.end - size, last.cell, None)
    return (*tokens[:-1], cut)
