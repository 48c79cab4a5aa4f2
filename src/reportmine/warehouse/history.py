"""All that is known of one figure: every statement of its measure, revisions, corrections, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportmine.model import Value
from reportmine.warehouse.keys import FigureKey, parse_figure_key
from reportmine.warehouse.layout import Row, rows_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class History(Value):
    """Rows as dictionaries of column names, in the order they are to be read."""

    figure: str
    statements: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    findings: list[dict[str, Any]]


_STATEMENTS = """
SELECT figure_key(r.report_key, f.indicator, f.applicant, f.period, f.year, f.source, f.occurrence, f.item)
           AS figure_id,
       r.revision, r.is_latest, r.year AS report_year, d.source AS document, r.published_on, f.value, f.printed,
       f.status, f.qualifier, f.source, f.quote, f.rule, f.confidence
FROM figures f JOIN reports r USING (report_id) JOIN documents d ON d.sha256 = r.document_sha256
WHERE r.series_body IN (SELECT series_body FROM reports WHERE report_key = $report_key)
    AND f.indicator = $indicator AND f.applicant = $applicant AND f.period = $period
    AND f.year IS NOT DISTINCT FROM $year AND f.item IS NOT DISTINCT FROM $item
ORDER BY r.year, r.revision, f.start_offset
"""
_CORRECTIONS = """
SELECT c.correction_id, c.value, c.reason, c.made_by, c.made_at, c.seen_value, c.seen_printed, c.seen_status,
       c.withdrawn_at, coalesce(s.state, 'replaced') AS state
FROM corrections c LEFT JOIN standing_corrections s USING (correction_id)
WHERE c.report_key = $report_key AND c.indicator = $indicator AND c.applicant = $applicant AND c.period = $period
    AND c.year IS NOT DISTINCT FROM $year AND c.item IS NOT DISTINCT FROM $item
ORDER BY c.correction_id
"""
_FINDINGS = """
SELECT r.report_key, r.revision, n.finding_id, n.code, n.severity, n.outcome, n.message_zh, n.message_en
FROM findings n JOIN reports r USING (report_id)
WHERE r.series_body IN (SELECT series_body FROM reports WHERE report_key = $report_key)
    AND len(list_filter(from_json(n.figures, '[{"indicator": "VARCHAR", "applicant": "VARCHAR", "year": "INTEGER"}]'),
        lambda ref: ref.indicator = $indicator AND ref.applicant = $applicant
            AND ref.year IS NOT DISTINCT FROM $year)) > 0
ORDER BY r.year, r.revision, n.code, n.finding_id
"""


def history(connection: DuckDBPyConnection, figure: str) -> History:
    """Raises ReportmineError for what is no figure's name."""
    key = parse_figure_key(figure)
    return History(
        figure=str(key),
        statements=_ask(
            connection, _STATEMENTS, key, {"report_key", "indicator", "applicant", "period", "year", "item"}
        ),
        corrections=_ask(
            connection, _CORRECTIONS, key, {"report_key", "indicator", "applicant", "period", "year", "item"}
        ),
        findings=_ask(connection, _FINDINGS, key, {"report_key", "indicator", "applicant", "year"}),
    )


def _ask(connection: DuckDBPyConnection, query: str, key: FigureKey, used: set[str]) -> list[Row]:
    parameters = {name: value for name, value in key._asdict().items() if name in used}
    return rows_of(connection.sql(query, params=parameters))
