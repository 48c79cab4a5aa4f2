"""Mutated files of every kind through a batch: what became of them, by kind of file and reason.

python benchmarks/fuzz.py --files 2000
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import tools

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "jobs"))
TIMEOUT = 30


def measure(count: int, work: Path, seed: int = 2026) -> str:
    import duckdb
    from test_fuzz import mutants, originals

    dice = random.Random(seed)
    streams = {ending: mutants(data, dice) for ending, data in originals(ROOT / "corpora").items()}
    (work / "in").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        ending = sorted(streams)[number % len(streams)]
        (work / "in" / f"{number:05}{ending}").write_bytes(next(streams[ending]))
    run = tools.ingest(work / "in", work / "fuzz.duckdb", "--jobs", 2, "--timeout", TIMEOUT, "--force-kind")
    with duckdb.connect(str(work / "fuzz.duckdb"), read_only=True) as connection:
        statuses = Counter(dict(connection.execute("SELECT status, count(*) FROM files GROUP BY status").fetchall()))
        reasons = connection.execute(
            "SELECT reason, count(*), string_agg(DISTINCT regexp_extract(path, '[.][a-z]+$'), ' '), any_value(what) "
            "FROM quarantine GROUP BY reason ORDER BY 2 DESC, 1"
        ).fetchall()
        nameless = connection.execute("SELECT count(*) FROM quarantine WHERE coalesce(what, '') = ''").fetchall()[0][0]
    counts = ", ".join(f"{statuses[name]:,}" for name in ("loaded", "quarantined", "duplicate"))
    head = [
        ("files", f"{count:,}"),
        ("the batch", f"{run.summary.get('outcome')}, exit code {run.code}, {run.seconds:.0f} s"),
        ("loaded, quarantined, the same as another", counts),
        ("quarantined without a reason", nameless),
    ]  # fmt: skip
    rows = [(reason, number, endings, what[:90].replace("|", "/")) for reason, number, endings, what in reasons]
    return (
        f"{tools.table(('what', 'measured'), head)}\n\n{tools.table(('reason', 'files', 'kinds', 'one of them'), rows)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measure(given.files, given.work or Path(folder)))


if __name__ == "__main__":
    main()
