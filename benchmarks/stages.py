"""Milliseconds of each stage on the same files, beside the plain tools: read_bytes, jieba, pdfplumber, pypdfium2.

python benchmarks/stages.py --reports 90
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import synthetic
import tools

ROOT = Path(__file__).resolve().parents[1]


def measure(count: int, work: Path) -> str:
    synthetic.write_reports(work / "in", count)
    files = sorted(path for path in (work / "in").rglob("*") if path.is_file())
    return f"{_texts(files)}\n\n{_pdfs(sorted((ROOT / 'corpora' / 'documents').glob('*.pdf')))}"


def _texts(files: Sequence[Path]) -> str:
    import logging

    import jieba

    from reportmine.extraction import extract_figures
    from reportmine.identity import identify
    from reportmine.pipeline import extract
    from reportmine.reading import read
    from reportmine.rulebook import Rulebook

    jieba.setLogLevel(logging.WARNING)
    rules = Rulebook()
    documents = [read(path, rules) for path in files]
    extractions = [extract_figures(document, rules) for document in documents]
    texts = [document.text for document in documents]
    pairs = list(zip(documents, extractions, strict=True))
    plain = _each(files, Path.read_bytes)
    words = _each(texts, jieba.lcut)
    whole = _each(files, lambda path: extract(path, rules))
    rows = [
        ("bare read_bytes", plain),
        ("read: bytes to document", _each(files, lambda path: read(path, rules))),
        ("extract: document to figures", _each(documents, lambda document: extract_figures(document, rules))),
        ("identify", _each(pairs, lambda pair: identify(pair[0], pair[1], rules, None))),
        ("**all: file to checked report**", whole),
        ("jieba.lcut of the same text", words),
    ]
    shown = [(name, f"{spent:.2f}", f"{spent / words:.2f}") for name, spent in rows]
    characters = statistics.mean(len(text) for text in texts)
    title = f"{len(files)} reports, {characters:.0f} characters on average, one process\n\n"
    return title + tools.table(("stage", "ms a report", "times jieba"), shown)


def _pdfs(files: Sequence[Path]) -> str:
    from reportmine.pipeline import extract
    from reportmine.reading import read
    from reportmine.rulebook import Rulebook

    rules = Rulebook()
    rows = []
    for path in files:
        data = [path.read_bytes()]
        plumber, pdfium = _each(data, _pdfplumber), _each(data, _pypdfium2)
        ours, all_of_it = _each([path], lambda p: read(p, rules)), _each([path], lambda p: extract(p, rules))
        rows.append(
            (path.name, *(f"{spent:.1f}" for spent in (pdfium, plumber, ours, all_of_it)), f"{plumber / ours:.1f}")
        )
    heads = ("PDF", "pypdfium2 text", "pdfplumber text, tables", "our read", "all of it", "pdfplumber / our read")
    return "In milliseconds.\n\n" + tools.table(heads, rows)


def _pdfplumber(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_text()) + len(page.extract_tables()) for page in pdf.pages)


def _pypdfium2(data: bytes) -> int:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_bounded()) for page in pdf)


def _each(items: Sequence[Any], work: Callable[[Any], object], rounds: int = 3) -> float:
    """Milliseconds for one item: the best of some rounds over all."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        for item in items:
            work(item)
        best = min(best, time.perf_counter() - begin)
    return best / len(items) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=90)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measure(given.reports, Path(folder)))


if __name__ == "__main__":
    main()
