"""Folders, archives and manifests to the files they hold, in an order that does not change from run to run."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportmine.model import ManifestRow, ReadingError
from reportmine.reading.archives import Archive
from reportmine.reading.manifests import Manifest, read_manifest
from reportmine.rulebook import Rulebook
from reportmine.rulebook.reading import Containers

_MEMBER = "!/"  # label of a file in an archive: reports.zip!/2017/镇.html


@dataclass(frozen=True, slots=True)
class FileSource:
    """One file to read. Small and picklable: it may be loaded in another process."""

    label: str  # the path as given, or archive.zip!/member
    path: Path  # the file, or the archive it is in
    members: tuple[str, ...] = ()  # the way through nested archives
    size: int = 0
    manifest: ManifestRow | None = None

    def load(self, rulebook: Rulebook) -> bytes:
        """The bytes. Raises ReadingError (not_found, not_readable, too_large, encrypted, damaged, bomb)."""
        if not self.members:
            return _file_bytes(self.path, self.label, rulebook)
        data: bytes | None = None
        label = str(self.path)
        for member in self.members:
            with Archive(data if data is not None else self.path, label, rulebook.reading.limits) as archive:
                data = archive.load(member)
            label += _MEMBER + member
        return data or b""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What paths come to. Nothing is left out unsaid: what is no report is in ``skipped``, what cannot be opened in
    ``failed``, and manifest rows without a file in ``missing``."""

    sources: tuple[FileSource, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[ReadingError, ...] = ()
    missing: tuple[str, ...] = ()


def expand(paths: Iterable[Path | str], rulebook: Rulebook, manifest: Path | str | None = None) -> Expansion:
    """The files behind files, folders and ``.zip`` archives, each once, sorted within the order of ``paths``.

    ``manifest``: a CSV (path, url, issuer, division, year, published_on, title) whose rows go with their files. A file
    named outright is taken whatever its kind; in folders and archives only kinds that can be read.
    Raises ReadingError for a manifest that cannot be used.
    """
    book = read_manifest(Path(manifest)) if manifest is not None else Manifest(())
    walk = _Walk(rulebook, book)
    for path in paths:
        walk.start(Path(path))
    return walk.result()


class _Walk:
    def __init__(self, rulebook: Rulebook, manifest: Manifest) -> None:
        self.limits = rulebook.reading.limits
        self.rules = rulebook.reading.containers
        self.manifest = manifest
        self.found: dict[tuple[str, ...], FileSource] = {}
        self.skipped: list[str] = []
        self.failed: list[ReadingError] = []

    def start(self, path: Path) -> None:
        if path.is_dir():
            for file in _files(path):
                self._file(file, file.relative_to(path).as_posix(), named=False)
        elif path.is_file():
            self._file(path, path.name, named=True)
        else:
            self.failed.append(ReadingError(str(path), "not_found", "does not exist", "Check the path"))

    def result(self) -> Expansion:
        return Expansion(tuple(self.found.values()), tuple(self.skipped), tuple(self.failed), self.manifest.missing())

    def _file(self, path: Path, relative: str, *, named: bool) -> None:
        if path.suffix.lower() == ".zip":
            self._archive(path, relative)
        elif named or _readable(relative, self.rules):
            row = self.manifest.row(path, relative)
            self._add((str(path.absolute()),), FileSource(str(path), path, (), path.stat().st_size, row))
        else:
            self.skipped.append(str(path))

    def _archive(self, path: Path, relative: str) -> None:
        try:
            with Archive(path, str(path), self.limits) as archive:
                self._members(archive, FileSource(str(path), path), relative, depth=1)
        except ReadingError as error:
            self.failed.append(error)

    def _members(self, archive: Archive, holder: FileSource, relative: str, depth: int) -> None:
        for member in archive.members():
            label = holder.label + _MEMBER + member.name
            inside = f"{relative}{_MEMBER}{member.name}"
            way = (*holder.members, member.name)
            if member.name.lower().endswith(".zip") and depth < self.rules.archive_depth:
                self._nested(archive, FileSource(label, holder.path, way), inside, depth)
            elif not _readable(member.name, self.rules):
                self.skipped.append(label)
            else:
                row = self.manifest.row(holder.path, inside)
                self._add((str(holder.path.absolute()), *way), FileSource(label, holder.path, way, member.size, row))

    def _nested(self, archive: Archive, holder: FileSource, relative: str, depth: int) -> None:
        try:
            with Archive(archive.load(holder.members[-1]), holder.label, self.limits) as inner:
                self._members(inner, holder, relative, depth + 1)
        except ReadingError as error:
            self.failed.append(error)

    def _add(self, key: tuple[str, ...], source: FileSource) -> None:
        self.found.setdefault(key, source)


def _files(folder: Path) -> Iterator[Path]:
    """All files below, by path. Links that lead round in a circle are not followed."""
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.is_dir():
            if not path.is_symlink():
                yield from _files(path)
        elif path.is_file():
            yield path


def _readable(name: str, rules: Containers) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
        return False
    last = parts[-1].lower() if parts else ""
    if any(fnmatch.fnmatchcase(last, pattern) for pattern in rules.not_reports):
        return False
    ending = last.rpartition(".")[2] if "." in last else ""
    return ending in rules.endings


def _file_bytes(path: Path, label: str, rulebook: Rulebook) -> bytes:
    limit = rulebook.reading.limits.bytes
    try:
        if path.stat().st_size > limit:
            raise ReadingError(label, "too_large", f"has more than the {limit / 1e6:.0f} MB that are read")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(label, "not_found", "does not exist", "Check the path") from error
    except OSError as error:
        raise ReadingError(label, "not_readable", f"cannot be opened ({error.strerror})", "Check its rights") from error


__all__: Sequence[str] = ["Expansion", "FileSource", "expand"]
