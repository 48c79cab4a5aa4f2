"""Killed, starved, locked out: nothing is lost, nothing is there twice, and the message says what to do."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportmine.jobs import Summary
from reportmine.jobs.lock import ingest_lock
from reportmine.jobs.status import read_status
from reportmine.model import WarehouseError

Run = Callable[..., Summary]
Make = Callable[[Path, int], list[Path]]
Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]
Query = Callable[[Path, str], list[tuple[Any, ...]]]
Command = Callable[..., subprocess.Popen[str]]

# The program with batches of two files, so that there is much to interrupt.
SMALL_BATCHES = """
import sys
from pathlib import Path
from reportmine.jobs import Request, ingest
ingest(Request(paths=(Path(sys.argv[1]),), warehouse=Path(sys.argv[2]), jobs=1, batch_files=2))
"""


def small_batches(folder: Path, warehouse: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SMALL_BATCHES, str(folder), str(warehouse)])


def test_killed_at_random_moments_and_run_again_it_ends_as_if_undisturbed(
    run: Run, make_reports: Make, tmp_path: Path, dump: Dump, query: Query
) -> None:
    make_reports(tmp_path / "in", 36)
    (tmp_path / "in" / "empty.txt").touch()
    run(warehouse=tmp_path / "calm.duckdb")
    dice, wild = random.Random(9), tmp_path / "wild.duckdb"
    batches, kills, cut_off = 0, 0, 0
    while kills < 3:
        process = small_batches(tmp_path / "in", wild)
        while process.poll() is None and _batches(wild) <= batches:
            time.sleep(0.02)
        time.sleep(dice.random() * 0.1)
        if process.poll() is not None:
            break  # it was faster than the dice
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        batches = query(wild, "SELECT count(*) FROM batches")[0][0]  # nobody holds it now: it opens, or it is damaged
        # A run that was killed after its last words, on its way out, was not cut off; any other is still open.
        ((outcome,),) = query(wild, "SELECT outcome FROM runs ORDER BY run_id DESC LIMIT 1")
        assert outcome in (None, "done")
        cut_off += outcome is None
    assert cut_off >= 2
    process = small_batches(tmp_path / "in", wild)
    assert process.wait() == 0
    assert dump(wild) == dump(tmp_path / "calm.duckdb")
    assert query(wild, "SELECT count(*) FROM runs WHERE outcome = 'cut off'") == [(cut_off,)]
    assert query(wild, "SELECT count(*) FROM files") == [(37,)]
    assert sorted(path.name for path in tmp_path.glob("wild*")) == ["wild.duckdb"]


def _batches(warehouse: Path) -> int:
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            row = connection.execute("SELECT count(*) FROM batches").fetchone()
            return int(row[0]) if row else 0
    except duckdb.Error:  # not there yet, or being written
        return 0


def test_a_polite_signal_ends_the_run_with_what_was_read(make_reports: Make, tmp_path: Path, query: Query) -> None:
    make_reports(tmp_path / "in", 300)
    process = subprocess.Popen(
        [sys.executable, "-c", SMALL_BATCHES + "sys.exit(3)", str(tmp_path / "in"), str(tmp_path / "w.duckdb")]
    )
    while process.poll() is None and _batches(tmp_path / "w.duckdb") < 1:
        time.sleep(0.02)
    process.terminate()
    assert process.wait(30) == 3  # it came to the end of its own accord
    assert query(tmp_path / "w.duckdb", "SELECT outcome FROM runs") == [("interrupted",)]
    written = query(tmp_path / "w.duckdb", "SELECT count(*) FROM files")[0][0]
    assert 2 <= written < 300
    assert read_status(tmp_path / "w.duckdb", 1, 1).exit_code == 1


def test_a_full_disk_is_said_and_what_was_committed_stays(
    make_reports: Make, run: Run, tmp_path: Path, command: Command, query: Query
) -> None:
    make_reports(tmp_path / "in", 2)
    run()
    make_reports(tmp_path / "in", 60)
    warehouse = tmp_path / "w.duckdb"
    limit = 300_000  # less than the log of the second batch

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = command("ingest", tmp_path / "in", "-w", warehouse, "-j", 1, preexec_fn=full)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "make room" in errors and str(warehouse) in errors
    assert "Traceback" not in errors
    assert query(warehouse, "SELECT count(*) FROM reports") == [(2,)]
    assert run().new_reports == 58


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that others may look into and nobody may write to; root becomes nobody for the test."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    os.seteuid(os.getuid())
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_warehouse_that_may_not_be_written(make_reports: Make, run: Run, closed_folder: Path) -> None:
    make_reports(closed_folder / "in", 1)
    warehouse = closed_folder / "w.duckdb"
    run(closed_folder / "in", warehouse=warehouse)
    warehouse.chmod(0o444)
    closed_folder.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)
    with pytest.raises(WarehouseError, match="Make the folder writable, or choose another --warehouse"):
        run(closed_folder / "in", warehouse=warehouse)
    assert read_status(warehouse, 1, 1).contents["reports"] == 1


def test_a_warehouse_that_another_program_holds(make_reports: Make, tmp_path: Path, run: Run) -> None:
    """The writer waits, and gives up in the end; when the other goes in time, it goes on."""
    make_reports(tmp_path / "in", 1)
    run()
    make_reports(tmp_path / "in", 2)
    holder = subprocess.Popen(
        [
            sys.executable, "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()",
            str(tmp_path / "w.duckdb"),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None and holder.stdin is not None
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(WarehouseError, match="another program"):
        run(wait=0.5)
    threading.Timer(1.0, lambda: holder.communicate("go\n")).start()
    started = time.monotonic()
    assert run(wait=20).new_reports == 1
    assert time.monotonic() - started < 15


def test_two_ingests_into_one_warehouse_take_turns(make_reports: Make, tmp_path: Path, run: Run) -> None:
    make_reports(tmp_path / "in", 1)
    with (
        ingest_lock(tmp_path / "w.duckdb", 0),
        pytest.raises(WarehouseError, match=f"another ingest .*process {os.getpid()}"),
    ):
        run(wait=0.3)
    assert run(wait=0.3).new_reports == 1
    assert not (tmp_path / "w.duckdb.ingest").exists()


def test_the_lock_of_a_killed_ingest_holds_nobody_up(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from reportmine.jobs.lock import ingest_lock\n"
        "with ingest_lock(Path(sys.argv[1]), 0): print('held', flush=True); time.sleep(60)"
    )
    warehouse = tmp_path / "w.duckdb"
    holder = subprocess.Popen([sys.executable, "-c", script, str(warehouse)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    with ingest_lock(warehouse, 0):
        assert (tmp_path / "w.duckdb.ingest").read_text() == str(os.getpid())


def test_the_memory_limit_is_for_the_file_not_for_the_dictionaries(
    make_reports: Make, tmp_path: Path, command: Command
) -> None:
    make_reports(tmp_path / "in", 2)
    process = command("ingest", tmp_path / "in", "-w", tmp_path / "w.duckdb", "--memory", 256, "-j", 1)
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors.count("quarantined")) == (0, 0), errors
    assert "reports: 2 new" in output


POISON = """
import os, sys, time
from pathlib import Path
from reportmine.jobs import Limits, Request, ingest, schedule, work
import poison
schedule.read_file = poison.read_file
summary = ingest(Request(
    paths=(Path(sys.argv[1]),), warehouse=Path(sys.argv[2]), jobs=1, limits=Limits(3, 1500)))
