"""Loads reports: columns in, one transaction, the same report twice changes nothing.

A document is read once more when rules change: its statements are replaced, its report keeps its number. A file whose
content changed is another document of the same report: a new revision, and the old one stays. Which revision is the
latest depends only on the documents and on which of them a file still holds, never on the order they came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reportmine.model import Report
from reportmine.model.base import without_collector
from reportmine.warehouse import columns
from reportmine.warehouse.append import append, in_order
from reportmine.warehouse.columns import Columns, TakenApart

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH_REPORTS = 8192  # some 500,000 figures: four of DuckDB's row groups, and about 0.5 GB of reports at a time
_DETAIL_TABLES = ("figures", "unread", "findings", "identity_evidence", "issuer_candidates")


@dataclass(frozen=True)
class LoadResult:
    """What a load did. ``changed``: new content of a file that was known; ``reread``: known content, read again."""

    new: int = 0
    changed: int = 0
    reread: int = 0
    figures: int = 0

    @property
    def reports(self) -> int:
        return self.new + self.changed + self.reread

    def __add__(self, other: LoadResult) -> LoadResult:
        return LoadResult(
            self.new + other.new, self.changed + other.changed, self.reread + other.reread, self.figures + other.figures
        )


def load_reports(
    connection: DuckDBPyConnection, reports: Iterable[Report | TakenApart], run_id: int | None
) -> LoadResult:
    """Call inside a transaction."""
    result = LoadResult()
    _stage(connection)
    with without_collector(), in_order(connection):
        for batch in _batches(reports):
            result += _load_batch(connection, batch)
    _settle_files(connection, run_id)
    _settle_reports(connection)
    return result


def _batches(reports: Iterable[Report | TakenApart]) -> Iterator[list[Report | TakenApart]]:
    """Batches of different documents: of a document given twice in one batch the last reading counts."""
    iterator = iter(reports)
    while batch := list(islice(iterator, BATCH_REPORTS)):
        yield list({_head(report).document.sha256: report for report in batch}.values())


def _head(report: Report | TakenApart) -> Report:
    return report.report if isinstance(report, TakenApart) else report


def _count(report: Report | TakenApart) -> int:
    return report.count if isinstance(report, TakenApart) else len(report.figures)


def _figures(ids: Sequence[int], reports: Sequence[Report | TakenApart]) -> Columns:
    whole = [report for report in reports if isinstance(report, Report)]
    if len(whole) == len(reports):
        return columns.figure_columns(ids, whole)
    apart = [columns.take_apart(report) if isinstance(report, Report) else report for report in reports]
    return columns.joined_columns(ids, apart)


def _stage(connection: DuckDBPyConnection) -> None:
    """Reports wait here until all are in: only then is it known which revision is the latest."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS "
        "SELECT *, NULL::VARCHAR AS document_source, NULL::VARCHAR AS media_type, NULL::INTEGER AS pages "
        "FROM reports LIMIT 0"
    )


def _load_batch(connection: DuckDBPyConnection, batch: list[Report | TakenApart]) -> LoadResult:
    reports, counts = [_head(report) for report in batch], [_count(report) for report in batch]
    head = columns.report_columns(reports, counts)
    hashes = list(head["document_sha256"])
    ids, known = _report_ids(connection, hashes)
    changed = _count_changed(connection, list(head["document_source"]), hashes)
    if known:
        _forget(connection, [number for number, sha in zip(ids, hashes, strict=True) if sha in known], list(known))
    numbered: Columns = {"report_id": ids, "revision": [0] * len(ids), "is_latest": [False] * len(ids)}
    append(connection, "staged", [head | numbered])
    append(connection, "unread", [columns.unread_columns(ids, reports)])
    append(connection, "identity_evidence", [columns.evidence_columns(ids, reports)])
    append(connection, "issuer_candidates", [columns.candidate_columns(ids, reports)])
    findings = [report.findings for report in reports]
    append(connection, "findings", [columns.finding_columns(ids, head["report_key"], findings, "report")])
    starts = range(0, len(ids), columns.CACHED_REPORTS)
    pieces = [slice(start, start + columns.CACHED_REPORTS) for start in starts]
    append(connection, "figures", (_figures(ids[piece], batch[piece]) for piece in pieces))
    return LoadResult(len(batch) - len(known) - changed, changed, len(known), sum(counts))


def _report_ids(connection: DuckDBPyConnection, hashes: list[str]) -> tuple[list[int], set[str]]:
    """A report keeps its number when its document is read again; new ones count on."""
    rows = connection.execute(
        "SELECT document_sha256, report_id FROM reports WHERE document_sha256 IN (SELECT unnest($h)) "
        "UNION ALL SELECT document_sha256, report_id FROM staged WHERE document_sha256 IN (SELECT unnest($h))",
        {"h": hashes},
    ).fetchall()
    known = dict(rows)
    row = connection.execute(
        "SELECT greatest((SELECT coalesce(max(report_id), 0) FROM reports), "
        "(SELECT coalesce(max(report_id), 0) FROM staged))"
    ).fetchone()
    following = iter(range((row[0] if row else 0) + 1, 1 << 62))
    return [known[sha] if sha in known else next(following) for sha in hashes], set(known)


