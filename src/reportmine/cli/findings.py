"""Findings for a reader: chosen, grouped by report, ranked worst first, and written in four formats."""

from __future__ import annotations

import csv
import html
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportmine.rulebook.checks import CheckBook

if TYPE_CHECKING:
    from rich.table import Table

    from reportmine.warehouse import Warehouse

SEVERITIES = ("error", "inconsistency", "warning", "info")
SHOWN = ("fail", "explained")  # the other outcomes on demand
_STYLES = {"error": "bold red", "inconsistency": "red", "warning": "yellow", "info": "dim"}


@dataclass(frozen=True)
class Wanted:
    """What to show; None sets no condition."""

    bodies: list[str] | None = None
    years: list[int] | None = None
    severities: list[str] | None = None
    codes: list[str] | None = None
    all_outcomes: bool = False
    waived: bool = False


@dataclass(frozen=True)
class Row:
    """A finding with the report it is about."""

    finding_id: str
    report_key: str
    issuer: str
    county: str
    year: int | None
    form: str
    document: str
    code: str
    severity: str
    outcome: str
    message_zh: str
    message_en: str
    expected: str
    observed: str
    explanation: str
    figures: list[dict[str, Any]]
    start: int | None
    end: int | None
    waiver: str | None

    @property
    def is_serious(self) -> bool:
        serious = self.severity in ("error", "inconsistency") and self.outcome == "fail"
        return serious and self.waiver is None

    @property
    def rank(self) -> tuple[int, int]:
        """Worst first; what fails before what is explained."""
        return (0 if self.outcome == "fail" else 1, SEVERITIES.index(self.severity))

    def message(self, language: str) -> str:
        return self.message_zh if language == "zh" else self.message_en


_QUERY = """
SELECT f.finding_id, f.report_key, coalesce(f.issuer_name, ''), coalesce(f.parent_division, ''), f.year, f.form,
       coalesce(any_value(d.source), ''), f.code, f.severity, f.outcome, f.message_zh, f.message_en,
       coalesce(f.expected, ''), coalesce(f.observed, ''), coalesce(f.explanation, ''), f.figures, f.start_offset,
       f.end_offset, any_value(w.reason)
FROM latest_findings f
LEFT JOIN reports r ON r.report_id = f.report_id
LEFT JOIN documents d ON d.sha256 = r.document_sha256
LEFT JOIN waivers w ON w.finding_id = f.finding_id AND w.ended_at IS NULL
{where}
GROUP BY ALL
"""


def select(warehouse: Warehouse, wanted: Wanted) -> list[Row]:
    """Findings, those of the report with the worst one first. Raises ReportmineError for an unknown body."""
    from reportmine.warehouse.selection import find_bodies

    conditions: list[str] = []
    parameters: dict[str, object] = {}
    chosen = {
        "series_body": find_bodies(warehouse.connection, wanted.bodies) if wanted.bodies else None,
        "year": wanted.years,
        "severity": wanted.severities,
        "outcome": None if wanted.all_outcomes else list(SHOWN),
    }
    for name, values in chosen.items():
        if values is not None:
            conditions.append(f"list_contains(${name}, f.{name})")
            parameters[name] = values
    if wanted.codes:
        conditions.append("list_bool_or(list_transform($codes, lambda c: starts_with(f.code, c)))")
        parameters["codes"] = wanted.codes
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = [_row(values) for values in warehouse.sql(_QUERY.format(where=where), parameters).fetchall()]
    return _ranked([row for row in rows if wanted.waived or row.waiver is None])


def _row(values: tuple[Any, ...]) -> Row:
    row = Row(*values)
    return replace(row, figures=json.loads(values[-4]) if values[-4] else [])


def _ranked(rows: Sequence[Row]) -> list[Row]:
    """Reports by their worst finding and by how many of that kind they have; within one, worst first."""
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        by_report.setdefault(row.report_key, []).append(row)

    def weight(key: str) -> tuple[object, ...]:
        counts = Counter(row.rank for row in by_report[key])
        worst = min(counts)
        return (worst, -counts[worst], -len(by_report[key]), key)

    return [
        row
        for key in sorted(by_report, key=weight)
        for row in sorted(by_report[key], key=lambda row: (row.rank, row.code, row.finding_id))
    ]


def render(rows: Sequence[Row], format: str, language: str, book: CheckBook, *, summary: bool, top: int) -> str:
    """The findings, or their summary, as JSON, CSV, HTML or plain text."""
    if format == "json":
        data = summarise(rows) if summary else [asdict(row) for row in rows]
        return json.dumps(data, ensure_ascii=False, indent=1)
    if format == "csv":
        return _csv(summarise(rows) if summary else [_flat(row) for row in rows])
    if format == "html":
        return _page(rows, language, book)
    from rich.console import Console

    sink = io.StringIO()
    _print(Console(file=sink, width=160, highlight=False, markup=False), rows, language, book, summary=summary, top=top)
    return sink.getvalue()


