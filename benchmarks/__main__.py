"""Everything that is measured, in one command: inputs are generated, results printed as Markdown.

    python benchmarks                      # some 40 minutes; prints the tables
    python benchmarks --quick              # small numbers, two minutes: does it run at all?
    python benchmarks --only stages batch  # some of it
    python benchmarks --write              # into RESULTS.md too; what was not measured stays there as it was

The parts are programs of their own too: python benchmarks/batch.py --help
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import tools

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
_HEAD = "# Measured\n\n`python benchmarks --write` measures it anew; the day and the machine stand below each table.\n"


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
    parser.add_argument("--write", action="store_true", help="write it into benchmarks/RESULTS.md")
    given = parser.parse_args()
    day = datetime.now(UTC).date().isoformat()
    sections = {}
    for name in given.only:
        title, measure = PARTS[name]
        with tempfile.TemporaryDirectory() as folder:
            sections[title] = f"{measure(given.quick, Path(folder)).strip()}\n\n{tools.machine()}, {day}.\n"
        print(f"## {title}\n\n{sections[title]}", flush=True)
    if given.write:
        _write(sections)


def _write(measured: Mapping[str, str]) -> None:
    """Replaces the sections that were measured; the others stay, in the order of ``PARTS``."""
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else ""
    kept = {title: text for title, _, text in (part.partition("\n\n") for part in before.split("\n## ")[1:])}
    sections = kept | dict(measured)
    shown = [f"## {title}\n\n{sections[title].strip()}\n" for title, _ in PARTS.values() if title in sections]
    RESULTS.write_text("\n".join([_HEAD, *shown]), encoding="utf-8")


if __name__ == "__main__":
    main()
