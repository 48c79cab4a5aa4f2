"""Comments on every table, view and column, from ``warehouse/comments.csv``: English and Chinese in one text."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from reportmine.rulebook import shipped_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SEPARATOR = " | "  # between the English and the Chinese half


class Comment(NamedTuple):
    en: str
    zh: str


def read_comments() -> dict[tuple[str, str], Comment]:
    """By object and column; the object ``*`` speaks for a column of that name anywhere."""
    path = shipped_folder("warehouse") / "comments.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["object"], row["column"]): Comment(row["en"], row["zh"]) for row in csv.DictReader(lines)}


def write_comments(connection: DuckDBPyConnection) -> None:
    """Writes the comments into the file. Our own names and texts: nothing here comes from a user."""
    comments = read_comments()
    views = {
        name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    }
    rows = connection.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    statements = []
    for table in sorted({table for table, _ in rows}):
        if comment := comments.get((table, "")):
            statements.append(f"COMMENT ON {'VIEW' if table in views else 'TABLE'} {table} IS {_literal(comment)};")
    for table, column in rows:
        if comment := comments.get((table, column)) or comments.get(("*", column)):
            statements.append(f'COMMENT ON COLUMN {table}."{column}" IS {_literal(comment)};')
    connection.execute("\n".join(statements))


def _literal(comment: Comment) -> str:
    text = SEPARATOR.join(comment).replace("'", "''")
    return f"'{text}'"
