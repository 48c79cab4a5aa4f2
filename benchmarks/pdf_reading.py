"""How fast a form PDF is read, against pdfplumber with ``extract_text`` and ``extract_tables`` on all its pages.

    python benchmarks/pdf_reading.py [FILE…] [--rounds N]

Both are timed in turns, in one process, on the same bytes; the best of the rounds counts, since anything slower is what
else the machine was doing. ``read_pdf`` is the whole reading: geometry, tables, paragraphs, cleaning, the document.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def with_pdfplumber(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_text()) + len(page.extract_tables()) for page in pdf.pages)


def best(rounds: int, *works: Callable[[], object]) -> list[float]:
    times = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[number] = min(times[number], time.perf_counter() - start)
    return times


def documents() -> list[Path]:
    shared = ROOT.parent / "shared" / "corpora"
    return sorted([*shared.glob("*/source.pdf"), *(ROOT / "corpora" / "documents").glob("*.pdf")])


def main() -> None:
    from reportmine.reading.pdf import read_pdf
    from reportmine.rulebook import Rulebook

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    rulebook = Rulebook()
    print("| file | pages | pdfplumber, ms | reportmine, ms | times as fast |")
    print("|---|---|---|---|---|")
    for path in given.files or documents():
        data = path.read_bytes()
        name = f"{path.parent.name}/{path.name}"
        document = read_pdf(data, name, rulebook)
        slow, fast = best(
            given.rounds, lambda d=data: with_pdfplumber(d), lambda d=data, n=name: read_pdf(d, n, rulebook)
        )
        print(f"| {name} | {document.pages} | {slow * 1000:.0f} | {fast * 1000:.1f} | {slow / fast:.1f} |")


if __name__ == "__main__":
    main()
