"""Plain text: decoded, cut into lines, joined into paragraphs."""

from __future__ import annotations

from reportmine.model import Document, ReadingError
from reportmine.reading.builder import Builder
from reportmine.reading.decode import decode
from reportmine.reading.mapped import Mapped, Piece
from reportmine.rulebook import Rulebook


def read_text(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``binary``, ``undecodable``, ``empty``, ``too_large``."""
    decoded = decode(data, source)
    if not decoded.text.strip():
        raise ReadingError(source, "empty", "is empty", "Get the file again")
    builder = Builder(rulebook)
    whole = Mapped.of([Piece(decoded.text, raw_start=0)])
    start = 0
    for line in decoded.text.splitlines(keepends=True):
        if line.strip():
            builder.paragraph(whole.slice(start, start + len(line)))
        start += len(line)
    return builder.build(data, source, "text/plain", encoding=decoded.encoding)
