"""A real cluster: a scheduler and workers in processes of their own, one of which is killed during the run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportmine.jobs import Request, Summary, ingest
from reportmine.jobs.reporters import BatchWritten, Event
from reportmine.model import ReportmineError

pytest.importorskip("distributed")

Run = Callable[..., Summary]
Make = Callable[[Path, int], list[Path]]
Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]
_QUIET = {**os.environ, "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_QUIET, start_new_session=True,
    )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Workers without nannies: a killed one stays dead."""
    address = f"tcp://127.0.0.1:{_free_port()}"
    common = ["--no-dashboard", "--host", "127.0.0.1"]
    processes = [_start("distributed.cli.dask_scheduler", *common, "--port", address.rpartition(":")[2])]
    for number in range(2):
        folder = str(tmp_path / f"worker{number}")
        processes.append(
            _start(
                "distributed.cli.dask_worker",
                address,
                *common,
                "--nthreads",
                "1",
                "--no-nanny",
                "--local-directory",
                folder,
            )
        )
    _wait_for_workers(address, 2)
    yield address, processes
    for process in processes:
        process.kill()
        process.wait()


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, timeout="60s", set_as_default=False) as client:
        client.wait_for_workers(count, timeout=90)


def test_a_cluster_fills_the_warehouse_as_one_process_does_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], run: Run, make_reports: Make, tmp_path: Path, dump: Dump
) -> None:
    address, (_, first, _) = cluster
    make_reports(tmp_path / "in", 24)
    (tmp_path / "in" / "empty.txt").touch()
    killed = threading.Event()

    def kill(event: Event) -> None:
        if isinstance(event, BatchWritten) and not killed.is_set():
            first.kill()
            killed.set()

    request = Request(paths=(tmp_path / "in",), warehouse=tmp_path / "w.duckdb", scheduler=address, batch_files=3)
    summary = ingest(request, kill)
    assert killed.is_set()
    assert (summary.outcome, summary.new_reports, summary.quarantined) == ("done", 24, {"empty": 1})
    run(warehouse=tmp_path / "alone.duckdb")
    assert dump(tmp_path / "w.duckdb") == dump(tmp_path / "alone.duckdb")


def test_no_scheduler_is_said(make_reports: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_reports(tmp_path / "in", 1)
    monkeypatch.setattr("reportmine.jobs.schedule._CONNECT_SECONDS", "0.5s")
    started = time.monotonic()
    with pytest.raises(ReportmineError, match="no scheduler answers"):
        ingest(
            Request(
                paths=(tmp_path / "in",), warehouse=tmp_path / "w.duckdb", scheduler=f"tcp://127.0.0.1:{_free_port()}"
            )
        )
    assert time.monotonic() - started < 30
