"""Opens a PDF, repairs a damaged one once, and refuses what cannot be read with a reason."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportmine.model import ReadingError
from reportmine.rulebook.pages import PageLimits

_PASSWORD = 4  # pdfium's code for a file that wants a password
_HANDLER = 5  # … and for protection it does not know


@contextmanager
def opened(data: bytes, source: str, limits: PageLimits) -> Iterator[Any]:
    """An open ``pypdfium2.PdfDocument``. Raises ReadingError: ``encrypted``, ``damaged``, ``too_many_pages``."""
    pdf = _open(data, source)
    try:
        count = len(pdf)
        if count > limits.pages:
            raise ReadingError(
                source,
                "too_many_pages",
                f"has {count} pages, more than the {limits.pages} that are read",
                "Cut out the report, or raise limits.pages in reading/pages.yaml of your rules folder",
            )
        if count == 0:
            raise ReadingError(source, "damaged", "has no pages", "Get the file again")
        yield pdf
    finally:
        pdf.close()


def _open(data: bytes, source: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
    if code in (_PASSWORD, _HANDLER):
        raise ReadingError(source, "encrypted", "is protected by a password", "Remove the protection and try again")
    try:
        return pypdfium2.PdfDocument(_repaired(data))
    except pypdfium2.PdfiumError as error:
        raise ReadingError(
            source, "damaged", "is a damaged PDF that could not be repaired", "Get the file again"
        ) from error


def _repaired(data: bytes) -> bytes:
    """The file from its header on, closed with a new cross-reference made of the objects that can be found."""
    from reportmine.reading.pdf.repair import rebuilt

    return rebuilt(io.BytesIO(data).getvalue())
