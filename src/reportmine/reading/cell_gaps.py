"""Tables with one cell per line whose blank cells are seen in the blank lines between the others."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, NamedTuple

from reportmine.reading.drafts import GridCell
from reportmine.reading.lines import Line, is_cell, is_number
from reportmine.reading.mapped import Mapped
from reportmine.reading.text_tables import by_runs
from reportmine.rulebook.reading import HeadingRules

_BLANK: Final = Mapped("")
_FEWEST_ROWS: Final = 4  # rows of equal length that show how many blank lines a blank cell leaves
_FEWEST_COLUMNS: Final = 5
_LINES: Final = (1, 2)  # that a blank cell may leave


class Gapped(NamedTuple):
    """A grid, and the lines it was read from."""

    start: int
    end: int
    grid: list[GridCell]


def gapped_tables(lines: Sequence[Line], rules: HeadingRules) -> list[Gapped]:
    """The tables in ``lines`` in which blank lines, counted as blank cells, make all rows equally long."""
    found: list[Gapped] = []
    place = 0
    while place < len(lines):
        if lines[place].is_blank or not rules.table_pattern.match(lines[place].text.strip()):
            place += 1
            continue
        end = last = place
        while end < len(lines) and is_cell(lines[end], rules):
            last = last if lines[end].is_blank else end
            end += 1
        grid = _grid(lines[place : last + 1], end - last - 1)
        if grid is not None:
            found.append(Gapped(place, last + 1, grid))
        place = max(end, place + 1)
    return found


def _grid(lines: Sequence[Line], below: int) -> list[GridCell] | None:
    """The one grid that these lines make. ``below``: how many blank lines follow, where the last row may go on."""
    filled = [number for number, line in enumerate(lines) if not line.is_blank]
    gaps = [after - before - 1 for before, after in itertools.pairwise(filled)]
    usual = min((gap for gap in gaps if gap), default=0)
    if not usual or all(gap <= usual for gap in gaps):
        return None
    grids = []
    for each in _LINES:
        cells = _cells(lines, filled, usual, each)
        for more in range(below // each + 1) if cells else ():
            grid = by_runs([*cells, *([_BLANK] * more)])
            if grid is not None and _is_regular(grid):
                grids.append(grid)
    return grids[0] if len(grids) == 1 else None


def _cells(lines: Sequence[Line], filled: Sequence[int], usual: int, each: int) -> list[Mapped]:
    """Cells and blank cells in order; none where the blank lines do not go up."""
    cells: list[Mapped] = []
    last = -1
    for number in filled:
        gap = number - last - 1
        cell = lines[number].mapped.strip()
        if cells and not gap:
            if is_number(cell.text) or is_number(cells[-1].text):
                return []
            cells[-1] = Mapped.join([cells[-1], cell])  # a line break inside a cell
        else:
            blanks, rest = divmod(gap - usual, each) if cells else (0, 0)
            if rest:
                return []
            cells += [*([_BLANK] * blanks), cell]
        last = number
    return cells


def _is_regular(grid: Sequence[GridCell]) -> bool:
    rows: dict[int, int] = {}
    for cell in grid:
        if not cell.mapped.text or is_number(cell.mapped.text):
            rows[cell.row] = rows.get(cell.row, 0) + 1
    return len(rows) >= _FEWEST_ROWS and min(rows.values()) >= _FEWEST_COLUMNS
