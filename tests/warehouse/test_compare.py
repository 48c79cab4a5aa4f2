"""Comparisons: change, rank, share, breaks; names that users type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportmine.model import Figure, Report, ReportmineError, Source
from reportmine.rulebook import Rulebook
from reportmine.warehouse import Warehouse
from reportmine.warehouse.layout import grids, rows_of
from reportmine.warehouse.selection import find_bodies, find_measures, parse_years

MakeReport = Callable[..., Report]
RECEIVED = "requests.received"


@pytest.fixture
def county(warehouse: Warehouse, make_report: MakeReport) -> Warehouse:
    """Three townships over three years, the third year on another form, one township without its second year."""
    warehouse.load([
        make_report(
            f"35042910{town}", year, {RECEIVED: 10 * town + year - 2010, "requests.denied": town}, form=form, name=name
        )
        for town, name in enumerate(("甲镇", "乙镇", "丙镇"))
        for year, form in ((2012, "coded"), (2013, "coded"), (2014, "n2014"))
        if (town, year) != (2, 2013)
    ])  # fmt: skip
    return warehouse


def rows(warehouse: Warehouse, columns: str, *measures: str, **more: Any) -> list[tuple[Any, ...]]:
    return warehouse.compare(list(measures), **more).select(columns).fetchall()


def test_change_on_last_year_rank_and_share(county: Warehouse) -> None:
    found = rows(county, "name, year, value, change, change_share, rank, share", RECEIVED, years=[2013, 2014])
    assert found == [
        ("甲镇", 2013, 3.0, 1.0, 0.5, 2, 3 / 16),
        ("甲镇", 2014, 4.0, 1.0, 4 / 3 - 1, 3, 4 / 42),
        ("乙镇", 2013, 13.0, 1.0, 13 / 12 - 1, 1, 13 / 16),
        ("乙镇", 2014, 14.0, 1.0, 14 / 13 - 1, 2, 14 / 42),
        ("丙镇", 2013, None, None, None, None, None),
        ("丙镇", 2014, 24.0, None, None, 1, 24 / 42),
    ]


def test_a_break_is_marked_and_no_change_is_computed_over_it(county: Warehouse) -> None:
    found = rows(county, "year, step, change", "requests.denied", bodies=["甲镇"])
    assert found == [(2012, None, None), (2013, "same", 0.0), (2014, "break", None)]
    assert rows(county, "step", RECEIVED, bodies=["甲镇"], years=[2014]) == [("same",)]
    grid = grids(county.connection, rows_of(county.compare(["requests.denied"])), "body")[0]
    assert [row[3] for row in grid.rows] == ["‖0", "‖1", "‖2"]
    assert any(remark.startswith("‖ break") for remark in grid.remarks)
    assert any("does not exist" in remark for remark in grid.remarks)


def test_a_step_nobody_looked_at_is_unchecked(warehouse: Warehouse, make_report: MakeReport) -> None:
    warehouse.load([
        make_report("350429100", year, {"requests.told_to_amend": 1}, form=form)
        for year, form in ((2018, "n2014"), (2019, "n2019"))
    ])  # fmt: skip
    assert rows(warehouse, "step", "requests.told_to_amend", years=[2019]) == [("unchecked",)]


def test_table_and_prose_are_different_bases(
    warehouse: Warehouse, make_report: MakeReport, make_figure: Callable[..., Figure]
) -> None:
    prose = make_figure(RECEIVED, 5, 2018, 900, source=Source.PROSE)
    warehouse.load([make_report("350429100", 2017, {RECEIVED: 4}), make_report("350429100", 2018, extra=(prose,))])
    assert rows(warehouse, "basis, step", RECEIVED) == [("fj2", None), ("prose", "approximate")]


def test_a_body_that_changed_its_name_is_one_line_and_says_so(warehouse: Warehouse, make_report: MakeReport) -> None:
    warehouse.load([
        make_report("350429103", 2016, {RECEIVED: 1}, name="下渠乡", body="gov-line"),
        make_report("350429103", 2017, {RECEIVED: 2}, name="下渠镇", body="gov-line"),
    ])  # fmt: skip
    assert rows(warehouse, "name, year, value, body_changed", RECEIVED) == [
        ("下渠镇", 2016, 1.0, False), ("下渠镇", 2017, 2.0, True),
    ]  # fmt: skip
    assert find_bodies(warehouse.connection, ["下渠乡"]) == ["gov-line"]


def test_a_rate_is_what_its_worst_member_is(county: Warehouse) -> None:
    steps = county.sql(
        "SELECT verdict FROM steps WHERE measure = 'rate.refusal' AND from_basis = 'coded' AND to_basis = 'n2014'"
    )
    assert steps.fetchall() == [("break",)]


def test_bodies_by_name_code_prefix_and_level(county: Warehouse) -> None:
    every = ["gov-350429100", "gov-350429101", "gov-350429102"]
    for wanted, found in {
        "甲镇": every[:1], "甲": every[:1], "350429101": every[1:2], "350429*": every, "350429": every, "3504": every,
        "township": every, "gov-350429102": every[2:],
    }.items():  # fmt: skip
        assert find_bodies(county.connection, [wanted]) == found, wanted
    assert find_bodies(county.connection, ["乙镇", "350429*"]) == [every[1], every[0], every[2]]
    with pytest.raises(ReportmineError, match="甲镇"):
        find_bodies(county.connection, ["甲真"])


def test_measures_by_identifier_label_and_pattern(county: Warehouse) -> None:
    def names(*wanted: str) -> list[str]:
        return [str(measure) for measure in find_measures(county.connection, wanted)]

    assert names(RECEIVED, "rate.grant", RECEIVED) == [RECEIVED, "rate.grant"]
    assert names("requests.received:natural_person") == ["requests.received:natural_person"]
    assert "requests.closed.on_time" in names("requests.closed*")
    assert names("行政复议数") == ["appeals.reconsideration"]
    for wrong in ("requests.recieved", "requests.received:martian", "*", "", "%"):
        with pytest.raises(ReportmineError, match="no indicator or rate"):
            names(wrong)


def test_years() -> None:
    assert parse_years(["2017", "2014-2015,2012"]) == [2012, 2014, 2015, 2017]
    for wrong in ("x", "2017-", "1; DROP TABLE reports"):
        with pytest.raises(ReportmineError, match="not a year"):
            parse_years([wrong])


@pytest.mark.parametrize(
    "typed", ["'; DROP TABLE figures; --", '" OR 1=1 --', "甲镇' OR '1'='1", "%", "_", "$p0", "350429' *"]
)
def test_nothing_typed_is_sql(county: Warehouse, typed: str) -> None:
    for call in (
        lambda: county.compare([RECEIVED], bodies=[typed]),
        lambda: county.compare([typed]),
        lambda: county.source(typed),
        lambda: county.correct(typed, 1, "r", "b"),
        lambda: county.history(f"{typed}:2017:x:total:year:2017:table:one"),
    ):
        with pytest.raises(ReportmineError):
            call()
    assert county.sql("SELECT count(*) FROM figures").fetchall() == [(16,)]


def test_a_name_full_of_sql_is_a_name(warehouse: Warehouse, make_report: MakeReport) -> None:
    name = "a'; DROP TABLE figures; --"
    warehouse.load([make_report("350429100", 2017, {RECEIVED: 1}, name=name)])
    assert rows(warehouse, "name, value", RECEIVED, bodies=[name]) == [(name, 1.0)]


def test_synonyms_get_their_remark(county: Warehouse) -> None:
    assert len(county.remarks(["published.items", "published.documents"])) == 1
    assert county.remarks(["published.items", RECEIVED]) == []


def test_every_figure_has_its_source(county: Warehouse) -> None:
    for (figure,) in county.figures().select("figure_id").fetchall():
        assert len(county.source(figure).fetchall()) == 1


def test_the_crosswalk_speaks_of_real_forms_and_both_directions(rulebook: Rulebook) -> None:
    forms = {form for indicator in rulebook.indicators.values() for form in indicator.forms}
    steps = rulebook.comparability.steps()
    assert {step.from_basis for step in steps} <= forms
    pairs = {step[:3]: step.verdict for step in steps}
    assert all(pairs[i, b, a] == verdict for (i, a, b), verdict in pairs.items())
    assert pairs["requests.denied", "coded", "n2019"] == "break"
    assert {"fj1", "fj2", "coded", "n2014", "n2019", "n2021"} <= set(rulebook.comparability.codes["form"])


def test_an_unknown_indicator_in_the_crosswalk_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "comparability"
    folder.mkdir()
    (folder / "crosswalk.yaml").write_text(
        "measures:\n  - indicators: [requests.imagined]\n    continues: []\n", encoding="utf-8"
    )
    with pytest.raises(ReportmineError, match=r"requests\.imagined"):
        _ = Rulebook((tmp_path,)).comparability
