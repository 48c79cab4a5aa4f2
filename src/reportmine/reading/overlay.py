"""What was read, drawn over the page it was read from: cells, paragraphs, figures."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportmine.model import Box, Document, Figure, ReadingError

DPI = 110
CELL, TEXT, FIGURE = (30, 110, 220), (120, 120, 120), (210, 40, 40)


def draw_page(path: Path | str, document: Document, page: int, figures: Iterable[Figure] = ()) -> bytes:
    """A PNG of page ``page`` (from 1): blue around cells, grey under text, red around the figures that were extracted.

    Raises ReadingError ``no_pages`` for a file without pages, ``no_such_page`` for a page it does not have.
    """
    from PIL import ImageDraw

    if document.pages is None or not any(anchor.box is not None for anchor in document.anchors):
        raise ReadingError(
            str(path), "no_pages", f"is {document.media_type} and has no pages to show", "Give a PDF or a picture"
        )
    if not 1 <= page <= document.pages:
        raise ReadingError(str(path), "no_such_page", f"has {document.pages} pages, no page {page}")
    picture, scale = _picture(Path(path), page)
    layer = ImageDraw.Draw(picture, "RGBA")
    for anchor in document.anchors:
        if anchor.box is not None and anchor.box.page == page:
            layer.line(_under(anchor.box, scale), fill=(*TEXT, 160), width=1)
    for table in document.tables:
        for cell in table.cells:
            if cell.box is not None and cell.box.page == page:
                layer.rectangle(_scaled(cell.box, scale), outline=(*CELL, 220), width=1)
    for figure in figures:
        if figure.evidence.page == page and figure.evidence.bbox is not None:
            x0, top, x1, bottom = figure.evidence.bbox
            box = Box(page=page, x0=x0, top=top, x1=x1, bottom=bottom)
            layer.rectangle(_scaled(box, scale), outline=(*FIGURE, 255), fill=(*FIGURE, 36), width=2)
    held = io.BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()


def _picture(path: Path, page: int) -> tuple[Any, float]:
    """The page in colour, and pixels a point."""
    data = path.read_bytes()
    if b"%PDF-" in data[:1024]:
        import pypdfium2

        with pypdfium2.PdfDocument(data) as pdf:
            shown = pdf[page - 1]
            picture = shown.render(scale=DPI / 72).to_pil().convert("RGB")
            shown.close()
        return picture, DPI / 72
    from PIL import Image, ImageOps

    from reportmine.reading.scan import PAGE_WIDTH

    image = Image.open(io.BytesIO(data))
    image.seek(page - 1)
    picture = ImageOps.exif_transpose(image).convert("RGB")
    return picture, picture.width / PAGE_WIDTH


def _scaled(box: Box, scale: float) -> tuple[float, float, float, float]:
    return (box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)


def _under(box: Box, scale: float) -> tuple[float, float, float, float]:
    return (box.x0 * scale, box.bottom * scale, box.x1 * scale, box.bottom * scale)
