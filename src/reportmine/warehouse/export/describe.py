"""What goes with the data: Frictionless descriptor, codebooks, how to cite it, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportmine.rulebook import Rulebook
from reportmine.warehouse.export.stata import stata_names

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import Column, ExportTable

_TITLE = "Figures of annual reports on open government information"
_FIELD_TYPES = {
    "VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean", "DOUBLE": "number", "FLOAT": "number",
    "SMALLINT": "integer", "INTEGER": "integer", "BIGINT": "integer", "HUGEINT": "integer",
}  # fmt: skip
_MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet", ".dta": "application/x-stata-dta", ".rds": "application/gzip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def write_descriptor(tables: list[ExportTable], files: Sequence[Path], folder: Path) -> Path:
    """``datapackage.json``: CSV tables with their schema, other formats as files, all with size and hash."""
    by_name = {table.name: table for table in tables}
    resources = [_resource(path, by_name.get(path.stem)) for path in files]
    package = {
        "profile": "data-package", "name": "reportmine-export", "title": _TITLE, "resources": resources,
    }  # fmt: skip
    target = folder / "datapackage.json"
    target.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def _resource(path: Path, table: ExportTable | None) -> dict[str, Any]:
    name = f"{path.stem}-{path.suffix[1:]}".replace("_", "-")
    content = {"bytes": path.stat().st_size, "hash": f"sha256:{digest(path)}"}
    if path.suffix != ".csv" or table is None:
        return {
            "name": name, "type": "file", "path": path.name, "format": path.suffix[1:],
            "mediatype": _MEDIA_TYPES.get(path.suffix, "application/octet-stream"), **content,
        }  # fmt: skip
    return {
        "name": name, "type": "table", "path": path.name, "profile": "tabular-data-resource", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8-sig", "title": table.about.en, "description": table.about.zh,
        **content, "schema": _schema(table),
    }  # fmt: skip


def _schema(table: ExportTable) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        kind = _FIELD_TYPES.get(column.kind, "string")
        fields.append({"name": column.name, "type": kind, "title": column.about.en, "description": column.about.zh})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.name != "unread":  # what was not understood has no key
        schema["primaryKey"] = list(table.key)
    return schema


def write_codebooks(connection: DuckDBPyConnection, tables: list[ExportTable], folder: Path) -> list[Path]:
    """``codebook.en.md`` and ``codebook.zh.md``: tables, columns, indicators, codes, rates, comparability."""
    written = []
    for language in ("en", "zh"):
        target = folder / f"codebook.{language}.md"
        target.write_text(_codebook(connection, tables, language), encoding="utf-8")
        written.append(target)
    return written


def _codebook(connection: DuckDBPyConnection, tables: list[ExportTable], language: str) -> str:
    words = {name: getattr(label, language) for name, label in Rulebook().comparability.words.items()}
    lines = [f"# {words['title']}", "", words["intro"], ""]
    for table in tables:
        names = stata_names(column.name for column in table.columns)
        lines += [
            f"## {table.name}",
            "",
            getattr(table.about, language),
            "",
            f"{words['key']}: {', '.join(table.key)}",
            "",
        ]
        head = (words["column"], words["type"], words["stata"], words["meaning"])
        lines += _grid(head, (_column_line(column, names, language) for column in table.columns))
    lines += [f"## {words['indicators']}", ""]
    indicators = f"SELECT indicator, {language}, unit, parent, array_to_string(forms, ' '), note FROM indicators ORDER BY position"
    head = (words["indicator"], words["meaning"], words["unit"], words["parent"], words["forms"], words["note"])
    lines += _grid(head, connection.execute(indicators).fetchall())
    lines += [f"## {words['rates']}", ""]
    rates = (
        f"SELECT r.rate, r.{language}, "
        "string_agg(indicator || CASE applicant WHEN 'total' THEN '' ELSE ':' || applicant END, ' + ' ORDER BY indicator) "
        "FILTER (role = 'part'), string_agg(indicator, ' + ' ORDER BY indicator) FILTER (role = 'whole') "
        f"FROM rates r JOIN rate_members USING (rate) GROUP BY r.rate, r.{language}, position ORDER BY position"
    )
    head = (words["rate"], words["meaning"], words["part"], words["whole"])
    lines += _grid(head, connection.execute(rates).fetchall())
    lines += [f"## {words['codes']}", ""]
    codes = f"SELECT field, code, position, {language} FROM codes ORDER BY field, position"
    head = (words["field"], words["code"], words["stata"], words["meaning"])
    lines += _grid(head, connection.execute(codes).fetchall())
    lines += [f"## {words['comparability']}", ""]
    steps = (
        f"SELECT indicator, string_agg(from_basis || '→' || to_basis, ' ' ORDER BY from_basis, to_basis), verdict, {language} "
        f"FROM comparability WHERE verdict <> 'same' GROUP BY indicator, verdict, {language} ORDER BY ALL"
    )
    head = (words["indicator"], words["steps"], words["verdict"], words["note"])
    lines += _grid(head, connection.execute(steps).fetchall())
    return "\n".join(lines).rstrip() + "\n"


def _column_line(column: Column, names: dict[str, str], language: str) -> tuple[str, str, str, str]:
    return column.name, _FIELD_TYPES.get(column.kind, column.kind), names[column.name], getattr(column.about, language)


def _grid(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    def line(cells: Sequence[object]) -> str:
        texts = ("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
        return f"| {' | '.join(texts)} |"

    return [line(head), "|" + "---|" * len(head), *map(line, rows), ""]


def write_citation(connection: DuckDBPyConnection, folder: Path) -> Path:
    """``CITATION.cff`` with the extent of the data; no date, so that the same data give the same file."""
    from reportmine import __version__

    row = connection.execute(
        "SELECT count(*), count(DISTINCT series_body), min(year), max(year) FROM latest_reports"
    ).fetchone()
    reports, bodies, first, last = row or (0, 0, None, None)
    target = folder / "CITATION.cff"
    target.write_text(
        "cff-version: 1.2.0\n"
        "message: Please cite the data and the program.\n"
        "type: dataset\n"
        f'title: "{_TITLE}: {reports} reports of {bodies} bodies, {first}-{last}"\n'
        "authors:\n  - name: The reportmine authors\n"
        f'version: "{__version__}"\n',
        encoding="utf-8",
    )
    return target


def write_checksums(files: Sequence[Path], folder: Path) -> Path:
    """``SHA256SUMS``, as ``sha256sum --check`` reads it."""
    target = folder / "SHA256SUMS"
    lines = (f"{digest(path)}  {path.name}\n" for path in sorted(files, key=lambda path: path.name))
    target.write_text("".join(lines), encoding="utf-8")
    return target


def digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
