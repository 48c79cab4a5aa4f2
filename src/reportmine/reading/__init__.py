"""Bytes to one Document, whatever the file."""

from __future__ import annotations

from pathlib import Path

from reportmine.model import Document, ReadingError
from reportmine.model.base import without_collector
from reportmine.reading.builder import Builder
from reportmine.reading.dispatch import media_type, reader_for
from reportmine.reading.drafts import GridCell
from reportmine.reading.mapped import Piece
from reportmine.rulebook import Rulebook


def read(path: Path | str, rulebook: Rulebook) -> Document:
    """Read one file. Raises ReadingError with a reason code when it cannot be read."""
    file = Path(path)
    try:
        size = file.stat().st_size
        if size <= rulebook.reading.limits.bytes:
            return read_bytes(file.read_bytes(), str(path), rulebook)
    except FileNotFoundError as error:
        raise ReadingError(str(path), "not_found", "does not exist", "Check the path") from error
    except IsADirectoryError as error:
        raise ReadingError(str(path), "not_a_file", "is a folder", "Give a file, or the folder to ingest") from error
    except PermissionError as error:
        raise ReadingError(str(path), "not_readable", "may not be read by this user", "Check its rights") from error
    raise _too_large(str(path), size, rulebook)


def read_bytes(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Read one file from its bytes; ``source`` is what to call it. Raises ReadingError with a reason code."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ReadingError(source, "empty", "is empty", "Get the file again")
    if len(data) > rulebook.reading.limits.bytes:
        raise _too_large(source, len(data), rulebook)
    with without_collector():  # what it made is gone again when collection goes on
        return reader_for(media_type(data, source), source)(data, source, rulebook)


def _too_large(source: str, size: int, rulebook: Rulebook) -> ReadingError:
    limit = rulebook.reading.limits.bytes
    return ReadingError(
        source,
        "too_large",
        f"has {size / 1e6:.0f} MB, more than the {limit / 1e6:.0f} MB that are read",
        "Raise limits.bytes in reading/reading.yaml of your rules folder if it is a report",
    )


__all__ = ["Builder", "GridCell", "Piece", "read", "read_bytes"]
