"""Readers of small tables, and the generator of damaged ones that the benchmark uses too."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from reportmine.extraction.tables import TableReading, read_tables
from reportmine.model import Figure
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook

Cells = dict[tuple[str, str, str], float | int | None]


@pytest.fixture(scope="session")
def damage() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "table_damage.py"
    spec = importlib.util.spec_from_file_location("table_damage", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["table_damage"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def read_text(rulebook: Rulebook) -> Callable[[str], TableReading]:
    """The tables in a plain text. Every figure is checked against its place."""

    def run(text: str, name: str = "report.txt") -> TableReading:
        document = read_bytes(text.encode(), name, rulebook)
        reading = read_tables(document, rulebook)
        for figure in reading.figures:
            assert document.text[figure.evidence.start : figure.evidence.end] == figure.printed
        return reading

    return run


@pytest.fixture
def read_html(read_text: Callable[..., TableReading]) -> Callable[[list[list[str]]], TableReading]:
    """The tables in a page that shows these rows of cells. A cell may carry its own attributes: ``colspan=2|text``."""

    def cell(text: str) -> str:
        attributes, _, words = text.rpartition("|") if text.startswith(("colspan", "rowspan")) else ("", "", text)
        return f"<td {attributes}>{words}</td>"

    def run(rows: list[list[str]]) -> TableReading:
        table = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows)
        page = f"<html><body><h1>某镇年度报告</h1><p>本报告由某镇编制。</p><table>{table}</table></body></html>"
        return read_text(page, "report.html")

    return run


@pytest.fixture
def cells() -> Callable[[TableReading], Cells]:
    """Indicator, applicant, period: value, without derived and unreadable figures."""

    def run(reading: TableReading) -> Cells:
        kept: list[Figure] = [f for f in reading.figures if f.status not in ("derived", "unreadable")]
        return {(f.indicator, str(f.applicant), str(f.period)): f.value for f in kept}

    return run
