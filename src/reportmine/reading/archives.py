"""Zip archives, opened with care: names in GBK, bombs refused, nothing unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from reportmine.model import ReadingError
from reportmine.rulebook.reading import Limits

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_SMALL = 1_000_000  # bytes; below this any ratio of packing is harmless


class Member(NamedTuple):
    name: str
    size: int


class Archive:
    """One archive while it is open. Raises ReadingError: damaged, bomb, encrypted, too_large, not_found."""

    def __init__(self, file: Path | bytes, label: str, limits: Limits) -> None:
        self.label = label
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadingError(label, "damaged", "is no whole zip archive", "Get the archive again") from error
        self._infos = {_name(info): info for info in self._zip.infolist() if not info.is_dir()}
        self._refuse_bombs()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    def members(self) -> list[Member]:
        """The files inside, by name."""
        return [Member(name, self._infos[name].file_size) for name in sorted(self._infos)]

    def load(self, name: str) -> bytes:
        """One file's bytes; never more than the limit, whatever the archive says of its size."""
        label = f"{self.label}!/{name}"
        info = self._infos.get(name)
        if info is None:
            raise ReadingError(label, "not_found", "is not in the archive", "Check the archive")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise ReadingError(label, "encrypted", "is protected by a password", "Unpack the archive yourself")
        try:
            with self._zip.open(info) as member:
                data = member.read(self.limits.bytes + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise ReadingError(label, "damaged", "cannot be unpacked", "Get the archive again") from error
        if len(data) > self.limits.bytes:
            raise ReadingError(label, "too_large", f"has more than the {self.limits.bytes / 1e6:.0f} MB that are read")
        return data

    def _refuse_bombs(self) -> None:
        infos = list(self._infos.values())
        total = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        what = ""
        if len(infos) > self.limits.archive_members:
            what = f"holds {len(infos)} files"
        elif total > self.limits.archive_bytes:
            what = f"unpacks to {total / 1e6:.0f} MB"
        elif total > _SMALL and total > self.limits.archive_ratio * max(packed, 1):
            what = f"unpacks to {total // max(packed, 1)} times its size"
        if what:
            self._zip.close()
            raise ReadingError(self.label, "bomb", what, "Unpack it yourself if it is what it should be")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: archives made in China carry GBK without saying so."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
