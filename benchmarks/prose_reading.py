"""How long the prose of one report takes, warm, on one core, beside jieba's own time on the same text.

    python benchmarks/prose_reading.py [FILE] [--rounds 50]

Without FILE: ``long_report.txt``, an invented report as long as those of towns that tell most in sentences.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import tools

if TYPE_CHECKING:
    from reportmine.rulebook import Rulebook


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()

    from reportmine.reading import read
    from reportmine.rulebook import Rulebook

    source = arguments.file or Path(__file__).with_name("long_report.txt")
    text = read(source, Rulebook()).text
    print(f"{source.parent.name}/{source.name}: {len(text)} characters\n")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, cut in engines():
            whole, prose = measured(source, using(name, Path(folder) / name), arguments.rounds)
            spent = tools.milliseconds(lambda cut=cut: cut(text), max(arguments.rounds // 5, 3))
            rows.append((name, f"{whole:.1f}", f"{prose:.1f}", f"{spent:.1f}", f"{whole / spent:.2f}"))
    print(
        tools.table(
            ("engine", "file to figures, ms", "prose alone", "engine on the text", "file to figures / engine"), rows
        )
    )


def using(engine: str, folder: Path) -> Rulebook:
    """The shipped rules with another engine."""
    from reportmine.rulebook import Rulebook

    place = folder / "vocabulary" / "segmentation.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(f"engine: {engine}\n", encoding="utf-8")
    return Rulebook((folder,))


def measured(source: Path, rulebook: Rulebook, rounds: int) -> tuple[float, float]:
    """Milliseconds from file to figures, and of these for prose."""
    from reportmine.extraction.prose import read_prose
    from reportmine.extraction.tables import read_tables
    from reportmine.reading import read

    document = read(source, rulebook)
    covered = read_tables(document, rulebook).covered
    read_prose(document, rulebook, covered)
    gc.collect()
    gc.freeze()  # as the workers of a batch do once the rules are loaded

    def from_file() -> None:
        again = read(source, rulebook)
        read_prose(again, rulebook, read_tables(again, rulebook).covered)

    whole = tools.milliseconds(from_file, rounds)
    return whole, tools.milliseconds(lambda: read_prose(document, rulebook, covered), rounds)


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