print(sorted(summary.quarantined.items()), summary.new_reports)
"""
POISONED_READER = """
import os, signal, time
from reportmine.jobs import work

def read_file(source, settings):
    if "hang" in source.label:
        time.sleep(600)
    if "greedy" in source.label:
        bytearray(4_000_000_000)
    if "segfault" in source.label:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "killed" in source.label:
        os.kill(os.getpid(), signal.SIGKILL)
    if "bug" in source.label:
        {}["no such key"]
    return work.read_file(source, settings)
"""


def test_each_poisonous_file_costs_itself_alone(make_reports: Make, tmp_path: Path, query: Query) -> None:
    paths = make_reports(tmp_path / "in", 6)
    for path, name in zip(paths, ("hang", "greedy", "segfault", "killed", "bug"), strict=False):
        path.rename(path.with_name(f"{path.stem}-{name}.txt"))
    (tmp_path / "poison.py").write_text(POISONED_READER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", POISON, str(tmp_path / "in"), str(tmp_path / "w.duckdb")],
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[('crashed', 1), ('internal_error', 1), ('memory', 2), ('timeout', 1)] 1", (
        done.stderr
    )
    rows = query(tmp_path / "w.duckdb", "SELECT path, reason, what FROM quarantine ORDER BY path")
    reasons = {Path(path).stem.rpartition("-")[2]: (reason, what) for path, reason, what in rows}
    assert {name: reason for name, (reason, _) in reasons.items()} == {
        "hang": "timeout", "greedy": "memory", "segfault": "crashed", "killed": "memory", "bug": "internal_error",
    }  # fmt: skip
    assert "SIGSEGV" in reasons["segfault"][1]
    assert "KeyError" in reasons["bug"][1]
