"""Copies what the rules say of indicators, codes and places into the file, so that it explains itself without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.rulebook import Rulebook


def sync_rules(connection: DuckDBPyConnection, rulebook: Rulebook) -> None:
    """Call inside a transaction. Does nothing when the file has these rules already."""
    row = connection.execute("SELECT value FROM schema_state WHERE name = 'rules'").fetchone()
    if row and row[0] == rulebook.fingerprint:
        return
    _indicators(connection, rulebook)
    connection.execute("INSERT OR REPLACE INTO schema_state VALUES ('rules', ?)", [rulebook.fingerprint])


def replace_rows(
    connection: DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Puts ``rows`` in the place of all rows of one of our tables: one list a column, as row by row is slow."""
    connection.execute(f"DELETE FROM {table}")
    if rows:
        columns = ", ".join(f"unnest(?) AS {name}" for name in names)
        connection.execute(
            f"INSERT INTO {table} BY NAME SELECT {columns}", [list(column) for column in zip(*rows, strict=True)]
        )


def _indicators(connection: DuckDBPyConnection, rulebook: Rulebook) -> None:
    names = ("indicator", "position", "zh", "en", "unit", "parent", "parts", "forms", "note")
    rows = [
        (i.id, position, i.zh, i.en, i.unit, i.parent, i.parts, list(i.forms), i.note)
        for position, i in enumerate(rulebook.indicators.values(), start=1)
    ]
    replace_rows(connection, "indicators", names, rows)
