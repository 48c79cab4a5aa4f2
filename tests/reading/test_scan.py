"""Scanned pages: lines by their darkness, text by recognition where it is installed, a plain word where it is not."""

from __future__ import annotations

import builtins
import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportmine.model import Document, MissingExtraError, ReadingError
from reportmine.pipeline import extract
from reportmine.reading import read, read_bytes
from reportmine.reading.pdf.geometry import Rect
from reportmine.reading.scan_lines import binary, ruling, skew
from reportmine.reading.scan_ocr import INSTALL, Seen, _engine
from reportmine.rulebook import Rulebook

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"
SCALE = 0.48  # points a pixel, as of a page scanned at 150 dots an inch
needs_ocr = pytest.mark.skipif(
    find_spec("rapidocr") is None or find_spec("onnxruntime") is None, reason=f"recognition is not installed: {INSTALL}"
)


def sheet(rows: list[int], columns: list[int], thick: int = 2) -> Any:
    """A white page with a ruled table."""
    page = np.full((800, 600), 255, dtype=np.uint8)
    for row in rows:
        page[row : row + thick, columns[0] : columns[-1] + thick] = 0
    for column in columns:
        page[rows[0] : rows[-1] + thick, column : column + thick] = 0
    return page


def test_lines_of_a_picture_are_edges_where_they_are() -> None:
    edges = ruling(binary(sheet([100, 200, 300], [50, 250, 500])), SCALE)
    across = [edge for edge in edges if edge.horizontal]
    assert [round(edge.at / SCALE) for edge in across] == [101, 201, 301]
    assert [(round(edge.start / SCALE), round(edge.end / SCALE)) for edge in across] == [(50, 502)] * 3
    assert [round(edge.at / SCALE) for edge in edges if not edge.horizontal] == [51, 251, 501]


def test_strokes_of_characters_and_blots_are_no_edges() -> None:
    page = np.full((800, 600), 255, dtype=np.uint8)
    page[100:104, 50:90] = 0  # as long as a stroke of a large character
    page[300:400, 100:300] = 0  # a blot
    assert ruling(binary(page), SCALE) == ()


def test_a_line_with_specks_of_white_is_one_edge() -> None:
    page = sheet([100, 200], [50, 250, 500])
    page[100:102, 77:560:41] = 255
    assert len([edge for edge in ruling(binary(page), SCALE) if edge.horizontal]) == 2


@pytest.mark.parametrize("angle", [-1.5, -0.4, 0.0, 0.8, 2.0])
def test_a_page_lying_askew_is_measured(angle: float) -> None:
    from PIL import Image

    straight = Image.fromarray(sheet([100, 160, 220, 280, 340], [50, 150, 350, 500]))
    askew = np.asarray(straight.rotate(angle, fillcolor=255, resample=Image.Resampling.BILINEAR))
    assert skew(binary(askew)) == pytest.approx(-angle, abs=0.11)


def test_a_blank_page_has_no_lines() -> None:
    page = np.full((800, 600), 255, dtype=np.uint8)
    assert ruling(binary(page), SCALE) == ()
    assert skew(binary(page)) == 0.0


def test_characters_of_a_line_share_its_width_by_their_kind() -> None:
    chars = Seen("共12件", Rect(0, 0, 310, 100), 0.9).chars(1.0)
    assert [round(char.x1 - char.x0) for char in chars] == [100, 55, 55, 100]
    assert {char.confidence for char in chars} == {0.9}


@pytest.fixture(scope="module")
def page3(rulebook: Rulebook) -> Document:
    return read(DOCUMENTS / "guyong-2021-page3.png", rulebook)


@needs_ocr
def test_a_scanned_table_has_its_figures_in_its_cells(page3: Document, rulebook: Rulebook) -> None:
    printed = read(DOCUMENTS / "guyong-2021-libreoffice.pdf", rulebook).tables[1]
    (table,) = page3.tables
    rows = [[cell.text if cell else None for cell in row] for row in table.grid]
    whole = [[cell.text if cell else None for cell in row] for row in printed.grid]
    first = next(n for n, row in enumerate(whole) if row[2] == rows[1][2])
    for number, row in enumerate(rows[1:]):
        assert row[3:] == whole[first + number][3:]
    assert "recognised" in page3.notes


@needs_ocr
def test_what_is_recognised_says_how_surely_and_where(page3: Document) -> None:
    (table,) = page3.tables
    figures = [cell for cell in table.cells if cell.text.isdigit()]
    assert figures
    assert all(0 < cell.confidence <= 1 for cell in figures)
    assert any(anchor.confidence < 1 for anchor in page3.anchors)
    assert all(anchor.box is not None and anchor.box.page == 1 for anchor in page3.anchors)


@needs_ocr
def test_a_figure_is_no_surer_than_its_digits(page3: Document, rulebook: Rulebook) -> None:
    figures = [figure for figure in extract(page3, rulebook).figures if figure.printed]
    assert figures
    assert all(0.5 < figure.confidence < 1 and figure.evidence.page == 1 for figure in figures)


