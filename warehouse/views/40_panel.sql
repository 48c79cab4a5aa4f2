-- Panels. A row of "body_years" is a year of a body between its first and its last report; the years in between that
-- no report covers are there too, because a missing report is an answer.

-- Rows are found by the narrow columns first: reports of a few bodies lie far apart, and their texts are long.
CREATE OR REPLACE MACRO body_years_of(series) AS TABLE
WITH own AS (
    SELECT series_body, coverage_of(scope) AS coverage, year, report_id, report_key, body, issuer_name, division,
           parent_division, level, body_kind, form, published_on, scope, document_sha256
    FROM reports
    WHERE rowid IN (
        SELECT rowid FROM reports
        WHERE is_latest AND year IS NOT NULL
            AND (series IS NULL OR series_body IN (SELECT unnest(CAST(series AS VARCHAR[])))))
    QUALIFY row_number() OVER (
        PARTITION BY series_body, coverage_of(scope), year
        ORDER BY figure_count DESC, published_on DESC NULLS LAST, document_sha256) = 1
),
spans AS (
    SELECT series_body, coverage, min(year) AS first_year, max(year) AS last_year FROM own GROUP BY ALL
),
years AS (
    SELECT series_body, coverage, CAST(unnest(range(first_year, last_year + 1)) AS SMALLINT) AS year FROM spans
)
SELECT
    y.series_body, y.coverage, y.year, o.report_id, o.report_key, o.body, o.issuer_name, o.division,
    o.parent_division, o.level, o.body_kind, o.form, o.published_on, o.scope, o.document_sha256,
    o.report_id IS NOT NULL AS has_report,
    lag(o.division) OVER line IS NOT NULL AND o.division IS NOT NULL AND lag(o.division) OVER line <> o.division
        OR lag(o.issuer_name) OVER line IS NOT NULL AND o.issuer_name IS NOT NULL
            AND lag(o.issuer_name) OVER line <> o.issuer_name AS body_changed
FROM years y
LEFT JOIN own o USING (series_body, coverage, year)
WINDOW line AS (PARTITION BY y.series_body, y.coverage ORDER BY y.year);

CREATE OR REPLACE VIEW body_years AS FROM body_years_of(NULL);

-- Long: one row for each body, year and indicator, with the reason where there is no value.
CREATE OR REPLACE MACRO panel_of(series) AS TABLE
SELECT
    b.series_body, b.coverage, b.year, i.indicator, b.issuer_name, b.division, b.parent_division, b.level, b.form,
    b.scope, b.published_on, f.value, f.unit, f.status, f.qualifier, f.taken_from, f.statement_count,
    f.disagreeing, f.correction_id, f.figure_id,
    CASE
        WHEN f.value IS NOT NULL THEN NULL
        WHEN NOT b.has_report THEN 'no_report'
        WHEN f.status = 'unreadable' THEN 'unreadable'
        WHEN f.status IN ('blank', 'dash') THEN f.status
        WHEN NOT list_contains(i.forms, b.form) AND NOT list_contains(i.forms, 'prose') THEN 'not_in_form'
        WHEN NOT list_contains(i.forms, b.form) THEN 'not_in_table'
        ELSE 'not_reported'
    END AS missing
FROM body_years_of(series) b
CROSS JOIN indicators i
LEFT JOIN best_of(series) f
    ON f.series_body = b.series_body AND f.coverage = b.coverage AND f.year = b.year AND f.indicator = i.indicator
    AND f.applicant = 'total' AND f.period = 'year' AND f.item IS NULL;

CREATE OR REPLACE VIEW panel_long AS FROM panel_of(NULL);
