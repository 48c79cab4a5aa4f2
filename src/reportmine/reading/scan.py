"""Scanned pages and pictures: lines by their darkness, text by RapidOCR, then the same way as a printed page.

Text boxes go into the cells they lie in. A cell that has ink and no box, or shares a box with its neighbour, is read
by itself; so is every number, a second time, since a misread digit is worse than a missing one: where the two readings
differ, the confidence says so.
"""

from __future__ import annotations

import io
from typing import Any

from reportmine.model import Document, ReadingError
from reportmine.reading.pdf.geometry import Char, PageGeometry, Rect
from reportmine.reading.pdf.tables import find_tables
from reportmine.reading.scan_lines import binary, ruling, skew
from reportmine.reading.scan_ocr import Seen, read_strips, text_in
from reportmine.rulebook import Rulebook

PAGE_WIDTH = 595.0  # points: a picture without a resolution is taken for a page of A4
MOST_PIXELS = 80_000_000
LARGEST_SIDE = 3000  # pixels: larger pictures are made smaller
DOUBTFUL = 0.4  # the confidence of a number read differently twice
INK = 0.004  # of a cell's area: less is dirt


def read_picture(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """A PNG, JPEG or TIFF. Raises MissingExtraError, ReadingError: ``damaged``, ``too_large``, ``empty``."""
    from reportmine.reading.pdf.reader import document_of
    from reportmine.reading.scan_ocr import engine

    pictures = _pictures(data, source, rulebook.pages.limits.scanned_pages)
    engine(source)
    pages = [recognised(picture, number, scale, source) for number, (picture, scale) in enumerate(pictures, 1)]
    return document_of(pages, data, source, _media_type(data), rulebook, notes=["recognised"])


def recognised(picture: Any, number: int, scale: float, source: str) -> PageGeometry:
    """A grey picture (numpy, rows × columns) as a page; ``scale`` is points a pixel."""
    import numpy as np

    dark = binary(picture)
    angle = skew(dark)
    if angle:
        picture = _turned(picture, angle)
        dark = binary(picture)
    height, width = picture.shape
    edges = ruling(dark, scale)
    seen = text_in(np.repeat(picture[:, :, None], 3, axis=2), source)
    page = PageGeometry(number, width * scale, height * scale, (), edges, (), recognised=True)
    cells = [cell.rect for table in find_tables(page)[0] for cell in table.cells]
    chars = _Cells(picture, dark, scale, source).chars(seen, cells)
    return PageGeometry(number, width * scale, height * scale, tuple(chars), edges, (), recognised=True)


class _Cells:
    """Puts recognised text into the cells of a page, reading by itself what the boxes do not settle."""

    def __init__(self, picture: Any, dark: Any, scale: float, source: str) -> None:
        self.picture, self.dark, self.scale, self.source = picture, dark, scale, source

    def chars(self, seen: list[Seen], cells: list[Rect]) -> list[Char]:
        homes: dict[Rect, list[Seen]] = {cell: [] for cell in cells}
        unsettled: set[Rect] = set()
        chars: list[Char] = []
        for line in seen:
            touched = [cell for cell in cells if _shared(line.rect, cell, self.scale)]
            if not touched:
                chars.extend(line.chars(self.scale))
            elif len(touched) == 1:
                homes[touched[0]].append(line)
            else:
                unsettled.update(touched)
        alone = [
            cell
            for cell, lines in homes.items()
            if cell in unsettled or (not lines and self._ink(cell)) or (len(lines) == 1 and _is_number(lines[0].text))
        ]
        again = dict(zip(alone, read_strips([self._cut(cell) for cell in alone], self.source), strict=True))
        for cell, lines in homes.items():
            for line in _settled(cell, lines, again.get(cell), cell in unsettled, self.scale):
                chars.extend(line.chars(self.scale))
        return chars

    def _pixels(self, cell: Rect) -> tuple[int, int, int, int]:
        inset = 1.5
        return (
            int((cell.x0 + inset) / self.scale), int((cell.top + inset) / self.scale),
            int((cell.x1 - inset) / self.scale) + 1, int((cell.bottom - inset) / self.scale) + 1,
        )  # fmt: skip

    def _ink(self, cell: Rect) -> bool:
        x0, top, x1, bottom = self._pixels(cell)
        inside = self.dark[top:bottom, x0:x1]
        return inside.size > 0 and float(inside.mean()) > INK

    def _cut(self, cell: Rect) -> Any:
        """The inked part of a cell with a white margin, as three channels."""
        import numpy as np

        x0, top, x1, bottom = self._pixels(cell)
        inside = self.dark[top:bottom, x0:x1]
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        part = self.picture[top:bottom, x0:x1]
        if len(rows) and len(columns):
            part = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        margin = max(part.shape[0] // 3, 4)
        part = np.pad(part, margin, constant_values=255)
        return np.repeat(part[:, :, None], 3, axis=2)


def _settled(cell: Rect, lines: list[Seen], again: tuple[str, float] | None, shared: bool, scale: float) -> list[Seen]:
    """What a cell says, by the boxes in it and by its own reading."""
    if again is None:
        return lines
    text, confidence = again
    if shared or not lines:
        inner = Rect(*(value / scale for value in (cell.x0 + 2, cell.top + 2, cell.x1 - 2, cell.bottom - 2)))
        return [Seen(text, inner, min(confidence, 0.9))] if text else []
    line = lines[0]
    if "".join(text.split()) == "".join(line.text.split()):
        return lines
    return [line._replace(confidence=min(line.confidence, DOUBTFUL))]


def _shared(line: Rect, cell: Rect, scale: float) -> bool:
    """Whether a line of text stands in a cell with more than its margin."""
    width = min(line.x1 * scale, cell.x1) - max(line.x0 * scale, cell.x0)
    height = min(line.bottom * scale, cell.bottom) - max(line.top * scale, cell.top)
    size = (line.bottom - line.top) * scale
    return width > 0.35 * size and height > 0.4 * size


def _is_number(text: str) -> bool:
    return all(char in "0123456789.,-—/%" for char in text) and bool(text)


def _turned(picture: Any, angle: float) -> Any:
    import numpy as np
    from PIL import Image

    turned = Image.fromarray(picture).rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255)
    return np.asarray(turned)


def _pictures(data: bytes, source: str, most: int) -> list[tuple[Any, float]]:
    """The pages of a picture file in grey, each with its points a pixel."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > MOST_PIXELS:
            raise ReadingError(source, "too_large", f"has {image.width} by {image.height} pixels", "Make it smaller")
        pages = []
        for frame in ImageSequence.Iterator(image):
            grey = ImageOps.exif_transpose(_on_white(frame)).convert("L")
            if max(grey.size) > LARGEST_SIDE:
                grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            pages.append((np.asarray(grey), PAGE_WIDTH / grey.width))
            if len(pages) >= most:
                break
    except Image.DecompressionBombError as error:
        raise ReadingError(source, "too_large", "has too many pixels", "Make it smaller") from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ReadingError(source, "damaged", "is a damaged picture", "Get the file again") from error
    return pages


def _on_white(image: Any) -> Any:
    """Without transparency, which would become black."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA", "P"):
        return image
    full = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", full.size, "white"), full)


def _media_type(data: bytes) -> str:
    kinds = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
    return next((kind for magic, kind in kinds.items() if data.startswith(magic)), "image/tiff")
