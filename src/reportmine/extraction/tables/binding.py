"""Which cell of a grid's row fills which slot: by the header where it says so, else by the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportmine.extraction.tables.gridlines import cell_token
from reportmine.extraction.tables.rows import Bound
from reportmine.extraction.tables.values import Token, ValueReader, tokenised
from reportmine.model import Cell
from reportmine.rulebook.forms import Slot


@dataclass(frozen=True)
class Header:
    """A column's header: where it stands and which year it names."""

    column: str  # empty where the form has no such column
    place: int  # column of the grid
    year: int | None = None
    always: bool = False  # the year holds even where it is the only one: the form itself names none


def bind(
    slots: Sequence[Slot], row: int, values: Sequence[Cell], header: Sequence[Header], reader: ValueReader
) -> tuple[tuple[Bound, ...], list[Token]]:
    """Which slot each value cell fills. The header decides where it is whole or as long as the row; else the form."""
    named = _header_order(slots, header)
    foreign = tuple(head.place for head in header if not head.column)
    standard = tuple(Bound(slot, row) for slot in slots)
    if named is None:
        bound = standard
    else:
        by_column = {slot.column: slot for slot in slots}
        several = len({head.column for head in named}) < len(named)
        in_print = tuple(Bound(by_column[h.column], row, h.year if several or h.always else None) for h in named)
        filled = sum(bool(cell.text.strip()) for cell in values)
        whole = len(named) >= len(slots)
        bound = in_print if whole or len(named) in (len(values), filled) else standard
        if bound is not standard and len(values) != len(bound) and filled != len(bound):
            placed = _by_place(named, values, foreign)
            if placed is not None:
                values = placed
        if _is_moved(bound, standard) and _by_place(named, values) is None:
            return bound, []  # columns in another order than the form's, under headers that stand over none of them
    tokens = [cell_token(cell) for cell in values]
    codes = [b for b in bound if b.slot.kind == "code"]
    if codes and len(tokens) == len(bound) - len(codes):
        bound = tuple(b for b in bound if b.slot.kind != "code")
    if len(tokens) < len(bound):
        tokens = [token for cell in values for token in _split_cell(cell, reader)]
    return bound, tokens


def _is_moved(bound: Sequence[Bound], standard: Sequence[Bound]) -> bool:
    """Whether the columns of a header stand in another order than the form has them."""
    order = [other.slot.column for other in standard]
    places = [order.index(each.slot.column) for each in bound]
    return places != sorted(places)


def _split_cell(cell: Cell, reader: ValueReader) -> Iterator[Token]:
    """The several cells that a converter has put into one."""
    if cell.text.strip():
        tokens, last = tokenised(cell.text, 0, len(cell.text), reader)
        if not cell.text[last:].strip() and len(tokens) > 1:
            place = (cell.row, cell.column)
            yield from (Token(t.text, cell.start + t.start, cell.start + t.end, place, t.unit) for t in tokens)
            return
    yield cell_token(cell)


def _header_order(slots: Sequence[Slot], header: Sequence[Header]) -> list[Header] | None:
    """The row's columns as the header has them from left to right; None where it does not say."""
    wanted = {slot.column for slot in slots}
    years = {head.place for head in header if head.year is not None}
    named = sorted(
        (head for head in header if head.column in wanted and (head.year is not None or head.place not in years)),
        key=lambda head: head.place,
    )
    places = [head.place for head in named]
    if not named or len(set(places)) < len(places):
        return None
    keys = [(head.column, head.year) for head in named]
    return named if len(set(keys)) == len(keys) else None


def _by_place(named: Sequence[Header], values: Sequence[Cell], foreign: Sequence[int] = ()) -> tuple[Cell, ...] | None:
    """The cells under the headers, where each header has one of its own.

    What is left over must stand under ``foreign`` headers: otherwise it may be part of a number that was cut.
    """
    found = []
    for head in named:
        under = [cell for cell in values if _is_under(cell, head.place)]
        if len(under) != 1:
            return None
        found.append(under[0])
    left = [cell for cell in values if cell not in found and cell.text.strip()]
    left = [cell for cell in left if not any(_is_under(cell, place) for place in foreign)]
    return tuple(found) if len(set(found)) == len(found) and not left else None


def _is_under(cell: Cell, place: int) -> bool:
    return cell.column <= place < cell.column + cell.column_span
