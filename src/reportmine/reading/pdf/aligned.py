"""Tables without upright lines: rows of short texts that stand under each other across wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportmine.reading.pdf.drafts import NUMBER
from reportmine.reading.pdf.geometry import PageGeometry, Rect
from reportmine.reading.pdf.lines import TextLine, has_gap, segments
from reportmine.reading.pdf.tables import GridBox, PageTable

GAP = 0.75  # of a line's height: a gap this wide separates cells
FEWEST_ROWS = 3
FEWEST_NUMBERS = 0.5  # of the rows with several texts have to hold a figure behind the first column
OVERLAP = 0.3  # of a line's height: lines that share more of it are one row, as beside a label of two lines
NEAR = 1.6  # of a line's height: rows of one table are no further apart


@dataclass(frozen=True)
class _Row:
    lines: tuple[TextLine, ...]
    parts: tuple[TextLine, ...]  # the texts in it, each without wide gaps

    @property
    def top(self) -> float:
        return min(line.rect.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.rect.bottom for line in self.lines)

    @property
    def x0(self) -> float:
        return min(line.rect.x0 for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def is_split(self) -> bool:
        """Whether texts stand beside each other in it."""
        return len(_columns([part.rect for part in self.parts])) > 1


def aligned_tables(
    page: PageGeometry, lines: Sequence[TextLine], ruled: Sequence[Rect]
) -> tuple[list[PageTable], list[TextLine]]:
    """The tables among the lines outside ruled tables, and the lines that are left."""
    if not any(char[0].isdigit() for line in lines for char in line.chars) or not _may_have_rows(lines):
        return [], list(lines)
    tables: list[PageTable] = []
    rest: list[TextLine] = []
    for run in _runs(_rows(lines), ruled):
        table = _table(page, run)
        if table is not None:
            tables.append(table)
        else:
            rest.extend(line for row in run for line in row.lines)
    return tables, rest


def _may_have_rows(lines: Sequence[TextLine]) -> bool:
    """Whether enough lines have a wide gap, or overlap in height with the one before, to be the rows of a table."""
    count = 0
    last: Rect | None = None
    for line in lines:
        count += (last is not None and _overlap(last, line.rect)) or has_gap(line, GAP * line.size)
        if count >= FEWEST_ROWS:
            return True
        last = line.rect
    return False


def _overlap(above: Rect, below: Rect) -> bool:
    return above.bottom - below.top > OVERLAP * min(above.height, below.height)


def _rows(lines: Sequence[TextLine]) -> list[_Row]:
    """Lines, those that overlap in height together."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and _overlap(groups[-1][-1].rect, line.rect):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        _Row(tuple(group), tuple(part for line in group for part in segments(line, GAP * line.size)))
        for group in groups
    ]


def _runs(rows: Sequence[_Row], ruled: Sequence[Rect]) -> list[list[_Row]]:
    """Rows in their order, cut into those that may be one table; rows of one text only inside."""
    runs: list[list[_Row]] = []
    waiting: list[_Row] = []  # rows of one text, which belong to a table only when it goes on after them
    for row in rows:
        beside = any(box.top < row.bottom and row.top < box.bottom for box in ruled)
        run = runs[-1] if runs and runs[-1] and runs[-1][0].is_split else None
        last = waiting[-1] if waiting else (run[-1] if run else None)
        near = last is not None and row.top - last.bottom < NEAR * row.size
        if row.is_split and not beside and run is not None and near:
            run.extend([*waiting, row])
            waiting = []
        elif not row.is_split and not beside and run is not None and near and row.x0 < run[0].x0 + row.size:
            waiting.append(row)
        else:
            runs.extend([one] for one in waiting)
            waiting = []
            runs.append([row])
    return runs + [[one] for one in waiting]


def _table(page: PageGeometry, run: Sequence[_Row]) -> PageTable | None:
    split = [row for row in run if row.is_split]
    if len(split) < FEWEST_ROWS:
        return None
    columns = _columns([part.rect for row in split for part in row.parts])
    if len(columns) < 2 or not _has_figures(split, columns):
        return None
    if any(row.parts[0].rect.x1 > columns[-1][0] for row in run if not row.is_split):
        return None  # running text between the rows
    borders = [columns[0][0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), columns[-1][1]]
    heights = [run[0].top, *((above.bottom + below.top) / 2 for above, below in pairwise(run)), run[-1].bottom]
    cells: list[GridBox] = []
    for number, row in enumerate(run):
        found = [
            GridBox(number, n, 1, 1, Rect(borders[n], heights[number], borders[n + 1], heights[number + 1]))
            for n in range(len(columns))
        ]
        for part in row.parts:
            found[_column_of(part, borders)].chars.extend(part.chars)
        cells.extend(found)
    return PageTable(page, tuple(borders), tuple(heights), cells, "aligned")


def _column_of(part: TextLine, borders: Sequence[float]) -> int:
    middle = (part.rect.x0 + part.rect.x1) / 2
    return sum(1 for border in borders[1:-1] if middle >= border)


def _columns(boxes: list[Rect]) -> list[tuple[float, float]]:
    """The stretches of the page that texts of the rows stand in."""
    columns: list[tuple[float, float]] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        if columns and box.x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], box.x1))
        else:
            columns.append((box.x0, box.x1))
    return columns


def _has_figures(rows: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether enough rows hold a figure behind the first column."""
    behind = columns[0][1]
    with_figure = sum(
        1
        for row in rows
        if any(NUMBER.fullmatch("".join(part.text.split())) for part in row.parts if part.rect.x0 > behind)
    )
    return with_figure >= FEWEST_NUMBERS * len(rows)
