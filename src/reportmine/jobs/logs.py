"""The tables of a batch in the warehouse: runs, batches, files, quarantine. Call inside the batch's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reportmine.jobs.ledger import GONE, QUARANTINED
from reportmine.jobs.values import Refusal, Settled, Stamp, Versions, Why

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class BatchLine(NamedTuple):
    number: int
    loaded: int
    quarantined: int
    figures: int
    seconds: float


_OF_REPORTS = ("figures", "unread", "findings", "identity_evidence", "issuer_candidates")


def open_run(connection: DuckDBPyConnection, command: str, arguments: str, versions: Versions) -> int:
    row = connection.execute("SELECT coalesce(max(run_id), 0) + 1 FROM runs").fetchone()
    run_id = int(row[0]) if row else 1
    connection.execute(
        "INSERT INTO runs (run_id, command, arguments, started_at, code_version, rules_fingerprint) "
        "VALUES (?, ?, ?, now()::TIMESTAMP, ?, ?)",
        [run_id, command, arguments, versions.code, versions.rules],
    )
    return run_id


def close_cut_off(connection: DuckDBPyConnection) -> int:
    """Marks batch runs that were killed: the ingest lock is ours, so none of them can still be running."""
    rows = connection.execute(
        "UPDATE runs SET outcome = 'cut off', ended_at = coalesce("
        "(SELECT max(committed_at) FROM batches b WHERE b.run_id = runs.run_id), started_at) "
        "WHERE ended_at IS NULL AND command IN ('ingest', 'retry') RETURNING run_id"
    ).fetchall()
    return len(rows)


def is_settled(connection: DuckDBPyConnection) -> bool:
    """Whether the last batch run came to its end."""
    row = connection.execute(
        "SELECT outcome = 'done' FROM runs WHERE command IN ('ingest', 'retry') ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    return bool(row and row[0])


def mark_gone(connection: DuckDBPyConnection, labels: Sequence[str], run_id: int) -> None:
    """Files that stand no more where they stood. What was read from them stays."""
    if labels:
        connection.execute(
            "UPDATE files SET status = ?, run_id = ? WHERE path IN (SELECT unnest(?::VARCHAR[]))",
            [GONE, run_id, list(labels)],
        )


def move_names(connection: DuckDBPyConnection, batch: Sequence[Settled]) -> None:
    """A moved file is the same document under its new name."""
    for one in batch:
        if one.step.why is Why.MOVED:
            names = [one.step.source.label, one.step.of]
            connection.execute("UPDATE documents SET source = ? WHERE source = ?", names)
            connection.execute("UPDATE quarantine SET path = ? WHERE path = ?", names)
            connection.execute("DELETE FROM files WHERE path = ?", [one.step.of])


def write_files(
    connection: DuckDBPyConnection, batch: Sequence[Settled], refused: Mapping[str, Refusal], run_id: int
) -> None:
    """The stamp of every file of the batch, in place of its older one."""
    labels = [one.step.source.label for one in batch]
    stamps = [_stamp(one, refused.get(one.step.source.label)) for one in batch]
    connection.execute("DELETE FROM files WHERE path IN (SELECT unnest(?::VARCHAR[]))", [labels])
    columns: dict[str, list[Any]] = {
        "path": labels,
        "sha256": [stamp.sha256 for stamp in stamps],
        "bytes": [stamp.size for stamp in stamps],
        "modified_ns": [stamp.modified_ns for stamp in stamps],
        "manifest_hash": [stamp.manifest for stamp in stamps],
        "rules_fingerprint": [stamp.rules for stamp in stamps],
        "code_version": [stamp.code for stamp in stamps],
        "status": [stamp.status for stamp in stamps],
        "reason": [stamp.reason for stamp in stamps],
        "run_id": [run_id] * len(stamps),
    }
    _append(connection, "files", columns)


def _stamp(one: Settled, refusal: Refusal | None) -> Stamp:
    stamp = one.step.stamp
    sha256 = (one.reading.sha256 if one.reading else None) or stamp.sha256
    status, reason = (QUARANTINED, refusal.reason) if refusal else (stamp.status, stamp.reason)
    return Stamp(sha256, stamp.size, stamp.modified_ns, stamp.manifest, stamp.rules, stamp.code, status, reason)


def write_quarantine(
    connection: DuckDBPyConnection, batch: Sequence[Settled], refused: Mapping[str, Refusal], run_id: int
) -> None:
    """What was read leaves the quarantine; what was refused enters it, or stays with one attempt more."""
    read = {one.step.source.label: one for one in batch if one.reading is not None}
    before = connection.execute(
        "SELECT path, attempts FROM quarantine WHERE path IN (SELECT unnest(?::VARCHAR[]))", [list(read)]
    ).fetchall()
    attempts = dict(before)
    connection.execute("DELETE FROM quarantine WHERE path IN (SELECT unnest(?::VARCHAR[]))", [list(read)])
    rows = [(label, refused[label], read[label]) for label in read if label in refused]
    columns: dict[str, list[Any]] = {
        "path": [label for label, _, _ in rows],
        "sha256": [(one.reading.sha256 if one.reading else None) or one.step.stamp.sha256 for _, _, one in rows],
        "reason": [refusal.reason for _, refusal, _ in rows],
        "what": [refusal.what for _, refusal, _ in rows],
        "advice": [refusal.advice for _, refusal, _ in rows],
        "attempts": [attempts.get(label, 0) + 1 for label, _, _ in rows],
        "run_id": [run_id] * len(rows),
        "manifest": [
            one.step.source.manifest.model_dump_json(exclude_none=True) if one.step.source.manifest else None
            for _, _, one in rows
        ],
    }
    _append(connection, "quarantine", columns)


def _append(connection: DuckDBPyConnection, table: str, columns: Mapping[str, list[Any]]) -> None:
    """Rows by columns, as lists: one statement, whatever the number of rows."""
    types = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()}
    values = ", ".join(f"unnest(${name}::{types[name]}[]) AS {name}" for name in columns)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT {values}", dict(columns))


def withdraw(connection: DuckDBPyConnection, hashes: Sequence[str]) -> None:
    """Takes out what an older reading made of documents that are no annual reports after all."""
    rows = connection.execute(
        "SELECT report_id, report_key FROM reports WHERE document_sha256 IN (SELECT unnest(?::VARCHAR[]))",
        [list(hashes)],
    ).fetchall()
    if not rows:
        return
    ids, keys = [row[0] for row in rows], sorted({row[1] for row in rows})
    for table in (*_OF_REPORTS, "reports"):
        connection.execute(f"DELETE FROM {table} WHERE report_id IN (SELECT unnest(?))", [ids])
    connection.execute("DELETE FROM documents WHERE sha256 IN (SELECT unnest(?::VARCHAR[]))", [list(hashes)])
    connection.execute(
        "UPDATE reports SET is_latest = revision = (SELECT max(o.revision) FROM reports o "
        "WHERE o.report_key = reports.report_key) WHERE report_key IN (SELECT unnest(?::VARCHAR[]))",
        [keys],
    )


def write_batch(connection: DuckDBPyConnection, run_id: int, batch: Sequence[Settled], line: BatchLine) -> None:
    """The batch's own line in the log."""
    labels = [one.step.source.label for one in batch]
    first, last = (labels[0], labels[-1]) if labels else (None, None)
    connection.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, now()::TIMESTAMP, ?)",
        [run_id, line.number, len(labels), line.loaded, line.quarantined, line.figures, first, last, line.seconds],
    )
