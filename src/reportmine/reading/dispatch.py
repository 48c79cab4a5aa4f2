"""Which reader a file needs, by its content: names and endings of published files are often wrong."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Callable

from reportmine.model import Document, ReadingError
from reportmine.rulebook import Rulebook

Reader = Callable[[bytes, str, Rulebook], Document]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
OLE = "application/x-ole-storage"
ODF = "application/vnd.oasis.opendocument"
RTF = "application/rtf"
ZIP = "application/zip"
HTML = "text/html"
MHT = "multipart/related"
TEXT = "text/plain"

# A reader takes (data, source, rulebook) and is imported when first needed.
READERS: dict[str, str] = {
    TEXT: "reportmine.reading.text:read_text",
    HTML: "reportmine.reading.html:read_html",
    MHT: "reportmine.reading.html.mht:read_mht",
    PDF: "reportmine.reading.pdf:read_pdf",
    DOCX: "reportmine.reading.word:read_word",
    XLSX: "reportmine.reading.sheet:read_sheet",
    XLS: "reportmine.reading.sheet:read_sheet",
    DOC: "reportmine.reading.office:convert_office",
    OLE: "reportmine.reading.office:convert_office",
    ODF: "reportmine.reading.office:convert_office",
    RTF: "reportmine.reading.office:convert_office",
    "image/png": "reportmine.reading.scan:read_picture",
    "image/jpeg": "reportmine.reading.scan:read_picture",
    "image/bmp": "reportmine.reading.scan:read_picture",
    "image/tiff": "reportmine.reading.scan:read_picture",
    "image/gif": "reportmine.reading.scan:read_picture",
    "image/webp": "reportmine.reading.scan:read_picture",
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", RTF),
)
_ARCHIVES = ((b"Rar!\x1a", "RAR"), (b"7z\xbc\xaf'\x1c", "7z"), (b"\x1f\x8b", "gzip"))
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|div|p|span|article|section|h[1-6]|br)\b[^<]{0,2000}>?",
    re.IGNORECASE,
)


def media_type(data: bytes, source: str) -> str:
    """What a file is, by its first bytes. Raises ReadingError for an archive no reader opens."""
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:2] == b"BM" and b"\x00" in head[:32]:
        return "image/bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data, source)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    for magic, name in _ARCHIVES:
        if head.startswith(magic):
            raise ReadingError(source, "archive", f"is a {name} archive", "Unpack it and give the folder")
    if b"mime-version:" in head.lower() and b"multipart/related" in head.lower():
        return MHT
    return HTML if _looks_like_html(data) else TEXT


def reader_for(kind: str, source: str) -> Reader:
    """Raises ReadingError ``unsupported`` for a kind no reader of this installation takes."""
    name = READERS.get(kind)
    if name is None:
        raise ReadingError(source, "unsupported", f"is {kind}, which cannot be read", "Give text, HTML, PDF or Office")
    module, function = name.split(":")
    try:
        reader: Reader = getattr(importlib.import_module(module), function)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise ReadingError(source, "unsupported", f"is {kind}, which this version does not read") from error
    return reader


def _looks_like_html(data: bytes) -> bool:
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    return len(_TAG.findall(head[:4096])) >= 1 and len(_TAG.findall(head)) >= 2


def _zip_kind(data: bytes, source: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        if b"word/" in data[:4096]:
            return DOCX  # a damaged one: its reader says so
        raise ReadingError(source, "damaged", "is a damaged zip archive", "Get the file again") from error
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if "content.xml" in names and "mimetype" in names:
        return ODF
    raise ReadingError(source, "archive", "is a zip archive of files", "Give it to ingest, which reads its members")


def _ole_kind(data: bytes) -> str:
    """Old Office files by the name of their main stream. WPS writes the same ones."""
    if "WordDocument".encode("utf-16-le") in data:
        return DOC
    if "Workbook".encode("utf-16-le") in data or "\x04\x00B\x00o\x00o\x00k\x00".encode("latin-1") in data:
        return XLS
    return OLE
