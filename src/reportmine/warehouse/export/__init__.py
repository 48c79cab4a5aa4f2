"""Exports for researchers. The same reports give the same bytes, whenever and in whatever order they were loaded."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine.model import ReportmineError
from reportmine.warehouse.export import describe, plain, rds, sheets, stata
from reportmine.warehouse.export.codebook import write_codebooks
from reportmine.warehouse.export.tables import export_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WRITERS = {
    "parquet": plain.write_parquet,
    "csv": plain.write_csv,
    "xlsx": sheets.write_xlsx,
    "dta": stata.write_dta,
    "rds": rds.write_rds,
}
_NEEDS = {"xlsx": "xlsxwriter", "dta": "pandas"}
FORMATS = tuple(_WRITERS)


def export(
    connection: DuckDBPyConnection, folder: Path, formats: Sequence[str], names: Sequence[str] | None = None
) -> list[Path]:
    """Writes the tables in each format, with descriptor, codebooks, citation and checksums; returns the files.

    ``names``: only these tables. Raises ReportmineError for an unknown format or table, or when a library is missing.
    """
    tables = export_tables(connection)
    _check("format", formats, FORMATS)
    if names is not None:
        _check("table", names, [table.name for table in tables])
        tables = [table for table in tables if table.name in names]
    for format, library in _NEEDS.items():
        if format in formats and find_spec(library) is None:
            raise ReportmineError(format, f"needs {library}", "Install it: pip install 'reportmine[export]'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = [
            path for format in FORMATS if format in formats for path in _WRITERS[format](connection, tables, folder)
        ]
        files.append(describe.write_descriptor(tables, files, folder))
        files += write_codebooks(connection, tables, folder)
        files.append(describe.write_citation(connection, folder))
        files.append(describe.write_checksums(files, folder))
    except OSError as error:
        raise ReportmineError(str(folder), f"cannot write there: {error.strerror}", "Choose another folder") from error
    return files


def _check(what: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            raise ReportmineError(name, f"is no {what} of an export", f"There are: {', '.join(known)}")
