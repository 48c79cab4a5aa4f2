"""A printed table to readings of its rows: every way to read each row, and what the relations leave of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportmine.extraction.tables.decode import Ways, digits_in, is_direct, is_forced, ways
from reportmine.extraction.tables.rows import PrintedRow, PrintedTable
from reportmine.extraction.tables.solve import Constraint, Option, Place, Solution, holds, solve
from reportmine.extraction.tables.values import Token, ValueReader
from reportmine.rulebook.forms import FormRow, Relation

MOST_CUT: Final = (0.25, 0.5)  # no more rows than this share hold a cut number: of rows with one number, with several
FEWEST_CUT: Final = 3
FEWEST_MOVED: Final = 2  # rows that do not add up as the form has it before another column is taken for the totals
MOST_ALIKE: Final = 0.8  # the share of rows with as many cells that makes their number the table's
# The share of rows without a total that may have lost a cell; where more lack it, it was not filled in.
MOST_MOVED: Final = 0.35
SMALL: Final = 1e-6
FULL_ROWS: Final = 3  # rows seen without a gap before a table counts as one without gaps


@dataclass(frozen=True)
class Interpretation:
    """A table with the readings that are left for each of its rows."""

    table: PrintedTable
    domains: tuple[tuple[Option, ...], ...]
    sound: tuple[bool, ...]  # rows that are printed cell by cell, or whose digits can be cut in one way only
    constraints: tuple[Constraint, ...]
    solution: Solution
    inner: tuple[tuple[str, ...], ...]  # relations inside each row that took part in cutting it


def interpret(table: PrintedTable, reader: ValueReader) -> Interpretation:
    """Never raises for damage: a row that cannot be read has no options."""
    joins = _joins_cells(table, reader)
    unread = set() if joins else {v for v, row in enumerate(table.rows) if _has_surplus(row)}
    if _totals_elsewhere(table, reader):
        unread |= {v for v, row in enumerate(table.rows) if any(_numbers(row, reader) or ())}
    if _lacks_column(table):
        unread |= set(range(len(table.rows)))
    unread |= _moved(table, reader)
    beside = _beside(table, reader) if joins else {}
    if not beside:
        return _interpretation(table, reader, unread, beside)
    found = _interpretation(table, reader, unread, beside)
    verdicts = {_is_cut(found.solution.options[row], option) for row, option in beside.items()}
    if verdicts - {None} == {True}:  # where one number was cut, and no cell is known to be foreign, all were
        return _interpretation(table, reader, unread, {})
    return found if True not in verdicts else _interpretation(table, reader, unread | set(beside), {})


def _is_cut(options: Sequence[Option], beside: Option) -> bool | None:
    """Whether the relations leave only readings that join cells; None where they leave both."""
    if beside not in options:
        return True
    return False if len(options) == 1 else None


def _interpretation(
    table: PrintedTable, reader: ValueReader, unread: set[int], beside: dict[int, Option]
) -> Interpretation:
    blanks = _has_gaps(table)
    domains: list[tuple[Option, ...]] = []
    sound: list[bool] = []
    inner: list[tuple[str, ...]] = []
    cut_short: list[bool] = []
    for variable, row in enumerate(table.rows):
        rules = list(_inside(row, table))
        found = Ways(()) if variable in unread or _is_crowded(row) else _row_ways(row, rules, reader, blanks)
        options = found.options
        if variable in beside:
            options = (*options, beside[variable])
        direct = all(is_direct(tokens, [b.slot for b in row.bound]) for tokens in row.readings)
        domains.append(options)
        sound.append((direct and len(options) == 1) or found.forced)
        cut_short.append(found.cut_short)
        inner.append(tuple(rule.name for rule in rules))
    constraints = tuple(_between(table))
    solution = solve(domains, [c for c in constraints if not any(cut_short[v] or not domains[v] for v in c.variables)])
    settled = tuple(
        ok and not short and not row.is_undated
        for ok, short, row in zip(solution.settled, cut_short, table.rows, strict=True)
    )
    solution = Solution(solution.options, settled, solution.decided_by)
    return Interpretation(table, tuple(domains), tuple(sound), constraints, solution, tuple(inner))


def _beside(table: PrintedTable, reader: ValueReader) -> dict[int, Option]:
    """For rows with a cell too many what they say if the last is no part of a number: a remark that is one."""
    found: dict[int, Option] = {}
    for variable, row in enumerate(table.rows):
        if not _has_surplus(row) or len(row.readings) != 1 or _is_crowded(row):
            continue
        slots = [bound.slot for bound in row.bound]
        tokens = [token for token in row.readings[0] if token.text.strip()][: len(slots)]
        option = tuple(reader.read(token, slot.kind) for token, slot in zip(tokens, slots, strict=True))
        fits = None not in option and _code_fits(row, option, direct=False)
        if fits and all(holds(rule, {0: option}) for rule in _inside(row, table)):
            found[variable] = option
    return found


def _row_ways(row: PrintedRow, rules: Sequence[Constraint], reader: ValueReader, blanks: bool) -> Ways:
    slots = [bound.slot for bound in row.bound]
    found = ways(row.readings, slots, rules, reader, blanks)
    found = Ways(tuple(o for o in found.options if _code_fits(row, o)), found.forced, found.cut_short)
    if found.options or found.cut_short:
        return found
    # Nothing satisfies the relations. One way to cut is the print all the same; several are an open question.
    one = len(row.readings) == 1 and is_forced(row.readings[0], slots) and not blanks
    return ways(row.readings, slots, (), reader, blanks) if one else Ways((), False, False)


def _code_fits(row: PrintedRow, option: Option, *, direct: bool = True) -> bool:
    """Digits that run together with the row's code must begin with it."""
    if not row.row.codes or (direct and all(is_direct(tokens, row.bound) for tokens in row.readings)):
        return True
    codes = {int(code) for code in row.row.codes}
    return all(
        value is None or value.value in codes
        for bound, value in zip(row.bound, option, strict=True)
        if bound.slot.kind == "code"
    )