@needs_ocr
def test_recognition_is_silent(capfd: pytest.CaptureFixture[str], rulebook: Rulebook) -> None:
    _engine.cache_clear()
    picture = io.BytesIO()
    from PIL import Image

    Image.fromarray(sheet([100, 160], [50, 250])).save(picture, "PNG")
    with pytest.raises(ReadingError) as caught:
        read_bytes(picture.getvalue(), "given.png", rulebook)
    assert caught.value.reason == "empty"
    held = capfd.readouterr()
    assert held.out == "" and held.err == ""


def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "rapidocr":
            raise ModuleNotFoundError("No module named 'rapidocr'", name="rapidocr")
        return imported(name, *rest, **more)

    _engine.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    monkeypatch.setattr("reportmine.reading.scan_ocr.is_installed", lambda: False)


def test_a_broken_installation_is_said(monkeypatch: pytest.MonkeyPatch, rulebook: Rulebook) -> None:
    def broken() -> Any:
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr("reportmine.reading.scan_ocr._engine", broken)
    with pytest.raises(MissingExtraError, match=r"does not load: libGL\.so\.1"):
        read(DOCUMENTS / "guyong-2021-page3.png", rulebook)


def test_without_the_extra_a_picture_names_the_command(monkeypatch: pytest.MonkeyPatch, rulebook: Rulebook) -> None:
    without_recognition(monkeypatch)
    with pytest.raises(MissingExtraError) as caught:
        read(DOCUMENTS / "guyong-2021-page3.png", rulebook)
    assert "pip install 'reportmine[ocr]'" in str(caught.value)
    assert caught.value.reason == "needs_extra"


def scanned_pdf(path: Path) -> Path:
    from PIL import Image

    Image.open(DOCUMENTS / "guyong-2021-page3.png").save(path, "PDF", resolution=150)
    return path


def test_without_the_extra_a_scanned_pdf_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rulebook: Rulebook
) -> None:
    without_recognition(monkeypatch)
    with pytest.raises(MissingExtraError) as caught:
        read(scanned_pdf(tmp_path / "scan.pdf"), rulebook)
    assert caught.value.advice == f"Run {INSTALL}"


def test_without_the_extra_a_scan_behind_printed_pages_is_noted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rulebook: Rulebook
) -> None:
    import pypdfium2

    without_recognition(monkeypatch)
    with pypdfium2.PdfDocument(DOCUMENTS / "guyong-2021-libreoffice.pdf") as printed:
        with pypdfium2.PdfDocument(scanned_pdf(tmp_path / "scan.pdf")) as scan:
            printed.import_pages(scan)
        printed.save(tmp_path / "both.pdf")
    document = read(tmp_path / "both.pdf", rulebook)
    assert document.pages == 5
    assert "picture_pages_unread" in document.notes
    assert len(document.tables) == 3
    assert "reading.picture_pages_unread" in {finding.code for finding in extract(document, rulebook).findings}


def test_a_table_that_alone_is_a_picture_is_noted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rulebook: Rulebook
) -> None:
    import pypdfium2
    from PIL import Image

    monkeypatch.setattr("reportmine.reading.pdf.reader.FEWEST_CHARS", 5)  # the page that is made below says little
    source = DOCUMENTS / "loose-chromium.pdf"
    picture = Image.open(DOCUMENTS / "guyong-2021-page3.png").convert("RGB").resize((500, 500))
    picture.save(tmp_path / "picture.jpg")
    with pypdfium2.PdfDocument(source) as document:
        page = document[0]
        for item in list(page.get_objects()):  # leaves the first line of text
            if item.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT or item.get_bounds()[1] < 740:
                page.remove_obj(item)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(tmp_path / "picture.jpg")
        image.set_matrix(pypdfium2.PdfMatrix().scale(400, 300).translate(90, 60))
        page.insert_obj(image)
        page.gen_content()
        document.save(tmp_path / "both.pdf")
    read_before = read(source, rulebook)
    assert "table_is_picture" not in read_before.notes
    document = read(tmp_path / "both.pdf", rulebook)
    assert "甲镇公开数量如下" in document.text
    assert document.tables == ()
    assert "table_is_picture" in document.notes


def test_a_damaged_picture_and_a_huge_one_are_refused(rulebook: Rulebook) -> None:
    from PIL import Image

    data = (DOCUMENTS / "guyong-2021-page3.png").read_bytes()
    with pytest.raises(ReadingError) as caught:
        read_bytes(data[: len(data) // 3], "given.png", rulebook)
    assert caught.value.reason == "damaged"
    held = io.BytesIO()
    Image.new("1", (30_000, 10_000)).save(held, "PNG")
    with pytest.raises(ReadingError) as caught:
        read_bytes(held.getvalue(), "given.png", rulebook)
    assert caught.value.reason == "too_large"
