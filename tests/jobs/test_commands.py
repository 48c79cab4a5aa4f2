"""``ingest``, ``status`` and ``retry`` as somebody at a terminal, a pipe or cron sees them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from reportmine.cli.ingest import ingest
from reportmine.cli.retry import retry
from reportmine.cli.status import status
from reportmine.jobs.summary import summary_lines
from reportmine.jobs.values import Summary

Make = Callable[[Path, int], list[Path]]
Command = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def call(shared_pool: object, tmp_path: Path) -> Callable[..., Result]:
    app = typer.Typer()
    for function in (ingest, retry, status):
        app.command()(function)

    def go(*arguments: object) -> Result:
        return CliRunner().invoke(app, [*map(str, arguments), "--warehouse", str(tmp_path / "w.duckdb")])

    return go


Call = Callable[..., Result]


def test_exit_codes_and_summary(call: Call, make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 3)
    clean = call("ingest", tmp_path / "in")
    assert clean.exit_code == 0
    assert "reports: 3 new, 0 changed, 0 read again" in clean.stdout
    assert "quarantined: none" in clean.stdout
    (tmp_path / "in" / "empty.txt").touch()
    dirty = call("ingest", tmp_path / "in")
    assert dirty.exit_code == 1
    assert "quarantined: 1 empty" in dirty.stdout
    assert f"quarantined {tmp_path / 'in' / 'empty.txt'}: empty: is empty" in dirty.stderr
    later = call("ingest", tmp_path / "in")
    assert (later.exit_code, "1 from before" in later.stdout) == (0, True)


def test_options_reach_the_run(call: Call, make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 3)
    plan = call("ingest", tmp_path / "in", "--dry-run", "--only", "guyong*")
    assert "files: 1 new" in plan.stdout
    assert "new        " in plan.stderr
    assert not (tmp_path / "w.duckdb").exists()
    assert "none" in call("ingest", tmp_path / "in", "--since", "2999-01-01").stdout
    assert "files: 3 new" in call("ingest", tmp_path / "in", "--since", "2000-01-01").stdout
    assert "files: 3 forced" in call("ingest", tmp_path / "in", "--force").stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("vocabulary/segmentation.yaml", "engine: nonesuch", "line 1, field engine"),
        # Only what compiles the rules sees this one: the workers.
        ("prose/own.yaml", "phrases: [{indicator: null, units: [cases], left: [nonesuch]}]", "unknown concepts"),
        ("prose/own.yaml", "phrases: [{indicator: null, units: [cases], unless_led: [nonesuch]}]", "unknown concepts"),
        ("prose/own.yaml", "phrases: [{indicator: null, units: [cases], left: [request?]}]", "no word that must be"),
    ],
)
def test_a_broken_rule_ends_the_run_and_blames_no_file(
    command: Callable[..., subprocess.Popen[str]],
    make_reports: Make,
    query: Callable[[Path, str], list[Any]],
    tmp_path: Path,
    name: str,
    text: str,
    said: str,
) -> None:
    make_reports(tmp_path / "in", 2)
    rules, warehouse = tmp_path / "rules", tmp_path / "w.duckdb"
    (rules / name).parent.mkdir(parents=True)
    (rules / name).write_text(text, encoding="utf-8")
    process = command("ingest", tmp_path / "in", "--warehouse", warehouse, "--rules", rules, "--jobs", 1)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in errors and "Traceback" not in errors
    assert not warehouse.exists() or query(warehouse, "SELECT * FROM quarantine") == []


def test_json_log_to_a_file_and_to_standard_output(call: Call, make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "empty.txt").touch()
    result = call("ingest", tmp_path / "in", "--json-log", "-")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [event["event"] for event in events] == ["started", "quarantined", "file", "file", "batch", "finished"]
    assert events[1]["reason"] == "empty"
    assert events[-1]["exit_code"] == 1
    assert events[-1]["quarantined"] == {"empty": 1}
    assert "done: 3 files" in result.stderr
    log = tmp_path / "log.jsonl"
    call("ingest", tmp_path / "in", "--json-log", log)
    call("ingest", tmp_path / "in", "--json-log", log)
    kinds = [json.loads(line)["event"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["started", "finished"] * 2


def test_status_shows_contents_runs_and_quarantine(call: Call, make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 2)
    call("ingest", tmp_path / "in")
    clean = call("status")
    assert clean.exit_code == 0
    assert "2 reports" in clean.stdout and "2 loaded" in clean.stdout
    for name in ("b.txt", "c.txt"):
        (tmp_path / "in" / name).touch()
    call("ingest", tmp_path / "in")
    shown = call("status", "--quarantine", "1")
    assert shown.exit_code == 1
    assert "quarantine: 2 empty" in shown.stdout
    assert "and 1 more" in shown.stdout
    data = json.loads(call("status", "--format", "json").stdout)
    assert data["contents"]["reports"] == 2
    assert [run["quarantined"] for run in data["runs"]] == [2, 0]
    assert {entry["reason"] for entry in data["quarantine"]} == {"empty"}


def test_retry_takes_up_what_fits_with_its_manifest_row(
    call: Call, make_reports: Make, tmp_path: Path, query: Callable[[Path, str], list[Any]]
) -> None:
    one, other = make_reports(tmp_path / "in", 2)
    good = one.read_bytes()
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"path,published_on\nin/{one.name},2004-02-03\n", encoding="utf-8")
    one.write_bytes(b"")
    other.write_bytes(b"")
    assert call("ingest", tmp_path / "in", "--manifest", manifest).exit_code == 1
    one.write_bytes(good)
    assert "fits" in call("retry", "nothing*").stdout
    assert "fits" in call("retry", "--reason", "timeout").stdout
    again = call("retry", one.name, "--reason", "empty")
    assert (again.exit_code, "1 retried" in again.stdout) == (0, True)
    assert "1 unchanged" in call("ingest", one, "--manifest", manifest).stdout
    failed = call("retry")
    assert (failed.exit_code, "1 retried" in failed.stdout) == (1, True)
    assert query(tmp_path / "w.duckdb", "SELECT attempts FROM quarantine") == [(2,)]


def test_an_interrupted_run_says_how_to_go_on() -> None:
    lines = list(summary_lines(Summary(3, "interrupted", files=10)))
    assert lines[-1] == "  run the same command again: it goes on where it stopped"
    assert Summary(3, "interrupted").exit_code == 2


def test_commands_are_light_at_import() -> None:
    import sys

    code = (
        "import sys; import reportmine.cli.ingest, reportmine.cli.retry, reportmine.cli.status; "
        "print([name for name in ('duckdb', 'pydantic', 'yaml', 'numpy', 'rich', 'jieba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("[]", "['rich']")  # typer itself may bring rich


def test_errors_are_one_line(command: Command, tmp_path: Path) -> None:
    process = command("ingest", tmp_path / "nowhere", "-w", tmp_path / "w.duckdb")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.splitlines() == [f"reportmine: {tmp_path / 'nowhere'}: does not exist. Check the path"]
    process = command("status", "-w", tmp_path / "w.duckdb")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "reportmine ingest" in errors


def test_a_terminal_gets_a_bar(make_reports: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar is told the same events and leaves the names of quarantined files above it."""
    import io

    from rich.console import Console

    from reportmine.jobs import reporters
    from reportmine.jobs.reporters import Bar, Finished, Note, Started, Unchanged

    bar = Bar()
    bar.console = bar.progress.live.console = Console(file=io.StringIO(), force_terminal=True, width=100)
    for event in (Started(1, 3, 1), Unchanged(), Note("the rules changed"), Finished(Summary(1, "done"))):
        bar(event)
    assert bar.progress.tasks[0].completed == 1
    assert bar.progress.tasks[0].total == 3
    shown = bar.console.file.getvalue()  # type: ignore[attr-defined]
    assert reporters._CUT_OFF in shown
    assert "the rules changed" in shown
