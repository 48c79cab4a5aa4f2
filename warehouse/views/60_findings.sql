-- Findings of the reports that stand, with who and when, worst severity first by "position".
CREATE OR REPLACE VIEW latest_findings AS
SELECT
    n.finding_id, r.report_id, r.report_key, r.series_body, r.issuer_name, r.division, r.parent_division, r.level,
    r.year, r.form, n.origin, n.code, n.severity, n.outcome, n.message_zh, n.message_en, n.expected, n.observed,
    n.explanation, n.figures, n.start_offset, n.end_offset,
    coalesce(list_position(['error', 'inconsistency', 'warning', 'info'], n.severity), 9) * 10
        + coalesce(list_position(['fail', 'uncertain', 'explained'], n.outcome), 9) AS position
FROM findings n
JOIN reports r USING (report_id)
WHERE r.is_latest;
