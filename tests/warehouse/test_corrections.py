"""Corrections stand beside what is printed, survive a new reading, and ask for review when the evidence changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportmine.model import Figure, Report, ReportmineError, Source
from reportmine.warehouse import Warehouse, open_warehouse
from reportmine.warehouse.diff import diff

MakeReport = Callable[..., Report]
RECEIVED = "requests.received"
FIGURE = "gov-350429100:2017:requests.received:total:year:2017:table:1"


@pytest.fixture
def corrected(warehouse: Warehouse, make_report: MakeReport) -> Warehouse:
    warehouse.load([make_report("350429100", 2017, {RECEIVED: 3}, finding=True)])
    warehouse.correct(FIGURE, 30, "the scan shows 30", "a reader")
    return warehouse


def state(warehouse: Warehouse) -> list[tuple[str]]:
    return warehouse.corrections().select("state").fetchall()


def taken(warehouse: Warehouse) -> list[tuple[float, str, float]]:
    return warehouse.sql("SELECT value, taken_from, printed_value FROM best_figures").fetchall()


def test_a_correction_is_taken_and_the_printed_figure_stays(corrected: Warehouse) -> None:
    assert taken(corrected) == [(30.0, "correction", 3.0)]
    assert corrected.sql("SELECT value, printed FROM figures").fetchall() == [(3.0, "3")]
    assert corrected.compare([RECEIVED]).select("value, correction_id").fetchall() == [(30.0, 1)]


def test_it_survives_a_new_reading_of_the_same_evidence(
    corrected: Warehouse, make_report: MakeReport, make_figure: Callable[..., Figure]
) -> None:
    more = make_figure("requests.granted", 1, 2017, 5)
    corrected.load([make_report("350429100", 2017, {"requests.denied": 0, RECEIVED: 3}, extra=(more,))])
    corrected.load([make_report("350429100", 2017, {RECEIVED: 3}, content="another file, the same cell")])
    assert state(corrected) == [("applies",)]
    assert (30.0, "correction", 3.0) in taken(corrected)


def test_changed_evidence_sets_it_aside_for_review(corrected: Warehouse, make_report: MakeReport) -> None:
    corrected.load([make_report("350429100", 2017, {RECEIVED: 4}, content="b")])
    assert state(corrected) == [("evidence_changed",)]
    assert taken(corrected) == [(4.0, "table", 4.0)]
    assert len(corrected.corrections(review=True).fetchall()) == 1


def test_a_figure_that_is_gone_asks_for_review(corrected: Warehouse, make_report: MakeReport) -> None:
    corrected.load([make_report("350429100", 2017, {"requests.granted": 4})])
    assert state(corrected) == [("figure_gone",)]


def test_the_last_word_counts_and_can_be_taken_back(corrected: Warehouse) -> None:
    corrected.correct(FIGURE, 31, "no, 31", "another reader")
    assert taken(corrected)[0][0] == 31.0
    assert corrected.withdraw(FIGURE, "another reader") == 2
    assert taken(corrected) == [(3.0, "table", 3.0)]
    with pytest.raises(ReportmineError, match="no correction"):
        corrected.withdraw(FIGURE, "x")
    assert [row["state"] for row in corrected.history(FIGURE).corrections] == ["replaced", "withdrawn"]


def test_what_cannot_be_corrected(corrected: Warehouse) -> None:
    with pytest.raises(ReportmineError, match=r"prints this figure.*It prints: gov-350429100"):
        corrected.correct(FIGURE.replace("table:1", "prose:1"), 1, "r", "b")
    with pytest.raises(ReportmineError, match="a reason and a name"):
        corrected.correct(FIGURE, 1, " ", "b")


def test_history_holds_statements_revisions_corrections_and_findings(
    corrected: Warehouse, make_report: MakeReport, make_figure: Callable[..., Figure]
) -> None:
    prose = make_figure(RECEIVED, 5, 2017, 900, source=Source.PROSE)
    corrected.load([make_report("350429100", 2017, {RECEIVED: 3}, extra=(prose,), content="b", finding=True)])
    corrected.load([make_report("350429100", 2018, {RECEIVED: 9}, extra=(prose,))])
    found = corrected.history(FIGURE)
    assert [(row["report_year"], row["revision"], row["value"], row["source"]) for row in found.statements] == [
        (2017, 1, 3.0, "table"), (2017, 2, 3.0, "table"), (2017, 2, 5.0, "prose"), (2018, 1, 5.0, "prose"),
    ]  # fmt: skip
    assert [(row["value"], row["state"]) for row in found.corrections] == [(30.0, "applies")]
    assert [(row["revision"], row["code"]) for row in found.findings] == [(1, "test.sum"), (2, "test.sum")]


def test_diff_of_warehouses_and_exports(tmp_path: Path, empty_file: Path, make_report: MakeReport) -> None:
    for name, values in (("old", {RECEIVED: 3, "requests.denied": 0}), ("new", {RECEIVED: 4, "requests.granted": 1})):
        (tmp_path / f"{name}.duckdb").write_bytes(empty_file.read_bytes())
        with open_warehouse(tmp_path / f"{name}.duckdb", write=True) as warehouse:
            warehouse.load([make_report("350429100", 2017, values)])
            warehouse.export(tmp_path / name, ["csv" if name == "old" else "parquet"])
    for old, new in (("old.duckdb", "new.duckdb"), ("old", "new"), ("old", "new.duckdb")):
        rows = diff(tmp_path / old, tmp_path / new).select("what, old_value, new_value").fetchall()
        assert sorted(rows, key=repr) == [("added", None, 1.0), ("changed", 3.0, 4.0), ("removed", 0.0, None)]
    assert diff(tmp_path / "old", tmp_path / "old.duckdb").fetchall() == []
    with pytest.raises(ReportmineError, match=r"figures\.parquet"):
        diff(tmp_path, tmp_path / "old")
