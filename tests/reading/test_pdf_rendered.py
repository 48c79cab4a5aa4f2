"""PDFs made on the spot, with page breaks elsewhere each time: the form's tables are whole whichever rows they cut."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reportmine.model import Document
from reportmine.reading import read
from reportmine.rulebook import Rulebook

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
LAYOUTS = [
    {"points": 16, "line": 1.3, "start_gap": 150},
    {"points": 14, "line": 1.6, "landscape": True, "may_split_rows": False},
    {"points": 16, "line": 1.6, "repeat_header": True, "may_split_rows": False, "start_gap": 150},
]
Grid = list[list[str | None]]


def maker() -> ModuleType:
    for needed in ("docx", "openpyxl", "PIL"):
        pytest.importorskip(needed)
    name = "make_documents"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, CORPORA / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def grids(document: Document) -> list[Grid]:
    return [[[cell.text if cell else None for cell in row] for row in table.grid] for table in document.tables]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed (Debian: chromium)")
@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_printed_by_a_browser(layout: dict[str, float], tmp_path: Path, samples: Path, rulebook: Rulebook) -> None:
    make = maker()
    make.chromium(make.to_html(make.load("guyong-2021"), make.Style(**layout)), tmp_path / "made.pdf")
    wanted = read(samples / "guyong-2021" / "source.html", rulebook)
    assert grids(read(tmp_path / "made.pdf", rulebook)) == grids(wanted)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (Debian: libreoffice-writer)")
@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_printed_by_libreoffice(layout: dict[str, float], tmp_path: Path, samples: Path, rulebook: Rulebook) -> None:
    make = maker()
    make.to_docx(make.load("guyong-2020"), tmp_path / "made.docx", make.Style(**layout))
    wanted = read(samples / "guyong-2020" / "source.html", rulebook)
    assert grids(read(make.office(tmp_path / "made.docx", "pdf", tmp_path), rulebook)) == grids(wanted)
