"""Readers work while a batch writes, and a published copy is never held against anybody."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
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

SLOW_BATCHES = """
import sys
from pathlib import Path
from reportmine.jobs import Request, ingest
ingest(Request(paths=(Path(sys.argv[1]),), warehouse=Path(sys.argv[2]), jobs=1, batch_files=3))
"""


def test_another_program_reads_while_batches_are_written(make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 45)
    warehouse = tmp_path / "w.duckdb"
    writer = subprocess.Popen([sys.executable, "-c", SLOW_BATCHES, str(tmp_path / "in"), str(warehouse)])
    counts = []
    while writer.poll() is None:
        if not warehouse.is_file():
            time.sleep(0.02)
            continue
        try:
            with open_warehouse(warehouse, wait=20) as reader:
                row = reader.connection.execute("SELECT count(*) FROM reports").fetchone()
        except WarehouseError as error:
            assert "no warehouse" in str(error) or "not there" in str(error)  # its first moment
            continue
        assert row is not None
        counts.append(row[0])
        time.sleep(0.02)
    assert writer.returncode == 0
    assert counts == sorted(counts)
    assert len({count for count in counts if 0 < count < 45}) >= 2  # it saw the warehouse grow
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
