"""CSV for everybody, Parquet for programs: both written by DuckDB itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine.warehouse.answers import identifier
from reportmine.warehouse.safe import FORMULA_PATTERN

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import ExportTable

_BOM = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the local encoding


def write_csv(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    """UTF-8 with BOM, a comma between, texts that a spreadsheet would run marked with an apostrophe."""
    written = []
    for table in tables:
        columns = ", ".join(_safe(column.name, column.kind) for column in table.columns)
        relation = connection.sql(f"SELECT {columns} FROM ({table.query})", params=table.parameters)
        target, bare = folder / f"{table.name}.csv", folder / f"{table.name}.csv.part"
        relation.write_csv(str(bare), header=True)
        with target.open("wb") as out, bare.open("rb") as lines:
            out.write(_BOM)
            shutil.copyfileobj(lines, out)
        bare.unlink()
        written.append(target)
    return written


def _safe(name: str, kind: str) -> str:
    column = identifier(name)
    if kind != "VARCHAR":
        return column
    return (
        f"CASE WHEN regexp_matches({column}, '{FORMULA_PATTERN}') THEN '''' || {column} ELSE {column} END AS {column}"
    )


def write_parquet(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    written = []
    for table in tables:
        target = folder / f"{table.name}.parquet"
        table.relation(connection).write_parquet(str(target), compression="zstd")
        written.append(target)
    return written
