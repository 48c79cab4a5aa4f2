"""One value among many statements, and panels that say why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reportmine.model import Figure, Qualifier, Report, Scope, Source, Status
from reportmine.warehouse import Warehouse

MakeReport = Callable[..., Report]
MakeFigure = Callable[..., Figure]
RECEIVED = "requests.received"


def best(
    warehouse: Warehouse, columns: str = "value, taken_from, statement_count, disagreeing"
) -> list[tuple[Any, ...]]:
    return warehouse.sql(f"SELECT {columns} FROM best_figures ORDER BY year").fetchall()


# Two statements on one measure of 2017; the first is to be taken.
_CHOICES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a value before a blank cell": (
        {"value": 5, "source": Source.PROSE}, {"value": None, "status": Status.BLANK},
    ),
    "the table before prose": ({"value": 5}, {"value": 6, "source": Source.PROSE}),
    "printed before restored": ({"value": 5}, {"value": 6, "status": Status.INFERRED}),
    "restored in the table before prose": (
        {"value": 5, "status": Status.INFERRED}, {"value": 6, "source": Source.PROSE},
    ),
    "prose before what we computed": ({"value": 5, "source": Source.PROSE}, {"value": 6, "status": Status.DERIVED}),
    "exact before approximate": (
        {"value": 5, "source": Source.PROSE}, {"value": 6, "source": Source.PROSE, "qualifier": Qualifier.AT_LEAST},
    ),
    "the surer reading": ({"value": 5}, {"value": 6, "confidence": 0.7}),
}  # fmt: skip


@pytest.mark.parametrize("rule", _CHOICES)
@pytest.mark.parametrize("taken_first", [True, False])
def test_choice(
    warehouse: Warehouse, make_report: MakeReport, make_figure: MakeFigure, rule: str, taken_first: bool
) -> None:
    taken, other = (make_figure(RECEIVED, year=2017, place=0, **fields) for fields in _CHOICES[rule])
    figures = (taken, other) if taken_first else (other, taken)
    placed = tuple(
        figure.model_copy(update={"evidence": figure.evidence.model_copy(update={"start": 10 * i, "end": 10 * i + 1})})
        for i, figure in enumerate(figures)
    )
    warehouse.load([make_report("350429100", 2017, extra=placed)])
    assert best(warehouse, "value, statement_count") == [(5.0, 2)]


def test_what_stands_first_is_taken_of_equals(
    warehouse: Warehouse, make_report: MakeReport, make_figure: MakeFigure
) -> None:
    extra = tuple(make_figure(RECEIVED, value, 2017, place, source=Source.PROSE) for value, place in ((6, 90), (5, 10)))
    warehouse.load([make_report("350429100", 2017, extra=extra)])
    assert best(warehouse) == [(5.0, "prose", 2, 1)]


def test_disagreement_counts_exact_statements_only(
    warehouse: Warehouse, make_report: MakeReport, make_figure: MakeFigure
) -> None:
    extra = (
        make_figure(RECEIVED, 500, 2017, 900, source=Source.PROSE, qualifier=Qualifier.APPROXIMATE),
        make_figure(RECEIVED, 498, 2017, 920, source=Source.PROSE),
        make_figure(RECEIVED, 489, 2017, 940, source=Source.PROSE),
    )
    warehouse.load([make_report("350429100", 2017, {RECEIVED: 498}, extra=extra)])
    assert best(warehouse) == [(498.0, "table", 4, 1)]


def test_a_later_report_that_looks_back_speaks_only_where_its_own_year_is_silent(
    warehouse: Warehouse, make_report: MakeReport, make_figure: MakeFigure
) -> None:
    back = tuple(
        make_figure(RECEIVED, value, year, 800 + year, source=Source.PROSE) for value, year in ((7, 2016), (8, 2015))
    )
    warehouse.load([
        make_report("350429100", 2016, {RECEIVED: 3}),
        make_report("350429100", 2017, {RECEIVED: 4}, extra=back),
    ])  # fmt: skip
    assert best(warehouse, "year, value, taken_from") == [
        (2015, 8.0, "other_year"), (2016, 3.0, "table"), (2017, 4.0, "table"),
    ]  # fmt: skip


def test_own_and_whole_area_stay_apart(warehouse: Warehouse, make_report: MakeReport) -> None:
    for scope, value in ((Scope.OWN, 1), (Scope.AGGREGATE, 100)):
        warehouse.load(
            [make_report("350429", 2017, {RECEIVED: value}, scope=scope, source=f"{scope}.txt", content=scope)]
        )
    rows = warehouse.sql("SELECT coverage, value FROM best_figures ORDER BY coverage").fetchall()
    assert rows == [("aggregate", 100.0), ("own", 1.0)]
    compared = warehouse.compare([RECEIVED]).select("coverage, value, rank, share").fetchall()
    assert compared == [("own", 1.0, 1, 1.0), ("aggregate", 100.0, 1, 1.0)]


def test_missing_values_have_their_reasons(
    warehouse: Warehouse, make_report: MakeReport, make_figure: MakeFigure
) -> None:
    extra = (
        make_figure("requests.granted", None, 2017, 800, status=Status.BLANK),
        make_figure("requests.denied", None, 2017, 820, status=Status.UNREADABLE),
        make_figure("requests.partial", None, 2017, 840, status=Status.DASH),
    )
    warehouse.load([
        make_report("350429100", 2015, {RECEIVED: 0}),
        make_report("350429100", 2017, {RECEIVED: 2}, extra=extra),
    ])  # fmt: skip
    rows = warehouse.panel().select("year, indicator, value, missing").fetchall()
    found = {(year, indicator): (value, missing) for year, indicator, value, missing in rows}
    assert found[2015, RECEIVED] == (0.0, None)
    assert found[2016, RECEIVED] == (None, "no_report")
    assert found[2017, "requests.granted"] == (None, "blank")
    assert found[2017, "requests.denied"] == (None, "unreadable")
    assert found[2017, "requests.partial"] == (None, "dash")
    assert found[2017, "requests.answered"] == (None, "not_reported")
    assert found[2017, "rules.made"] == (None, "not_in_form")
    assert found[2017, "published.items"] == (None, "not_in_table")
    assert not [key for key, (value, missing) in found.items() if (value is None) == (missing is None)]


def test_the_wide_panel_says_the_same_as_the_long_one(warehouse: Warehouse, make_report: MakeReport) -> None:
    warehouse.load([
        make_report(f"35042910{town}", year, {RECEIVED: town * year, "requests.granted": town})
        for town in range(3) for year in (2015, 2017)
    ])  # fmt: skip
    wide = warehouse.panel(wide=True, reasons=True)
    long = {
        row[:4]: row[4:]
        for row in warehouse.panel().select("series_body, coverage, year, indicator, value, missing").fetchall()
    }
    names = wide.columns
    rows = [dict(zip(names, row, strict=True)) for row in wide.fetchall()]
    assert len(rows) == 9
    compared = 0
    for row in rows:
        for indicator in (name for name in names if f"{name}.missing" in names):
            key = (row["series_body"], row["coverage"], row["year"], indicator)
            assert (row[indicator], row[f"{indicator}.missing"]) == long[key]
            compared += 1
    assert compared == len(long)


def test_rates(warehouse: Warehouse, make_report: MakeReport) -> None:
    values = {RECEIVED: 8, "requests.answered": 10, "requests.granted": 4, "requests.partial": 1}
    warehouse.load([
        make_report("350429100", 2017, values),
        make_report("350429100", 2018, values | {"requests.answered": 0}),
        make_report("350429100", 2019, {"requests.answered": 10}),
    ])  # fmt: skip
    rows = warehouse.sql("SELECT year, value FROM rate_values WHERE rate = 'rate.grant' ORDER BY year").fetchall()
    assert rows == [(2017, 0.5), (2018, None)]
    assert warehouse.sql("SELECT grant_rate(4, 1, 10), grant_rate(4, NULL, 8), grant_rate(0, 0, 0)").fetchall() == [
        (0.5, 0.5, None)
    ]
