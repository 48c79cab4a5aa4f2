-- What stands now: the latest revision of every report and its figures. Other views and the checks build on these two.

CREATE OR REPLACE VIEW latest_reports AS
SELECT
    r.report_id, r.report_key, r.revision, r.body, r.series_body, r.issuer_name, r.division, r.parent_division,
    r.level, r.body_kind, r.within, r.year, r.form, r.published_on, r.scope, r.title, r.period_start, r.period_end,
    r.issuer_confidence, r.document_kind, r.figure_count, r.document_sha256, r.text_signature
FROM reports r
WHERE r.is_latest;

CREATE OR REPLACE VIEW latest_figures AS
SELECT
    f.report_id, r.report_key, r.body, r.series_body, r.issuer_name, r.division, r.parent_division, r.level,
    r.year, r.form, r.scope, f.indicator, f.applicant, f.item, f.period, f.year AS figure_year, f.value, f.unit,
    f.status, f.qualifier, f.source, f.occurrence, f.printed, f.printed_unit, f.confidence, f.rule,
    f.start_offset, f.end_offset, f.quote, f.page, f.cell_row, f.cell_column,
    figure_key(r.report_key, f.indicator, f.applicant, f.period, f.year, f.source, f.occurrence, f.item) AS figure_id
FROM figures f
JOIN reports r USING (report_id)
WHERE r.is_latest;