def _has_surplus(row: PrintedRow) -> bool:
    """Whether a row holds more printed cells than it has slots, however it is read."""
    slots = len(row.bound)
    return bool(row.readings) and all(sum(bool(t.text.strip()) for t in tokens) > slots for tokens in row.readings)


def _is_crowded(row: PrintedRow) -> bool:
    """Whether a row with a cell too many has a dash right between two numbers (``9/80``): one cell that holds two."""
    if not _has_surplus(row):
        return False
    return any(
        before.end == dash.start and dash.end == after.start and not dash.text[-1:].isdigit()
        for tokens in row.readings
        for before, dash, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _joins_cells(table: PrintedTable, reader: ValueReader) -> bool:
    """Whether a row with too many cells may hold a number that was cut in two, rather than a column of its own.

    A converter cuts a number here and there, and never before its first digit. Where many rows have a cell too many, or
    their cells make no number together (``0`` beside ``17``), the table has a column that the form does not know: last
    year's, a remark. Totals printed in the same row would tell anyway.
    """
    if any(r.over == "columns" and r.kind == "equal" for r in table.labels.table.relations):
        return True
    surplus = [row for row in table.rows if _has_surplus(row)]
    if not surplus:
        return True
    share = MOST_CUT[len(surplus[0].bound) > 1]
    if len(surplus) >= FEWEST_CUT and len(surplus) > share * sum(bool(row.readings) for row in table.rows):
        return False
    apart = sum(
        not ways(row.readings, [bound.slot for bound in row.bound], (), reader, blanks=False).options for row in surplus
    )
    return not apart


def _moved(table: PrintedTable, reader: ValueReader) -> set[int]:
    """Rows with a blank total whose last number could be it, where most have totals: a lost cell moved the rest."""
    rules = [r for r in table.labels.table.relations if r.over == "columns" and r.kind == "equal" and len(r.left) == 1]
    moved: set[int] = set()
    filled = 0
    for variable, row in enumerate(table.rows if rules else ()):
        numbers = _numbers(row, reader)
        if not numbers or not any(numbers) or row.bound[-1].slot.column != rules[0].left[0]:
            continue
        filled += 1
        *parts, last = numbers[:-1]
        blank = len(row.readings[0]) == len(numbers) and not row.readings[0][-1].text.strip()
        if blank and last and last >= sum(parts):
            moved.add(variable)
    return moved if len(moved) <= MOST_MOVED * filled else set()


def _lacks_column(table: PrintedTable) -> bool:
    """Whether the rows hold as many cells as each other, and fewer than the form has columns, under no header.

    Which column is missing only a header could tell; to cut a cell in two so that the sums fit would be a guess.
    """
    rows = [row for row in table.rows if row.readings and len(row.bound) > 2]
    if table.headers or len(rows) < FULL_ROWS:
        return False
    counts = Counter(sum(bool(token.text.strip()) for token in row.readings[0]) for row in rows)
    count, share = counts.most_common(1)[0]
    return 2 < count < len(rows[0].bound) and share >= MOST_ALIKE * len(rows)


def _totals_elsewhere(table: PrintedTable, reader: ValueReader) -> bool:
    """Whether the rows add up only if another column than the form's holds the totals: the columns have been moved.

    Where nothing but the sums says so, it is not known which column is which.
    """
    rules = [r for r in table.labels.table.relations if r.over == "columns" and r.kind == "equal" and len(r.left) == 1]
    rows = [(row, _numbers(row, reader)) for row in table.rows]
    filled = [(row, numbers) for row, numbers in rows if numbers and any(numbers)]
    if not rules or not filled:
        return False
    fits: list[set[int]] = [
        {place for place, number in enumerate(numbers) if abs(2 * number - sum(numbers)) < SMALL}
        for _, numbers in filled
    ]
    own = [
        {place for place, bound in enumerate(row.bound) if bound.slot.column == rules[0].left[0]} for row, _ in filled
    ]
    failing = [places for places, total in zip(fits, own, strict=True) if not places & total]
    return len(failing) >= FEWEST_MOVED and bool(set.intersection(*fits))


def _numbers(row: PrintedRow, reader: ValueReader) -> tuple[float, ...] | None:
    """The numbers of a row printed cell by cell, blanks as nothing; None where one cannot be read."""
    slots = [bound.slot for bound in row.bound]
    if len(row.readings) != 1:
        return None
    tokens = row.readings[0]
    if len(tokens) > len(slots):
        tokens = tuple(token for token in tokens if token.text.strip())
    if not is_direct(tokens, slots):
        return None
    values = [reader.read(token, slot.kind) for token, slot in zip(tokens, slots, strict=True)]
    return None if None in values else tuple((value and value.value) or 0 for value in values)


def _has_gaps(table: PrintedTable) -> bool:
    """Whether blank cells may have been dropped, so that a row may hold fewer numbers than slots.

    They may where a row has fewer digits than slots, and where rows are mostly printed cell by cell, so that one that
    is not has lost a cell rather than a separator; and where the cells of a short row add up as they stand. In tables
    whose rows carry no total to tell, some row must also prove that nothing is dropped: several whole ones, or one
    where all digits run together.
    """
    sums = any(r.over == "columns" and r.kind == "equal" for r in table.labels.table.relations)
    whole = apart = together = broken = 0
    for row in table.rows:
        slots = len(row.bound)
        if slots < 2 or not row.readings:
            continue
        tokens = row.readings[0]
        if len(tokens) < slots and (digits_in(tokens) < slots or (sums and _adds_up(tokens))):
            return True
        apart += len(tokens) == slots
        together += len(tokens) < slots
        broken += 1 < len(tokens) < slots
        zeros = len(tokens) == 1 and len(tokens[0].text) == slots and set(tokens[0].text) <= {"0"}
        whole += zeros or len(tokens) == slots
    if sums:
        return apart > together
    proven = whole >= FULL_ROWS or (whole > 0 and not apart)
    return apart > together or broken > 0 or not proven


def _adds_up(tokens: Sequence[Token]) -> bool:
    """Whether one of several numbers is the sum of the others. None begins with a zero, as digits run together may."""
    texts = [token.text for token in tokens]
    if len(texts) < 3 or not all(text.isdigit() and (text == "0" or text[0] != "0") for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return 2 * max(numbers) == sum(numbers) > 0


def _inside(row: PrintedRow, table: PrintedTable) -> Iterator[Constraint]:
    """Relations over the columns, for every row of the form that the printed row holds."""
    one_year = len({bound.year for bound in row.bound}) == 1
    for relation in table.labels.table.relations:
        if relation.over != "columns" or relation.certainty != "definition":
            continue
        for number in dict.fromkeys(bound.row for bound in row.bound):
            if relation.only and row.row.key not in relation.only:
                continue
            places = {
                bound.slot.column: (0, slot)
                for slot, bound in enumerate(row.bound)
                if bound.row == number and (one_year or bound.year is None)
            }
            yield from _constraints(
                relation, [places.get(c) for c in relation.left], [places.get(c) for c in relation.right]
            )


def _between(table: PrintedTable) -> Iterator[Constraint]:
    """Relations over the rows, for every column."""
    places: dict[tuple[str, str, int | None], Place] = {}
    columns: dict[tuple[str, int | None], None] = {}
    standing: dict[str, str] = {}
    for variable, row in enumerate(table.rows):
        standing |= dict.fromkeys(row.row.instead_of, row.row.key)
        for slot, bound in enumerate(row.bound):
            key = _key(table, row, bound.row)
            places.setdefault((key, bound.slot.column, bound.year), (variable, slot))
            if bound.slot.indicator and bound.slot.indicator != key:
                places.setdefault((bound.slot.indicator, bound.slot.column, bound.year), (variable, slot))
            columns[bound.slot.column, bound.year] = None
    absent = {row.key for row in table.labels.table.rows if row.optional} - {row.row.key for row in table.rows}
    for relation in table.labels.table.relations:
        if relation.over != "rows" or relation.certainty != "definition":
            continue
        if table.strays and relation.kind == "equal":
            continue  # an unknown row may be one of the parts
        for column, year in columns:
            if relation.only and column not in relation.only:
                continue
            sides = []
            for terms in (relation.left, relation.right):
                found = [
                    places.get((term, column, year)) or places.get((standing.get(term, term), column, year))
                    for term in terms
                    if term not in absent
                ]
                sides.append(list(dict.fromkeys(found)))
            yield from _constraints(relation, *sides)


def _key(table: PrintedTable, row: PrintedRow, number: int) -> str:
    form_row: FormRow = (
        row.row if number < 0 or len({b.row for b in row.bound}) == 1 else table.labels.table.rows[number]
    )
    return form_row.key


def _constraints(
    relation: Relation, left: Sequence[Place | None], right: Sequence[Place | None]
) -> Iterator[Constraint]:
    """The relation as constraints, none where one of its terms is not printed."""
    here = [place for place in left if place is not None]
    there = [place for place in right if place is not None]
    if len(here) < len(left) or len(there) < len(right):
        return
    if relation.kind == "range":
        for place in there:
            yield Constraint((place,), tuple(here), False, relation.name)
        yield Constraint(tuple(here), tuple(there), False, relation.name)
    else:
        yield Constraint(tuple(here), tuple(there), relation.kind == "equal", relation.name)
