"""What the tests of batches share: reports of many years, one worker pool, dumps of warehouses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportmine.jobs import Request, Summary, ingest, schedule
from reportmine.jobs.pool import LimitedPool
from reportmine.jobs.work import Settings, warm_up

# The program with the commands of this area alone: a test of batches does not hang on the others.
CLI = """
from reportmine.cli import main
from reportmine.cli.ingest import ingest
from reportmine.cli.retry import retry
from reportmine.cli.status import status
main.register = lambda: [main.app.command()(command) for command in (ingest, retry, status)]
main.run()
"""
# Not compared: when something was done, and by which run.
_VOLATILE = {"run_id", "started_at", "ended_at", "applied_at", "committed_at", "modified_ns"}
_COMPARED = (
    "reports", "figures", "findings", "unread", "documents", "bodies", "identity_evidence", "issuer_candidates",
    "files", "quarantine",
)  # fmt: skip


@pytest.fixture(scope="session")
def _pool() -> Iterator[LimitedPool]:
    pool = LimitedPool(1, seconds=30, memory=3_000_000_000, warm_up=warm_up, arguments=(Settings(),))
    yield pool
    pool.shutdown(cancel_futures=True)


class _Shared:
    """The pool of all tests, in the place of one of a run's own."""

    def __init__(self, pool: LimitedPool) -> None:
        self.submit = pool.submit

    def shutdown(self, **_: object) -> None:
        return


@pytest.fixture
def shared_pool(_pool: LimitedPool, monkeypatch: pytest.MonkeyPatch) -> LimitedPool:
    """Runs of this test read on one process that is already warm."""
    monkeypatch.setattr(schedule, "limited_pool", lambda workers, settings: _Shared(_pool))
    return _pool


@pytest.fixture
def make_reports(samples: Path) -> Callable[[Path, int], list[Path]]:
    """Writes reports of three townships over many years, text by text different."""
    texts = [(samples / name / "source.txt").read_text(encoding="utf-8") for name in _SERIES]

    def make(folder: Path, count: int) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for number in range(count):
            year, text = 2003 + number // len(texts), texts[number % len(texts)]
            path = folder / f"{_SERIES[number % len(texts)][:-5]}-{year}.txt"
            path.write_text(text.replace("2016", str(year)).replace("2017", str(year + 1)), encoding="utf-8")
            paths.append(path)
        return paths

    return make


_SERIES = ("guyong-2016", "gaotang-2016", "bailian-2016")


@pytest.fixture
def run(tmp_path: Path, shared_pool: LimitedPool) -> Callable[..., Summary]:
    """One ingest of ``tmp_path/in`` into ``tmp_path/w.duckdb``."""

    def go(*paths: Path, **options: Any) -> Summary:
        reporter = options.pop("reporter", None)
        options.setdefault("warehouse", tmp_path / "w.duckdb")
        return ingest(Request(paths=paths or (tmp_path / "in",), **options), reporter)

    return go


def dump(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that say what was read."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = {}
        for table in _COMPARED:
            columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall() if row[0] not in _VOLATILE]
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            tables[table] = sorted(rows, key=repr)
    return tables


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def command(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", CLI, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"}, **options,
    )  # fmt: skip


@pytest.fixture(name="dump")
def _dump() -> Callable[[Path], dict[str, list[tuple[Any, ...]]]]:
    return dump


@pytest.fixture(name="query")
def _query() -> Callable[[Path, str], list[tuple[Any, ...]]]:
    return query


@pytest.fixture(name="command")
def _command() -> Callable[..., subprocess.Popen[str]]:
    return command
