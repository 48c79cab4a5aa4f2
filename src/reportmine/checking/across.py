"""Checks over a body's years and over its peers: SQL over the warehouse's views, on a connection that is passed in.

Every query returns ``report_id`` (the report the finding is about), ``refs`` (the figures it names), ``expected`` and
``observed``; its other columns fill the check's message. Rows of one report make one finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reportmine.checking.copies import copies_query
from reportmine.checking.ranges import number
from reportmine.checking.words import Fields, Speaker
from reportmine.model import Finding, Outcome
from reportmine.model.report import FigureRef
from reportmine.rulebook import Rulebook
from reportmine.rulebook.checks import ChainRule, Check, CheckSettings, Condition, CopiesRule, SqlRule, Term, Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RESERVED = {"report_id", "refs", "expected", "observed"}
Row = dict[str, Any]
Query = tuple[str, dict[str, Any]]

# What all queries read. ``check_values``: one value for each report, indicator, applicant and period, of the report's
# own year, the table's word before the prose's.
_GROUND = """
CREATE OR REPLACE TEMP TABLE check_reports AS
SELECT report_id, report_key, body, series_body, issuer_name, division, parent_division, level, body_kind, year, form,
       scope, published_on, document_sha256, revision
FROM latest_reports WHERE year IS NOT NULL AND coalesce(document_kind, 'annual_report') = 'annual_report';
CREATE OR REPLACE TEMP TABLE check_values AS
WITH known AS (
    SELECT f.report_id, f.indicator, f.applicant, f.period, f.value, f.source, f.qualifier, f.start_offset,
           f.end_offset, r.series_body, r.parent_division, r.level, r.year, r.form, r.scope, r.issuer_name
    FROM figures f JOIN check_reports r USING (report_id)
    WHERE f.item IS NULL AND f.occurrence = 1 AND f.year = r.year AND f.value IS NOT NULL
      AND f.status IN ('reported', 'stated_zero', 'inferred')
      AND coalesce(f.confidence, 1) >= $least_confidence)
SELECT * FROM known WHERE source = 'table'
UNION ALL
SELECT p.* FROM known p
    ANTI JOIN (SELECT * FROM known WHERE source = 'table') t USING (report_id, indicator, applicant, period)
WHERE p.source = 'prose';
CREATE OR REPLACE TEMP MACRO own_ref(v) AS {
    'indicator': v.indicator, 'applicant': v.applicant, 'period': v.period, 'year': v.year, 'value': v.value,
    'source': v.source, 'start': v.start_offset, 'end': v.end_offset};
CREATE OR REPLACE TEMP MACRO other_ref(v) AS {
    'indicator': v.indicator, 'applicant': v.applicant, 'period': v.period, 'year': v.year, 'value': v.value,
    'source': v.source, 'start': NULL::INTEGER, 'end': NULL::INTEGER};
"""


def check_warehouse(connection: DuckDBPyConnection, rulebook: Rulebook) -> list[tuple[int, Finding]]:
    """Findings of the whole warehouse, each with the report it is about, worst severity first.

    ``connection``: an open warehouse; only temporary tables are made in it.
    """
    book = rulebook.checks
    speaker = Speaker(book, rulebook.indicators)
    _prepare(connection, book.settings)
    found: list[tuple[int, Finding]] = []
    for check in book.checks:
        if check.across_reports:
            sql, parameters = query_of(check, book.settings)
            found += _findings(connection, speaker, check, sql, parameters)
    _drop(connection)
    order = ["error", "inconsistency", "warning", "info"]
    return sorted(found, key=lambda pair: (order.index(pair[1].severity), pair[1].code, pair[0]))


def _prepare(connection: DuckDBPyConnection, settings: CheckSettings) -> None:
    for statement in _GROUND.split(";\n"):
        if statement.strip():
            parameters = {"least_confidence": settings.least_confidence} if "$least" in statement else None
            connection.execute(statement, parameters)


def _drop(connection: DuckDBPyConnection) -> None:
    for name in ("check_values", "check_reports"):
        connection.execute(f"DROP TABLE {name}")


def query_of(check: Check, settings: CheckSettings) -> Query:
    """The SQL of a check over several reports."""
    rule = check.rule
    if isinstance(rule, SqlRule):
        return rule.sql, dict(rule.settings)
    if isinstance(rule, CopiesRule):
        return copies_query(rule, settings)
    if isinstance(rule, ChainRule):
        return chain_query(rule), {}
    raise TypeError(f"{check.code} is no check over several reports")


def chain_query(rule: ChainRule) -> str:
    """A relation between a body's year and the one before as a join. Its terms come from the rules only."""
    left, rights = Term.parse(rule.left), [Term.parse(text) for text in rule.right]
    names = [f"r{index}" for index in range(len(rights))]
    joins = "\n".join(_join(term, name, left, rule) for term, name in zip(rights, names, strict=True))
    total = " + ".join(f"({term.sign}) * {name}.value" for term, name in zip(rights, names, strict=True))
    refs = ", ".join(
        f"{'other_ref' if term.before else 'own_ref'}({name})" for term, name in zip(rights, names, strict=True)
    )
    bad = {"=": "abs(gap) > 1e-6", "<=": "gap > 1e-6", ">=": "gap < -1e-6"}[rule.op]
    where = [_column("l", left, left), "l.qualifier = 'exact'", *_conditions(rule.when)]
    if rule.total_only:
        where.append("l.applicant = 'total'")
    return f"""
SELECT l.report_id, [own_ref(l), {refs}] AS refs, l.value AS observed, {total} AS expected, l.value - ({total}) AS gap
FROM check_values l
{joins}
WHERE {" AND ".join(where)} AND {bad}
ORDER BY l.report_id, l.applicant <> 'total', l.indicator, l.applicant
"""


