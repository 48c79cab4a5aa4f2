"""R's own format: one ``.rds`` for each table, a data frame that ``readRDS`` reads without any package.

The format is R's serialisation (XDR, version 2) under gzip. Codes become factors, dates become Date.
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import ExportTable

_HEADER = b"X\n" + struct.pack(">iii", 2, 0x00030500, 0x00020300)  # written as R 3.5 would, readable from R 2.3
_SYMBOL, _PAIR, _CHARACTER, _LOGICAL, _INTEGER, _REAL, _STRINGS, _LIST, _END = 1, 2, 9, 10, 13, 14, 16, 19, 254
_IS_OBJECT, _HAS_ATTRIBUTES, _HAS_TAG = 0x100, 0x200, 0x400
_UTF8 = 0x8000
_NA_INTEGER = -0x80000000
_NA_REAL = struct.pack(">Q", 0x7FF00000000007A2)
_NA_STRING = struct.pack(">ii", _CHARACTER, -1)
_EPOCH = date(1970, 1, 1)


def write_rds(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    rows = connection.execute("SELECT field, code FROM codes ORDER BY field, position").fetchall()
    levels: dict[str, list[str]] = {}
    for field, code in rows:
        levels.setdefault(field, []).append(code)
    written = []
    for table in tables:
        target = folder / f"{table.name}.rds"
        with target.open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
            packed.write(_HEADER + _frame(table, table.relation(connection).fetchall(), levels))
        written.append(target)
    return written


def _frame(table: ExportTable, rows: Sequence[tuple[Any, ...]], levels: dict[str, list[str]]) -> bytes:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in table.columns]
    parts = [struct.pack(">ii", _LIST | _IS_OBJECT | _HAS_ATTRIBUTES, len(columns))]
    for column, values in zip(table.columns, columns, strict=True):
        known = levels.get(column.field or "", [])
        parts.append(_column(column.kind, values, known if set(values) <= {None, *known} else []))
    attributes = [
        ("names", _strings([column.name for column in table.columns])),
        ("row.names", _integers([None, -len(rows)])),
        ("class", _strings(["data.frame"])),
    ]
    return b"".join(parts) + _attributes(attributes)


def _column(kind: str, values: Sequence[Any], levels: list[str]) -> bytes:
    if kind == "VARCHAR" and levels:
        places = {code: number for number, code in enumerate(levels, start=1)}
        body = _integers([None if value is None else places[value] for value in values], _IS_OBJECT | _HAS_ATTRIBUTES)
        return body + _attributes([("levels", _strings(levels)), ("class", _strings(["factor"]))])
    if kind == "VARCHAR":
        return _strings(values)
    if kind == "BOOLEAN":
        return _integers([None if value is None else int(value) for value in values], kind=_LOGICAL)
    if kind == "DATE":
        days = [None if value is None else (value - _EPOCH).days for value in values]
        return _reals(days, _IS_OBJECT | _HAS_ATTRIBUTES) + _attributes([("class", _strings(["Date"]))])
    return _reals(values)


def _integers(values: Sequence[int | None], flags: int = 0, kind: int = _INTEGER) -> bytes:
    numbers = [_NA_INTEGER if value is None else value for value in values]
    return struct.pack(f">ii{len(numbers)}i", kind | flags, len(numbers), *numbers)


def _reals(values: Sequence[float | None], flags: int = 0) -> bytes:
    numbers = b"".join(_NA_REAL if value is None else struct.pack(">d", value) for value in values)
    return struct.pack(">ii", _REAL | flags, len(values)) + numbers


def _strings(values: Sequence[str | None]) -> bytes:
    return struct.pack(">ii", _STRINGS, len(values)) + b"".join(map(_characters, values))


def _characters(value: str | None) -> bytes:
    if value is None:
        return _NA_STRING
    raw = value.encode()
    return struct.pack(">ii", _CHARACTER | _UTF8, len(raw)) + raw


def _attributes(pairs: Sequence[tuple[str, bytes]]) -> bytes:
    tagged = (struct.pack(">ii", _PAIR | _HAS_TAG, _SYMBOL) + _characters(name) + value for name, value in pairs)
    return b"".join(tagged) + struct.pack(">i", _END)
