-- Macros with the bodies wanted, and views over all bodies. A macro skips the blocks of other bodies, which a condition on
-- a view cannot always do: over millions of reports, give the macro a list of series.
--
-- The reports wanted are named twice, in the join and in the condition, with a bound that always holds: DuckDB then carries
-- them into the scan and drops a figure of another report before it looks at its other columns (over 60 million figures,
-- half the time). One of these alone makes it read all columns of every block that holds a report wanted.
--
-- One value for each body, year, indicator, applicant, item and period, chosen by statement_rank; a correction that
-- applies goes before everything printed. A figure of last year in this year's report is a statement on last year.

CREATE OR REPLACE MACRO statements_of(series) AS TABLE
SELECT
    r.series_body, coverage_of(r.scope) AS coverage, f.year, f.indicator, f.applicant, f.item, f.period,
    coalesce(c.value, f.value) AS value, f.value AS printed_value, f.unit, f.status, f.qualifier, f.source,
    f.occurrence, f.confidence, r.report_key, r.report_id, r.year AS report_year, r.form, r.scope,
    c.correction_id,
    CASE WHEN c.correction_id IS NOT NULL THEN 0
         ELSE statement_rank(f.value, r.year, f.year, f.status, f.source, f.qualifier, f.confidence, f.start_offset)
    END AS choice
FROM figures f
JOIN (
    SELECT report_id, report_key, series_body, scope, year, form FROM reports
    WHERE is_latest AND (series IS NULL OR series_body IN (SELECT unnest(CAST(series AS VARCHAR[]))))
) r USING (report_id)
LEFT JOIN (SELECT * FROM standing_corrections WHERE state = 'applies') c
    ON c.report_id = f.report_id AND c.indicator = f.indicator AND c.applicant = f.applicant
    AND c.item IS NOT DISTINCT FROM f.item AND c.period = f.period AND c.year IS NOT DISTINCT FROM f.year
    AND c.source = f.source AND c.occurrence = f.occurrence
WHERE f.year IS NOT NULL
    AND f.report_id >= 0
    AND f.report_id IN (
        SELECT report_id FROM reports
        WHERE is_latest AND (series IS NULL OR series_body IN (SELECT unnest(CAST(series AS VARCHAR[])))));

CREATE OR REPLACE VIEW statements AS FROM statements_of(NULL);

CREATE OR REPLACE MACRO best_of(series) AS TABLE
SELECT
    series_body, coverage, year, indicator, applicant, item, period,
    chosen.value AS value, chosen.unit AS unit, chosen.status AS status, chosen.qualifier AS qualifier,
    chosen.source AS source, chosen.correction_id AS correction_id, chosen.printed_value AS printed_value,
    chosen.form AS form, chosen.report_year AS report_year, chosen.report_id AS report_id,
    CASE WHEN chosen.value IS NULL THEN NULL
         WHEN chosen.correction_id IS NOT NULL THEN 'correction'
         WHEN chosen.report_year <> year THEN 'other_year'
         ELSE chosen.source END AS taken_from,
    figure_key(chosen.report_key, indicator, applicant, period, year, chosen.source, chosen.occurrence, item)
        AS figure_id,
    statement_count,
    len(list_filter(printed_values, lambda x: x <> chosen.printed_value)) AS disagreeing
FROM (
    SELECT
        series_body, coverage, year, indicator, applicant, item, period,
        arg_min(struct_pack(
            value := value, unit := unit, status := status, qualifier := qualifier, source := source,
            correction_id := correction_id, printed_value := printed_value, form := form,
            report_year := report_year, report_id := report_id, report_key := report_key, occurrence := occurrence
        ), (choice, report_key, occurrence)) AS chosen,  -- of what ranks alike, always the same, whoever counts first
        count(*) AS statement_count,
        list(printed_value) FILTER (printed_value IS NOT NULL AND qualifier = 'exact') AS printed_values
    FROM statements_of(series)
    GROUP BY series_body, coverage, year, indicator, applicant, item, period
);

CREATE OR REPLACE VIEW best_figures AS FROM best_of(NULL);
