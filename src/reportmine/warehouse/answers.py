"""The queries behind the warehouse object: figures, panels, findings, the place of one figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportmine.warehouse.keys import FigureKey
from reportmine.warehouse.selection import Conditions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


def figures(
    connection: DuckDBPyConnection,
    indicators: Sequence[str] | None,
    bodies: Sequence[str] | None,
    years: Sequence[int] | None,
) -> DuckDBPyRelation:
    chosen = Conditions().among("series_body", bodies).among("indicator", indicators).among("figure_year", years)
    return connection.sql(f"SELECT * FROM latest_figures {chosen.where}", params=chosen.parameters)


def long_panel(
    connection: DuckDBPyConnection,
    indicators: Sequence[str] | None,
    bodies: Sequence[str] | None,
    years: Sequence[int] | None,
) -> DuckDBPyRelation:
    chosen = Conditions()
    series = chosen.parameter(bodies)
    chosen.among("indicator", indicators).among("year", years)
    query = f"SELECT * FROM panel_of({series}) {chosen.where} ORDER BY series_body, coverage DESC, year, indicator"
    return connection.sql(query, params=chosen.parameters)


def wide_panel(
    connection: DuckDBPyConnection,
    indicators: Sequence[str] | None,
    bodies: Sequence[str] | None,
    years: Sequence[int] | None,
    reasons: bool,
) -> DuckDBPyRelation:
    """Open vocabularies and splits by applicant have no column here: the long form has them."""
    names = indicators if indicators is not None else _all_indicators(connection)
    chosen = Conditions()
    series = chosen.parameter(bodies)
    chosen.among("indicator", names).among("year", years)
    columns = []
    for name in names:
        place = chosen.parameter(name)
        columns.append(f"max(value) FILTER (indicator = {place}) AS {identifier(name)}")
        if reasons:
            columns.append(f"max(missing) FILTER (indicator = {place}) AS {identifier(name + '.missing')}")
    query = (
        "SELECT series_body, coverage, year, any_value(issuer_name) AS issuer_name, any_value(division) AS division, "
        "any_value(parent_division) AS parent_division, any_value(level) AS level, any_value(form) AS form, "
        f"any_value(scope) AS scope, any_value(published_on) AS published_on, {', '.join(columns)} "
        f"FROM panel_of({series}) {chosen.where} "
        "GROUP BY series_body, coverage, year ORDER BY series_body, coverage DESC, year"
    )
    return connection.sql(query, params=chosen.parameters)


def _all_indicators(connection: DuckDBPyConnection) -> list[str]:
    rows = connection.execute("SELECT indicator FROM indicators ORDER BY position").fetchall()
    return [name for (name,) in rows]


def identifier(name: str) -> str:
    """A column's name as SQL: names of indicators come from rule files, which users may replace."""
    return '"' + name.replace('"', '""') + '"'


def findings(
    connection: DuckDBPyConnection,
    bodies: Sequence[str] | None,
    years: Sequence[int] | None,
    severities: Sequence[str] | None,
    outcomes: Sequence[str] | None,
) -> DuckDBPyRelation:
    chosen = Conditions().among("series_body", bodies).among("year", years)
    chosen.among("severity", severities).among("outcome", outcomes)
    query = f"SELECT * FROM latest_findings {chosen.where} ORDER BY position, series_body, year, code, finding_id"
    return connection.sql(query, params=chosen.parameters)


def source(connection: DuckDBPyConnection, key: FigureKey) -> DuckDBPyRelation:
    return connection.sql(
        "SELECT r.report_key, r.revision, r.is_latest, d.source AS document, r.document_sha256, d.media_type, "
        "f.indicator, f.applicant, f.item, f.period, f.year, f.value, f.printed, f.printed_unit, f.status, "
        "f.qualifier, f.source, f.quote, f.start_offset, f.end_offset, f.page, f.box_x0, f.box_top, f.box_x1, "
        "f.box_bottom, f.cell_row, f.cell_column, f.rule, f.confidence "
        "FROM figures f JOIN reports r USING (report_id) JOIN documents d ON d.sha256 = r.document_sha256 "
        "WHERE r.report_key = $report_key AND f.indicator = $indicator AND f.applicant = $applicant "
        "AND f.period = $period AND f.year IS NOT DISTINCT FROM $year AND f.source = $source "
        "AND f.occurrence = $occurrence AND f.item IS NOT DISTINCT FROM $item ORDER BY r.revision DESC",
        params=key._asdict(),
    )
