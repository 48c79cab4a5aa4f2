"""SIGKILL at random moments of an ingest, run again to the end, and the warehouse compared with an undisturbed one's.

    python benchmarks/kills.py --reports 500 --kills 100

A kill now and then falls so early that nothing was begun; batches are small, so that many fall into the writing of one.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import synthetic
import tools

BATCH_FILES = 5
_SCRIPT = """
import sys
from pathlib import Path
from reportmine.jobs import Request, ingest
ingest(Request(paths=(Path(sys.argv[1]),), warehouse=Path(sys.argv[2]), jobs=2, batch_files=int(sys.argv[3])))
"""
_VOLATILE = ("run_id", "modified_ns")
_TABLES = (
    "reports", "figures", "findings", "unread", "documents", "bodies", "identity_evidence", "issuer_candidates",
    "files", "quarantine",
)  # fmt: skip


def measure(count: int, kills: int, work: Path) -> str:
    synthetic.write_reports(work / "in", count)
    (work / "in" / "empty.txt").touch()
    _run(work, "calm.duckdb").wait()
    dice, killed, wild = random.Random(7), 0, work / "wild.duckdb"
    complete = 0
    equal = True
    while killed < kills:
        process = _run(work, wild.name)
        # At first the process only starts; what matters comes after.
        time.sleep(0.5 + dice.random() * 5.0)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        if _is_complete(wild):  # before the kills were up: looked at, and from the beginning
            complete += 1
            equal &= _tables_equal(work / "calm.duckdb", wild)
            wild.unlink()
    code = _run(work, wild.name).wait()
    equal &= _tables_equal(work / "calm.duckdb", wild)
    rows = [
        ("reports", f"{count:,}"),
        ("kills", killed),
        ("warehouses that were completed", complete + 1),
        ("exit code of the last run", code),
        ("tables of each equal to an undisturbed run's", _verdict(equal)),
        ("exports byte-identical", _verdict(_exports_equal(work))),
        ("files left beside the warehouse", sorted(p.name for p in work.glob("wild.duckdb.*")) or "none"),
    ]
    return tools.table(("what", "measured"), rows)


def _run(work: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _SCRIPT, str(work / "in"), str(work / name), str(BATCH_FILES)])


def _is_complete(warehouse: Path) -> bool:
    import duckdb

    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.execute("SELECT 1 FROM runs WHERE outcome = 'done'").fetchone() is not None
    except duckdb.Error:  # not there yet, or not yet with tables
        return False


def _tables_equal(one: Path, other: Path) -> bool:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{one}' AS one (READ_ONLY)")
        connection.execute(f"ATTACH '{other}' AS other (READ_ONLY)")
        for table in _TABLES:
            names = [row[0] for row in connection.execute(f"DESCRIBE one.{table}").fetchall()]
            columns = ", ".join(name for name in names if name not in _VOLATILE)
            for a, b in (("one", "other"), ("other", "one")):
                extra = connection.execute(
                    f"SELECT count(*) FROM (SELECT {columns} FROM {a}.{table} "
                    f"EXCEPT ALL SELECT {columns} FROM {b}.{table})"
                ).fetchone()
                if extra is None or extra[0]:
                    print(f"{table}: {extra} rows only in {a}", file=sys.stderr)
                    return False
    return True


def _exports_equal(work: Path) -> bool | None:
    """None where this version of the program cannot export."""
    exports = []
    for name in ("calm", "wild"):
        folder = work / f"export-{name}"
        process = tools.start("export", folder, "--format", "csv,parquet", "--warehouse", work / f"{name}.duckdb")
        if process.wait() == 2 or not folder.is_dir():
            return None
        exports.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    return exports[0] == exports[1]


def _verdict(equal: bool | None) -> str:
    return "not measured" if equal is None else "yes" if equal else "**no**"


Measure = Callable[[], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measure(given.reports, given.kills, given.work or Path(folder)))


if __name__ == "__main__":
    main()
