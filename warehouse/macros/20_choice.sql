-- How one printed statement is preferred to another of the same measure. The lowest rank is taken:
--   a statement with a value before one without,
--   the report of the year itself before a later report that looks back (the nearest first),
--   a printed or restored value before one that was computed,
--   the table before prose, printed before restored from damage,
--   an exact number before 约, 余, 近; the surer reading; what stands first in the text.
CREATE OR REPLACE MACRO statement_rank(value, report_year, year, status, source, qualifier, confidence, start_offset) AS
    (CAST(
        CASE WHEN value IS NULL THEN 1000000 ELSE 0 END
        + least(abs(coalesce(report_year, year, 0) - coalesce(year, report_year, 0)), 99) * 10000
        + CASE WHEN status = 'derived' THEN 5000 ELSE 0 END
        + CASE WHEN source = 'prose' THEN 1000 ELSE 0 END
        + CASE WHEN status = 'inferred' THEN 500 ELSE 0 END
        + CASE WHEN qualifier <> 'exact' THEN 200 ELSE 0 END
        + CAST((1 - coalesce(confidence, 1)) * 100 AS INTEGER)
    AS BIGINT) * 2147483648 + coalesce(start_offset, 0));

-- A body's own figures, those of a whole county under its name, and those of which neither is said, are never joined.
CREATE OR REPLACE MACRO coverage_of(scope) AS coalesce(scope, 'unknown');

-- The measures of section "rates" in the README. NULL where the base is zero or a part is not known.
CREATE OR REPLACE MACRO rate(part, whole) AS CASE WHEN whole > 0 THEN part / whole END;
CREATE OR REPLACE MACRO grant_rate(granted, partial, answered) AS rate(granted + coalesce(partial, 0), answered);
CREATE OR REPLACE MACRO answered_share(answered, received, carried_in) AS rate(answered, received + coalesce(carried_in, 0));
CREATE OR REPLACE MACRO refusal_rate(denied, answered) AS rate(denied, answered);
CREATE OR REPLACE MACRO correction_rate(corrected, upheld, other) AS rate(corrected, corrected + upheld + coalesce(other, 0));
CREATE OR REPLACE MACRO days_after(published_on, year) AS
    CASE WHEN published_on IS NOT NULL THEN published_on - make_date(CAST(year AS BIGINT) + 1, 1, 1) END;
