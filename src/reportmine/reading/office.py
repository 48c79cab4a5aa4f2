"""Old and foreign Office files (.doc, .wps, .et, .rtf, .odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reportmine.model import Document, ReadingError
from reportmine.rulebook import Rulebook

SECONDS = 60
PROGRAMS = ("soffice", "libreoffice")
SHEETS = (".xls", ".ods")
ADVICE = "Install LibreOffice (Debian: apt-get install libreoffice-writer libreoffice-calc), or save it as .docx or PDF"


def convert_office(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """What LibreOffice makes of it. Raises ReadingError: ``needs_libreoffice``, ``damaged``, ``too_slow``."""
    from reportmine.reading.office_package import is_cut_off
    from reportmine.reading.sheet import read_sheet
    from reportmine.reading.word import read_word

    if data.startswith(b"\xd0\xcf\x11\xe0") and is_cut_off(data):
        raise ReadingError(source, "damaged", "is cut off: parts of it are missing", "Get the file again")
    ending = _ending(data, source)
    is_sheet = ending in SHEETS
    made = _converted(data, source, ending, "xlsx" if is_sheet else "docx")
    document = (read_sheet if is_sheet else read_word)(made, source, rulebook)
    return document.model_copy(update={"sha256": _sha256(data), "media_type": _media_type(data)})


def _ending(data: bytes, source: str) -> str:
    """By content: LibreOffice takes WPS's .wps for a file of another program, though it is a .doc inside."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return ".ods" if b"opendocument.spreadsheet" in data[:200] else ".odt"
    is_book = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\x00"))
    return ".xls" if is_book or Path(source).suffix.lower() in (".et", ".xls") else ".doc"


def _converted(data: bytes, source: str, ending: str, kind: str) -> bytes:
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise ReadingError(
            source, "needs_libreoffice", "is an old Office file, which LibreOffice has to convert", ADVICE
        )
    with tempfile.TemporaryDirectory(prefix="reportmine-") as folder:
        given = Path(folder) / f"given{ending}"
        given.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", kind, "--outdir", f"{folder}/made", str(given),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise ReadingError(
                source, "too_slow", f"LibreOffice took more than {SECONDS} seconds", "Save it as .docx or PDF"
            ) from error
        made = Path(folder) / "made" / f"given.{kind}"
        if not made.is_file():
            raise ReadingError(source, "damaged", "cannot be opened by LibreOffice", "Get the file again")
        return made.read_bytes()


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _media_type(data: bytes) -> str:
    return "application/rtf" if data.startswith(b"{\\rtf") else "application/msword"