def _join(term: Term, name: str, left: Term, rule: ChainRule) -> str:
    year = "l.year - 1" if term.before else "l.year"
    same = [
        f"{name}.series_body = l.series_body", f"{name}.year = {year}", f"{name}.applicant = l.applicant",
        f"{name}.scope = l.scope", f"{name}.qualifier = 'exact'", _column(name, term, left),
    ]  # fmt: skip
    if term.before and rule.same_form:
        pairs = [f"{name}.form = l.form"]
        pairs += [f"({name}.form = '{early}' AND l.form = '{late}')" for early, late in rule.form_pairs]
        same.append(f"({' OR '.join(pairs)})")
    return f"JOIN check_values {name} ON {' AND '.join(same)}"


def _column(name: str, term: Term, left: Term) -> str:
    period = "cumulative" if term.cumulative else "year"
    if term.indicator != "*":
        return f"{name}.indicator = '{term.indicator}' AND {name}.period = '{period}'"
    same = "" if term is left else f"{name}.indicator = l.indicator AND "
    return f"{same}{name}.period = '{period}'"


def _conditions(when: Condition) -> Iterator[str]:
    if when.forms:
        yield f"l.form IN ({_quoted(when.forms)})"
    if when.levels:
        yield f"l.level IN ({_quoted(level.value for level in when.levels)})"
    if when.scopes:
        yield f"l.scope IN ({_quoted(when.scopes)})"
    if when.from_year is not None:
        yield f"l.year >= {when.from_year:d}"
    if when.to_year is not None:
        yield f"l.year <= {when.to_year:d}"


def _quoted(values: Any) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _findings(
    connection: DuckDBPyConnection, speaker: Speaker, check: Check, sql: str, parameters: dict[str, Any]
) -> Iterator[tuple[int, Finding]]:
    cursor = connection.execute(sql, {name: value for name, value in parameters.items() if f"${name}" in sql})
    columns = [column[0] for column in cursor.description or ()]
    groups: dict[int, list[Row]] = {}
    while batch := cursor.fetchmany(10_000):
        for values in batch:
            row = dict(zip(columns, values, strict=True))
            groups.setdefault(int(row["report_id"]), []).append(row)
    for report_id, rows in groups.items():
        yield report_id, _finding(speaker, check, rows)


def _finding(speaker: Speaker, check: Check, rows: list[Row]) -> Finding:
    first = rows[0]
    refs = [FigureRef(**ref) for row in rows[:20] for ref in (row.get("refs") or ())]
    fields = {name: _field(speaker, name, value) for name, value in first.items() if name not in RESERVED}
    fields |= _relation_fields(speaker, [FigureRef(**ref) for ref in (first.get("refs") or ())])
    fields["more"] = ""
    if len(rows) > 1:
        fields["more"] = speaker.fill(speaker.book.words.more_columns, {"count": str(len(rows) - 1)})
    expected, observed = _text(first.get("expected")), _text(first.get("observed"))
    message = speaker.fill(check.message, {**fields, "expected": expected, "observed": observed})
    return Finding(
        code=check.code,
        severity=check.severity,
        outcome=Outcome.FAIL,
        message_zh=message.zh,
        message_en=message.en,
        expected=expected,
        observed=observed,
        figures=tuple(dict.fromkeys(refs)),
    )


def _relation_fields(speaker: Speaker, refs: list[FigureRef]) -> Fields:
    """``{first}``: the figure in question in words; ``{others}``: those it was held against."""
    said = [_said(speaker, ref) for ref in refs]
    return {"first": said[0] if said else "", "others": speaker.joined(said[1:])}


def _said(speaker: Speaker, ref: FigureRef) -> Words:
    label = speaker.label(ref.indicator, ref.item)
    words = speaker.book.words
    value = words.unknown if ref.value is None else Words(zh=number(ref.value), en=number(ref.value))
    where = words.periods[ref.period] if ref.period != "year" else words.applicants[ref.applicant]
    return Words(
        zh=f"{label.zh}({ref.year}, {where.zh}) {value.zh}", en=f"{label.en} ({ref.year}, {where.en}) {value.en}"
    )


def _field(speaker: Speaker, name: str, value: object) -> Words | str:
    return speaker.label(str(value)) if name == "indicator" else _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, float) else str(value)
