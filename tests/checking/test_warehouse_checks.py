"""Findings kept in a warehouse: stored, shown, waived, and standing again when a figure behind them changes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from reportmine.checking import assess_report
from reportmine.checking.examples import build_example
from reportmine.cli.check import check
from reportmine.cli.waive import waive as waive_command
from reportmine.model import ReportmineError
from reportmine.rulebook import Rulebook
from reportmine.warehouse import Warehouse, open_warehouse
from reportmine.warehouse import checks as stored

app = typer.Typer()
app.command("check")(check)
app.command("waive")(waive_command)


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def load(warehouse: Warehouse, made: list[Any], rulebook: Rulebook) -> None:
    for each in made:
        report, document = each.report()
        findings = assess_report(report, document, rulebook).findings
        warehouse.load([report.model_copy(update={"findings": findings})])
    stored.refresh_findings(warehouse, rulebook)


@pytest.fixture
def series(maker: Any) -> list[Any]:
    """Two years whose carry-over is broken, and a row that does not add up."""
    made: list[Any] = maker.series("n2021")[:2]
    for row, by in (("requests.carried_in", 2), ("requests.received", -2)):
        for applicant in ("natural_person", "total"):
            made[1].bump(row, by, applicant)
    made[1].bump("appeals.litigation.direct", 2)
    return made


def failing(warehouse: Warehouse, code: str) -> list[tuple[Any, ...]]:
    return warehouse.sql(
        "SELECT finding_id, message_zh FROM latest_findings WHERE code = $code AND outcome = 'fail'", {"code": code}
    ).fetchall()


def standing(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.sql("SELECT finding_id, ended_why FROM waivers ORDER BY waiver_id").fetchall()


def test_checking_again_changes_nothing(tmp_path: Path, series: list[Any], rulebook: Rulebook) -> None:
    with open_warehouse(tmp_path / "w.duckdb", write=True, rulebook=rulebook) as warehouse:
        load(warehouse, series, rulebook)
        first = warehouse.sql("SELECT finding_id, code FROM findings ORDER BY ALL").fetchall()
        stored.refresh_findings(warehouse, rulebook)
        assert warehouse.sql("SELECT finding_id, code FROM findings ORDER BY ALL").fetchall() == first
        assert failing(warehouse, "years.carried")


def test_a_waiver_ends_when_a_figure_changes(tmp_path: Path, series: list[Any], rulebook: Rulebook) -> None:
    with open_warehouse(tmp_path / "w.duckdb", write=True, rulebook=rulebook) as warehouse:
        load(warehouse, series, rulebook)
        ((name, message),) = failing(warehouse, "years.carried")
        assert stored.waive(warehouse, name, "explained on the telephone") == message
        stored.refresh_findings(warehouse, rulebook)
        assert standing(warehouse) == [(name, None)]
        series[1].text += "更正。"
        for row, by in (("requests.carried_in", 1), ("requests.received", -1)):
            for applicant in ("natural_person", "total"):
                series[1].bump(row, by, applicant)
        load(warehouse, series[1:], rulebook)
        assert [each[0] for each in failing(warehouse, "years.carried")] == [name]
        assert standing(warehouse) == [(name, "figures changed")]


def test_a_waiver_ends_with_its_day(tmp_path: Path, series: list[Any], rulebook: Rulebook) -> None:
    with open_warehouse(tmp_path / "w.duckdb", write=True, rulebook=rulebook) as warehouse:
        load(warehouse, series, rulebook)
        ((name, _),) = failing(warehouse, "form.row")
        today = date.today()
        stored.waive(warehouse, name, "until the new edition", until=today)
        stored.end_waivers(warehouse.connection, today)
        assert standing(warehouse) == [(name, None)]
        stored.end_waivers(warehouse.connection, today + timedelta(days=1))
        assert standing(warehouse) == [(name, "expired")]


def test_waivers_refuse_what_they_cannot_name(tmp_path: Path, series: list[Any], rulebook: Rulebook) -> None:
    with open_warehouse(tmp_path / "w.duckdb", write=True, rulebook=rulebook) as warehouse:
        load(warehouse, series, rulebook)
        ((name, _),) = failing(warehouse, "form.row")
        for finding, reason, what in (
            ("zzzz", "why", "no such"),
            (name, " ", "needs a reason"),
            ("", "why", "several"),
        ):
            with pytest.raises(ReportmineError, match=what):
                stored.waive(warehouse, finding, reason)
        with pytest.raises(ReportmineError, match="not waived"):
            stored.withdraw(warehouse, name)


def test_commands(tmp_path: Path, series: list[Any], rulebook: Rulebook) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path, write=True, rulebook=rulebook) as warehouse:
        load(warehouse, series, rulebook)
    shown = run("check", "-w", path, "--format", "json")
    assert shown.exit_code == 1
    rows = json.loads(shown.stdout)
    assert {"form.row", "years.carried"} <= {row["code"] for row in rows}
    assert [row["severity"] for row in rows][:2] == ["error", "error"]  # worst first
    only = run("check", "-w", path, "--code", "years.", "--year", "2022", "--format", "csv")
    assert "years.carried" in only.stdout
    assert "form.row" not in only.stdout
    assert run("check", "-w", path, "--year", "1999").exit_code == 0
    summary = run("check", "-w", path, "--summary", "--format", "json")
    assert json.loads(summary.stdout)[-1]["years.carried"] == 1
    page = tmp_path / "findings.html"
    run("check", "-w", path, "--format", "html", "-o", page)
    assert "form.row" in page.read_text(encoding="utf-8")
    for row in rows:
        if row["outcome"] == "fail" and row["severity"] in ("error", "inconsistency"):
            assert run("waive", row["finding_id"], "--reason", "known", "-w", path).exit_code == 0
    after = run("check", "-w", path)
    assert after.exit_code == 0, after.stdout
    assert "known" in run("waive", "--list", "-w", path).stdout
    assert run("check", "-w", path, "--waived", "--code", "form.row", "--format", "json").stdout.count("form.row") == 1


def test_files_of_a_clean_series(samples: Path) -> None:
    """Real extraction: the clean sample series raises nothing, the planted one what its gold lists."""
    clean = run("check", *sorted(samples.glob("guyong-*/source.*")), "--format", "json")
    assert [r for r in json.loads(clean.stdout) if r["outcome"] == "fail" and r["severity"] != "info"] == []
    assert clean.exit_code == 0
    planted = run("check", *sorted(samples.glob("gaotang-*/source.*")), "--format", "json")
    found = {(row["year"], row["code"]) for row in json.loads(planted.stdout) if row["outcome"] == "fail"}
    wanted = {
        (2015, "text.list"), (2015, "form.sum"), (2016, "text.table"), (2016, "years.cumulative"),
        (2017, "text.parts"), (2017, "form.part"),
    }  # fmt: skip
    assert wanted <= found
    assert planted.exit_code == 1


@pytest.mark.parametrize("code", ["peers.copied", "peers.table_same"])
def test_the_order_of_loading_decides_nothing(tmp_path: Path, code: str, rulebook: Rulebook) -> None:
    """Several bodies with one text and one table, of one day: which of them the others are held against is settled."""
    check = next(check for check in rulebook.checks.checks if check.code == code)
    short = check.fires[0].model_copy(update={"published_on": None})
    settings = rulebook.checks.settings
    bodies = [f"35000000{digit}" for digit in range(1, 8)]
    reports = [build_example(short.model_copy(update={"body": body}), settings).report for body in bodies]
    told = []
    for name, order in (("up", reports), ("down", reports[::-1])):
        with open_warehouse(tmp_path / f"{name}.duckdb", write=True, rulebook=rulebook) as warehouse:
            warehouse.load(order)
            stored.refresh_findings(warehouse, rulebook)
            told.append(sorted(failing(warehouse, code)))
    assert told[0] == told[1]
    assert len(told[0]) == len(bodies) - 1
