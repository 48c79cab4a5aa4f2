-- The word that stands last on each statement, and whether what is printed is still what the corrector saw.

CREATE OR REPLACE VIEW standing_corrections AS
WITH last_word AS (
    SELECT * FROM corrections
    QUALIFY row_number() OVER (
        PARTITION BY report_key, indicator, applicant, item, period, year, source, occurrence
        ORDER BY correction_id DESC) = 1
)
SELECT
    c.correction_id,
    figure_key(c.report_key, c.indicator, c.applicant, c.period, c.year, c.source, c.occurrence, c.item) AS figure_id,
    f.report_id, c.report_key, c.indicator, c.applicant, c.item, c.period, c.year, c.source, c.occurrence,
    c.value, c.reason, c.made_by, c.made_at,
    c.seen_value, c.seen_printed, c.seen_status, f.value AS printed_value, f.printed, f.status,
    CASE
        WHEN c.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN f.report_id IS NULL THEN 'figure_gone'
        WHEN f.value IS NOT DISTINCT FROM c.seen_value AND f.printed IS NOT DISTINCT FROM c.seen_printed
            AND (f.status = c.seen_status OR (f.status <> 'inferred' AND c.seen_status <> 'inferred')) THEN 'applies'
        ELSE 'evidence_changed'
    END AS state
FROM last_word c
LEFT JOIN (
    SELECT r.report_key, f.*
    FROM figures f JOIN reports r USING (report_id)
    WHERE r.is_latest AND r.report_key IN (SELECT report_key FROM corrections)
) f ON f.report_key = c.report_key AND f.indicator = c.indicator AND f.applicant = c.applicant
    AND f.item IS NOT DISTINCT FROM c.item AND f.period = c.period AND f.year IS NOT DISTINCT FROM c.year
    AND f.source = c.source AND f.occurrence = c.occurrence;
