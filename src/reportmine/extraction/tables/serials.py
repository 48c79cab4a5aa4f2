"""Serial numbers and codes of rows in running text, which are no values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reportmine.extraction.tables.decode import is_direct
from reportmine.extraction.tables.rows import PrintedRow

FEWEST: Final = 4  # rows that end in a serial number
STEP: Final = 3  # headings between the rows may be counted too
MOST_FALLS: Final = 5  # codes for each that is not above the one before


def without_serials(rows: list[PrintedRow]) -> list[PrintedRow]:
    """The rows without the serial number of the row below, which stands at their end where no heading follows.

    A row that lost a cell may end in the serial number alone: it is left out. Codes before labels are such numbers too.
    """
    bare = [replace(row, bound=tuple(each for each in row.bound if each.slot.kind != "code")) for row in rows]
    return _stripped(rows) or (_stripped(bare) if bare != rows else None) or rows


def _stripped(rows: Sequence[PrintedRow]) -> list[PrintedRow] | None:
    """The rows without the numbers at their ends, None where these are no serial numbers."""
    kept: list[PrintedRow] = []
    last, index, serials = 0, -1, Counter[int]()
    for row in rows[:-1]:
        tokens, surplus = row.readings[0], len(row.readings[0]) - len(row.bound)
        end = int(tokens[-1].text) if tokens[-1].text.isdigit() and len(tokens[-1].text) < 4 else 0
        follows = last < end <= last + STEP * (row.index - index)
        if len(row.readings) > 1 or surplus > 1 or (surplus == 1 and not follows):
            return None
        if follows:
            last, index = end, row.index
            serials[surplus] += 1
        if surplus == 1:
            kept.append(replace(row, readings=(tokens[:-1],)))
        elif not follows:
            kept.append(row)
    least = min(len(rows) - 1, max(FEWEST, len(rows) // 2))
    return [*kept, rows[-1]] if serials[1] > 1 and serials.total() >= least else None


def codes_rise(rows: Sequence[PrintedRow]) -> bool:
    """Whether what fills the column of codes are codes: numbers that rise from row to row."""
    codes = [
        int(token.text)
        for row in rows
        if len(row.readings) == 1 and is_direct(row.readings[0], row.bound)
        for token, bound in zip(row.readings[0], row.bound, strict=True)
        if bound.slot.kind == "code" and token.text.isdigit()
    ]
    falls = sum(after <= code for code, after in pairwise(codes))
    return MOST_FALLS * falls <= len(codes)
