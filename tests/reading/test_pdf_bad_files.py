"""Damaged and hostile PDFs end in a reason, soon and without much memory; what is only scratched is read."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from reportmine.model import Document, ReadingError
from reportmine.pipeline import extract
from reportmine.reading import read, read_bytes
from reportmine.rulebook import Rulebook

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"
FORM = DOCUMENTS / "guyong-2021-libreoffice.pdf"


def reason(data: bytes, rulebook: Rulebook) -> str:
    start = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "given.pdf", rulebook)
    assert time.monotonic() - start < 30
    assert str(caught.value).startswith("given.pdf: ")
    return caught.value.reason


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.5, 0.8])
def test_a_file_cut_off_is_refused_rather_than_read_in_part(kept: float, rulebook: Rulebook) -> None:
    data = FORM.read_bytes()
    assert reason(data[: int(len(data) * kept)], rulebook) == "damaged"


def test_a_file_without_its_last_bytes_is_repaired(rulebook: Rulebook) -> None:
    data = FORM.read_bytes()
    whole = read_bytes(data, "given.pdf", rulebook)
    cut = read_bytes(data[: data.rfind(b"startxref")], "given.pdf", rulebook)
    assert cut.text == whole.text
    assert "repaired" in cut.notes
    assert "repaired" not in whole.notes


def test_a_file_whose_cross_reference_is_lost_is_repaired(rulebook: Rulebook) -> None:
    data = FORM.read_bytes().replace(b"startxref", b"startxxxx").replace(b"\nxref\n", b"\nxxxx\n")
    assert read_bytes(data, "given.pdf", rulebook).text == read(FORM, rulebook).text


def test_what_only_begins_like_a_pdf_is_refused(rulebook: Rulebook) -> None:
    assert reason(b"%PDF-1.4\n" + b"\xff\x00abc" * 5000, rulebook) == "damaged"


def test_a_page_that_cannot_be_loaded_is_noted_and_found(rulebook: Rulebook) -> None:
    data = FORM.read_bytes()
    kids = re.search(rb"/Kids\s*\[([^\]]*)\]", data)
    assert kids is not None
    start, end = kids.span(1)
    fewer = kids[1].rstrip().rsplit(b" ", 3)[0]  # the count still says that there is one more
    broken = read_bytes(data[:start] + fewer.ljust(end - start) + data[end:], "given.pdf", rulebook)
    whole = read(FORM, rulebook)
    assert broken.notes == ("pages_unread",)
    assert whole.text.startswith(broken.text[:500])
    assert "reading.pages_unread" in codes(broken, rulebook)
    assert "reading.pages_unread" not in codes(whole, rulebook)


def codes(document: Document, rulebook: Rulebook) -> set[str]:
    return {finding.code for finding in extract(document, rulebook).findings}