def _count_changed(connection: DuckDBPyConnection, sources: list[str], hashes: list[str]) -> int:
    """Files known with other content."""
    row = connection.execute(
        "SELECT count(*) FROM (SELECT unnest(?) AS source, unnest(?) AS sha256) given "
        "JOIN files ON files.path = given.source WHERE files.sha256 <> given.sha256 "
        "AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.sha256 = given.sha256)",
        [sources, hashes],
    ).fetchone()
    return int(row[0]) if row else 0


def _forget(connection: DuckDBPyConnection, report_ids: list[int], hashes: list[str]) -> None:
    """Takes away what an earlier reading of the same documents left. Findings across reports are not ours to remove."""
    for table in _DETAIL_TABLES:
        own = " AND origin = 'report'" if table == "findings" else ""
        connection.execute(f"DELETE FROM {table} WHERE report_id IN (SELECT unnest(?)){own}", [report_ids])
    connection.execute("DELETE FROM staged WHERE document_sha256 IN (SELECT unnest(?))", [hashes])


def _settle_files(connection: DuckDBPyConnection, run_id: int | None) -> None:
    """Documents, and which file holds which."""
    connection.execute("DELETE FROM documents WHERE sha256 IN (SELECT document_sha256 FROM staged)")
    connection.execute(
        "INSERT INTO documents SELECT document_sha256, document_source, media_type, pages "
        "FROM staged ORDER BY document_sha256"
    )
    connection.execute(
        "UPDATE files SET sha256 = s.document_sha256, status = 'loaded', reason = NULL, run_id = $run, "
        "manifest_hash = NULL, rules_fingerprint = NULL, code_version = NULL "
        "FROM staged s WHERE files.path = s.document_source AND (files.sha256 IS DISTINCT FROM s.document_sha256)",
        {"run": run_id},
    )
    connection.execute(
        "INSERT INTO files (path, sha256, status, run_id) "
        "SELECT document_source, any_value(document_sha256), 'loaded', $run FROM staged "
        "WHERE document_source NOT IN (SELECT path FROM files) GROUP BY document_source ORDER BY document_source",
        {"run": run_id},
    )


# Documents that no file holds any more come first, as they came in; then those that stand side by side (a page and its
# attachment, a mirror), by what they say themselves.
_HELD = "(SELECT sha256 FROM files WHERE sha256 IS NOT NULL AND status <> 'gone')"
_REVISIONS = f"""
SELECT * REPLACE (
    row_number() OVER revisions AS revision,
    row_number() OVER revisions = count(*) OVER (PARTITION BY report_key) AS is_latest)
FROM restated
WINDOW revisions AS (PARTITION BY report_key ORDER BY
    document_sha256 IN {_HELD},
    CASE WHEN document_sha256 IN {_HELD} THEN 0 ELSE report_id END,
    published_on NULLS FIRST, figure_count, document_sha256)
ORDER BY report_id
"""


def _settle_reports(connection: DuckDBPyConnection) -> None:
    """Numbers the revisions of every report that the load touched."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT report_key FROM ("
        "SELECT report_key FROM staged UNION ALL "
        "SELECT report_key FROM reports WHERE document_sha256 IN (SELECT document_sha256 FROM staged) UNION ALL "
        "SELECT r.report_key FROM reports r WHERE r.document_sha256 IN "
        "(SELECT d.sha256 FROM documents d JOIN staged s ON s.document_source = d.source))"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE restated AS SELECT * FROM reports "
        "WHERE report_key IN (SELECT report_key FROM touched) "
        "AND document_sha256 NOT IN (SELECT document_sha256 FROM staged) "
        "UNION ALL BY NAME SELECT * EXCLUDE (document_source, media_type, pages) FROM staged"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_bodies AS SELECT body FROM restated UNION SELECT body FROM reports "
        "WHERE document_sha256 IN (SELECT document_sha256 FROM staged)"
    )
    connection.execute(
        "DELETE FROM reports WHERE report_key IN (SELECT report_key FROM touched) "
        "OR document_sha256 IN (SELECT document_sha256 FROM staged)"
    )
    connection.execute(f"INSERT INTO reports BY NAME {_REVISIONS}")
    _settle_bodies(connection)
    for table in ("staged", "restated", "touched", "touched_bodies"):
        connection.execute(f"DROP TABLE {table}")


def _settle_bodies(connection: DuckDBPyConnection) -> None:
    """Bodies are what their reports say of them, the latest year's word first."""
    connection.execute("DELETE FROM bodies WHERE body IN (SELECT body FROM touched_bodies)")
    connection.execute(
        "INSERT INTO bodies BY NAME SELECT body, any_value(series_body) AS series_body, "
        "last(issuer_name ORDER BY word) AS name, last(level ORDER BY word) AS level, "
        "last(body_kind ORDER BY word) AS kind, last(division ORDER BY word) AS division, "
        "last(within ORDER BY word) AS within FROM ("
        "SELECT *, (is_latest, coalesce(year, 0), coalesce(issuer_confidence, 0), document_sha256) AS word "
        "FROM reports WHERE body IN (SELECT body FROM touched_bodies)) GROUP BY body ORDER BY body"
    )
