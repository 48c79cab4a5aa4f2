"""Old Office files: through LibreOffice where it is, a plain word where it is not. The overlay of a page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportmine.model import ReadingError
from reportmine.reading import read
from reportmine.reading.overlay import draw_page
from reportmine.rulebook import Rulebook

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, rulebook: Rulebook) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ReadingError) as caught:
        read(DOCUMENTS / "guyong-2021.doc", rulebook)
    assert caught.value.reason == "needs_libreoffice"
    assert "libreoffice-writer" in str(caught.value)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_reads_like_the_new_one(rulebook: Rulebook) -> None:
    new = read(DOCUMENTS / "guyong-2021.docx", rulebook)
    old = read(DOCUMENTS / "guyong-2021.doc", rulebook)
    assert old.text == new.text
    assert [(t.row_count, t.column_count) for t in old.tables] == [(14, 4), (28, 10), (4, 15)]
    assert old.media_type == "application/msword"
    assert old.sha256 != new.sha256


def test_a_cut_off_word_file_is_refused(tmp_path: Path, rulebook: Rulebook) -> None:
    cut = tmp_path / "cut.doc"
    cut.write_bytes((DOCUMENTS / "guyong-2021.doc").read_bytes()[:40_000])
    with pytest.raises(ReadingError) as caught:
        read(cut, rulebook)
    assert caught.value.reason == "damaged"


def test_the_overlay_is_a_picture_of_the_page_with_marks(rulebook: Rulebook) -> None:
    import io

    import numpy as np
    from PIL import Image

    path = DOCUMENTS / "guyong-2021-libreoffice.pdf"
    document = read(path, rulebook)
    plain = np.asarray(Image.open(io.BytesIO(draw_page(path, document.model_copy(update={"tables": ()}), 2))))
    drawn = np.asarray(Image.open(io.BytesIO(draw_page(path, document, 2))))
    assert drawn.shape == plain.shape
    cell = next(c for c in document.tables[1].cells if c.box is not None and c.box.page == 2)
    assert cell.box is not None
    scale = drawn.shape[1] / 595.3
    row = round(cell.box.top * scale)
    line = drawn[row - 1 : row + 2, round(cell.box.x0 * scale) + 3].astype(int)
    assert any(pixel[2] - pixel[0] > 80 for pixel in line)  # blue


def test_the_overlay_of_a_page_that_is_not_there(rulebook: Rulebook) -> None:
    path = DOCUMENTS / "guyong-2021-libreoffice.pdf"
    with pytest.raises(ReadingError) as caught:
        draw_page(path, read(path, rulebook), 9)
    assert caught.value.reason == "no_such_page"
    with pytest.raises(ReadingError) as caught:
        draw_page(DOCUMENTS / "guyong-2021.docx", read(DOCUMENTS / "guyong-2021.docx", rulebook), 1)
    assert caught.value.reason == "no_pages"
