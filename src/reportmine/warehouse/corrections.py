"""Corrections stand beside what is printed and never over it.

A correction keeps what its maker saw: value, printed text, status. After a new reading or a new revision,

- the statement says the same: the correction applies, whatever else changed in the file;
- it says something else: the correction is set aside and listed for review (``evidence_changed``);
- it is gone: the same (``figure_gone``);
- it was withdrawn: what is printed counts again.

Nothing is ever deleted: a second correction of a figure follows the first, and the last word counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportmine.model import ReportmineError
from reportmine.warehouse.keys import FigureKey, parse_figure_key

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEY = (
    "report_key = $report_key AND indicator = $indicator AND applicant = $applicant AND period = $period "
    "AND year IS NOT DISTINCT FROM $year AND source = $source AND occurrence = $occurrence "
    "AND item IS NOT DISTINCT FROM $item"
)


def add_correction(connection: DuckDBPyConnection, figure: str, value: float, reason: str, by: str) -> int:
    """Adds a correction of a figure of a latest report and returns its number. Call inside a transaction.

    Raises ReportmineError when no such figure is printed, or when reason or name is empty.
    """
    if not reason.strip() or not by.strip():
        raise ReportmineError(figure, "a correction needs a reason and a name", "Give --reason and --by")
    key = parse_figure_key(figure)
    seen = connection.execute(
        "SELECT f.value, f.printed, f.status, f.quote, r.document_sha256 "
        "FROM figures f JOIN reports r USING (report_id) "
        f"WHERE r.is_latest AND {_KEY.replace('year IS', 'f.year IS')}",
        key._asdict(),
    ).fetchone()
    if seen is None:
        raise ReportmineError(figure, "no latest report prints this figure", _nearest(connection, key))
    number = _next_number(connection)
    names = "correction_id, report_key, indicator, applicant, item, period, year, source, occurrence, value, reason"
    connection.execute(
        f"INSERT INTO corrections ({names}, made_by, made_at, seen_value, seen_printed, seen_status, seen_quote, "
        "document_sha256) VALUES ($number, $report_key, $indicator, $applicant, $item, $period, $year, $source, "
        "$occurrence, $value, $reason, $by, now()::TIMESTAMP, $s0, $s1, $s2, $s3, $s4)",
        key._asdict()
        | {"number": number, "value": value, "reason": reason.strip(), "by": by.strip()}
        | {f"s{index}": part for index, part in enumerate(seen)},
    )
    return number


def withdraw_correction(connection: DuckDBPyConnection, figure: str, by: str) -> int:
    """Takes the correction of a figure back; it stays in the history. Raises ReportmineError if there is none."""
    key = parse_figure_key(figure)
    row = connection.execute(f"SELECT max(correction_id) FROM corrections WHERE {_KEY}", key._asdict()).fetchone()
    number = row[0] if row else None
    done = connection.execute(
        "UPDATE corrections SET withdrawn_at = now()::TIMESTAMP, withdrawn_by = $by "
        "WHERE correction_id = $number AND withdrawn_at IS NULL RETURNING correction_id",
        {"by": by, "number": number},
    ).fetchone()
    if done is None:
        raise ReportmineError(
            figure, "no correction stands on this figure", "reportmine history FIGURE shows what does"
        )
    return int(done[0])


def _next_number(connection: DuckDBPyConnection) -> int:
    row = connection.execute("SELECT coalesce(max(correction_id), 0) + 1 FROM corrections").fetchone()
    return int(row[0]) if row else 1


def _nearest(connection: DuckDBPyConnection, key: FigureKey) -> str:
    rows = connection.execute(
        "SELECT figure_id FROM latest_figures WHERE report_key = $report_key AND indicator = $indicator "
        "ORDER BY start_offset LIMIT 5",
        {"report_key": key.report_key, "indicator": key.indicator},
    ).fetchall()
    if not rows:
        return "The column figure_id of every listing names figures"
    return "It prints: " + ", ".join(name for (name,) in rows)
