"""Findings over the whole warehouse, kept in it; and waivers, which set single findings aside for a reason.

A waiver remembers the figures that its finding rested on. When one of them changes, or its day has passed, it ends and
the finding stands again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from reportmine.checking import check_warehouse
from reportmine.model import Finding, ReportmineError
from reportmine.rulebook import Rulebook
from reportmine.warehouse import columns
from reportmine.warehouse.append import append
from reportmine.warehouse.store import Warehouse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

ORIGIN = "warehouse"  # findings over several reports; those of one report by itself came with it

# What a waiver of the finding would rest on: what its figures say, not where they stand.
_EVIDENCE = """
to_json({'expected': expected, 'observed': observed, 'figures': list_transform(
    CAST(figures AS JSON[]), lambda f: [f ->> 'indicator', f ->> 'applicant', f ->> 'item', f ->> 'period',
                                        f ->> 'year', f ->> 'source', f ->> 'value'])})
"""


def refresh_findings(warehouse: Warehouse, rulebook: Rulebook) -> list[Finding]:
    """Makes the checks over years and peers anew, keeps what they find and returns it."""
    # Outside the transaction: within one, DuckDB knows too little of fresh temporary tables to join them well.
    found = check_warehouse(warehouse.connection, rulebook)
    with warehouse.transaction() as connection:
        connection.execute("DELETE FROM findings WHERE origin = ?", [ORIGIN])
        keys = dict(connection.execute("SELECT report_id, report_key FROM latest_reports").fetchall())
        by_report: dict[int, list[Finding]] = {}
        for report_id, finding in found:
            by_report.setdefault(report_id, []).append(finding)
        ids = list(by_report)
        data = columns.finding_columns(ids, [keys[number] for number in ids], list(by_report.values()), ORIGIN)
        if ids:
            append(connection, "findings", [data])
        end_waivers(connection, date.today())
    return [finding for _, finding in found]


def end_waivers(connection: DuckDBPyConnection, today: date) -> None:
    """Ends the waivers whose day has passed or whose figures are no longer those that were waived."""
    now = datetime.now()
    connection.execute(
        "UPDATE waivers SET ended_at = $now, ended_why = 'expired' WHERE ended_at IS NULL AND until < $today",
        {"now": now, "today": today},
    )
    connection.execute(
        f"UPDATE waivers SET ended_at = $now, ended_why = 'figures changed' FROM "
        f"(SELECT finding_id, {_EVIDENCE} AS evidence FROM latest_findings) f "
        "WHERE ended_at IS NULL AND waivers.finding_id = f.finding_id "
        "AND CAST(waivers.evidence AS VARCHAR) <> CAST(f.evidence AS VARCHAR)",
        {"now": now},
    )


def waive(
    warehouse: Warehouse, finding: str, reason: str, until: date | None = None, made_by: str | None = None
) -> str:
    """Sets a finding aside and returns its message. ``finding``: its name or the unmistakable beginning of it.

    Raises ReportmineError when no finding, or several, have that name, or the reason is empty.
    """
    if not reason.strip():
        raise ReportmineError(finding, "a waiver needs a reason", 'Say why with --reason "…"')
    with warehouse.transaction() as connection:
        name, message = _one(connection, finding)
        connection.execute(
            "UPDATE waivers SET ended_at = $now, ended_why = 'replaced' WHERE finding_id = $name AND ended_at IS NULL",
            {"now": datetime.now(), "name": name},
        )
        connection.execute(
            f"INSERT INTO waivers SELECT coalesce((SELECT max(waiver_id) FROM waivers), 0) + 1, finding_id, $reason, "
            f"$made_by, $now, $until, {_EVIDENCE}, NULL, NULL FROM latest_findings WHERE finding_id = $name",
            {"reason": reason.strip(), "made_by": made_by, "now": datetime.now(), "until": until, "name": name},
        )
    return message


def withdraw(warehouse: Warehouse, finding: str) -> str:
    """Ends a waiver before its time. Raises ReportmineError when the finding is not waived."""
    with warehouse.transaction() as connection:
        name, message = _one(connection, finding)
        row = connection.execute(
            "UPDATE waivers SET ended_at = $now, ended_why = 'withdrawn' WHERE finding_id = $name AND ended_at IS NULL "
            "RETURNING finding_id",
            {"now": datetime.now(), "name": name},
        ).fetchone()
        if row is None:
            raise ReportmineError(name, "is not waived", "See the waivers with: reportmine waive --list")
    return message


def _one(connection: DuckDBPyConnection, finding: str) -> tuple[str, str]:
    rows = connection.execute(
        "SELECT DISTINCT finding_id, message_zh FROM latest_findings WHERE starts_with(finding_id, $name) "
        "ORDER BY length(finding_id), finding_id LIMIT 3",
        {"name": finding.strip()},
    ).fetchall()
    exact = [row for row in rows if row[0] == finding.strip()]
    found = exact or rows
    if len(found) != 1 or not finding.strip():
        what = "there is no such finding" if not rows else "several findings begin like this"
        raise ReportmineError(finding, what, "Take the name from the column finding_id of: reportmine check")
    return str(found[0][0]), str(found[0][1])


def waivers(connection: DuckDBPyConnection) -> DuckDBPyRelation:
    """All waivers, standing ones first, with the finding each is for, where there still is one."""
    return connection.sql(
        "SELECT w.waiver_id, w.finding_id, w.reason, w.made_by, w.made_at, w.until, w.ended_at, w.ended_why, "
        "any_value(f.issuer_name) AS issuer_name, any_value(f.year) AS year, any_value(f.code) AS code, "
        "any_value(f.message_zh) AS message_zh, any_value(f.message_en) AS message_en "
        "FROM waivers w LEFT JOIN latest_findings f USING (finding_id) "
        "GROUP BY w.waiver_id, w.finding_id, w.reason, w.made_by, w.made_at, w.until, w.ended_at, w.ended_why "
        "ORDER BY ended_at IS NOT NULL, waiver_id DESC"
    )
