"""What the warehouse holds, what is quarantined, what each run did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportmine.jobs.discover import matches, speakable
from reportmine.jobs.ledger import QUARANTINED
from reportmine.model import ManifestRow
from reportmine.reading.containers import FileSource
from reportmine.warehouse import open_warehouse

_MEMBER = "!/"
_CONTENTS = ("reports", "figures", "findings", "unread", "documents", "bodies")


@dataclass(frozen=True)
class RunLine:
    run_id: int
    command: str
    started_at: datetime
    elapsed: float | None
    outcome: str | None  # None: it is running
    files: int
    reports: int
    figures: int
    quarantined: int


@dataclass(frozen=True)
class Quarantined:
    path: str
    reason: str
    what: str
    advice: str
    attempts: int


@dataclass(frozen=True)
class Status:
    warehouse: str
    contents: dict[str, int]
    files: dict[str, int]  # by status
    runs: tuple[RunLine, ...]  # the last one first
    reasons: dict[str, int]
    quarantine: tuple[Quarantined, ...]

    @property
    def exit_code(self) -> int:
        cut = bool(self.runs) and self.runs[0].outcome not in (None, "done")
        return 1 if self.reasons or cut else 0


def read_status(warehouse: Path, runs: int, quarantine: int, wait: float = 10.0) -> Status:
    """Raises WarehouseError. ``runs`` and ``quarantine``: how many lines of each."""
    with open_warehouse(warehouse, wait=wait) as opened:
        ask = opened.connection.execute
        contents = {}
        for table in _CONTENTS:
            (count,) = ask(f"SELECT count(*) FROM {table}").fetchall()[0]
            contents[table] = int(count)
        files = dict(ask("SELECT status, count(*) FROM files GROUP BY status ORDER BY status").fetchall())
        lines = ask(
            "SELECT r.run_id, r.command, r.started_at, epoch(r.ended_at - r.started_at), r.outcome, "
            "coalesce(sum(b.files), 0)::BIGINT, coalesce(sum(b.loaded), 0)::BIGINT, "
            "coalesce(sum(b.figures), 0)::BIGINT, coalesce(sum(b.quarantined), 0)::BIGINT "
            "FROM runs r LEFT JOIN batches b USING (run_id) GROUP BY ALL ORDER BY r.run_id DESC LIMIT ?",
            [runs],
        ).fetchall()
        reasons = ask(
            "SELECT reason, count(*) FROM quarantine GROUP BY reason ORDER BY count(*) DESC, reason"
        ).fetchall()
        entries = ask(
            "SELECT path, reason, coalesce(what, ''), coalesce(advice, ''), attempts FROM quarantine "
            "ORDER BY path LIMIT ?",
            [quarantine],
        ).fetchall()
    return Status(
        str(warehouse),
        contents,
        files,
        tuple(RunLine(*line) for line in lines),
        dict(reasons),
        tuple(Quarantined(*entry) for entry in entries),
    )


def quarantined_sources(
    warehouse: Path, only: Sequence[str], reasons: Sequence[str], wait: float = 10.0
) -> tuple[FileSource, ...]:
    """The quarantined files that fit, with the manifest rows they were read with. Raises WarehouseError."""
    with open_warehouse(warehouse, wait=wait) as opened:
        rows = opened.connection.execute(
            "SELECT q.path, q.reason, q.manifest FROM quarantine q JOIN files f USING (path) "
            "WHERE f.status = ? ORDER BY q.path",
            [QUARANTINED],
        ).fetchall()
    return tuple(
        _source(path, manifest)
        for path, reason, manifest in rows
        if (not only or matches(path, only)) and (not reasons or reason in reasons)
    )


def _source(label: str, manifest: str | None) -> FileSource:
    name, *members = label.split(_MEMBER)
    row = ManifestRow.model_validate_json(manifest) if manifest else None
    return FileSource(label, _file_called(name), tuple(members), 0, row)


def _file_called(name: str) -> Path:
    """The file behind a name; one whose own bytes are no UTF-8 is found by what it is called here."""
    path = Path(name)
    if path.exists() or not path.parent.is_dir():
        return path
    return next((entry for entry in path.parent.iterdir() if speakable(str(entry)) == name), path)
