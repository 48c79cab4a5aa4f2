"""Whole PDFs: the national form's tables whole, figures where the gold has them, every part with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportmine.model import BlockKind, Document
from reportmine.reading import read
from reportmine.rulebook import Rulebook

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"
FORMS = ["guyong-2021-chromium.pdf", "guyong-2021-libreoffice.pdf", "guyong-2021-repeated-libreoffice.pdf"]
Grid = list[list[str | None]]


def grids(document: Document) -> list[Grid]:
    return [[[cell.text if cell else None for cell in row] for row in table.grid] for table in document.tables]


@pytest.fixture(scope="module")
def web_page(samples: Path, rulebook: Rulebook) -> Document:
    return read(samples / "guyong-2021" / "source.html", rulebook)


@pytest.mark.parametrize("name", FORMS)
def test_the_three_tables_are_those_of_the_web_page(name: str, web_page: Document, rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / name, rulebook)
    assert [(table.row_count, table.column_count) for table in document.tables] == [(14, 4), (28, 10), (4, 15)]
    assert grids(document) == grids(web_page)


@pytest.mark.parametrize("name", FORMS)
def test_spans_are_those_of_the_web_page(name: str, web_page: Document, rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / name, rulebook)
    for table, wanted in zip(document.tables, web_page.tables, strict=True):
        assert {(c.row, c.column, c.row_span, c.column_span) for c in table.cells} == {
            (c.row, c.column, c.row_span, c.column_span) for c in wanted.cells
        }


@pytest.mark.parametrize("name", FORMS)
def test_text_is_that_of_the_web_page(name: str, web_page: Document, rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / name, rulebook)

    def said(given: Document) -> str:
        return "".join(given.text[b.start : b.end] for b in given.blocks if b.kind is BlockKind.PARAGRAPH)

    assert said(document) == said(web_page)


@pytest.mark.parametrize("name", FORMS)
def test_the_title_is_a_heading_and_page_numbers_are_gone(name: str, rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / name, rulebook)
    title = document.blocks[0]
    assert title.kind is BlockKind.HEADING
    assert document.text[title.start : title.end] == "将乐县古镛镇人民政府2021年政府信息公开工作年度报告"
    assert "- 1 -" not in document.text
    assert "-1-" not in document.text


@pytest.mark.parametrize("name", [*FORMS, "loose-chromium.pdf"])
def test_every_cell_and_character_leads_back_to_a_page(name: str, rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / name, rulebook)
    assert document.pages is not None
    covered = 0
    for anchor in document.anchors:
        assert anchor.box is not None
        assert 1 <= anchor.box.page <= document.pages
        assert anchor.box.x0 < anchor.box.x1 and anchor.box.top < anchor.box.bottom
        covered += anchor.end - anchor.start
    between = document.text.count(" | ") * 3 + document.text.count("\n")
    assert covered >= len(document.text) - between
    for table in document.tables:
        for cell in table.cells:
            assert document.text[cell.start : cell.end] == cell.text
            assert cell.box is not None


def test_a_number_in_running_text_has_its_own_box(rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / "guyong-2021-libreoffice.pdf", rulebook)
    start = document.text.index("175")
    (anchor,) = document.locate(start, start + 3)
    assert document.text[anchor.start : anchor.end] == "175"
    assert anchor.box is not None
    assert anchor.box.x1 - anchor.box.x0 < 25


def test_a_table_without_ruling_and_two_side_by_side(rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / "loose-chromium.pdf", rulebook)
    assert [table.origin for table in document.tables] == ["aligned", "ruled", "ruled"]
    assert grids(document)[0] == [
        ["公开数量", "本年", "累计"], ["公开一", "12", "340"], ["公开二", "7", "65"], ["公开三", "0", "8"],
    ]  # fmt: skip
    assert grids(document)[1:] == [
        [["公开", "数量"], ["一", "3"], ["二", "4"]],
        [["公开", "本年"], ["三", "5"], ["四", "6"]],
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_turned_by_the_file_read_as_before(turn: int, tmp_path: Path, rulebook: Rulebook) -> None:
    import pypdfium2

    plain = read(DOCUMENTS / "guyong-2021-libreoffice.pdf", rulebook)
    with pypdfium2.PdfDocument(DOCUMENTS / "guyong-2021-libreoffice.pdf") as pdf:
        for page in pdf:
            page.set_rotation(turn)
        pdf.save(tmp_path / "turned.pdf")
    turned = read(tmp_path / "turned.pdf", rulebook)
    assert turned.text == plain.text
    assert grids(turned) == grids(plain)
    box, upright = turned.tables[1].cells[0].box, plain.tables[1].cells[0].box
    assert box is not None and upright is not None
    if turn != 180:  # what was wide is high on the page as it is shown
        assert box.bottom - box.top == pytest.approx(upright.x1 - upright.x0, abs=0.1)


def test_a_published_report_agrees_with_its_gold(corpora: Path, rulebook: Rulebook) -> None:
    folder = corpora / "js_hongze_district_2023"
    document = read(folder / "source.pdf", rulebook)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    wanted: dict[tuple[str, str], float] = {
        (figure["indicator"], figure["applicant"]): figure["value"]
        for figure in gold["figures"]
        if figure["source"] == "table"
    }
    assert [(table.row_count, table.column_count) for table in document.tables] == [(14, 4), (26, 10), (4, 15)]
    assert all(cell is not None for table in document.tables for row in table.grid for cell in row)
    three = grids(document)[1]
    people = ["natural_person", "business", "research", "social", "legal_service", "other", "total"]
    rows = {"requests.received": 3, "requests.carried_in": 4, "requests.granted": 5, "requests.partial": 6,
            "requests.denied.state_secret": 7, "requests.unavailable.not_held": 15,
            "requests.unavailable.needs_creation": 16,
            "requests.unavailable.unclear_after_amendment": 17, "requests.not_processed.petition": 18,
            "requests.not_processed.confirmation": 22, "requests.other_handling": 23, "requests.answered": 24,
            "requests.carried_out": 25}  # fmt: skip
    for indicator, row in rows.items():
        printed = [float(text or "nan") for text in three[row][3:]]
        assert printed == [wanted[indicator, applicant] for applicant in people], indicator


def test_reading_is_silent(capfd: pytest.CaptureFixture[str], rulebook: Rulebook) -> None:
    for path in sorted(DOCUMENTS.glob("*.pdf")):
        read(path, rulebook)
    held = capfd.readouterr()
    assert held.out == "" and held.err == ""
