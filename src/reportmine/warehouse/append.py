"""Hands columns of Python values to DuckDB without a row ever becoming an SQL statement.

With pyarrow a column becomes an Arrow array, which DuckDB reads in place and in parallel. Without it, a NumPy array
does: DuckDB cannot guess the type of an object array that begins with None, so there a missing text travels as ``""``,
a missing number as NaN, a list as JSON, and the insert turns them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any

from reportmine.warehouse.columns import Columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_VIEW = "incoming"  # the name under which DuckDB sees the columns


def append(connection: DuckDBPyConnection, table: str, chunks: Iterable[Columns]) -> None:
    """Inserts columns into one of our tables by their names. Empty texts become NULL.

    Chunks are drawn one at a time, while DuckDB writes the one before.
    """
    iterator = iter(chunks)
    first = next(iterator, None)
    if first is None:
        return
    types = column_types(connection, table)
    arrow = find_spec("pyarrow") is not None
    data = (_arrow if arrow else _numpy)(first, iterator, types)
    chosen = ", ".join(_restored(name, types[name], arrow) for name in first)
    connection.register(_VIEW, data)
    try:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT {chosen} FROM {_VIEW}")
    finally:
        connection.unregister(_VIEW)


def column_types(connection: DuckDBPyConnection, table: str) -> dict[str, str]:
    return {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()}


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of short-lived tuples would make the garbage collector walk all figures again and again."""
    import gc

    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _restored(name: str, kind: str, arrow: bool) -> str:
    if kind in ("VARCHAR", "JSON"):
        return f"nullif({name}, '')::{kind} AS {name}"
    if arrow:
        return f"{name}::{kind} AS {name}"
    if kind.endswith("[]"):
        return f"coalesce(nullif({name}, '')::JSON::{kind}, []) AS {name}"
    return f"nullif({name}, '')::{kind} AS {name}" if kind == "DATE" else f"{name}::{kind} AS {name}"


def _arrow(first: Columns, following: Iterable[Columns], types: dict[str, str]) -> Any:
    import pyarrow as pa

    text = pa.string()
    kinds = {
        "VARCHAR": text, "JSON": text, "DATE": pa.date32(), "BOOLEAN": pa.bool_(), "BIGINT": pa.int64(),
        "INTEGER": pa.int32(), "SMALLINT": pa.int16(), "FLOAT": pa.float32(), "DOUBLE": pa.float64(),
        "VARCHAR[]": pa.list_(text), "DOUBLE[]": pa.list_(pa.float64()), "UBIGINT[]": pa.list_(pa.uint64()),
    }  # fmt: skip
    schema = pa.schema([(name, kinds[types[name]]) for name in first])
    batches = (
        pa.record_batch([pa.array(chunk[field.name], field.type) for field in schema], schema=schema)
        for chunk in chain((first,), following)
    )
    return pa.RecordBatchReader.from_batches(schema, batches)


def _numpy(first: Columns, following: Iterable[Columns], types: dict[str, str]) -> dict[str, Any]:
    import numpy as np

    chunks = [first, *following]
    return {name: np.concatenate([_numpy_column(chunk[name], types[name]) for chunk in chunks]) for name in first}


def _numpy_column(values: Sequence[Any], kind: str) -> Any:
    import numpy as np

    if kind in ("VARCHAR", "JSON"):
        values = [str(value or "") for value in values]  # a member of an enumeration is no plain text to DuckDB
    elif kind.endswith("[]"):
        values = [json.dumps(list(value), ensure_ascii=False) if value else "" for value in values]
    elif kind == "DATE":
        values = [value.isoformat() if value else "" for value in values]
    elif kind == "BIGINT":
        return np.array(values, dtype=np.int64)  # our numbers of reports: never missing, too long for a float
    else:
        return np.array(values, dtype=np.float64)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
