"""The commands: what they print, their exit codes, errors as one line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from reportmine.cli.compare import compare
from reportmine.cli.correct import correct
from reportmine.cli.diff import diff
from reportmine.cli.export import export
from reportmine.cli.history import history
from reportmine.model import Report, ReportmineError
from reportmine.warehouse import open_warehouse

MakeReport = Callable[..., Report]
RECEIVED = "requests.received"
FIGURE = "gov-350429100:2017:requests.received:total:year:2017:table:1"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path, make_report: MakeReport) -> Path:
    path = tmp_path_factory.mktemp("commands") / "w.duckdb"
    path.write_bytes(empty_file.read_bytes())
    with open_warehouse(path, write=True) as warehouse:
        warehouse.load([
            make_report(f"35042910{town}", year, {RECEIVED: 10 * town + year - 2010}, name=name)
            for town, name in enumerate(("杉城镇", "朱口镇", "=下渠镇")) for year in (2016, 2017)
        ])  # fmt: skip
    return path


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def run(file: Path) -> Run:
    """Runs a command in this process, errors turned into exit codes as the program does."""
    app = typer.Typer()
    for command in (compare, correct, diff, export, history):
        app.command()(command)

    def go(*words: str, warehouse: bool = True) -> Done:
        where = ["--warehouse", str(file)] if warehouse else []
        result = CliRunner().invoke(app, [*words, *where])
        if isinstance(result.exception, ReportmineError):
            return Done(2, result.stdout, str(result.exception))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return go


def test_compare_prints_one_table_and_the_same_as_csv_json_and_markdown(run: Run) -> None:
    table = run("compare", RECEIVED, "--body", "350429*", "--year", "2016-2017")
    assert table.returncode == 0, table.stderr
    assert "朱口镇" in table.stdout
    printed = run("compare", RECEIVED, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert [(row["name"], row["year"], row["value"]) for row in rows] == [
        ("杉城镇", "2016", "6"), ("杉城镇", "2017", "7"), ("朱口镇", "2016", "16"), ("朱口镇", "2017", "17"),
        ("'=下渠镇", "2016", "26"), ("'=下渠镇", "2017", "27"),
    ]  # fmt: skip
    for row in rows:
        assert f" {row['value']} " in table.stdout
    loaded = json.loads(run("compare", RECEIVED, "--format", "json").stdout)
    assert [row["value"] for row in loaded] == [6, 7, 16, 17, 26, 27]
    assert "| 朱口镇 | 16 | 17 | +1 (+6.2%) | 2 | 33.3% |" in run("compare", RECEIVED, "--format", "md").stdout


def test_compare_by_year_and_by_form(run: Run) -> None:
    by_year = run("compare", RECEIVED, "--by", "year", "--format", "md").stdout
    assert "| 2017 | 7 | 17 | 27 |" in by_year
    by_form = run("compare", RECEIVED, "--by", "form", "--format", "json").stdout
    assert [(row["basis"], row["bodies_with_value"], row["total"]) for row in json.loads(by_form)] == [("fj2", 6, 99)]


def test_errors_are_one_line_and_exit_code_2(run: Run, tmp_path: Path) -> None:
    for words in (
        ("compare", "requests.recieved"), ("compare", RECEIVED, "--body", "无此镇"),
        ("compare", RECEIVED, "--year", "x"),
        ("correct", FIGURE), ("correct", "nonsense", "--value", "1", "--reason", "r", "--by", "b"),
        ("history", FIGURE + ":x"),
        ("export", str(tmp_path), "--format", "sas"),
    ):  # fmt: skip
        done = run(*words)
        assert done.returncode == 2, words
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_missing_warehouse_is_said(run: Run, tmp_path: Path) -> None:
    done = run("compare", RECEIVED, "-w", str(tmp_path / "none.duckdb"), warehouse=False)
    assert done.returncode == 2
    assert "there is no warehouse here" in done.stderr


def test_correct_history_diff_and_export(run: Run, file: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.duckdb"
    before.write_bytes(file.read_bytes())
    assert run("diff", str(before), str(file), warehouse=False).returncode == 0
    assert run("correct", FIGURE, "--value", "70", "--reason", "misprint", "--by", "me").returncode == 0
    assert "70*" in run("compare", RECEIVED, "--body", "杉城").stdout
    assert "misprint" in run("history", FIGURE).stdout
    assert run("correct", "--review").returncode == 0
    assert run("correct", FIGURE, "--withdraw", "--by", "me").returncode == 0
    done = run("export", str(tmp_path / "out"), "--format", "csv", "--table", "panel")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "panel.csv").is_file()


def test_compare_draws_a_chart(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    assert run("compare", RECEIVED, "--chart", str(tmp_path / "c.svg")).returncode == 0
    assert "朱口镇" in (tmp_path / "c.svg").read_text(encoding="utf-8")
