"""From report files to panel, comparison over a form break, and exports: the samples, and a real report at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.evaluation import find_gold, load_gold
from reportmine.pipeline import extract
from reportmine.rulebook import Rulebook
from reportmine.warehouse import open_warehouse
from reportmine.warehouse.export import FORMATS

SAMPLES = "samples"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path, samples: Path, rulebook: Rulebook) -> Path:
    path = tmp_path_factory.mktemp("real") / "w.duckdb"
    path.write_bytes(empty_file.read_bytes())
    with open_warehouse(path, write=True) as warehouse:
        warehouse.load([extract(source, rulebook) for source, _ in find_gold(samples)])
    return path


def test_the_panel_holds_what_the_gold_says(file: Path, samples: Path) -> None:
    """Every table figure of the gold is the best figure of its body and year, where the gold has one value for it."""
    with open_warehouse(file) as warehouse:
        rows = warehouse.sql(
            "SELECT b.division, f.year, indicator, applicant, item, period, value "
            "FROM best_figures f JOIN bodies b USING (series_body)"
        ).fetchall()
    found = {row[:6]: row[6] for row in rows}
    wrong, compared = [], 0
    for _, path in find_gold(samples):
        gold = load_gold(path)
        for figure in gold.figures:
            if figure.source != "table" or figure.year != gold.year:
                continue
            key = (gold.division, figure.year, figure.indicator, figure.applicant, figure.item, figure.period)
            compared += 1
            if found.get(key) != figure.value:
                wrong.append((key, figure.value, found.get(key)))
    assert compared > 1000
    assert not wrong


def test_a_comparison_over_the_change_of_forms(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        rows = (
            warehouse.compare(["requests.received"], bodies=["古镛镇"]).select("year, basis, step, missing").fetchall()
        )
    by_year = {year: rest for year, *rest in rows}
    assert by_year[2012][0] == "fj1"
    assert by_year[2013] == [None, None, "no_report"]
    assert by_year[2015][:2] == ["fj2", "same"]
    assert by_year[2019][:2] == ["n2019", "approximate"]
    assert by_year[2021][:2] == ["n2021", "same"]


def test_a_warehouse_made_anew_in_another_order_exports_the_same_bytes(
    file: Path, tmp_path: Path, empty_file: Path, samples: Path, rulebook: Rulebook
) -> None:
    other = tmp_path / "other.duckdb"
    other.write_bytes(empty_file.read_bytes())
    with open_warehouse(other, write=True) as warehouse:
        for source, _ in reversed(list(find_gold(samples))[:6]):
            warehouse.load([extract(source, rulebook)])
        warehouse.load([extract(source, rulebook) for source, _ in find_gold(samples)])
    for path, name in ((file, "one"), (other, "two")):
        with open_warehouse(path) as warehouse:
            warehouse.export(tmp_path / name, FORMATS)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_the_founding_report(corpora: Path, rulebook: Rulebook, tmp_path: Path, empty_file: Path) -> None:
    (tmp_path / "w.duckdb").write_bytes(empty_file.read_bytes())
    with open_warehouse(tmp_path / "w.duckdb", write=True) as warehouse:
        warehouse.load([extract(corpora / "shancheng-2017" / "source.txt", rulebook)])
        compared = warehouse.compare(
            ["published.documents", "consultations.total", "requests.received"], bodies=["杉城镇"]
        )
        assert compared.select("measure, value").fetchall() == [
            ("published.documents", 19.0), ("consultations.total", 475.0), ("requests.received", 0.0),
        ]  # fmt: skip
        figure = compared.select("figure_id").fetchall()[0][0]
        row = warehouse.source(figure).select("printed, quote").fetchall()[0]
        assert row[0] == "19"
        assert "19" in row[1]
