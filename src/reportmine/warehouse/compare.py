"""Figures side by side over bodies and years, with what stands between two of them.

A comparison is one row for each measure, body and year: the value taken and from where, or the reason there is none;
the last value before it and whether the measure ran on unbroken since; rank and share among the bodies compared. A
body's own figures and those of a whole area under its name never meet in a change, a rank or a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportmine.warehouse.selection import Conditions, MeasureName

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

_FIGURES = """
    SELECT series_body, coverage, year, indicator AS measure, applicant, value, unit, status, qualifier, taken_from,
           CASE WHEN source = 'prose' THEN 'prose' ELSE form END AS basis,
           statement_count, disagreeing, correction_id, figure_id
    FROM best_of({series}) {figures}"""
_RATES = """
    SELECT series_body, coverage, year, rate AS measure, 'total' AS applicant, value, '%' AS unit, 'derived' AS status,
           'exact' AS qualifier, 'rate' AS taken_from, basis, NULL AS statement_count, NULL AS disagreeing,
           NULL AS correction_id, NULL AS figure_id
    FROM rates_of({series}) {rates}"""
_COMPARISON = """
WITH wanted AS (
    SELECT unnest({names}) AS measure, unnest({applicants}) AS applicant, unnest({positions}) AS position
),
taken AS ({sources}
),
grid AS (
    SELECT b.series_body, b.coverage, b.year, b.form, b.has_report, b.body_changed, b.issuer_name,
           w.measure, w.applicant
    FROM body_years_of({series}) b CROSS JOIN wanted w
),
cells AS (
    SELECT * FROM grid FULL JOIN taken USING (series_body, coverage, year, measure, applicant)
),
named AS (
    SELECT c.*, b.name, b.level, b.division, w.position,
           coalesce(i.zh, r.zh) AS zh, coalesce(i.en, r.en) AS en, r.rate IS NOT NULL AS is_rate,
           CASE
               WHEN c.value IS NOT NULL THEN NULL
               WHEN NOT coalesce(c.has_report, false) THEN 'no_report'
               WHEN c.status IN ('unreadable', 'blank', 'dash') THEN c.status
               WHEN r.rate IS NULL AND NOT list_contains(i.forms, c.form) AND NOT list_contains(i.forms, 'prose')
                   THEN 'not_in_form'
               WHEN r.rate IS NULL AND NOT list_contains(i.forms, c.form) THEN 'not_in_table'
               ELSE 'not_reported'
           END AS missing
    FROM cells c
    JOIN wanted w USING (measure, applicant)
    LEFT JOIN (
        SELECT series_body, any_value(name ORDER BY body) AS name, any_value(level ORDER BY body) AS level,
               any_value(division ORDER BY body) AS division
        FROM bodies GROUP BY series_body) b USING (series_body)
    LEFT JOIN indicators i ON i.indicator = c.measure
    LEFT JOIN rates r ON r.rate = c.measure
),
followed AS (
    SELECT *,
           lag(CASE WHEN value IS NOT NULL THEN struct_pack(value := value, year := year, basis := basis) END
               IGNORE NULLS) OVER (PARTITION BY measure, applicant, series_body, coverage ORDER BY year) AS before
    FROM named
)
SELECT
    f.measure, f.applicant, f.zh, f.en, f.series_body, f.coverage, coalesce(f.name, f.series_body) AS name, f.division,
    f.level, f.year, f.form, f.basis, f.value, f.unit, f.qualifier, f.status, f.missing, f.taken_from,
    f.statement_count, f.disagreeing, f.correction_id,
    f.before.value AS previous_value, f.before.year AS previous_year,
    CASE WHEN f.before.year = f.year - 1 AND coalesce(s.verdict, '') <> 'break'
         THEN f.value - f.before.value END AS change,
    CASE WHEN f.before.year = f.year - 1 AND f.before.value <> 0 AND coalesce(s.verdict, '') <> 'break'
         AND NOT f.is_rate THEN f.value / f.before.value - 1 END AS change_share,
    CASE WHEN f.value IS NULL OR f.before IS NULL THEN NULL
         WHEN f.before.basis = f.basis THEN 'same'
         ELSE coalesce(s.verdict, 'unchecked') END AS step,
    s.zh AS step_zh, s.en AS step_en,
    coalesce(f.body_changed, false) AS body_changed, f.issuer_name,
    CASE WHEN f.value IS NOT NULL THEN
        rank() OVER (
            PARTITION BY f.measure, f.applicant, f.coverage, f.level, f.year ORDER BY f.value DESC NULLS LAST) END
        AS rank,
    CASE WHEN NOT f.is_rate THEN
        f.value / nullif(sum(f.value) OVER (PARTITION BY f.measure, f.applicant, f.coverage, f.level, f.year), 0) END
        AS share,
    f.figure_id, f.position
FROM followed f
LEFT JOIN steps s
    ON s.measure = f.measure AND s.from_basis = f.before.basis AND s.to_basis = f.basis AND s.from_basis <> s.to_basis
{shown}
ORDER BY f.position, f.coverage <> 'own', f.coverage DESC, f.series_body, f.year
"""

SUMMARIES = {
    "year": ("year",),
    "form": ("basis",),
}
_SUMMARY = """
SELECT measure, applicant, any_value(zh) AS zh, any_value(en) AS en, coverage, level, {keys},
       count(value) AS bodies_with_value, count(*) AS bodies, sum(value) AS total, avg(value) AS mean,
       median(value) AS median, min(value) AS lowest, max(value) AS highest,
       count(*) FILTER (step = 'break') AS breaks
FROM ({comparison}) compared
GROUP BY measure, applicant, coverage, level, position, {keys}
ORDER BY position, coverage <> 'own', coverage DESC, level, {keys}
"""


def comparison(
    connection: DuckDBPyConnection,
    measures: Sequence[MeasureName],
    bodies: Sequence[str] | None,
    years: Sequence[int] | None,
    summary: str | None = None,
) -> DuckDBPyRelation:
    """``bodies``: series of the warehouse; all when None. ``summary``: a key of :data:`SUMMARIES`, a row a group."""
    query, parameters = _compose(connection, measures, bodies, years)
    if summary is not None:
        query = _SUMMARY.format(keys=", ".join(SUMMARIES[summary]), comparison=query)
    return connection.sql(query, params=parameters)


def _compose(
    connection: DuckDBPyConnection,
    measures: Sequence[MeasureName],
    bodies: Sequence[str] | None,
    years: Sequence[int] | None,
) -> tuple[str, dict[str, object]]:
    rates = {name for (name,) in connection.execute("SELECT rate FROM rates").fetchall()}
    conditions = Conditions()
    series = conditions.parameter(list(bodies) if bodies is not None else None)
    names = [measure.name for measure in measures]
    sources = []
    if indicators := [name for name in names if name not in rates]:
        applicants = sorted({measure.applicant for measure in measures})
        chosen = conditions.beside().among("indicator", indicators).among("applicant", applicants)
        chosen.parts += ["period = 'year'", "item IS NULL"]
        sources.append(_FIGURES.format(series=series, figures=chosen.where))
    if rated := [name for name in names if name in rates]:
        sources.append(_RATES.format(series=series, rates=conditions.beside().among("rate", rated).where))
    query = _COMPARISON.format(
        series=series,
        names=conditions.parameter(names),
        applicants=conditions.parameter([measure.applicant for measure in measures]),
        positions=conditions.parameter(list(range(len(names)))),
        sources="\n    UNION ALL BY NAME".join(sources),
        shown=conditions.beside().among("f.year", years).where,
    )
    return query, conditions.parameters
