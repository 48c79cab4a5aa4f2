"""Readers work while a batch writes, and a published copy is never held against anybody."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportmine.jobs import Summary
from reportmine.jobs.publish import publish
from reportmine.model import WarehouseError
from reportmine.warehouse import open_warehouse

Run = Callable[..., Summary]
Make = Callable[[Path, int], list[Path]]
Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]

BATCHES_ON_DEMAND = """
import sys
from pathlib import Path
from reportmine.jobs import Request, ingest
from reportmine.jobs.reporters import BatchWritten

def report(event):
    if isinstance(event, BatchWritten):
        print("written", flush=True)
        sys.stdin.readline()  # goes on when the reader has looked

ingest(Request(paths=(Path(sys.argv[1]),), warehouse=Path(sys.argv[2]), jobs=1, batch_files=3), report)
"""


def _reports(warehouse: Path) -> int:
    with open_warehouse(warehouse, wait=60) as reader:
        row = reader.connection.execute("SELECT count(*) FROM reports").fetchone()
    assert row is not None
    return int(row[0])


def _look_until(done: threading.Event, warehouse: Path) -> list[int]:
    counts = []
    while not done.is_set():
        counts.append(_reports(warehouse))
        time.sleep(0.02)
    return counts


def test_another_program_reads_while_batches_are_written(make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 15)
    warehouse = tmp_path / "w.duckdb"
    command = [sys.executable, "-c", BATCHES_ON_DEMAND, str(tmp_path / "in"), str(warehouse)]
    done = threading.Event()
    between = []  # seen by a reader that looks between two batches
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer,
        ThreadPoolExecutor(1) as thread,
    ):
        assert writer.stdin is not None and writer.stdout is not None
        try:
            for _ in iter(writer.stdout.readline, ""):
                if not between:  # from here on there is a warehouse
                    at_any_time = thread.submit(_look_until, done, warehouse)
                between.append(_reports(warehouse))
                writer.stdin.write("\n")
                writer.stdin.flush()
        finally:
            done.set()
    assert writer.returncode == 0
    assert between == [3, 6, 9, 12, 15]  # it saw the warehouse grow
    counts = at_any_time.result()
    assert counts and counts == sorted(counts)
    assert all(count % 3 == 0 for count in counts)  # and only whole batches


def test_a_published_copy_is_replaced_under_its_readers(
    run: Run, make_reports: Make, tmp_path: Path, dump: Dump
) -> None:
    copy = tmp_path / "public" / "copy.duckdb"
    make_reports(tmp_path / "in", 2)
    run(publish=copy)
    assert dump(copy) == dump(tmp_path / "w.duckdb")
    with duckdb.connect(str(copy), read_only=True) as notebook:
        make_reports(tmp_path / "in", 5)
        assert run(publish=copy).new_reports == 3
        assert notebook.execute("SELECT count(*) FROM reports").fetchall() == [(2,)]
    assert dump(copy) == dump(tmp_path / "w.duckdb")
    assert [path.name for path in copy.parent.iterdir()] == ["copy.duckdb"]


def test_a_copy_that_cannot_be_written_is_said(run: Run, make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 1)
    run()
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="The warehouse itself is complete"):
        publish(tmp_path / "w.duckdb", tmp_path / "file" / "copy.duckdb", 1)
