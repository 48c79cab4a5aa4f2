"""Everything that is measured, in one command: inputs are generated, results printed as Markdown.

    python benchmarks                      # some 40 minutes; prints the tables
    python benchmarks --quick              # small numbers, two minutes: does it run at all?
    python benchmarks --only stages batch  # some of it
    python benchmarks --write              # into RESULTS.md too

The parts are programs of their own too: python benchmarks/batch.py --help
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import tools

HERE = Path(__file__).resolve().parent


def _stages(quick: bool, work: Path) -> str:
    import stages

    return stages.measure(18 if quick else 90, work)


def _batch(quick: bool, work: Path) -> str:
    import batch

    return batch.measure(300 if quick else 20_000, work)


def _kills(quick: bool, work: Path) -> str:
    import kills

    return kills.measure(60 if quick else 500, 3 if quick else 100, work)


def _fuzz(quick: bool, work: Path) -> str:
    import fuzz

    return fuzz.measure(90 if quick else 2000, work)


def _program(name: str, *arguments: str) -> Callable[[bool, Path], str]:
    """A part that is only a program: what it prints."""

    def run(_: bool, __: Path) -> str:
        done = subprocess.run(
            [sys.executable, str(HERE / name), *arguments], capture_output=True, text=True, check=False
        )
        return done.stdout.strip() or f"failed: {done.stderr.strip().splitlines()[-1:]}"

    return run


PARTS: dict[str, tuple[str, Callable[[bool, Path], str]]] = {
    "stages": ("Stages beside the plain tools", _stages),
    "batch": ("A batch of reports on one process and on two", _batch),
    "kills": ("Killed at random moments", _kills),
    "fuzz": ("Damaged files", _fuzz),
    "pdf": ("Reading PDFs", _program("pdf_reading.py")),
    "prose": ("Reading prose", _program("prose_reading.py")),
    "damage": ("Damaged tables", _program("table_damage.py")),
    "checks": ("Checks", _program("checks.py")),
    "warehouse": ("The warehouse", _program("warehouse.py")),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--write", action="store_true", help="replace benchmarks/RESULTS.md")
    given = parser.parse_args()
    day = datetime.now(UTC).date().isoformat()
    parts = [f"# Measured\n\n{tools.machine()}, {day}. `python benchmarks` measures it anew.\n"]
    for name in given.only:
        title, measure = PARTS[name]
        with tempfile.TemporaryDirectory() as folder:
            parts.append(f"## {title}\n\n{measure(given.quick, Path(folder))}\n")
        print(parts[-1], flush=True)
    if given.write:
        (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
