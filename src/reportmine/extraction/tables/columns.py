"""Columns of a form that a table in running text does not have, as its header tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportmine.extraction.tables.decode import digits_in
from reportmine.extraction.tables.rows import PrintedRow
from reportmine.rulebook.forms import FormTable

FEWEST: Final = 3  # rows that show how many cells the table has
MOST: Final = 0.8  # the share of rows with as many cells as the header has columns
TOLD: Final = 2  # columns of numbers, of which a header that names one leaves no doubt of the other


def as_printed(
    rows: Sequence[PrintedRow], table: FormTable, headers: frozenset[str], year: int | None
) -> list[PrintedRow]:
    """The rows bound to the columns they have.

    A form of two columns of numbers is often printed with one of them: this year's without what it adds to, the whole
    year's without its last quarter's. That is so where the header names one, not the other, and the rows have as many
    cells as the header columns. With codes, the first cell must be the row's; without, a cell of one digit must show
    that the numbers of two columns have not run together.
    """
    numbers = [column for column in table.columns if column.kind != "code"]
    absent = {column.id for column in numbers if column.id not in headers and not (column.is_year and year is not None)}
    if table.line or len(numbers) != TOLD or len(absent) != 1 or len(rows) < FEWEST:
        return list(rows)
    coded = len(table.columns) > len(numbers)
    if coded and not all(column.id in headers for column in table.columns if column.kind == "code"):
        return list(rows)
    narrow = [
        replace(row, bound=tuple(bound for bound in row.bound if bound.slot.column not in absent)) for row in rows
    ]
    fits = [
        all(len(tokens) == len(row.bound) for tokens in row.readings) and (not coded or _has_code(row))
        for row in narrow
    ]
    alone = coded or any(digits_in(tokens) == 1 for row in rows for tokens in row.readings)
    if not alone or sum(fits) < MOST * len(rows):
        return list(rows)
    return [new if ok else old for new, old, ok in zip(narrow, rows, fits, strict=True)]


def _has_code(row: PrintedRow) -> bool:
    return all(tokens[0].text in row.row.codes for tokens in row.readings)
