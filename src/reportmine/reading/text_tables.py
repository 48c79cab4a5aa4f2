"""Tables that a text shows with bars, with tabs, or with one cell per line. Only what is certain becomes a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportmine.reading.drafts import GridCell
from reportmine.reading.lines import PIPES, Line, is_dash, is_number
from reportmine.reading.mapped import Mapped

_SEPARATOR: Final = re.compile(f"[{PIPES}\t]")
_RULE: Final = re.compile(rf"[\s{PIPES}:+=_\-—─┼├┤┌┐└┘┬┴]*[-—─=_]{{2,}}[\s{PIPES}:+=_\-—─┼├┤┌┐└┘┬┴]*")
_PACKED: Final = re.compile(f"[{PIPES}]{{2,}}$")
_MAX_COLUMNS: Final = 24
_FEWEST_VALUES: Final = 3  # fewer in a row are too easily a coincidence


def bar_table(lines: Sequence[Line]) -> tuple[list[GridCell], str] | None:
    """The grid of an area with bars, and its origin: one row per line, or one cell per line."""
    filled = _mended([line for line in lines if not line.is_blank and not _RULE.fullmatch(line.text)])
    counts = [sum(not part.isspace() for part in _SEPARATOR.split(line.text) if part) for line in filled]
    if not filled:
        return None
    if sorted(counts)[len(counts) // 2] >= 2:
        packed = any(_PACKED.search(line.text.rstrip(" ")) for line in filled)
        grid = _rows([_row(line, packed) for line in filled])
        return (grid, "separators") if grid else None
    cells = _stream(filled)
    grid = by_period(cells) or by_runs(cells)
    return (grid, "cell_lines") if grid else None


def _mended(lines: Sequence[Line]) -> list[Line]:
    """Rows put together where a line broke off inside a cell, so that the next begins with the cell's bar.

    Not where rows begin with a bar and end without one.
    """
    bodies = [line.text.strip(" ") for line in lines]
    opened = sum(body[0] in PIPES and body[-1] not in PIPES for body in bodies)
    found: list[Line] = []
    for line, body in zip(lines, bodies, strict=True):
        open_ = bool(found) and found[-1].text.rstrip(" ")[-1] not in PIPES
        if open_ and body[0] in PIPES and 2 * opened < len(lines):
            found[-1] = Line.of(Mapped.join([found[-1].mapped, line.mapped]))
        else:
            found.append(line)
    return found


def _cells(line: Line) -> list[Mapped]:
    cells, place = [], 0
    for bar in _SEPARATOR.finditer(line.text):
        cells.append(line.mapped.stripped(place, bar.start()))
        place = bar.end()
    return [*cells, line.mapped.stripped(place, len(line.text))]


def _row(line: Line, packed: bool) -> list[Mapped]:
    """The cells of a line, without the nothing before a leading bar and behind a closing one.

    Bars ``packed`` at the end of a table's rows stand for spans that were lost, and for blank cells that may have stood
    anywhere in the row: they say nothing of a place, and are no cells.
    """
    cells = _cells(line)
    body = line.text.strip(" ")
    if len(cells) > 1 and body[0] in PIPES:
        cells = cells[1:]
    if packed and any(_has_digits(cell) for cell in cells[1:]):
        while len(cells) > 1 and not cells[-1].text:
            cells = cells[:-1]
    elif len(cells) > 1 and body[-1] in PIPES:
        cells = cells[:-1]
    return cells


def _rows(rows: list[list[Mapped]]) -> list[GridCell] | None:
    """Rows of cells as a grid. Where rows differ in length, the spans of labels were lost: then all rows have as many
    labels, or all have as many values, which stand at the right. None when neither holds."""
    filled = [row for row in rows if any(_has_digits(cell) for cell in row[1:])]
    if not filled or len(rows) < 2:
        return None
    values = {_values(row) for row in filled}
    if len({len(row) for row in filled}) == 1 or len({len(row) - _values(row) for row in filled}) == 1:
        return _left_aligned(rows)
    return right_aligned(rows, values.pop()) if len(values) == 1 else None


def _left_aligned(rows: list[list[Mapped]]) -> list[GridCell]:
    columns = max(len(row) for row in rows)
    return [
        GridCell(number, column, cell, 1, columns if len(row) == 1 else 1)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]


def right_aligned(rows: list[list[Mapped]], values: int) -> list[GridCell]:
    """Rows with ``values`` cells of values at their end; labels share the columns before them."""
    labels = max(max(len(row) - values, 1) for row in rows if _values(row) >= values)
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        own = len(row) - values
        if _values(row) < values or own < 1:
            cells.extend(
                GridCell(number, 0 if len(row) == 1 else place, cell, 1, labels + values if len(row) == 1 else 1)
                for place, cell in enumerate(row)
            )
            continue
        for place, cell in enumerate(row[:own]):
            across = labels - own + 1 if place == own - 1 else 1
            cells.append(GridCell(number, place, cell, 1, across))
        cells.extend(GridCell(number, labels + place, cell) for place, cell in enumerate(row[own:]))
    return cells


def _values(row: list[Mapped]) -> int:
    """How many cells at the end of a row are numbers, dashes, or blank."""
    count = 0
    for cell in reversed(row[1:]):
        if cell.text and not is_number(cell.text):
            break
        count += 1
    return count


def _has_digits(cell: Mapped) -> bool:
    return is_number(cell.text) and not is_dash(cell.text)


def _stream(lines: Sequence[Line]) -> list[Mapped]:
    """Cells of an area with one cell per line: each bar ends one; lines without a bar between belong together."""
    cells: list[Mapped] = []
    held: list[Mapped] = []
    for line in lines:
        parts = _cells(line)
        for part in parts[:-1]:
            cells.append(Mapped.join([piece for piece in (*held, part) if piece.text]) if held else part)
            held = []
        held.append(parts[-1])
    rest = Mapped.join([piece for piece in held if piece.text])
    if rest.text:
        cells.append(rest)
    return cells[1:] if cells and not cells[0].text else cells


def by_period(cells: Sequence[Mapped]) -> list[GridCell] | None:
    """A row of cells wrapped into a grid: the one number of columns at which each column is all labels or all numbers.

    None when no number of columns fits, so that nothing is ever shifted. A few wide rows are too easily a coincidence.
    """
    texts = [cell.text.strip() for cell in cells]
    for columns in range(2, min(_MAX_COLUMNS, len(cells) // 3) + 1):
        rows, over = divmod(len(cells), columns)
        if not over and 2 * rows >= columns and _fits(texts, columns):
            return [GridCell(place // columns, place % columns, cell) for place, cell in enumerate(cells)]
    return None


def by_runs(cells: Sequence[Mapped]) -> list[GridCell] | None:
    """A row of cells wrapped where values end and labels begin, when there are as many values in every row.

    The header is what stands before the first row's last label; its own places are lost, but for a single row of values
    under as many words. Needs blank cells to be there: a dropped one makes the counts differ, and the answer None.
    """
    rows: list[list[Mapped]] = [[]]
    after_value = False
    for cell in cells:
        is_value = not cell.text or is_number(cell.text)
        if after_value and not is_value and len(rows[-1]) > 1:
            rows.append([])
        rows[-1].append(cell)
        after_value = is_value
    counts = {_values(row) for row in rows}
    if len(counts) != 1 or max(counts) < _FEWEST_VALUES:
        return None
    count = counts.pop()
    if len(rows) == 1:
        words = rows[0][:-count]
        head = [[word] for word in words[: len(words) - count]]
        return _left_aligned([*head, words[-count:], rows[0][-count:]]) if len(words) >= count else None
    head = [[word] for word in rows[0][: -count - 1]]
    return right_aligned([*head, rows[0][-count - 1 :], *rows[1:]], count)


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
