"""The writer keeps within its memory, takes more where that is too little, and cleans up what a killed one spilled."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportmine.jobs import Summary, writer
from reportmine.model import Finding, WarehouseError
from reportmine.warehouse import Warehouse, open_warehouse

Run = Callable[..., Summary]
Make = Callable[[Path, int], list[Path]]
Query = Callable[[Path, str], list[tuple[Any, ...]]]

# Holds a table that is larger than its memory, says so and waits to be killed.
SPILLING = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1], config={"memory_limit": "128MB"})
connection.execute("SET enable_progress_bar = false")
connection.execute("CREATE TEMP TABLE much AS SELECT range, md5(range::VARCHAR) FROM range(4_000_000)")
print("made", flush=True)
time.sleep(60)
"""


class TooSmall:
    """In the place of the checks across reports: they need more than the first ``failures`` rooms have."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.rooms: list[str] = []

    def __call__(self, warehouse: Warehouse, rulebook: object) -> list[Finding]:
        row = warehouse.connection.execute("SELECT current_setting('memory_limit')").fetchone()
        self.rooms.append(str(row and row[0]))
        if len(self.rooms) <= self.failures:
            raise duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block")
        return []


def test_checks_that_need_more_room_get_it(
    make_reports: Make, run: Run, monkeypatch: pytest.MonkeyPatch, query: Query, tmp_path: Path
) -> None:
    make_reports(tmp_path / "in", 2)
    checks = TooSmall(2)
    monkeypatch.setattr(writer, "refresh_findings", checks)
    assert run().outcome == "done"
    assert checks.rooms[:2] == ["244.1 MiB", "953.6 MiB"] and len(checks.rooms) == 3
    assert query(tmp_path / "w.duckdb", "SELECT outcome FROM runs") == [("done",)]


def test_checks_that_no_room_is_large_enough_for_are_said(
    make_reports: Make, run: Run, monkeypatch: pytest.MonkeyPatch, query: Query, tmp_path: Path
) -> None:
    make_reports(tmp_path / "in", 2)
    monkeypatch.setattr(writer, "refresh_findings", TooSmall(3))
    with pytest.raises(WarehouseError, match="too little memory"):
        run()
    assert query(tmp_path / "w.duckdb", "SELECT count(*) FROM reports") == [(2,)]


def test_a_batch_is_written_in_little_memory(
    make_reports: Make, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_reports(tmp_path / "in", 2)
    rooms: Counter[str] = Counter()
    load = Warehouse.load

    def watched(self: Warehouse, *arguments: Any) -> Any:
        row = self.connection.execute("SELECT current_setting('memory_limit')").fetchone()
        rooms[str(row and row[0])] += 1
        if len(rooms) == 1:
            raise duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block")
        return load(self, *arguments)

    monkeypatch.setattr(Warehouse, "load", watched)
    assert run().new_reports == 2
    assert rooms == {"122.0 MiB": 1, "488.2 MiB": 1}


def test_what_a_killed_program_spilled_is_removed_by_the_next_that_writes(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    open_warehouse(path, write=True).close()
    spilling = subprocess.Popen([sys.executable, "-c", SPILLING, str(path)], stdout=subprocess.PIPE)
    assert spilling.stdout is not None and spilling.stdout.readline() == b"made\n"
    spilling.kill()
    spilling.communicate()
    folder = tmp_path / "w.duckdb.tmp"
    assert any(folder.glob("duckdb_temp_*"))  # or this test tests nothing
    open_warehouse(path).close()
    assert any(folder.iterdir())  # others may read, and spill, beside a reader
    open_warehouse(path, write=True).close()
    assert not folder.exists()


def test_what_cannot_be_removed_is_said_and_nobody_is_locked_out(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    stuck = tmp_path / "w.duckdb.tmp" / "duckdb_temp_storage"
    stuck.mkdir(parents=True)  # a folder where DuckDB has files
    with pytest.raises(WarehouseError, match=r"w\.duckdb\.tmp.*cannot be removed"):
        open_warehouse(path, write=True)
    stuck.rmdir()
    open_warehouse(path, write=True).close()


def test_what_others_keep_beside_the_warehouse_stays(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    folder = tmp_path / "w.duckdb.tmp"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    open_warehouse(path, write=True).close()
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


NOTHING_NEW = """
import sys
from pathlib import Path
from reportmine.jobs import Request, ingest
summary = ingest(Request(paths=(Path(sys.argv[1]),), warehouse=Path(sys.argv[2])))
print(dict(summary.by_why), "pandas" in sys.modules)
"""


def test_a_run_with_nothing_new_loads_no_pandas(make_reports: Make, run: Run, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 2)
    run()
    again = [sys.executable, "-c", NOTHING_NEW, str(tmp_path / "in"), str(tmp_path / "w.duckdb")]
    done = subprocess.run(again, capture_output=True, text=True, check=True)
    assert done.stdout == "{'unchanged': 2} False\n"
