"""Readings to figures: values in canonical units with their evidence, derived totals, and what stays unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportmine.extraction.tables.decode import is_direct
from reportmine.extraction.tables.interpret import Interpretation
from reportmine.extraction.tables.rows import Bound, PrintedRow
from reportmine.extraction.tables.solve import Option
from reportmine.extraction.tables.values import Number, Token, Value, ValueReader
from reportmine.model import Cell, Document, Evidence, Figure, Qualifier, Source, Status, Unread
from reportmine.model.unchecked import unchecked
from reportmine.rulebook import Rulebook

QUOTE: Final = 200
HEADER: Final = 200  # characters before a table's first row that may name its columns
INFERRED: Final = 0.95  # confidence of a cell that relations have decided
UNIT_OPEN: Final = 0.6  # of an amount whose unit nothing prints or prescribes
SUMMED: Final = frozenset({Status.REPORTED, Status.INFERRED, Status.STATED_ZERO})


@dataclass(frozen=True)
class Writer:
    """Writes the figures of one interpreted table."""

    document: Document
    rulebook: Rulebook
    reader: ValueReader
    read: Interpretation

    def figures(self) -> tuple[Figure, ...]:
        printed = [figure for number in range(len(self.read.table.rows)) for figure in self._row(number)]
        return (*printed, *self._derived(printed))

    def unread(self) -> tuple[Unread, ...]:
        return (*self._strays(), *self._nameless(), *self._cells())

    def _row(self, number: int) -> Iterator[Figure]:
        row, options = self.read.table.rows[number], self.read.solution.options[number]
        for slot, bound in enumerate(row.bound):
            if bound.slot.indicator is None or not row.readings:
                continue
            values = _distinct(options, slot)
            if len(values) == 1 and values[0] is not None and self.read.solution.settled[number]:
                yield self._figure(number, bound, values[0])
            else:
                yield self._unreadable(row, bound, slot, values)

    def _figure(self, number: int, bound: Bound, value: Value) -> Figure:
        row = self.read.table.rows[number]
        decided = () if self.read.sound[number] or value.status is not Status.REPORTED else self._deciders(number)
        unit, printed_unit, factor = self._unit(row, bound, value)
        if value.value is not None and factor is None:
            return self._unreadable(row, bound, 0, (value,))
        amount = None if value.value is None else scaled(value.value, factor or 1)
        open_unit = bound.slot.kind == "amount" and printed_unit is None and amount
        confidence = INFERRED if decided else UNIT_OPEN if open_unit else 1.0
        return self._made(
            row, bound, value.start, value.end, value.cell,
            value=amount,
            unit=unit,
            printed_unit=printed_unit,
            status=Status.INFERRED if decided else value.status,
            confidence=confidence,
            candidates=(),
            decided_by=decided,
        )  # fmt: skip

    def _deciders(self, number: int) -> tuple[str, ...]:
        """The relations that decided; where none had to, the way the digits stand did."""
        found = (*self.read.inner[number], *self.read.solution.decided_by[number])
        return tuple(dict.fromkeys(found)) or ("digits",)

    def _unreadable(self, row: PrintedRow, bound: Bound, slot: int, values: Sequence[Value | None]) -> Figure:
        """A cell that several readings fit, or none. Its print is all that the row has."""
        token = self._own_token(row, slot)
        tokens = row.readings[0]
        start = token.start if token else tokens[0].start
        end = token.end if token else max(t.end for reading in row.readings for t in reading)
        found = {
            self._candidate(row, bound, value) for value in values if value is not None and value.value is not None
        }
        return self._made(
            row, bound, start, end, token.cell if token else tokens[0].cell,
            value=None,
            unit=self.rulebook.indicators[bound.slot.indicator or ""].unit,
            printed_unit=None,
            status=Status.UNREADABLE,
            confidence=0.0,
            candidates=tuple(sorted(float(number) for number in found if number is not None)),
            decided_by=(),
        )  # fmt: skip

    def _own_token(self, row: PrintedRow, slot: int) -> Token | None:
        tokens = row.readings[0]
        return tokens[slot] if len(row.readings) == 1 and is_direct(tokens, row.bound) else None

    def _candidate(self, row: PrintedRow, bound: Bound, value: Value) -> Number | None:
        factor = self._unit(row, bound, value)[2]
        return None if value.value is None or factor is None else scaled(value.value, factor)

    def _unit(self, row: PrintedRow, bound: Bound, value: Value) -> tuple[str, str | None, float | None]:
        """Canonical unit, printed unit and what one of the latter is in the former."""
        canonical = self.rulebook.indicators[bound.slot.indicator or ""].unit
        printed = value.unit or row.unit
        if value.unit is None and row.unit and self.reader.factor(row.unit, canonical) is None:
            printed = None  # the unit column speaks of another cell of the row
        if printed is None and bound.slot.kind == "amount":
            printed = self._unit_of_header(row, bound)
        return canonical, printed, self.reader.factor(printed or bound.slot.unit, canonical)

    def _unit_of_header(self, row: PrintedRow, bound: Bound) -> str | None:
        """The unit in brackets behind the column's name, where it is not the one that the form prescribes."""
        table = self.read.table
        column = next((column for column in table.labels.table.columns if column.id == bound.slot.column), None)
        if column is None:
            return None
        words = "|".join(re.escape(label) for label in sorted(column.labels, key=len, reverse=True))
        text = self.document.text[max(table.start - HEADER, 0) : row.label_start]
        found = list(re.finditer(rf"(?:{words})\s*[(\uff08]([^()\uff08\uff09]{{1,24}})[)\uff09]", text))
        unit = self.reader.unit_in(found[-1].group(1)) if found else None
        return unit if unit != bound.slot.unit else None

    def _made(
        self,
        row: PrintedRow,
        bound: Bound,
        start: int,
        end: int,
        cell: tuple[int, int] | None,
        *,
        value: Number | None,
        unit: str,
        printed_unit: str | None,
        status: Status,
        confidence: float,
        candidates: tuple[float, ...],
        decided_by: tuple[str, ...],
    ) -> Figure:
        assert bound.slot.indicator is not None  # callers leave out slots that hold no figure
        return unchecked(
            Figure,
            indicator=bound.slot.indicator,
            applicant=bound.slot.applicant,
            item=row.row.item,
            period=bound.slot.period,
            year=bound.year,
            year_offset=bound.offset,
            value=value,
            unit=unit,
            printed_unit=printed_unit,
            printed=self.document.text[start:end],
            qualifier=Qualifier.EXACT,
            status=status,
            source=Source.TABLE,
            evidence=self._evidence(row, start, end, cell),
            rule=row.rule or self.read.table.labels.form.rule(self.read.table.labels.table),
            confidence=confidence,
            candidates=candidates,
            decided_by=decided_by,
        )

    def _evidence(self, row: PrintedRow, start: int, end: int, cell: tuple[int, int] | None) -> Evidence:
        text = self.document.text
        quote = " ".join(text[row.label_start : max(row.end, end)].split())[:QUOTE]
        source = self._cell_at(row.grid, cell)
        box = source.box if source is not None else None
        return unchecked(
            Evidence,
            start=start,
            end=end,
            quote=quote,
            page=box.page if box else None,
            bbox=(box.x0, box.top, box.x1, box.bottom) if box else None,
            cell=cell,
            phrase_start=row.label_start,
            phrase_end=row.label_end,
        )

    def _cell_at(self, number: int | None, cell: tuple[int, int] | None) -> Cell | None:
        if cell is None or number is None:
            return None
        grid = self.document.tables[number].grid
        return grid[cell[0]][cell[1]] if cell[0] < len(grid) and cell[1] < len(grid[cell[0]]) else None

    def _derived(self, printed: Sequence[Figure]) -> Iterator[Figure]:
        """Totals the form does not print, where every part is a number."""
        have = {figure.indicator for figure in printed}
        for derived in self.read.table.labels.table.derived:
            if derived.indicator in have:
                continue
            groups: dict[tuple[str, str, int | None, int], list[Figure]] = {}
            for figure in printed:
                if figure.indicator in derived.parts:
                    groups.setdefault((figure.applicant, figure.period, figure.year, figure.year_offset), []).append(
                        figure
                    )
            for parts in groups.values():
                if len(parts) == len(derived.parts) and all(part.status in SUMMED for part in parts):
                    yield self._sum(derived.indicator, parts)

    def _sum(self, indicator: str, parts: Sequence[Figure]) -> Figure:
        first = parts[0]
        place = first.evidence.start
        total = scaled(sum(part.value for part in parts if part.value is not None), 1)
        quote = " + ".join(f"{part.indicator} {part.value}" for part in parts)
        evidence = first.evidence.model_copy(update={"start": place, "end": place, "quote": quote})
        return first.model_copy(
            update={
                "indicator": indicator,
                "value": total,
                "unit": self.rulebook.indicators[indicator].unit,
                "printed_unit": None,
                "printed": "",
                "status": Status.DERIVED,
                "evidence": evidence,
                "confidence": min(part.confidence for part in parts),
                "decided_by": (),
            }
        )

    def _strays(self) -> Iterator[Unread]:
        for stray in self.read.table.strays:
            values = [self.reader.read(token, "change") for token in stray.tokens]
            numbers = [value.value for value in values if value is not None and value.value is not None]
            yield Unread(
                kind="row",
                start=stray.start,
                end=stray.end,
                text=stray.label,
                quote=" ".join(self.document.text[stray.start : stray.end].split())[:QUOTE],
                value=numbers[0] if numbers else None,
                unit=stray.unit,
                reason="row_not_on_form",
            )

    def _nameless(self) -> Iterator[Unread]:
        """Rows that the form has and no indicator covers."""
        for row in self.read.table.rows:
            if row.row.indicator is None and not row.row.cells and row.readings:
                yield Unread(
                    kind="row",
                    start=row.label_start,
                    end=row.end,
                    text=self.document.text[row.label_start : row.label_end],
                    quote=" ".join(self.document.text[row.label_start : row.end].split())[:QUOTE],
                    unit=row.unit,
                    reason="row_not_on_form",
                )

    def _cells(self) -> Iterator[Unread]:
        """Cells with words where a number belongs."""
        for number, row in enumerate(self.read.table.rows):
            if not self.read.solution.options[number] or not row.readings:
                continue
            for slot, bound in enumerate(row.bound):
                token = self._own_token(row, slot)
                if token is None or bound.slot.indicator is None or not token.text.strip():
                    continue
                if self.reader.read(token, bound.slot.kind) is None:
                    yield Unread(
                        kind="cell",
                        start=token.start,
                        end=token.end,
                        text=token.text,
                        quote=" ".join(self.document.text[row.label_start : row.end].split())[:QUOTE],
                        reason="no_number_in_cell",
                    )


def scaled(number: Number, factor: float) -> Number:
    """The product, free of the noise of binary fractions; whole where it is whole."""
    product = number if factor == 1 else round(number * factor, 6)
    return int(product) if float(product).is_integer() else product


def _distinct(options: Sequence[Option], slot: int) -> tuple[Value | None, ...]:
    found: dict[object, Value | None] = {}
    for option in options:
        value = option[slot]
        key = None if value is None else (value.value, value.status, value.start, value.end)
        found.setdefault(key, value)
    return tuple(found.values())
