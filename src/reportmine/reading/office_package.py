"""Office files as the zip archives they are: parts within limits, XML without entities or anything from outside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from reportmine.model import ReadingError
from reportmine.rulebook import Rulebook

_FREE, _NO_SECTOR = 0xFFFFFFFF, 0xFFFFFFFA  # in the sector table of an old Office file
# What zipfile raises over damage: ValueError when an offset leads out of the file.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
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
        except _BROKEN as error:
            raise ReadingError(self.source, "damaged", f"its part {name} is damaged", "Get the file again") from error
        if len(data) > MOST_OF_A_PART:
            raise ReadingError(self.source, "bomb", f"its part {name} unpacks to more than {MOST_OF_A_PART} bytes")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
        root = etree.fromstring(data, parser)
        if root is None:
            raise ReadingError(self.source, "damaged", f"its part {name} is not XML", "Get the file again")
        tree: Any = root.getroottree()
        if tree.docinfo.doctype:
            what = f"its part {name} declares a document type, which no Office program writes"
            raise ReadingError(self.source, "unsafe", what, "Discard it")
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


def is_cut_off(data: bytes) -> bool:
    """Whether an old Office file ends before the last sector its own table counts. No program that reads it notices."""
    if len(data) < 512:
        return True
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    tables = struct.unpack_from("<109I", data, 76)
    last = 0
    for number, sector in enumerate(tables):
        if sector >= _NO_SECTOR:
            break
        place = (sector + 1) * size
        if place + size > len(data):
            return True
        entries = struct.unpack_from(f"<{size // 4}I", data, place)
        used = [index for index, entry in enumerate(entries) if entry != _FREE]
        if used:
            last = number * (size // 4) + used[-1]
    return bool(len(data) <= (last + 1) * size)
