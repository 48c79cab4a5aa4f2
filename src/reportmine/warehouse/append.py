"""Hands columns of Python values to DuckDB without a row ever becoming an SQL statement.

With pyarrow a column becomes an Arrow array, which DuckDB reads in place. Without it, a NumPy array does: DuckDB cannot
guess the type of an object array that begins with None, so there a missing text travels as ``""``, a missing number as
NaN, a list as JSON, and the insert turns them back.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from reportmine.warehouse.columns import Columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_VIEW = "incoming"  # the name under which DuckDB sees the columns
_AHEAD = 4  # chunks that wait for DuckDB
_WORTH_A_LOOK = 100  # rows


def append(connection: DuckDBPyConnection, table: str, chunks: Iterable[Columns]) -> None:
    """Inserts columns into one of our tables by their names. Empty texts become NULL.

    With pyarrow, chunks are drawn and turned into arrays in a thread of their own, while DuckDB writes those before.
    """
    iterator = iter(chunks)
    first = next(iterator, None)
    if first is None:
        return
    types = column_types(connection, table)
    arrow = find_spec("pyarrow") is not None
    chosen = ", ".join(_restored(name, types[name], arrow) for name in first)
    data = (_arrow if arrow else _numpy)(first, iterator, types)
    connection.register(_VIEW, data)
    try:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT {chosen} FROM {_VIEW}")
    finally:
        connection.unregister(_VIEW)


Item = TypeVar("Item")


def _ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Items are made in a thread of their own while those before are in use."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = deque(maker.submit(next, items, None) for _ in range(_AHEAD))
        while (item := coming.popleft().result()) is not None:
            coming.append(maker.submit(next, items, None))
            yield item


def column_types(connection: DuckDBPyConnection, table: str) -> dict[str, str]:
    return {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()}


# With several threads DuckDB copies what comes in once more to keep its order: twice the work, and no sooner. And rows
# are compressed when there are enough of them, not all at the end, when nothing is left to do beside it.
_IN_ORDER = {"threads": 1, "write_buffer_row_group_count": 1}


@contextmanager
def in_order(connection: DuckDBPyConnection) -> Iterator[None]:
    """DuckDB's settings for long inserts of rows in a row; those before come back, whatever happens."""
    with connection.cursor() as beside:  # a transaction that failed takes no settings any more
        before = [_setting(beside, name) for name in _IN_ORDER]
        _set(beside, _IN_ORDER.values())
        try:
            yield
        finally:
            _set(beside, before)


def _setting(connection: DuckDBPyConnection, name: str) -> int:
    row = connection.execute("SELECT CAST(current_setting(?) AS BIGINT)", [name]).fetchone()
    return int(row[0]) if row else 1


def _set(connection: DuckDBPyConnection, values: Iterable[int]) -> None:
    for name, value in zip(_IN_ORDER, values, strict=True):
        connection.execute(f"SET {name} = {value}")


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
        pa.record_batch([_array(chunk[field.name], field.type) for field in schema], schema=schema)
        for chunk in chain((first,), following)
    )
    return pa.RecordBatchReader.from_batches(schema, _ahead(batches))


def _array(values: Sequence[Any], kind: Any) -> Any:
    """An Arrow array. Many columns say the same all through a few thousand rows: that is found ten times sooner."""
    import pyarrow as pa

    few = len(values) < _WORTH_A_LOOK or pa.types.is_float64(kind)  # of which 0.0 and -0.0 are equal
    if few or values[0] is not values[-1] or values.count(values[0]) < len(values):
        return pa.array(values, kind)
    if not pa.types.is_list(kind):
        return pa.repeat(pa.scalar(values[0], kind), len(values))
    if values[0]:
        return pa.array(values, kind)
    return pa.ListArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), len(values) + 1), pa.array([], kind.value_type))


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
