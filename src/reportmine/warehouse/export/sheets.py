"""One Excel workbook: a sheet for each table, its header frozen. Texts are always texts, never formulas."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import ExportTable

_MOST_ROWS = 1_048_575  # of a sheet, below its header; longer tables go on on a second one
_LONGEST_TEXT = 32_767
_CHUNK = 20_000
_CREATED = datetime(2000, 1, 1)  # fixed: the same tables give the same file
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")  # characters that XML cannot hold


def write_xlsx(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    import xlsxwriter

    target = folder / "reportmine.xlsx"
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties({"title": "reportmine", "created": _CREATED})
        bold = book.add_format({"bold": True})
        for table in tables:
            _write_table(connection, book, table, bold)
    return [target]


def _write_table(connection: DuckDBPyConnection, book: Any, table: ExportTable, bold: Any) -> None:
    relation = table.relation(connection)
    sheet, row, part = _new_sheet(book, table, 1, bold), 0, 1
    while rows := relation.fetchmany(_CHUNK):
        for values in rows:
            if row == _MOST_ROWS:
                part += 1
                sheet, row = _new_sheet(book, table, part, bold), 0
            row += 1
            for column, value in enumerate(values):
                _write_cell(sheet, row, column, value)


def _new_sheet(book: Any, table: ExportTable, part: int, bold: Any) -> Any:
    sheet = book.add_worksheet(table.name if part == 1 else f"{table.name}_{part}")
    sheet.freeze_panes(1, len(table.key) if table.name.startswith("panel") else 1)
    for index, column in enumerate(table.columns):
        sheet.write_string(0, index, column.name, bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, _FORBIDDEN.sub("", value)[:_LONGEST_TEXT])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)
