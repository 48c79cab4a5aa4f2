"""Tables without ruling: rows of short texts that stand under each other across wide gaps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from reportmine.reading.pdf.drafts import NUMBER
from reportmine.reading.pdf.geometry import PageGeometry, Rect
from reportmine.reading.pdf.lines import TextLine, segments
from reportmine.reading.pdf.tables import GridBox, PageTable

GAP = 1.3  # of a line's height: a gap this wide separates cells
FEWEST_ROWS = 3
FEWEST_NUMBERS = 0.5  # of the rows have to hold a figure behind the first column


def aligned_tables(
    page: PageGeometry, lines: Sequence[TextLine], ruled: Sequence[Rect]
) -> tuple[list[PageTable], list[TextLine]]:
    """The tables among the lines outside ruled tables, and the lines that are left."""
    tables: list[PageTable] = []
    rest: list[TextLine] = []
    run: list[tuple[TextLine, list[TextLine]]] = []
    for line in [*lines, None]:
        parts = segments(line, GAP * line.size) if line is not None else []
        beside = line is not None and any(box.top < line.rect.bottom and line.rect.top < box.bottom for box in ruled)
        if line is not None and len(parts) > 1 and not beside and (not run or _is_near(run[-1][0], line)):
            run.append((line, parts))
            continue
        table = _table(page, run)
        if table is not None:
            tables.append(table)
        else:
            rest.extend(row for row, _ in run)
        run = []
        if line is not None:
            if len(parts) > 1 and not beside:
                run = [(line, parts)]
            else:
                rest.append(line)
    return tables, rest


def _is_near(above: TextLine, below: TextLine) -> bool:
    return below.rect.top - above.rect.bottom < 1.5 * max(above.size, below.size)


def _table(page: PageGeometry, run: list[tuple[TextLine, list[TextLine]]]) -> PageTable | None:
    if len(run) < FEWEST_ROWS:
        return None
    columns = _columns([part.rect for _, parts in run for part in parts])
    if len(columns) < 2 or not _has_figures(run):
        return None
    borders = [columns[0][0], *((left[1] + right[0]) / 2 for left, right in itertools.pairwise(columns))]
    borders.append(columns[-1][1])
    heights = [run[0][0].rect.top]
    heights += [(a.rect.bottom + b.rect.top) / 2 for (a, _), (b, _) in itertools.pairwise(run)]
    heights.append(run[-1][0].rect.bottom)
    cells: list[GridBox] = []
    for row, (_, parts) in enumerate(run):
        texts: dict[int, list[TextLine]] = {}
        for part in parts:
            middle = (part.rect.x0 + part.rect.x1) / 2
            column = sum(1 for border in borders[1:-1] if middle >= border)
            texts.setdefault(column, []).append(part)
        for column in range(len(columns)):
            rect = Rect(borders[column], heights[row], borders[column + 1], heights[row + 1])
            chars = [char for part in texts.get(column, ()) for char in part.chars]
            cells.append(GridBox(row, column, 1, 1, rect, chars))
    return PageTable(page, tuple(borders), tuple(heights), cells, "aligned")


def _columns(boxes: list[Rect]) -> list[tuple[float, float]]:
    """The stretches of the page that texts of the rows stand in."""
    columns: list[tuple[float, float]] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        if columns and box.x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], box.x1))
        else:
            columns.append((box.x0, box.x1))
    return columns


def _has_figures(run: list[tuple[TextLine, list[TextLine]]]) -> bool:
    with_figure = sum(1 for _, parts in run if any(NUMBER.fullmatch("".join(part.text.split())) for part in parts[1:]))
    return with_figure >= FEWEST_NUMBERS * len(run)
