"""Excel files (.xlsx, .xls): each sheet a table with its merged ranges. Addresses are ``Sheet1!B3``."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from reportmine.model import Document, ReadingError
from reportmine.reading.builder import Builder
from reportmine.reading.drafts import GridCell
from reportmine.reading.mapped import Piece
from reportmine.reading.office_package import is_cut_off, open_package
from reportmine.reading.panics import PanicsAs
from reportmine.rulebook import Rulebook

MEDIA_TYPES = {
    True: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    False: "application/vnd.ms-excel",
}
MOST_CELLS = 400_000

Range = tuple[int, int, int, int]  # first row, first column, last row, last column


def read_sheet(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``damaged``, ``encrypted``, ``bomb``, ``too_large``, ``empty``."""
    zipped = data.startswith(b"PK")
    if not zipped and is_cut_off(data):
        raise ReadingError(source, "damaged", "is cut off: parts of it are missing", "Get the file again")
    if zipped:
        open_package(data, source, rulebook)  # refuses bombs before anything is unpacked
    with PanicsAs(ReadingError(source, "damaged", "is a damaged Excel file", "Get the file again")):
        sheets = _sheets(data, source)
    builder = Builder(rulebook)
    filled = 0
    for name, cells in sheets:
        if any(cell.pieces for cell in cells):
            filled += 1
            _write(builder, name, cells, alone=len(sheets) == 1)
    if not filled:
        raise ReadingError(source, "empty", "has no filled cells", "Get the file again")
    return builder.build(data, source, MEDIA_TYPES[zipped], pages=len(sheets))


def _sheets(data: bytes, source: str) -> list[tuple[str, list[GridCell]]]:
    """The sheets' names and cells."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except python_calamine.PasswordError as error:
        raise ReadingError(
            source, "encrypted", "is protected by a password", "Remove the protection and try again"
        ) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise ReadingError(source, "damaged", f"is a damaged Excel file: {error}", "Get the file again") from error
    return [(name, _cells(sheet, name, source)) for name, sheet in sheets]


def _write(builder: Builder, name: str, cells: list[GridCell], *, alone: bool) -> None:
    """Tables of a sheet, and rows of one text before and between them, which are titles and notes, as text."""
    if not alone:
        builder.heading([Piece(name)], 2)
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    covered = {row for cell in cells for row in range(cell.row + 1, cell.row + cell.row_span) if cell.pieces}
    lone = {row for row, found in rows.items() if row not in covered and _is_lone(found)}
    for block in _blocks(sorted(rows), {row for row in rows if _is_blank(rows[row]) and row not in covered}):
        head = _titles(block, lone, rows)
        for row in block[:head]:
            builder.paragraph(_filled(rows[row]).mapped)
        tail = len(block)
        while tail > head and block[tail - 1] in lone:
            tail -= 1
        _flush(builder, [cell for row in block[head:tail] for cell in rows[row]])
        for row in block[tail:]:
            builder.paragraph(_filled(rows[row]).mapped)


def _blocks(rows: list[int], blank: set[int]) -> Iterator[list[int]]:
    """Rows that follow each other, cut at blank ones."""
    block: list[int] = []
    for row in rows:
        if row not in blank:
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _titles(block: list[int], lone: set[int], rows: dict[int, list[GridCell]]) -> int:
    """How many rows at the head are titles: a text over the whole table just above it is its first row only where the
    table has more such rows inside.
    """
    head = 0
    while head < len(block) and block[head] in lone:
        head += 1
    inside = any(row in lone for row in block[head:-1])
    if head and head < len(block) and inside and _filled(rows[block[head - 1]]).column_span > 1:
        return head - 1
    return head


def _is_blank(cells: list[GridCell]) -> bool:
    return not any(cell.pieces for cell in cells)


def _is_lone(cells: list[GridCell]) -> bool:
    """Whether a row is one text and no figure."""
    filled = [cell for cell in cells if cell.pieces]
    if len(filled) != 1 or filled[0].row_span > 1:
        return False
    text = filled[0].mapped.text.strip()
    return not text.replace(".", "", 1).replace(",", "").isdigit()


def _filled(cells: list[GridCell]) -> GridCell:
    return next(cell for cell in cells if cell.pieces)


def _flush(builder: Builder, run: list[GridCell]) -> None:
    if not run:
        return
    used = [cell for cell in run if cell.pieces]
    if not used:
        return
    first_row, first_column = min(cell.row for cell in run), min(cell.column for cell in used)
    last_column = max(cell.column + cell.column_span for cell in used)
    builder.table(
        [
            GridCell(
                cell.row - first_row,
                cell.column - first_column,
                cell.pieces,
                cell.row_span,
                min(cell.column_span, last_column - cell.column),
                address=cell.address,
            )
            for cell in run
            if first_column <= cell.column < last_column
        ],
        "sheet",
    )


def _cells(sheet: Any, name: str, source: str) -> list[GridCell]:
    rows: Sequence[Sequence[Any]] = sheet.to_python(skip_empty_area=False)
    if sum(len(row) for row in rows) > MOST_CELLS:
        raise ReadingError(source, "too_large", f"its sheet {name} has more than {MOST_CELLS} cells", "Cut it down")
    merged = {(area[0], area[1]): area for area in _merged(sheet)}
    hidden = {place for area in merged.values() for place in _inside(area)}
    found: list[GridCell] = []
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if (row, column) in hidden:
                continue
            _, _, last_row, last_column = merged.get((row, column), (row, column, row, column))
            address = f"{name}!{_column_name(column)}{row + 1}"
            text = printed(value)
            found.append(
                GridCell(
                    row,
                    column,
                    [Piece(text, address=address)] if text.strip() else [],
                    min(last_row, len(rows) - 1) - row + 1,
                    min(last_column, len(values) - 1) - column + 1,
                    address=address,
                )
            )
    return found


def _merged(sheet: Any) -> list[Range]:
    areas = sheet.merged_cell_ranges or []
    return [(first[0], first[1], last[0], last[1]) for first, last in areas]


def _inside(area: Range) -> Iterator[tuple[int, int]]:
    first_row, first_column, last_row, last_column = area
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            if (row, column) != (first_row, first_column):
                yield row, column


def printed(value: Any) -> str:
    """A value as a sheet shows it: whole numbers without a decimal point, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute) == (0, 0) else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _column_name(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
