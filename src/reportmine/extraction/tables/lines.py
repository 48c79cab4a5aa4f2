"""The table that is one line of numbers under two levels of header, in a grid or in running text.

Its header is often converted sign by sign in another order (upright columns, broken cells), so it is known by the signs
it consists of, not by their sequence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import Final

from reportmine.extraction.tables.gridlines import Line
from reportmine.extraction.tables.labels import TableLabels, is_han
from reportmine.extraction.tables.rows import Bound, PrintedRow, PrintedTable
from reportmine.extraction.tables.running import Running
from reportmine.extraction.tables.values import Token, tokenised

AGREEMENT: Final = 0.85


@lru_cache(maxsize=64)
def header_signs(labels: TableLabels) -> Counter[str]:
    """All signs of the whole header: marks, each block's label, each block's columns."""
    columns = [labels.reducer.label(column.labels[0]) for column in labels.table.columns]
    marks = [labels.reducer.label(mark) for mark in labels.table.marks]
    blocks = [cores[0] for cores in labels.rows]
    return Counter("".join([*marks, *blocks, *(columns * len(blocks))]))


@lru_cache(maxsize=64)
def _header_run(labels: TableLabels) -> re.Pattern[str]:
    """A stretch of the header's signs that is long enough to be the header."""
    wanted = header_signs(labels)
    return re.compile(f"[{re.escape(''.join(wanted))}]{{{ceil(wanted.total() * AGREEMENT)},}}")


def _agreement(found: Counter[str], wanted: Counter[str]) -> float:
    common = (found & wanted).total()
    return 2 * common / max(1, found.total() + wanted.total())


def line_in_grid(labels: TableLabels, lines: Sequence[Line], number: int) -> PrintedTable | None:
    """The line of numbers under a header whose signs are the form's."""
    signs: Counter[str] = Counter()
    wanted = header_signs(labels)
    seen: set[int] = set()
    start = lines[0].start
    for line in lines:
        words = [cell for cell in line.cells if any(map(is_han, cell.text))]
        if line.filled and not words and signs:
            if _agreement(signs, wanted) < AGREEMENT:
                continue
            tokens = tuple(Token(c.text, c.start, c.end, (c.row, c.column)) for c in line.cells)
            return _printed(labels, tokens, line.start, (start, line.end), number)
        if line.filled:  # a row of another table: the header begins anew
            signs, start = Counter(), line.end
            continue
        start = start if signs else line.start
        for cell in words:
            if cell.start not in seen:
                seen.add(cell.start)
                signs.update(labels.reducer.label(cell.text))
    return None


def line_in_text(labels: TableLabels, running: Running, closed: Sequence[tuple[int, int]]) -> PrintedTable | None:
    """The first stretch of text that consists of the header's signs and ends in numbers."""
    wanted = header_signs(labels)
    size, text, core = wanted.total(), running.text, running.core
    for first, end in running.stretches(_header_run(labels)):
        begin = max(first, end - size)
        start = core.places[begin]
        after = core.places[end - 1] + 1
        open_ = not any(low < after and start < high for low, high in closed)
        if open_ and _agreement(Counter(core.text[begin:end]), wanted) >= AGREEMENT:
            limit = core.places[end] if end < len(core.text) else len(text)
            tokens, last = tokenised(text, after, limit, running.reader)
            if tokens:
                return _printed(labels, tuple(tokens), start, (start, last), None)
    return None


def _printed(
    labels: TableLabels, tokens: tuple[Token, ...], label: int, extent: tuple[int, int], grid: int | None
) -> PrintedTable:
    start, end = extent
    slots = labels.table.slots
    bound = tuple(Bound(slot, row) for row, held in enumerate(slots) for slot in held)
    row = PrintedRow(
        row=labels.table.rows[0],
        index=0,
        bound=bound,
        readings=(tokens,),
        label_start=label,
        label_end=label,
        end=tokens[-1].end,
        grid=grid,
    )
    return PrintedTable(labels=labels, rows=(row,), start=start, end=end, score=2.0 * len(slots) + 5, grid=grid)
