"""What the warehouse remembers of files: the stamp each was last read under."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from reportmine.jobs.values import Stamp, Versions
from reportmine.model import ManifestRow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GONE = "gone"
LOADED = "loaded"
QUARANTINED = "quarantined"
DUPLICATE = "duplicate"


class Ledger:
    """The stamps of all files by name, and by content."""

    def __init__(self, stamps: Mapping[str, Stamp]) -> None:
        self.stamps = stamps

    def get(self, label: str) -> Stamp | None:
        return self.stamps.get(label)

    @cached_property
    def _by_content(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for label, stamp in self.stamps.items():
            if stamp.sha256:
                names.setdefault(stamp.sha256, []).append(label)
        return names

    def holders(self, sha256: str) -> Iterator[tuple[str, Stamp]]:
        """The names that this content is known under."""
        for label in self._by_content.get(sha256, ()):
            yield label, self.stamps[label]


def read_ledger(connection: DuckDBPyConnection) -> Ledger:
    rows = connection.execute(
        "SELECT path, sha256, coalesce(bytes, -1), coalesce(modified_ns, -1), manifest_hash, rules_fingerprint, "
        "code_version, status, reason FROM files"
    ).fetchall()
    return Ledger({row[0]: Stamp(*row[1:]) for row in rows})


def last_versions(connection: DuckDBPyConnection) -> Versions | None:
    """What most of the files were read with."""
    row = connection.execute(
        "SELECT rules_fingerprint, code_version FROM files "
        "WHERE rules_fingerprint IS NOT NULL AND code_version IS NOT NULL "
        "GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 1"
    ).fetchone()
    return Versions(*row) if row else None


def rule_files(connection: DuckDBPyConnection, fingerprint: str) -> dict[str, str]:
    rows = connection.execute("SELECT name, sha256 FROM rule_files WHERE fingerprint = ?", [fingerprint]).fetchall()
    return dict(rows)


def manifest_hash(row: ManifestRow | None) -> str | None:
    """What the row says of the file; its path is where the file is, not what it is."""
    if row is None:
        return None
    return hashlib.sha256(row.model_dump_json(exclude={"path"}).encode()).hexdigest()[:32]
