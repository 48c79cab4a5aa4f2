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
from reportmine.reading.office_package import open_package
from reportmine.rulebook import Rulebook

MEDIA_TYPES = {
    True: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    False: "application/vnd.ms-excel",
}
MOST_CELLS = 400_000

Range = tuple[int, int, int, int]  # first row, first column, last row, last column


def read_sheet(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``damaged``, ``encrypted``, ``bomb``, ``too_large``, ``empty``."""
    import python_calamine

    zipped = data.startswith(b"PK")
    if zipped:
        open_package(data, source, rulebook)  # refuses bombs before anything is unpacked
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except python_calamine.PasswordError as error:
        raise ReadingError(
            source, "encrypted", "is protected by a password", "Remove the protection and try again"
        ) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise ReadingError(source, "damaged", f"is a damaged Excel file: {error}", "Get the file again") from error
    builder = Builder(rulebook)
    filled = 0
    for name, sheet in sheets:
        cells = _cells(sheet, name, source)
        if any(cell.pieces for cell in cells):
            filled += 1
            _write(builder, name, cells, alone=len(sheets) == 1)
    if not filled:
        raise ReadingError(source, "empty", "has no filled cells", "Get the file again")
    return builder.build(data, source, MEDIA_TYPES[zipped], pages=len(sheets))


def _write(builder: Builder, name: str, cells: list[GridCell], *, alone: bool) -> None:
    """Rows with one text across the sheet before the table are its title and notes, and read as text."""
    if not alone:
        builder.heading([Piece(name)], 2)
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    covered = {row for cell in cells if cell.column_span > 1 or cell.row_span > 1 for row in _later_rows(cell)}
    run: list[GridCell] = []
    for row in sorted(rows):
        filled = [cell for cell in rows[row] if cell.pieces]
        lone = len(filled) == 1 and row not in covered and filled[0].row_span == 1 and _is_text(filled[0])
        if lone or not filled:
            continue_table = bool(run) and _table_goes_on(rows, row)
            if not continue_table:
                _flush(builder, run)
                run = []
                if filled:
                    builder.paragraph(filled[0].pieces)
                continue
        run.extend(rows[row])
    _flush(builder, run)


def _later_rows(cell: GridCell) -> range:
    return range(cell.row + 1, cell.row + cell.row_span)


def _is_text(cell: GridCell) -> bool:
    text = cell.mapped.text.strip()
    return not text.replace(".", "", 1).replace(",", "").isdigit()


def _table_goes_on(rows: dict[int, list[GridCell]], row: int) -> bool:
    """Whether a row with one text stands inside a table: rows with several texts follow directly."""
    following = rows.get(row + 1, [])
    return sum(1 for cell in following if cell.pieces) > 1


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
