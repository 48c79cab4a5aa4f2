"""The CSV beside the files that says what they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from reportmine.model import ManifestRow, ReadingError
from reportmine.reading.decode import decode


class Manifest:
    """Rows by the file they speak of; remembers which were asked for."""

    def __init__(self, rows: Sequence[ManifestRow], folder: Path | None = None) -> None:
        self.rows = tuple(rows)
        self._used: set[int] = set()
        self._by_path: dict[str, int] = {}
        self._by_file: dict[Path, int] = {}
        for number, row in enumerate(self.rows):
            self._by_path.setdefault(_posix(row.path), number)
            if folder is not None:
                self._by_file.setdefault((folder / row.path).absolute(), number)

    def row(self, path: Path, relative: str) -> ManifestRow | None:
        """The row of a file: its path as the manifest has it, seen from the manifest's folder or the one given."""
        number = self._by_file.get(path.absolute()) if "!/" not in relative else None
        for name in (relative, relative.replace("!/", "/"), relative.partition("!/")[2]):
            number = self._by_path.get(name) if number is None and name else number
        if number is None:
            return None
        self._used.add(number)
        return self.rows[number]

    def missing(self) -> tuple[str, ...]:
        """The paths of rows that no file has asked for."""
        return tuple(row.path for number, row in enumerate(self.rows) if number not in self._used)


def read_manifest(path: Path) -> Manifest:
    """Raises ReadingError ``manifest``, naming the line and the field."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(str(path), "manifest", "cannot be opened", "Check the path of the manifest") from error
    table = csv.DictReader(io.StringIO(decode(data, str(path)).text, newline=""))
    if "path" not in (table.fieldnames or ()):
        raise ReadingError(str(path), "manifest", "has no column 'path'", "Its first line names the columns")
    rows = [_row(line, fields, path) for line, fields in enumerate(table, start=2)]
    return Manifest([row for row in rows if row.path], path.parent)


def _row(line: int, fields: dict[str, str], path: Path) -> ManifestRow:
    known = {name: (fields.get(name) or "").strip() for name in ManifestRow.model_fields}
    try:
        return ManifestRow.model_validate({name: value for name, value in known.items() if value})
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise ReadingError(
            str(path),
            "manifest",
            f"line {line}, {field}: {problem['msg']}",
            "Correct the line or leave the field empty",
        ) from error


def _posix(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")
