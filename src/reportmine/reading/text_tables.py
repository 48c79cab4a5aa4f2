"""Tables that a text shows with bars, with tabs, or with one cell per line. Only what is certain becomes a grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reportmine.reading.drafts import GridCell
from reportmine.reading.lines import PIPES, Line, is_dash, is_number
from reportmine.reading.mapped import Mapped

_SEPARATOR = re.compile(f"[{PIPES}\t]")
_RULE = re.compile(rf"[\s{PIPES}:+=_\-—─┼├┤┌┐└┘┬┴]*[-—─=_]{{2,}}[\s{PIPES}:+=_\-—─┼├┤┌┐└┘┬┴]*")
_MAX_COLUMNS = 24


def bar_table(lines: Sequence[Line]) -> tuple[list[GridCell], str] | None:
    """The grid of an area with bars, and its origin: one row per line, or one cell per line."""
    filled = [line for line in lines if not line.is_blank and not _RULE.fullmatch(line.text)]
    counts = [sum(bool(cell.text.strip()) for cell in _cells(line)) for line in filled]
    if not filled:
        return None
    if sorted(counts)[len(counts) // 2] >= 2:
        grid = _rows([_trimmed(_cells(line)) for line in filled])
        return (grid, "separators") if grid else None
    grid = by_period(_stream(filled))
    return (grid, "cell_lines") if grid else None


def _cells(line: Line) -> list[Mapped]:
    cells, place = [], 0
    for bar in _SEPARATOR.finditer(line.text):
        cells.append(line.mapped.slice(place, bar.start()))
        place = bar.end()
    cells.append(line.mapped.slice(place, len(line.text)))
    return [cell.strip() for cell in cells]


def _trimmed(cells: list[Mapped]) -> list[Mapped]:
    """Without the nothing before a leading bar and behind a closing one."""
    if len(cells) > 1 and not cells[0].text:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].text:
        cells = cells[:-1]
    return cells


def _rows(rows: list[list[Mapped]]) -> list[GridCell] | None:
    """Rows as they stand; None when fewer than half of them agree on the number of columns."""
    columns, agreeing = Counter(len(row) for row in rows if len(row) > 1).most_common(1)[0]
    if agreeing < 0.5 * sum(len(row) > 1 for row in rows) or len(rows) < 2:
        return None
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        across = columns if len(row) == 1 else 1
        cells.extend(GridCell(number, column, cell, 1, across) for column, cell in enumerate(row))
    return cells


def _stream(lines: Sequence[Line]) -> list[Mapped]:
    """Cells of an area with one cell per line: each bar ends one; lines without a bar between belong together."""
    cells: list[Mapped] = []
    held: list[Mapped] = []
    for line in lines:
        parts = _cells(line)
        for part in parts[:-1]:
            held.append(part)
            cells.append(Mapped.join([piece for piece in held if piece.text]))
            held = []
        held.append(parts[-1])
    rest = Mapped.join([piece for piece in held if piece.text])
    if rest.text:
        cells.append(rest)
    return cells[1:] if cells and not cells[0].text else cells


def by_period(cells: Sequence[Mapped]) -> list[GridCell] | None:
    """A row of cells wrapped into a grid: the one number of columns at which each column is all labels or all numbers.

    None when no number of columns fits, so that nothing is ever shifted.
    """
    texts = [cell.text.strip() for cell in cells]
    for columns in range(2, min(_MAX_COLUMNS, len(cells) // 3) + 1):
        if len(cells) % columns == 0 and _fits(texts, columns):
            return [GridCell(place // columns, place % columns, cell) for place, cell in enumerate(cells)]
    return None


def _fits(texts: Sequence[str], columns: int) -> bool:
    body = [texts[place : place + columns] for place in range(columns, len(texts), columns)]
    if any(not row[0] or is_number(row[0]) for row in body) or is_number(texts[0]):
        return False
    numeric = 0
    for column in range(1, columns):
        held = [row[column] for row in body if row[column] and not is_dash(row[column])]
        numbers = sum(is_number(text) for text in held)
        if 0 < numbers < len(held):
            return False
        numeric += bool(held) and numbers == len(held)
    return numeric >= 1
