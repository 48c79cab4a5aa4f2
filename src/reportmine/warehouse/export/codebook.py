"""Codebooks in English and Chinese: tables and columns, indicators, rates, codes, comparability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine.rulebook import Rulebook
from reportmine.warehouse.export.describe import FIELD_TYPES
from reportmine.warehouse.export.stata import stata_names

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import Column, ExportTable

# Each section: its title among the words of the codebook, the words of its head, and our query for its rows.
_SECTIONS = (
    (
        "indicators", ("indicator", "meaning", "unit", "parent", "forms", "note"),
        "SELECT indicator, {language}, unit, parent, array_to_string(forms, ' '), note "
        "FROM indicators ORDER BY position",
    ),
    (
        "rates", ("rate", "meaning", "part", "whole"),
        """SELECT r.rate, r.{language},
               string_agg(m.name, ' + ' ORDER BY m.name) FILTER (m.role = 'part'),
               string_agg(m.name, ' + ' ORDER BY m.name) FILTER (m.role = 'whole')
           FROM rates r
           JOIN (SELECT rate, role, concat_ws(':', indicator, nullif(applicant, 'total')) AS name FROM rate_members) m
               USING (rate)
           GROUP BY r.rate, r.{language}, r.position ORDER BY r.position""",
    ),
    (
        "codes", ("field", "code", "stata", "meaning"),
        "SELECT field, code, position, {language} FROM codes ORDER BY field, position",
    ),
    (
        "comparability", ("indicator", "steps", "verdict", "note"),
        """SELECT indicator, string_agg(from_basis || '→' || to_basis, ' ' ORDER BY from_basis, to_basis),
               verdict, {language}
           FROM comparability WHERE verdict <> 'same' GROUP BY indicator, verdict, {language} ORDER BY ALL""",
    ),
)  # fmt: skip


def write_codebooks(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    """``codebook.en.md`` and ``codebook.zh.md``."""
    written = []
    for language in ("en", "zh"):
        target = folder / f"codebook.{language}.md"
        target.write_text(_codebook(connection, tables, language), encoding="utf-8")
        written.append(target)
    return written


def _codebook(connection: DuckDBPyConnection, tables: list[ExportTable], language: str) -> str:
    words = {name: str(getattr(label, language)) for name, label in Rulebook().comparability.words.items()}
    lines = [f"# {words['title']}", "", words["intro"], ""]
    for table in tables:
        names = stata_names(column.name for column in table.columns)
        lines += [f"## {table.name}", "", getattr(table.about, language), ""]
        lines += [f"{words['key']}: {', '.join(table.key)}", ""]
        head = [words[word] for word in ("column", "type", "stata", "meaning")]
        lines += _grid(head, [_column(column, names, language) for column in table.columns])
    for title, columns, query in _SECTIONS:
        rows = connection.execute(query.format(language=language)).fetchall()
        lines += [f"## {words[title]}", "", *_grid([words[word] for word in columns], rows)]
    return "\n".join(lines).rstrip() + "\n"


def _column(column: Column, names: dict[str, str], language: str) -> tuple[str, str, str, str]:
    kind = FIELD_TYPES.get(column.kind, column.kind)
    return column.name, kind, names[column.name], getattr(column.about, language)


def _grid(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    def line(cells: Sequence[object]) -> str:
        texts = ("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
        return f"| {' | '.join(texts)} |"

    return [line(head), "|" + "---|" * len(head), *map(line, rows), ""]
