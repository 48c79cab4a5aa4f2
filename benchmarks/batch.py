"""Throughput of a batch on one process and on two, its memory, and a rerun with nothing new.

    python benchmarks/batch.py --reports 20000

The machine must have nothing else to do, or the ratio says nothing.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import synthetic
import tools

WARM = 2000  # files after which the memory must not grow


def measure(count: int, work: Path) -> str:
    size = synthetic.write_reports(work / "in", count)
    one = tools.ingest(work / "in", work / "one.duckdb", "--jobs", 1)
    two = tools.ingest(work / "in", work / "two.duckdb", "--jobs", 2)
    again = tools.ingest(work / "in", work / "two.duckdb", "--jobs", 2)
    rows = [
        ("files, bytes", f"{count:,}, {size / 1e6:.0f} MB"),
        ("figures", f"{two.summary['figures']:,}"),
        ("one process", f"{one.seconds:.1f} s, {count / one.seconds:.1f} reports/s"),
        ("two processes", f"{two.seconds:.1f} s, {count / two.seconds:.1f} reports/s"),
        ("**ratio**", f"**{one.seconds / two.seconds:.2f}**"),
        ("rerun with nothing new", f"{again.seconds:.2f} s ({again.summary['by_why']})"),
        ("quarantined", sum(two.summary["quarantined"].values())),
        *((f"memory of all processes at {at:,} files", _megabytes(_at(two, at))) for at in _milestones(count)),
        *((f"greatest at {start:,} to {stop:,} files", _greatest(two, start, stop)) for start, stop in _spans(count)),
        ("greatest while reports are held against each other", _greatest(two, count, count + 1)),
        ("memory at the end", _megabytes(two.memory[-2][1] if len(two.memory) > 1 else 0)),
    ]
    return f"{tools.table(('what', 'measured'), rows)}\n\n{_stages(one, count)}"


def _milestones(count: int) -> list[int]:
    return [WARM, *range(5000, count, 5000)]


def _spans(count: int) -> list[tuple[int, int]]:
    starts = [WARM // 2, *_milestones(count)]
    return list(zip(starts, [*starts[1:], count], strict=True))


def _greatest(run: tools.Run, start: int, stop: int) -> str:
    return _megabytes(max((held for done, held in run.memory if start <= done < stop), default=0))


def _stages(run: tools.Run, count: int) -> str:
    """Where the time of one process goes. The writer works beside the reader."""
    seconds = run.summary["seconds"]
    rows = [(stage, f"{spent:.1f}", f"{spent / count * 1000:.2f}") for stage, spent in seconds.items()]
    return tools.table(("stage (one process)", "seconds", "ms a report"), rows)


def _at(run: tools.Run, files: int) -> int:
    return next((held for done, held in run.memory if done >= files), 0)


def _megabytes(held: int) -> str:
    return f"{held / 1e6:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--work", type=Path, help="keep the reports and warehouses here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measure(given.reports, given.work or Path(folder)))


if __name__ == "__main__":
    main()
