"""What goes with the data: Frictionless descriptor, how to cite it, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.warehouse.export.tables import ExportTable

_TITLE = "Figures of annual reports on open government information"
FIELD_TYPES = {
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
        kind = FIELD_TYPES.get(column.kind, "string")
        fields.append({"name": column.name, "type": kind, "title": column.about.en, "description": column.about.zh})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.name != "unread":  # what was not understood has no key
        schema["primaryKey"] = list(table.key)
    return schema


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
