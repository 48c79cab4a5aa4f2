-- Rates of a body's year, from its best figures. Missing when a part or a whole is missing, or the whole is zero.
CREATE OR REPLACE MACRO rates_of(series) AS TABLE
SELECT
    series_body, coverage, year, rate,
    part / nullif(whole, 0) AS value, part, whole, basis
FROM (
    SELECT
        f.series_body, f.coverage, f.year, m.rate,
        sum(f.value) FILTER (m.role = 'part') AS part,
        sum(f.value) FILTER (m.role = 'whole') AS whole,
        count(f.value) FILTER (NOT m.optional) AS found,
        arg_min(CASE WHEN f.source = 'prose' THEN 'prose' ELSE f.form END, (m.role, m.indicator, m.applicant)) AS basis
    FROM best_of(series) f
    JOIN rate_members m ON m.indicator = f.indicator AND m.applicant = f.applicant
    WHERE f.period = 'year' AND f.item IS NULL AND f.value IS NOT NULL
    GROUP BY f.series_body, f.coverage, f.year, m.rate
) counted
JOIN (SELECT rate, count(*) AS needed FROM rate_members WHERE NOT optional GROUP BY rate) USING (rate)
WHERE found = needed;

CREATE OR REPLACE VIEW rate_values AS FROM rates_of(NULL);

-- What to think of a step from one basis to another, for indicators and for rates. A rate is what its worst member is.
CREATE OR REPLACE VIEW steps AS
SELECT indicator AS measure, from_basis, to_basis, verdict, zh, en FROM comparability
UNION ALL
SELECT
    m.rate, c.from_basis, c.to_basis,
    CASE WHEN bool_or(c.verdict = 'break') THEN 'break'
         WHEN count(DISTINCT m.indicator) < any_value(n.members) THEN 'unchecked'
         WHEN bool_or(c.verdict = 'approximate') THEN 'approximate'
         ELSE 'same' END,
    string_agg(DISTINCT c.zh, '；' ORDER BY c.zh), string_agg(DISTINCT c.en, '; ' ORDER BY c.en)
FROM rate_members m
JOIN comparability c ON c.indicator = m.indicator
JOIN (SELECT rate, count(DISTINCT indicator) AS members FROM rate_members GROUP BY rate) n ON n.rate = m.rate
GROUP BY m.rate, c.from_basis, c.to_basis;
