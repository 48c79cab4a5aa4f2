"""How long the prose of one report takes, warm, on one core, beside jieba's own time on the same text.

    python benchmarks/prose_reading.py [FILE] [--rounds 50]

Without FILE: the longest sample report of ``corpora/samples``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def milliseconds(action: Callable[[], object], rounds: int) -> float:
    """The median time of one call, after three calls to warm up."""
    for _ in range(3):
        action()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()

    from reportmine.extraction.prose import read_prose
    from reportmine.extraction.tables import read_tables
    from reportmine.reading import read
    from reportmine.rulebook import Rulebook

    source = arguments.file or max((ROOT / "corpora" / "samples").glob("*/source.txt"), key=lambda p: p.stat().st_size)
    rulebook = Rulebook()
    document = read(source, rulebook)
    covered = read_tables(document, rulebook).covered
    print(f"{source}: {len(document.text)} characters, {len(read_prose(document, rulebook, covered).figures)} figures")
    whole = milliseconds(
        lambda: read_prose(read(source, rulebook), rulebook, read_tables(document, rulebook).covered), arguments.rounds
    )
    prose = milliseconds(lambda: read_prose(document, rulebook, covered), arguments.rounds)
    print(f"file to figures (reading, tables, prose): {whole:6.1f} ms")
    print(f"prose alone:                              {prose:6.1f} ms")
    for name, cut in engines():
        spent = milliseconds(lambda cut=cut: cut(document.text), max(arguments.rounds // 5, 3))
        print(f"{name} on the full text:".ljust(42) + f"{spent:6.1f} ms (prose is {prose / spent:.2f} of it)")


def engines() -> list[tuple[str, Callable[[str], object]]]:
    """The segmentation engines at hand."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    found: list[tuple[str, Callable[[str], object]]] = [("jieba", jieba.lcut)]
    try:
        import rjieba
    except ImportError:
        return found
    return [*found, ("rjieba", rjieba.cut)]


if __name__ == "__main__":
    main()
