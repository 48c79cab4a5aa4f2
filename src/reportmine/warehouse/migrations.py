"""Brings a warehouse file to the schema of this program, one numbered SQL file at a time.

Migrations change tables and never go back. Macros, views and comments hold no data: they are written anew whenever
their text changes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine.model import WarehouseError
from reportmine.rulebook import shipped_folder
from reportmine.warehouse.comments import write_comments
from reportmine.warehouse.connection import transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS schema_state (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
"""


@lru_cache(maxsize=1)
def migration_files() -> tuple[tuple[int, Path], ...]:
    """The migrations in order: the number at the head of a file's name is the schema version it leads to."""
    files = sorted((shipped_folder("warehouse") / "migrations").glob("*.sql"))
    return tuple((int(path.name.split("_", 1)[0]), path) for path in files)


@lru_cache(maxsize=1)
def overlay_files() -> tuple[Path, ...]:
    """Macros, then views, in the order they build on each other; the comments last."""
    root = shipped_folder("warehouse")
    return (
        *sorted((root / "macros").glob("*.sql")),
        *sorted((root / "views").glob("*.sql")),
        root / "comments.csv",
    )


def newest_version() -> int:
    return migration_files()[-1][0]


def version_of(connection: DuckDBPyConnection) -> int:
    """The schema version of the open file, 0 for an empty one. Raises WarehouseError for a foreign DuckDB file."""
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "schema_migrations" not in tables:
        if tables:
            raise WarehouseError("", "is a DuckDB file, but no warehouse of reportmine", "Choose another --warehouse")
        return 0
    row = connection.execute("SELECT coalesce(max(version), 0) FROM schema_migrations").fetchone()
    return int(row[0]) if row else 0


def is_current(connection: DuckDBPyConnection, where: str) -> bool:
    """Whether nothing is to be done. Raises WarehouseError when the file was written by a newer program."""
    version = version_of(connection)
    if version > newest_version():
        raise WarehouseError(
            where,
            f"was written by a newer reportmine (schema {version}; this one knows {newest_version()})",
            "Upgrade reportmine, or use the warehouse it was made with",
        )
    return version == newest_version() and _overlay_state(connection) == _overlay_hash()


def upgrade(connection: DuckDBPyConnection, where: str) -> None:
    """Applies what is missing, all in one transaction. Raises WarehouseError for a newer or a foreign file."""
    if is_current(connection, where):
        return
    version = version_of(connection)
    with transaction(connection):
        connection.execute(_LEDGER)
        for number, path in migration_files():
            if number > version:
                connection.execute(path.read_text(encoding="utf-8"))
                connection.execute("INSERT INTO schema_migrations VALUES (?, ?, now()::TIMESTAMP)", [number, path.stem])
        for path in overlay_files():
            if path.suffix == ".sql":
                connection.execute(path.read_text(encoding="utf-8"))
        write_comments(connection)
        connection.execute("INSERT OR REPLACE INTO schema_state VALUES ('overlay', ?)", [_overlay_hash()])


def _overlay_state(connection: DuckDBPyConnection) -> str | None:
    row = connection.execute("SELECT value FROM schema_state WHERE name = 'overlay'").fetchone()
    return str(row[0]) if row else None


@lru_cache(maxsize=1)
def _overlay_hash() -> str:
    digest = hashlib.sha256()
    for path in overlay_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
