"""What an export holds: tables in a fixed order of rows and columns, with what every column means.

Nothing in them depends on when or in which order reports were loaded, so the same reports give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportmine.warehouse.answers import identifier
from reportmine.warehouse.comments import Comment, read_comments

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


@dataclass(frozen=True)
class Column:
    name: str
    kind: str  # DuckDB's type
    about: Comment
    field: str | None  # the field of the table "codes" that explains its values


@dataclass(frozen=True)
class ExportTable:
    name: str
    about: Comment
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    query: str  # our own SQL, with ORDER BY
    parameters: dict[str, object]

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        return connection.sql(self.query, params=self.parameters)


@dataclass(frozen=True)
class _Source:
    name: str
    described_as: str  # the table or view whose comments speak for it
    key: tuple[str, ...]
    select: str


_SOURCES = (
    _Source(
        "reports", "reports", ("report_key", "revision"),
        "SELECT report_key, revision, is_latest, series_body, body, issuer_name, division, parent_division, level, "
        "body_kind, within, array_to_string(joint_with, '; ') AS joint_with, issuer_confidence, year, period_start, "
        "period_end, form, array_to_string(forms, ' ') AS forms, published_on, scope, title, document_kind, "
        "figure_count, document_sha256 FROM reports",
    ),
    _Source("documents", "documents", ("sha256",), "SELECT sha256, source, media_type, pages FROM documents"),
    _Source("bodies", "bodies", ("body",), "SELECT body, series_body, name, level, kind, division, within FROM bodies"),
    _Source(
        "figures", "latest_figures", ("figure_id",),
        "SELECT figure_id, report_key, series_body, issuer_name, division, parent_division, level, year, form, scope, "
        "indicator, applicant, item, period, figure_year, value, unit, status, qualifier, source, occurrence, printed, "
        "printed_unit, round(CAST(confidence AS DOUBLE), 4) AS confidence, rule, start_offset, end_offset, quote, "
        "page, cell_row, cell_column FROM latest_figures",
    ),
    _Source(
        "panel_long", "panel_long", ("series_body", "coverage", "year", "indicator"),
        "SELECT series_body, coverage, year, indicator, issuer_name, division, parent_division, level, form, scope, "
        "published_on, value, unit, missing, status, qualifier, taken_from, statement_count, disagreeing, "
        "correction_id, figure_id FROM panel_long",
    ),
    _Source(
        "rates", "rate_values", ("series_body", "coverage", "year", "rate"),
        "SELECT series_body, coverage, year, rate, value, part, whole, basis FROM rate_values WHERE value IS NOT NULL",
    ),
    _Source(
        "findings", "latest_findings", ("finding_id",),
        "SELECT finding_id, report_key, series_body, issuer_name, year, origin, code, severity, outcome, message_zh, "
        "message_en, expected, observed, explanation FROM latest_findings",
    ),
    _Source(
        "unread", "unread", ("report_key", "start_offset", "kind", "text"),
        "SELECT report_key, u.kind, u.start_offset, u.end_offset, u.text, u.quote, u.value, u.unit, u.reason "
        "FROM unread u JOIN reports USING (report_id) WHERE is_latest",
    ),
    _Source(
        "corrections", "standing_corrections", ("figure_id",),
        "SELECT figure_id, value, reason, made_by, state, seen_value, seen_printed, seen_status "
        "FROM standing_corrections",
    ),
    _Source(
        "indicators", "indicators", ("indicator",),
        "SELECT indicator, position, zh, en, unit, parent, parts, array_to_string(forms, ' ') AS forms, note "
        "FROM indicators",
    ),
    _Source("codes", "codes", ("field", "code"), "SELECT field, code, position, zh, en FROM codes"),
    _Source(
        "comparability", "comparability", ("indicator", "from_basis", "to_basis"),
        "SELECT indicator, from_basis, to_basis, verdict, zh, en FROM comparability",
    ),
)  # fmt: skip
_PANEL_KEY = ("series_body", "coverage", "year")


def export_tables(connection: DuckDBPyConnection) -> list[ExportTable]:
    """The tables, smallest number of surprises first: the wide panel, then what it was made from."""
    fields = {field for (field,) in connection.execute("SELECT DISTINCT field FROM codes").fetchall()}
    comments = read_comments()
    tables = [_wide_panel(connection, fields)]
    for source in _SOURCES:
        query = f"{source.select} ORDER BY {', '.join(source.key)}"
        about = comments[source.described_as, ""]
        columns = tuple(
            Column(name, str(kind), _about(comments, source.described_as, name), name if name in fields else None)
            for name, kind in _shape(connection, query)
        )
        tables.append(ExportTable(source.name, about, columns, source.key, query, {}))
    return tables


def _shape(
    connection: DuckDBPyConnection, query: str, parameters: dict[str, object] | None = None
) -> list[tuple[str, object]]:
    relation = connection.sql(query, params=parameters or {})
    return list(zip(relation.columns, relation.types, strict=True))


def _about(comments: dict[tuple[str, str], Comment], table: str, column: str) -> Comment:
    return comments.get((table, column)) or comments.get(("*", column)) or Comment(column, column)


def _wide_panel(connection: DuckDBPyConnection, fields: set[str]) -> ExportTable:
    indicators = connection.execute("SELECT indicator, zh, en, unit FROM indicators ORDER BY position").fetchall()
    about = {name: Comment(f"{en} ({unit})", f"{zh}（{unit}）") for name, zh, en, unit in indicators}
    names = {f"i{index}": name for index, name in enumerate(about)}
    values = ", ".join(f"max(value) FILTER (indicator = ${key}) AS {identifier(name)}" for key, name in names.items())
    query = (
        "SELECT series_body, coverage, year, any_value(issuer_name) AS issuer_name, any_value(division) AS division, "
        "any_value(parent_division) AS parent_division, any_value(level) AS level, any_value(form) AS form, "
        "any_value(scope) AS scope, any_value(published_on) AS published_on, "
        f"{values} FROM panel_long GROUP BY series_body, coverage, year ORDER BY series_body, coverage, year"
    )
    comments = read_comments()
    columns = tuple(
        Column(
            name, str(kind), about.get(name) or _about(comments, "panel_long", name), name if name in fields else None
        )
        for name, kind in _shape(connection, query, dict(names))
    )
    return ExportTable("panel", comments["panel", ""], columns, _PANEL_KEY, query, dict(names))
