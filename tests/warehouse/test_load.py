"""Loading: the same report twice changes nothing, changed files are revisions, the order does not matter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.model import Candidate, Figure, Issuer, Report, ReportmineError, Scope, Source
from reportmine.warehouse import Warehouse, open_warehouse
from reportmine.warehouse.keys import FigureKey, parse_figure_key, report_key

MakeReport = Callable[..., Report]
_TABLES = ("reports", "documents", "figures", "findings", "unread", "bodies", "files")


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(warehouse.sql(f"FROM {table}").fetchall(), key=repr) for table in _TABLES}


def test_the_same_reports_twice_change_nothing(warehouse: Warehouse, make_report: MakeReport) -> None:
    reports = [make_report("350429100", year, {"requests.received": year}, finding=True) for year in (2015, 2016)]
    assert warehouse.load(reports).new == 2
    before = contents(warehouse)
    again = warehouse.load(reports)
    assert (again.new, again.changed, again.reread) == (0, 0, 2)
    assert contents(warehouse) == before
    assert {len(rows) for table, rows in before.items() if table != "bodies"} == {2}


def test_a_changed_file_is_a_new_revision_and_the_old_one_stays(warehouse: Warehouse, make_report: MakeReport) -> None:
    warehouse.load([make_report("350429100", 2017, {"requests.received": 3})])
    result = warehouse.load([make_report("350429100", 2017, {"requests.received": 4}, content="b")])
    assert result.changed == 1
    rows = warehouse.sql(
        "SELECT revision, is_latest, value FROM reports JOIN figures USING (report_id) ORDER BY revision"
    ).fetchall()
    assert rows == [(1, False, 3.0), (2, True, 4.0)]
    assert warehouse.sql("SELECT value FROM latest_figures").fetchall() == [(4.0,)]


def test_a_file_changed_back_is_the_latest_again(warehouse: Warehouse, make_report: MakeReport) -> None:
    first = make_report("350429100", 2017, {"requests.received": 3})
    warehouse.load([first])
    warehouse.load([make_report("350429100", 2017, {"requests.received": 4}, content="b")])
    warehouse.load([first])
    assert warehouse.sql("SELECT value FROM latest_figures").fetchall() == [(3.0,)]
    assert warehouse.sql("SELECT count(*) FROM reports").fetchall() == [(2,)]


def test_a_new_reading_keeps_the_number_and_replaces_the_statements(
    warehouse: Warehouse, make_report: MakeReport
) -> None:
    warehouse.load([make_report("350429100", 2017, {"requests.received": 3, "requests.granted": 1})])
    before = warehouse.sql("SELECT report_id FROM reports").fetchall()
    warehouse.load([make_report("350429100", 2017, {"requests.received": 3})])
    assert warehouse.sql("SELECT report_id FROM reports").fetchall() == before
    assert warehouse.sql("SELECT indicator FROM figures").fetchall() == [("requests.received",)]


def test_a_new_reading_may_name_another_body(warehouse: Warehouse, make_report: MakeReport) -> None:
    warehouse.load([make_report("350429100", 2017, {"requests.received": 3})])
    report = make_report("350429101", 2017, {"requests.received": 3})
    document = make_report("350429100", 2017).document
    warehouse.load([report.model_copy(update={"document": document})])
    assert warehouse.sql("SELECT report_key, is_latest FROM reports").fetchall() == [("gov-350429101:2017", True)]
    assert warehouse.sql("SELECT body FROM bodies").fetchall() == [("gov-350429101",)]


@pytest.mark.parametrize("reverse", [False, True])
def test_documents_side_by_side_do_not_depend_on_the_order(
    tmp_path: Path, make_report: MakeReport, reverse: bool
) -> None:
    page = make_report("350429100", 2017, {"requests.received": 3}, source="a.html", content="page")
    attachment = make_report(
        "350429100", 2017, {"requests.received": 4}, source="a.pdf", content="pdf", published=date(2018, 1, 5)
    )
    for together in (True, False):
        with open_warehouse(tmp_path / f"{together}.duckdb", write=True) as warehouse:
            batch = [attachment, page] if reverse else [page, attachment]
            for reports in [batch] if together else [[report] for report in batch]:
                warehouse.load(reports)
            assert warehouse.sql("SELECT value FROM latest_figures").fetchall() == [(4.0,)]


def test_without_pyarrow_the_same_rows_are_written(
    tmp_path: Path, make_report: MakeReport, make_figure: Callable[..., Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = (
        make_figure("published.category", 7, 2017, 900, item="政策类", source=Source.PROSE),
        make_figure("requests.partial", None, 2017, 950, candidates=(1.0, 11.0), decided_by=("r1", "r2")),
    )
    report = make_report(
        "350429100", 2017, {"requests.received": 3}, extra=extra, finding=True, published=date(2018, 1, 9)
    )
    found = []
    for arrow in (True, False):
        if not arrow:
            monkeypatch.setattr("reportmine.warehouse.append.find_spec", lambda name: None)
        with open_warehouse(tmp_path / f"{arrow}.duckdb", write=True) as warehouse:
            warehouse.load([report, make_report("350429101", None)])
            found.append(contents(warehouse))
    assert found[0] == found[1]
    assert ([1.0, 11.0], ["r1", "r2"]) in [row[-2:] for row in found[0]["figures"]]


def test_a_failed_load_leaves_nothing(warehouse: Warehouse, make_report: MakeReport) -> None:
    def reports() -> Any:
        yield make_report("350429100", 2017, {"requests.received": 3})
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="disk"):
        warehouse.load(reports())
    assert all(rows == [] for rows in contents(warehouse).values())
    assert warehouse.load([make_report("350429100", 2017)]).new == 1


def test_equal_statements_are_told_apart(
    warehouse: Warehouse, make_report: MakeReport, make_figure: Callable[..., Figure]
) -> None:
    extra = tuple(make_figure("requests.received", value, 2017, 500 + value, source=Source.PROSE) for value in (5, 6))
    warehouse.load([make_report("350429100", 2017, {"requests.received": 5}, extra=extra)])
    names = [name for (name,) in warehouse.sql("SELECT figure_id FROM latest_figures ORDER BY 1").fetchall()]
    assert names == [
        "gov-350429100:2017:requests.received:total:year:2017:prose:1",
        "gov-350429100:2017:requests.received:total:year:2017:prose:2",
        "gov-350429100:2017:requests.received:total:year:2017:table:1",
    ]
    assert all(str(parse_figure_key(name)) == name for name in names)


def test_names_of_reports(make_report: MakeReport) -> None:
    assert report_key(make_report("350429", 2017, scope=Scope.AGGREGATE)) == "gov-350429:2017-aggregate"
    assert report_key(make_report("350429100", None)).startswith("document-")
    nobody = make_report("350429100", 2017).model_copy(update={"issuer": Issuer()})
    assert report_key(nobody).startswith("document-")
    repeated = Issuer(name="城关镇", candidates=(Candidate(division="1", name="城关镇", score=1.0),))
    assert report_key(nobody.model_copy(update={"issuer": repeated})).startswith("document-")


_PRINTED = st.characters(exclude_categories=("Cs", "Cc", "Z"))
_PART = st.text(st.characters(exclude_characters=":", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8)


@given(
    st.builds(
        FigureKey, st.tuples(_PART, _PART).map(":".join), _PART, _PART, _PART, st.none() | st.integers(1990, 2030),
        _PART, st.integers(1, 99), st.none() | st.text(_PRINTED, min_size=1, max_size=9),
    )
)  # fmt: skip
def test_a_figures_name_leads_back_to_its_parts(key: FigureKey) -> None:
    assert parse_figure_key(str(key)) == key


@pytest.mark.parametrize(
    "text", ["", "x", "a:b:c", "a:2017:i:total:year:nineteen:table:1", "a:2017:i:total:year:2017:table:x"]
)
def test_what_is_no_figures_name_is_refused(text: str) -> None:
    with pytest.raises(ReportmineError, match="not the name of a figure"):
        parse_figure_key(text)


def test_importing_the_package_costs_nothing() -> None:
    import subprocess

    code = "import sys, reportmine.warehouse; sys.exit('duckdb' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
