"""Lays a comparison out for reading: a grid a measure, bodies against years, what needs a remark marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

MISSING_SIGNS = {
    "no_report": "·", "blank": "□", "dash": "—", "unreadable": "?", "not_in_form": "×", "not_in_table": "×",
    "not_reported": "–",
}  # fmt: skip
STEP_SIGNS = {"break": "‖", "approximate": "~", "unchecked": "¿"}  # before a value: how it follows on the one before
COVERAGE_SIGNS = {"aggregate": "§", "unknown": "°"}
QUALIFIER_SIGNS = {"approximate": "≈", "at_least": "≥", "at_most": "≤"}
REMARKS = {
    "‖": "break: another notion under the same name, not comparable with the value before",
    "~": "approximately the same notion as the value before",
    "¿": "printed on another form or in another place than the value before; nobody has checked the step",
    "*": "corrected by a reader", "≠": "printed with different values; one was chosen",
    "†": "the body changed (name or division)", "§": "the whole area with its departments and townships",
    "°": "not said whether the body alone or the whole area",
}  # fmt: skip


@dataclass
class Grid:
    """One measure: a title, a head, rows of texts, and what its signs mean."""

    title: str
    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


Row = dict[str, Any]


def rows_of(relation: DuckDBPyRelation) -> list[Row]:
    names = relation.columns
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def grids(connection: DuckDBPyConnection, rows: Sequence[Row], by: str) -> list[Grid]:
    """``by``: ``body`` puts bodies in rows and years in columns, ``year`` the other way round."""
    reasons = _reasons(connection)
    found = []
    for measure in dict.fromkeys((row["measure"], row["applicant"]) for row in rows):
        own = [row for row in rows if (row["measure"], row["applicant"]) == measure]
        found.append(_by_body(own, reasons) if by == "body" else _by_year(own, reasons))
    return found


def _reasons(connection: DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute("SELECT code, zh, en FROM codes WHERE field = 'missing'").fetchall()
    return {code: f"{zh} {en}" for code, zh, en in rows}


def _by_body(rows: list[Row], reasons: dict[str, str]) -> Grid:
    years = sorted({row["year"] for row in rows})
    last = max((row["year"] for row in rows if row["value"] is not None), default=None)
    grid = Grid(_title(rows[0]), ["", *map(str, years), f"change {last}", "rank", "share"])
    for line in _lines(rows):
        at = {row["year"]: row for row in line}
        end = at.get(last, {})
        closing = [_change(end), _plain(end.get("rank")), _percent(end.get("share"))]
        grid.rows.append([_name(line), *(_cell(at.get(year)) for year in years), *closing])
    return _explained(grid, rows, reasons)


def _by_year(rows: list[Row], reasons: dict[str, str]) -> Grid:
    lines = _lines(rows)
    grid = Grid(_title(rows[0]), ["", *map(_name, lines)])
    for year in sorted({row["year"] for row in rows}):
        cells = [next((row for row in line if row["year"] == year), None) for line in lines]
        grid.rows.append([str(year), *map(_cell, cells)])
    return _explained(grid, rows, reasons)


def _lines(rows: list[Row]) -> list[list[Row]]:
    """The rows of one body and coverage together, as they come."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["series_body"], row["coverage"]), []).append(row)
    return list(found.values())


def _title(row: Row) -> str:
    applicant = "" if row["applicant"] == "total" else f":{row['applicant']}"
    unit = f" ({row['unit']})" if row.get("unit") else ""
    return f"{row['measure']}{applicant}  {row['zh']}  {row['en']}{unit}"


def _name(line: list[Row]) -> str:
    changed = "†" if any(row["body_changed"] for row in line) else ""
    return f"{line[0]['name']}{changed}{COVERAGE_SIGNS.get(line[0]['coverage'], '')}"


def _cell(row: Row | None) -> str:
    if row is None:
        return MISSING_SIGNS["no_report"]
    if row["value"] is None:
        return MISSING_SIGNS.get(row["missing"], "–")
    before = STEP_SIGNS.get(row["step"] or "", "") + QUALIFIER_SIGNS.get(row["qualifier"], "")
    after = ("*" if row["correction_id"] is not None else "") + ("≠" if row["disagreeing"] else "")
    return f"{before}{_value(row)}{after}"


def _value(row: Row) -> str:
    return _percent(row["value"]) if row["taken_from"] == "rate" else _plain(row["value"])


def _plain(value: float | int | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _change(row: Row) -> str:
    if row.get("change") is None:
        return ""
    share = row["change_share"]
    if row["taken_from"] == "rate":
        return f"{100 * row['change']:+.1f} pp"
    return f"{row['change']:+,.10g}" + (f" ({share:+.1%})" if share is not None else "")


def _explained(grid: Grid, rows: Iterable[Row], reasons: dict[str, str]) -> Grid:
    """Adds a line for every sign that stands in the grid, and what the crosswalk says of the steps in it."""
    rows = list(rows)
    text = "".join(cell for row in [grid.head, *grid.rows] for cell in row)
    grid.remarks += [f"{sign} {meaning}" for sign, meaning in REMARKS.items() if sign in text]
    for code in dict.fromkeys(row["missing"] for row in rows if row["missing"]):
        grid.remarks.append(f"{MISSING_SIGNS.get(code, '–')} {reasons.get(code, code)}")
    steps = {(row["step"], row["step_zh"], row["step_en"]) for row in rows if row["step_en"]}
    grid.remarks += [f"{STEP_SIGNS.get(step, '')} {zh} / {en}" for step, zh, en in sorted(steps)]
    return grid


def summary_grids(rows: Sequence[Row], key: str) -> list[Grid]:
    """Grids of :func:`reportmine.warehouse.compare.comparison` with a summary."""
    found: dict[tuple[str, str], Grid] = {}
    for row in rows:
        head = [key, "coverage", "level", "with value", "of", "total", "mean", "median", "lowest", "highest", "breaks"]
        grid = found.setdefault((row["measure"], row["applicant"]), Grid(_title(row), head))
        shown = [_plain(row[name]) for name in ("total", "mean", "median", "lowest", "highest")]
        counts = [str(row["bodies_with_value"]), str(row["bodies"])]
        grid.rows.append(
            [str(row[key] or "–"), row["coverage"], row["level"] or "", *counts, *shown, str(row["breaks"])]
        )
    return list(found.values())
