"""Columns on their way into DuckDB: every value arrives, and a load leaves nothing behind that was not there before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.warehouse import Warehouse
from reportmine.warehouse.append import append, in_order
from reportmine.warehouse.columns import Columns

SETTINGS = (
    "SELECT name, value FROM duckdb_settings() WHERE name IN ('threads', 'write_buffer_row_group_count') ORDER BY 1"
)
KINDS = {
    "VARCHAR": st.none() | st.text("a列", min_size=1, max_size=3),
    "SMALLINT": st.none() | st.integers(-5, 5),
    "DOUBLE": st.none() | st.sampled_from([0.0, -0.0, 1.5]),
    "VARCHAR[]": st.lists(st.text("ab", max_size=2), max_size=2),
    "DOUBLE[]": st.lists(st.sampled_from([0.0, 2.0]), max_size=2),
}


@st.composite
def columns(draw: st.DrawFn) -> Columns:
    """Long enough for the short way of columns that say one thing all through, with and without an exception."""
    length = draw(st.sampled_from([1, 99, 100, 2500]))
    found: Columns = {}
    for place, values in enumerate(KINDS.values()):
        column: list[Any] = [draw(values)] * length
        if draw(st.booleans()):
            column[draw(st.integers(0, length - 1))] = draw(values)
        found[f"c{place}"] = column
    return found


@settings(deadline=None, max_examples=40)  # the first call imports pyarrow
@given(st.lists(columns(), min_size=1, max_size=3))
def test_every_value_arrives_in_its_order(chunks: list[Columns]) -> None:
    import duckdb

    with duckdb.connect() as connection:
        shape = ", ".join(f"c{place} {kind}" for place, kind in enumerate(KINDS))
        connection.execute(f"CREATE TABLE t ({shape})")
        append(connection, "t", chunks)
        rows = connection.execute("SELECT * FROM t ORDER BY rowid").fetchall()
    given_rows = [row for chunk in chunks for row in zip(*chunk.values(), strict=True)]
    assert list(map(repr, rows)) == list(map(repr, given_rows))  # by repr: 0.0 equals -0.0


def test_what_goes_wrong_while_chunks_are_made_reaches_the_caller(warehouse: Warehouse) -> None:
    def chunks() -> Iterator[Columns]:
        for number in range(20):
            if number == 7:
                raise ValueError("no such report")
            yield {"body": [f"b{number}"], "series_body": ["s"]}

    before = warehouse.connection.execute(SETTINGS).fetchall()
    threads = threading.active_count()
    with pytest.raises(Exception, match="no such report"), warehouse.transaction() as connection, in_order(connection):
        append(connection, "bodies", chunks())
    assert threading.active_count() == threads
    assert warehouse.connection.execute(SETTINGS).fetchall() == before
    assert warehouse.connection.execute("SELECT count(*) FROM bodies").fetchone() == (0,)


def test_settings_come_back_when_duckdb_refuses_a_row(warehouse: Warehouse) -> None:
    before = warehouse.connection.execute(SETTINGS).fetchall()
    chunks: list[Columns] = [{"body": ["b", None], "series_body": ["s", "s"]} for _ in range(20)]
    with pytest.raises(Exception, match="NOT NULL"), warehouse.transaction() as connection, in_order(connection):
        append(connection, "bodies", chunks)
    assert warehouse.connection.execute(SETTINGS).fetchall() == before
