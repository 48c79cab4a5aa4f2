"""Characters as pdfium has them: rare ones in two halves, blanks it makes up, boxes whose scale it forgets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.reading.pdf.characters import _Characters
from reportmine.reading.pdf.geometry import Char
from reportmine.reading.pdf.lines import TextLine, spaced
from reportmine.reading.pdf.pdfium import read_page

# To which signs the two letters of the font lead: one beyond the first 65,536, and an ordinary one.
SIGNS = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfchar <41> <D840DC00> <42> <9547> endbfchar endcmap end end"""


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def printed(content: bytes) -> tuple[Char, ...]:
    """The characters of one page with this content."""
    import pypdfium2

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        stream(SIGNS),
    ]
    data = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n" % n + body + b"\nendobj\n" for n, body in enumerate(objects, 1))
    document = pypdfium2.PdfDocument(data + b"trailer << /Size 7 /Root 1 0 R >>\n%%EOF")
    try:
        page = read_page(document, 1)
        assert page is not None
        return page.chars
    finally:
        document.close()


def test_a_rare_character_is_one_character() -> None:
    chars = printed(b"BT /F 12 Tf 72 700 Td (BAB12) Tj ET")
    assert [char.text for char in chars] == ["镇", "\U00020000", "镇", "1", "2"]
    assert all(left.x1 == pytest.approx(right.x0, abs=0.01) for left, right in pairwise(chars))
    assert {round(char.bottom - char.top) for char in chars} == {14}


def test_line_ends_and_blanks_that_nobody_printed_are_none() -> None:
    chars = printed(b"BT /F 12 Tf 72 700 Td (1 2) Tj 200 0 Td (3) Tj -200 -20 Td (4) Tj ET")
    assert "".join(char.text for char in chars) == "1 234"


class Measured(_Characters):
    """Characters whose fonts are as large as said."""

    def __init__(self, ems: Sequence[float]) -> None:
        self.ems = ems

    def _ems(self, places: Sequence[int]) -> list[float]:
        return [self.ems[place] for place in places]


def test_a_height_far_from_that_of_its_font_is_unsound() -> None:
    sizes = Measured([12.0, 12.0, 12.0, 0.0, 12.0])
    heights = [11.0, 1.02, 13.7, 80.0, 1.3]
    assert sizes._unsound(heights, range(5)) == {1.02, 1.3}  # the fourth has no size to hold it to


def test_the_first_character_answers_for_all_of_its_height() -> None:
    assert Measured([12.0, 1.0])._unsound([11.6, 11.8], [0, 1]) == set()
    assert Measured([1.0, 12.0])._unsound([11.8, 11.6], [0, 1]) == {11.6, 11.8}


signs = st.lists(st.tuples(st.sampled_from("a1 公，\u3000"), st.integers(0, 30)), min_size=1, max_size=12)


@given(signs)
def test_a_line_reads_with_its_blanks(placed: list[tuple[str, int]]) -> None:
    chars, left = [], 0.0
    for text, gap in placed:
        left += gap / 4
        chars.append(Char(text, left, 100.0, left + 10, 112.0))
        left += 10
    assert TextLine(chars).text == "".join(char.text for char in spaced(chars))
