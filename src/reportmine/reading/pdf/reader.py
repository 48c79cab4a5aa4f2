"""A PDF to one document."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from reportmine.model import Document, ReadingError
from reportmine.reading.builder import Builder
from reportmine.reading.pdf.drafts import TableDraft
from reportmine.reading.pdf.geometry import PageGeometry, Rect, hundredths
from reportmine.reading.pdf.layout import layout_page, measure, without_furniture
from reportmine.reading.pdf.opening import opened
from reportmine.reading.pdf.paragraphs import Title, flow
from reportmine.reading.pdf.pdfium import read_page
from reportmine.rulebook import Rulebook

MEDIA_TYPE = "application/pdf"
SCAN_DPI = 200
FEWEST_CHARS = 12  # on a page: fewer are a stamp or a page number on a scan


def read_pdf(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``encrypted``, ``damaged``, ``too_many_pages``, ``too_slow``, ``empty``, ``needs_extra``."""
    notes: list[str] = []
    with opened(data, source, rulebook.pages.limits, notes) as pdf:
        count = len(pdf)
        pages = _pages(pdf, source, rulebook)
        if len(pages) < count:
            notes.append("pages_unread")
        pages = _with_scans(pdf, pages, source, rulebook, notes)
    return document_of(pages, data, source, MEDIA_TYPE, rulebook, notes=notes, count=count)


def document_of(
    pages: Sequence[PageGeometry],
    data: bytes,
    source: str,
    media_type: str,
    rulebook: Rulebook,
    *,
    notes: Sequence[str] = (),
    count: int | None = None,
) -> Document:
    """The document that pages of characters and lines make. Raises ReadingError ``empty``."""
    hundredths.cache_clear()  # it serves one document, whose cells share their borders
    layouts = without_furniture([layout_page(page) for page in pages], rulebook.pages)
    builder = Builder(rulebook)
    tables = 0
    for part in flow(layouts, measure(layouts), rulebook.pages):
        if isinstance(part, TableDraft):
            tables += 1
            builder.table(part.grid_cells(), part.origin)
        elif isinstance(part, Title):
            builder.heading(part.pieces(), 0)
        else:
            builder.paragraph(part.pieces())
    found = list(notes)
    if not tables and any(_is_large(image, page) for page in pages for image in page.images):
        found.append("table_is_picture")
    document = builder.build(data, source, media_type, pages=count or len(pages), notes=found)
    if not document.text.strip():
        raise ReadingError(source, "empty", "has no text on its pages", "Get the file again")
    return document


def _pages(pdf: Any, source: str, rulebook: Rulebook) -> list[PageGeometry]:
    clock = _Clock(source, rulebook.pages.limits.seconds)
    pages: list[PageGeometry] = []
    for number in range(1, len(pdf) + 1):
        page = read_page(pdf, number)
        if page is not None:
            pages.append(page)
        clock.check(number, len(pdf))
    if not pages:
        raise ReadingError(source, "damaged", "none of its pages can be loaded", "Get the file again")
    return pages


class _Clock:
    """Stops a reading that takes too long."""

    def __init__(self, source: str, seconds: float) -> None:
        self.source, self.seconds = source, seconds
        self.end = time.monotonic() + seconds

    def check(self, page: int, pages: int) -> None:
        if time.monotonic() > self.end:
            raise ReadingError(
                self.source,
                "too_slow",
                f"page {page} of {pages} was reached after {self.seconds:.0f} seconds",
                "Raise limits.seconds in reading/pages.yaml of your rules folder if it is a report",
            )


def _with_scans(
    pdf: Any, pages: list[PageGeometry], source: str, rulebook: Rulebook, notes: list[str]
) -> list[PageGeometry]:
    """The pages, those without text read from their picture. Raises MissingExtraError when all are such pages."""
    scans = {page.number for page in pages if _is_scan(page)}
    if not scans:
        return pages
    from reportmine.reading.scan_ocr import engine, is_installed

    if not is_installed():
        if len(scans) == len(pages):
            engine(source)
        notes.append("picture_pages_unread")
        return pages
    from reportmine.reading.scan import recognised

    notes.append("recognised")
    if len(scans) > rulebook.pages.limits.scanned_pages:
        notes.append("picture_pages_unread")
        scans = set(sorted(scans)[: rulebook.pages.limits.scanned_pages])
    scale = 72 / SCAN_DPI
    return [
        recognised(_rendered(pdf, page.number), page.number, scale, source) if page.number in scans else page
        for page in pages
    ]


def _is_scan(page: PageGeometry) -> bool:
    """A page of little text under a picture that fills it."""
    if not any(_is_large(image, page) for image in page.images):
        return False
    return sum(1 for char in page.chars if not char.text.isspace()) < FEWEST_CHARS


def _is_large(image: Rect, page: PageGeometry) -> bool:
    return image.width >= 0.45 * page.width and image.height >= 0.1 * page.height


def _rendered(pdf: Any, number: int) -> Any:
    """A page as a grey picture."""
    page = pdf[number - 1]
    try:
        return page.render(scale=SCAN_DPI / 72, grayscale=True).to_numpy().squeeze()
    finally:
        page.close()
