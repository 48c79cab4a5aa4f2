"""Office files as the zip archives they are: parts within limits, XML without entities or anything from outside."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from reportmine.model import ReadingError
from reportmine.rulebook import Rulebook

MOST_OF_A_PART = 32_000_000  # bytes of XML; a report has some hundred thousand


@dataclass(frozen=True)
class Package:
    source: str
    archive: zipfile.ZipFile
    pictures: int  # pictures large enough to hold text

    def xml(self, name: str) -> Any:
        """The root of a part, None where there is none. Raises ReadingError: ``bomb``, ``damaged``, ``unsafe``."""
        from lxml import etree

        if name not in self.archive.namelist():
            return None
        try:
            with self.archive.open(name) as part:
                data = part.read(MOST_OF_A_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise ReadingError(self.source, "damaged", f"its part {name} is damaged", "Get the file again") from error
        if len(data) > MOST_OF_A_PART:
            raise ReadingError(self.source, "bomb", f"its part {name} unpacks to more than {MOST_OF_A_PART} bytes")
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
            raise ReadingError(
                self.source,
                "unsafe",
                f"its part {name} declares entities, which no Office program writes",
                "Discard it",
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
        root = etree.fromstring(data, parser)
        if root is None:
            raise ReadingError(self.source, "damaged", f"its part {name} is not XML", "Get the file again")
        return root


def open_package(data: bytes, source: str, rulebook: Rulebook) -> Package:
    """Raises ReadingError: ``damaged``, ``encrypted``, ``bomb``."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise ReadingError(source, "damaged", "is a damaged Office file", "Get the file again") from error
    limits = rulebook.reading.limits
    if any(member.flag_bits & 1 for member in members):
        raise ReadingError(source, "encrypted", "is protected by a password", "Remove the protection and try again")
    for member in members:
        big = member.file_size > MOST_OF_A_PART // 8
        if big and member.file_size > limits.archive_ratio * max(member.compress_size, 1):
            raise ReadingError(
                source, "bomb", f"its part {member.filename} unpacks to {member.file_size} bytes", "Discard it"
            )
    if sum(member.file_size for member in members) > limits.archive_bytes:
        raise ReadingError(source, "bomb", "unpacks to more than is read", "Discard it")
    pictures = sum(1 for member in members if "/media/" in member.filename and member.file_size > 15_000)
    return Package(source, archive, pictures)
