"""Opens a PDF, repairs a damaged one once, and refuses what cannot be read with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportmine.model import ReadingError
from reportmine.reading.pdf.repair import is_whole, lacks_objects, rebuilt
from reportmine.rulebook.pages import PageLimits

_PASSWORD = 4  # pdfium's code for a file that wants a password
_HANDLER = 5  # … and for protection it does not know


@contextmanager
def opened(data: bytes, source: str, limits: PageLimits, notes: list[str]) -> Iterator[Any]:
    """An open ``pypdfium2.PdfDocument``. Raises ReadingError: ``encrypted``, ``damaged``, ``too_many_pages``.

    A file whose end is lost is read when nothing else of it is, and ``notes`` gains ``repaired``.
    """
    pdf = _open(data, source, notes)
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
            raise _damaged(source, "has no pages")
        yield pdf
    finally:
        pdf.close()


def _open(data: bytes, source: str, notes: list[str]) -> Any:
    import pypdfium2

    whole = is_whole(data)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _HANDLER):
            raise ReadingError(
                source, "encrypted", "is protected by a password", "Remove the protection and try again"
            ) from error
        pdf = None
    if whole and pdf is not None:
        return pdf
    if not whole and lacks_objects(data):
        if pdf is not None:
            pdf.close()
        raise _damaged(source, "is cut off: parts of it are missing")
    notes.append("repaired")
    if pdf is not None:  # pdfium has found everything by itself
        return pdf
    try:
        return pypdfium2.PdfDocument(rebuilt(data))
    except pypdfium2.PdfiumError as error:
        raise _damaged(source, "is a damaged PDF that could not be repaired") from error


def _damaged(source: str, what: str) -> ReadingError:
    return ReadingError(source, "damaged", what, "Get the file again")