def _flat(row: Row) -> dict[str, Any]:
    flat = asdict(row)
    flat["figures"] = "; ".join(f"{ref['indicator']}={ref['value']}" for ref in row.figures)
    return flat


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    sink = io.StringIO()
    writer = csv.DictWriter(sink, names, restval=0)
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue()


def summarise(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Bodies by checks: how often each check failed, county by county, a line for each county's sum."""
    codes = sorted({row.code for row in rows if row.outcome == "fail"})
    lines: list[dict[str, Any]] = []
    for county, group in groupby(sorted(rows, key=lambda row: (row.county, row.issuer)), key=lambda row: row.county):
        members = [row for row in group if row.outcome == "fail"]
        for issuer, some in groupby(members, key=lambda row: row.issuer):
            lines.append(_counts(county, issuer, list(some), codes))
        if members:
            lines.append(_counts(county, "", members, codes))
    return lines


def _counts(county: str, issuer: str, rows: Sequence[Row], codes: Sequence[str]) -> dict[str, Any]:
    counts = Counter(row.code for row in rows)
    return {"county": county, "body": issuer, "all": len(rows)} | {code: counts[code] for code in codes}


def print_table(rows: Sequence[Row], language: str, book: CheckBook, *, summary: bool, top: int, wide: bool) -> None:
    from rich.console import Console

    console = Console(width=None if wide else 160, highlight=False, markup=False)
    _print(console, rows, language, book, summary=summary, top=top)


def _print(console: Any, rows: Sequence[Row], language: str, book: CheckBook, *, summary: bool, top: int) -> None:
    if summary:
        console.print(_summary_table(rows))
        return
    groups = [(key, list(group)) for key, group in groupby(rows, key=lambda row: row.report_key)]
    for _, group in groups[:top]:
        console.print(_report_table(group, language, book))
    if len(groups) > top:
        console.print(f"… and {len(groups) - top} more reports (--top {len(groups)} shows all).")
    counts = Counter(row.severity for row in rows if row.outcome == "fail")
    explained = sum(row.outcome == "explained" for row in rows)
    said = ", ".join(f"{counts[each]} {each}" for each in SEVERITIES if counts[each]) or "nothing that fails"
    console.print(f"{said}; {explained} explained; {len(groups)} reports.")


def _report_table(rows: Sequence[Row], language: str, book: CheckBook) -> Table:
    from rich.table import Table
    from rich.text import Text

    first = rows[0]
    title = f"{first.issuer or first.document} {first.year or ''} ({first.form})"
    table = Table(title=title, title_justify="left", expand=True, show_edge=False)
    table.add_column("severity", no_wrap=True)
    table.add_column("check", no_wrap=True)
    table.add_column("message", ratio=1)
    table.add_column("finding", no_wrap=True)
    for row in rows:
        shown = _word(book, row.severity if row.outcome == "fail" else row.outcome, language)
        style = _STYLES[row.severity] if row.outcome == "fail" else "dim"
        tail = f" [{row.waiver}]" if row.waiver else ""
        table.add_row(Text(shown, style=style), row.code, row.message(language) + tail, row.finding_id[:8])
    return table


def _word(book: CheckBook, code: str, language: str) -> str:
    words = book.words.severities.get(code) or book.words.outcomes[code]
    return words.zh if language == "zh" else words.en


def _summary_table(rows: Sequence[Row]) -> Table:
    from rich.table import Table

    lines = summarise(rows)
    names = list(lines[0]) if lines else ["county", "body", "all"]
    table = Table(*names)
    for line in lines:
        style = "bold" if not line["body"] else None
        table.add_row(*(str(line[name] or "") if name != "body" else line[name] or "∑" for name in names), style=style)
    return table


def _page(rows: Sequence[Row], language: str, book: CheckBook) -> str:
    return "\n".join(
        [
            f"<!DOCTYPE html><html lang='{'zh-Hans' if language == 'zh' else 'en'}'><head><meta charset='utf-8'>",
            f"<title>reportmine: findings</title><style>{_CSS}</style></head><body>",
            "<h1>Findings</h1>",
            *_blocks(rows, language, book),
            "</body></html>",
        ]
    )


_CSS = (
    "body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;border-bottom:1px solid #ddd}"
    ".error,.inconsistency{color:#a00}.warning{color:#850}.info,.explained{color:#666}code{color:#666}"
)


def _blocks(rows: Sequence[Row], language: str, book: CheckBook) -> Iterator[str]:
    for _, group in groupby(rows, key=lambda row: row.report_key):
        found = list(group)
        first = found[0]
        yield f"<h2>{html.escape(first.issuer or first.document)} {first.year or ''} ({first.form})</h2><table>"
        for row in found:
            shown = row.severity if row.outcome == "fail" else row.outcome
            other = row.message("en" if language == "zh" else "zh")
            yield (
                f"<tr><td class='{shown}'>{_word(book, shown, language)}</td><td><code>{row.code}</code></td>"
                f"<td>{html.escape(row.message(language))}<br><small>{html.escape(other)}</small></td>"
                f"<td><code>{row.finding_id[:8]}</code></td></tr>"
            )
        yield "</table>"
