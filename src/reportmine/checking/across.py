"""Checks over a body's years and over its peers: SQL over the warehouse's views, on a connection that is passed in.

Every query returns ``report_id`` (the report the finding is about), ``refs`` (the figures it names), ``expected`` and
``observed``; its other columns fill the check's message. Rows of one report make one finding, in the query's order: it
must leave no ties, or the same warehouse would be told of in other words the next time.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from reportmine.checking.copies import copies_query
from reportmine.checking.ranges import number
from reportmine.checking.words import Fields, Speaker
from reportmine.model import Applicant, Finding, Level, Outcome, Period, Qualifier, Scope, Source
from reportmine.model.report import FigureRef
from reportmine.rulebook import Rulebook
from reportmine.rulebook.checks import ChainRule, Check, CheckSettings, Condition, CopiesRule, SqlRule, Term, Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RESERVED = {"report_id", "refs", "expected", "observed"}
Row = dict[str, Any]
Query = tuple[str, dict[str, Any]]

_REF = """
CREATE OR REPLACE TEMP MACRO {name}(v) AS {{
    'indicator': v.indicator, 'applicant': v.applicant, 'period': v.period, 'year': v.year, 'value': v.value,
    'source': v.source, 'start': {start}, 'end': {end}}}
"""
# What all queries read. ``check_values``: one value for each report, indicator, applicant and period, of the report's
# own year, the table's word before the prose's. Codes are enums and bodies are numbered: ten million rows are joined
# several times, and joining on texts takes three times as long.
_CODES: dict[str, type[StrEnum]] = {
    "check_applicant": Applicant,
    "check_period": Period,
    "check_source": Source,
    "check_qualifier": Qualifier,
    "check_scope": Scope,
    "check_level": Level,
}
_ENUMS = {
    "check_indicator": "SELECT DISTINCT indicator FROM figures",
    "check_form": "SELECT DISTINCT form FROM reports",
    "check_parent": "SELECT DISTINCT parent_division FROM reports WHERE parent_division IS NOT NULL",
}
_GROUND = (
    """
CREATE OR REPLACE TEMP TABLE check_reports AS
SELECT report_id, report_key, body, series_body, CAST(dense_rank() OVER (ORDER BY series_body) AS INTEGER) AS series,
       issuer_name, division, parent_division, level, body_kind, year, form, scope, published_on, document_sha256,
       revision
FROM latest_reports WHERE year IS NOT NULL AND coalesce(document_kind, 'annual_report') = 'annual_report'
""",
    """
CREATE OR REPLACE TEMP TABLE check_values AS
SELECT f.report_id, CAST(f.indicator AS check_indicator) AS indicator,
       CAST(f.applicant AS check_applicant) AS applicant, CAST(f.period AS check_period) AS period,
       CAST(f.source AS check_source) AS source, CAST(f.qualifier AS check_qualifier) AS qualifier, f.value,
       f.start_offset, f.end_offset, r.series, r.series_body, r.year, CAST(r.form AS check_form) AS form,
       CAST(r.scope AS check_scope) AS scope, CAST(r.parent_division AS check_parent) AS parent_division,
       CAST(r.level AS check_level) AS level
FROM figures f JOIN check_reports r USING (report_id)
WHERE f.item IS NULL AND f.occurrence = 1 AND f.year = r.year AND f.value IS NOT NULL
  AND f.status IN ('reported', 'stated_zero', 'inferred') AND coalesce(f.confidence, 1) >= $least_confidence
""",
    """
CREATE OR REPLACE TEMP TABLE check_doubles AS
WITH prose AS (SELECT report_id, indicator, applicant, period FROM check_values WHERE source = 'prose')
SELECT DISTINCT p.* FROM check_values t JOIN prose p USING (report_id, indicator, applicant, period)
WHERE t.source = 'table'
""",
    """
DELETE FROM check_values v USING check_doubles d
WHERE v.source = 'prose' AND v.report_id = d.report_id AND v.indicator = d.indicator AND v.applicant = d.applicant
  AND v.period = d.period
""",
    "DROP TABLE check_doubles",
    _REF.format(name="own_ref", start="v.start_offset", end="v.end_offset"),
    _REF.format(name="other_ref", start="NULL::INTEGER", end="NULL::INTEGER"),
)


def check_warehouse(connection: DuckDBPyConnection, rulebook: Rulebook) -> list[tuple[int, Finding]]:
    """Findings of the whole warehouse, each with the report it is about, worst severity first.

    ``connection``: an open warehouse; only temporary tables are made in it.
    """
    book = rulebook.checks
    speaker = Speaker(book, rulebook.indicators)
    prepare(connection, book.settings)
    found: list[tuple[int, Finding]] = []
    for check in book.checks:
        if check.across_reports:
            found += findings(connection, speaker, check, book.settings)
    drop(connection)
    order = ["error", "inconsistency", "warning", "info"]
    return sorted(found, key=lambda pair: (order.index(pair[1].severity), pair[1].code, pair[0]))


def prepare(connection: DuckDBPyConnection, settings: CheckSettings) -> None:
    """Makes the temporary tables that the queries read."""
    drop(connection)
    for name, kind in _CODES.items():
        connection.execute(f"CREATE TEMP TYPE {name} AS ENUM ({_quoted(code.value for code in kind)})")
    for name, query in _ENUMS.items():
        connection.execute(
            f"CREATE TEMP TYPE {name} AS ENUM ({query} UNION SELECT '' ORDER BY 1)"
        )  # an empty one is none
    for statement in _GROUND:
        parameters = {"least_confidence": settings.least_confidence} if "$least" in statement else None
        connection.execute(statement, parameters)


def drop(connection: DuckDBPyConnection) -> None:
    """Takes the temporary tables away again."""
    for name in ("check_values", "check_reports"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for name in (*_CODES, *_ENUMS):
        connection.execute(f"DROP TYPE IF EXISTS {name}")


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
ORDER BY l.report_id, l.applicant <> 'total', l.indicator, l.applicant, l.period, l.source, expected
"""


def _join(term: Term, name: str, left: Term, rule: ChainRule) -> str:
    year = "l.year - 1" if term.before else "l.year"
    same = [
        f"{name}.series = l.series", f"{name}.year = {year}", f"{name}.applicant = l.applicant",
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


def findings(
    connection: DuckDBPyConnection, speaker: Speaker, check: Check, settings: CheckSettings
) -> Iterator[tuple[int, Finding]]:
    """One check's findings, on a prepared connection."""
    sql, parameters = query_of(check, settings)
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
    whole = ref.applicant == "total"
    where = words.periods[ref.period] if whole else words.applicants[ref.applicant]
    return Words(
        zh=f"{label.zh}({ref.year}, {where.zh}) {value.zh}", en=f"{label.en} ({ref.year}, {where.en}) {value.en}"
    )


def _field(speaker: Speaker, name: str, value: object) -> Words | str:
    return speaker.label(str(value)) if name == "indicator" else _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, float) else str(value)
