"""Which cell of a grid's row fills which slot: by the header where it says so, else by the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportmine.extraction.tables.gridlines import cell_token
from reportmine.extraction.tables.rows import Bound
from reportmine.extraction.tables.values import Token, ValueReader, tokenised
from reportmine.model import Cell
from reportmine.rulebook.forms import FormTable, Relation, Slot


class Header(NamedTuple):
    """A column's header: where it stands and which year it names."""

    column: str  # empty where the form has no such column
    place: int  # column of the grid
    year: int | None = None
    always: bool = False  # the year holds even where it is the only one: the form itself names none


def bind(
    table: FormTable, row: int, values: Sequence[Cell], header: Sequence[Header], reader: ValueReader
) -> tuple[tuple[Bound, ...], list[Token]]:
    """Which slot each value cell fills. The header decides where it is whole or as long as the row; else the form."""
    slots = table.slots[row]
    bound = standard = tuple(Bound(slot, row) for slot in slots)
    named = _header_order(slots, header)
    if named is not None:
        bound, values = _by_header(named, standard, values, header)
        if _is_moved(bound, standard):
            rules = [r for r in table.relations if r.over == "columns" and r.kind == "equal"]
            if _by_place(named, values) is None or not _add_up(bound, values, rules, reader):
                # The header stands over other cells, or the sums are wrong: lost spans may have moved the header alone.
                values = _without_blanks(values, len(standard))
                if not rules or not _add_up(standard, values, rules, reader):
                    return bound, []
                bound = standard
    tokens = [cell_token(cell) for cell in values]
    codes = [b for b in bound if b.slot.kind == "code"]
    if codes and len(tokens) == len(bound) - len(codes) and tokens[0].text.strip() not in table.rows[row].codes:
        bound = tuple(b for b in bound if b.slot.kind != "code")
        if len(bound) > 1 and not any(head.column for head in header):
            return bound, []  # neither codes nor header: these may be another form's columns
    if len(tokens) < len(bound):
        tokens = [token for cell in values for token in _split_cell(cell, reader)]
    return bound, tokens


def _by_header(
    named: Sequence[Header], standard: tuple[Bound, ...], values: Sequence[Cell], header: Sequence[Header]
) -> tuple[tuple[Bound, ...], Sequence[Cell]]:
    """The slots as the header has them, and the cells that fill them."""
    slots = {bound.slot.column: bound for bound in standard}
    several = len({head.column for head in named}) < len(named)
    bound = tuple(_of_year(slots[head.column], head.year if several or head.always else None) for head in named)
    foreign = tuple(head.place for head in header if not head.column)
    filled = sum(bool(cell.text.strip()) for cell in values)
    whole = len(named) >= len(standard)
    if len(values) == len(bound):
        return bound, values
    placed = _by_place(named, values, foreign)
    if placed is not None and (whole or filled == len(bound)):
        return bound, placed
    return (bound if whole else standard), values


def _of_year(bound: Bound, year: int | None) -> Bound:
    return bound if bound.year == year else bound._replace(year=year)


def _without_blanks(values: Sequence[Cell], wanted: int) -> Sequence[Cell]:
    full = [cell for cell in values if cell.text.strip()]
    return full if len(values) > wanted == len(full) else values


def _add_up(bound: Sequence[Bound], values: Sequence[Cell], rules: Sequence[Relation], reader: ValueReader) -> bool:
    """Whether the numbers of a row satisfy the relations over its columns; what is not printed counts nothing."""
    if not rules:
        return True
    if len(values) != len(bound):
        return False
    numbers: dict[str, float] = {}
    for each, cell in zip(bound, values, strict=True):
        value = reader.read(cell_token(cell), each.slot.kind)
        numbers[each.slot.column] = (value and value.value) or 0
    sums = ([sum(numbers.get(term, 0) for term in side) for side in (rule.left, rule.right)] for rule in rules)
    return all(abs(left - right) < 1e-6 for left, right in sums)


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
        (h for h in dict.fromkeys(header) if h.column in wanted and (h.year is not None or h.place not in years)),
        key=lambda head: head.place,
    )  # a header that spans lines stands in each of them
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
