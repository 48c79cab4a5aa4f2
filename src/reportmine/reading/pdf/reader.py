"""A PDF to one document."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from reportmine.model import Document, ReadingError
from reportmine.reading.builder import Builder
from reportmine.reading.pdf.drafts import TableDraft
from reportmine.reading.pdf.geometry import PageGeometry
from reportmine.reading.pdf.layout import PageLayout, layout_page, measure, without_furniture
from reportmine.reading.pdf.opening import opened
from reportmine.reading.pdf.paragraphs import Title, flow
from reportmine.reading.pdf.pdfium import read_page
from reportmine.rulebook import Rulebook

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``encrypted``, ``damaged``, ``too_many_pages``, ``too_slow``, ``empty``, ``needs_extra``."""
    rules = rulebook.pages
    with opened(data, source, rules.limits) as pdf:
        geometries = _pages(pdf, source, rulebook)
    layouts = without_furniture([layout_page(page) for page in geometries], rules)
    builder = Builder(rulebook)
    _write(builder, layouts, rulebook)
    document = builder.build(data, source, MEDIA_TYPE, pages=len(geometries))
    if not document.text.strip():
        raise ReadingError(source, "empty", "has no text on its pages", "Get the file again")
    return document


def _pages(pdf: Any, source: str, rulebook: Rulebook) -> list[PageGeometry]:
    limit = rulebook.pages.limits.seconds
    end = time.monotonic() + limit
    pages: list[PageGeometry] = []
    for number in range(1, len(pdf) + 1):
        page = read_page(pdf, number)
        if page is not None:
            pages.append(page)
        if time.monotonic() > end:
            raise ReadingError(
                source,
                "too_slow",
                f"page {number} of {len(pdf)} was reached after {limit:.0f} seconds",
                "Raise limits.seconds in reading/pages.yaml of your rules folder if it is a report",
            )
    if not pages:
        raise ReadingError(source, "damaged", "none of its pages can be loaded", "Get the file again")
    return pages


def _write(builder: Builder, layouts: Sequence[PageLayout], rulebook: Rulebook) -> None:
    for part in flow(layouts, measure(layouts), rulebook.pages):
        if isinstance(part, TableDraft):
            builder.table(part.grid_cells(), part.origin)
        elif isinstance(part, Title):
            builder.heading(part.pieces(), 0)
        else:
            builder.paragraph(part.pieces())
