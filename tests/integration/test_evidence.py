"""Every figure of every document leads back to what was printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.evaluation import find_gold
from reportmine.model import Figure, Source, Status
from reportmine.pipeline import extract, read
from reportmine.rulebook import Rulebook


def check_folder(folder: Path, rulebook: Rulebook) -> None:
    for source, _ in find_gold(folder):
        document = read(source, rulebook)
        report = extract(document, rulebook)
        for figure in report.figures:
            evidence = figure.evidence
            assert document.text[evidence.start : evidence.end] == figure.printed, (source, figure)
            assert figure.printed or figure.status in {Status.BLANK, Status.DERIVED}, (source, figure)
            if evidence.end > evidence.start:
                assert document.locate(evidence.start, evidence.end), (source, figure)
            # Both readers make their figures without the checks, which must find nothing to mend.
            checked = Figure.model_validate(figure.model_dump())
            assert repr(checked) == repr(figure) and checked == figure, (source, figure)
        for cell in (cell for table in document.tables for cell in table.cells):
            assert document.text[cell.start : cell.end] == cell.text, (source, cell)


def test_samples(samples: Path, rulebook: Rulebook) -> None:
    check_folder(samples, rulebook)


def test_real_reports(corpora: Path, rulebook: Rulebook) -> None:
    check_folder(corpora, rulebook)


def test_text_offsets_lead_to_the_bytes(corpora: Path, rulebook: Rulebook) -> None:
    """In a text file every printed number stands, character for character, at the raw place it leads back to."""
    source = corpora / "shancheng-2017" / "source.txt"
    raw = source.read_text(encoding="utf-8-sig")
    document = read(source, rulebook)
    for figure in extract(document, rulebook).figures:
        if figure.printed.isdigit():
            places = document.locate(figure.evidence.start, figure.evidence.end)
            assert "".join(raw[place.raw_start : place.raw_end] for place in places) == figure.printed


@pytest.mark.parametrize("fold", ["\r\n", "\n"])
def test_line_ends_change_nothing(tmp_path: Path, samples: Path, rulebook: Rulebook, fold: str) -> None:
    source = samples / "guyong-2016" / "source.txt"
    copy = tmp_path / "copy.txt"
    copy.write_bytes(source.read_text(encoding="utf-8").replace("\n", fold).encode("gb18030"))
    first, second = extract(source, rulebook), extract(copy, rulebook)
    strip = [(f.indicator, f.period, f.value, f.printed) for f in first.figures]
    assert strip
    assert strip == [(f.indicator, f.period, f.value, f.printed) for f in second.figures]


def test_every_figure_of_a_pdf_has_its_page_and_box(rulebook: Rulebook) -> None:
    documents = Path(__file__).resolve().parents[2] / "corpora" / "documents"
    figures = extract(documents / "guyong-2021-libreoffice.pdf", rulebook).figures
    assert {figure.source for figure in figures} == {Source.PROSE, Source.TABLE}
    for figure in figures:
        assert figure.evidence.page is not None and figure.evidence.bbox is not None
        x0, top, x1, bottom = figure.evidence.bbox
        assert 0 <= x0 < x1 < 600 and 0 <= top < bottom < 850
