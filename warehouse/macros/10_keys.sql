-- The key of a printed statement. It names what the statement says, not a row: it stays the same when the report is
-- read again. Kept as a rule rather than a column because 60 million such strings would outweigh the figures.
CREATE OR REPLACE MACRO figure_key(report_key, indicator, applicant, period, year, source, occurrence, item) AS
    concat_ws(':', report_key, indicator, applicant, period, coalesce(CAST(year AS VARCHAR), ''), source, occurrence, item);
