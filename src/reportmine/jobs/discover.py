"""From the paths a user gives to files with their size and time: what the ledger is compared with."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportmine.jobs.values import Refusal, Request
from reportmine.model import ReportmineError
from reportmine.reading.containers import FileSource, expand
from reportmine.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Found:
    """A file and its stat. ``refusal``: it is known already that it cannot be opened."""

    source: FileSource
    size: int
    modified_ns: int
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Discovery:
    """``labels``: every name found, before ``--only`` and ``--since``; ``roots``: the folders looked into."""

    chosen: tuple[Found, ...]
    labels: frozenset[str]
    roots: tuple[str, ...]
    skipped: int = 0
    missing: tuple[str, ...] = ()


def discover(request: Request, rulebook: Rulebook) -> Discovery:
    """Files sorted by path, whatever the order of the arguments: so are their results loaded.

    Raises ReportmineError when a path does not exist or nothing is there, ReadingError for a bad manifest.
    """
    if request.retried is not None:
        return _of_sources(request.retried)
    paths = [_absolute(path) for path in request.paths]
    for path in paths:
        if not path.exists():
            raise ReportmineError(str(path), "does not exist", "Check the path")
    expansion = expand(paths, rulebook, request.manifest)
    found = [_stat(_speakable(source)) for source in expansion.sources]
    found += [_refused(error.where, Refusal(error.reason, error.what, error.advice)) for error in expansion.failed]
    found.sort(key=lambda item: item.source.label)
    return Discovery(
        chosen=tuple(item for item in found if _wanted(item, request)),
        labels=frozenset(item.source.label for item in found),
        roots=tuple(str(path) for path in paths if path.is_dir()),
        skipped=len(expansion.skipped),
        missing=expansion.missing,
    )


def _absolute(path: Path) -> Path:
    """One name for a file wherever the command is run; links keep the name they are known by."""
    return Path(os.path.normpath(path.absolute()))


def _of_sources(sources: Iterable[FileSource]) -> Discovery:
    found = tuple(_stat(source) for source in sorted(sources, key=lambda source: source.label))
    return Discovery(found, frozenset(item.source.label for item in found), ())


def _speakable(source: FileSource) -> FileSource:
    """A name whose bytes are no UTF-8 (copied from an old Windows disk) cannot be written down; its label can."""
    label = speakable(source.label)
    return source if label == source.label else replace(source, label=label)


def speakable(name: str) -> str:
    if name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name):
        return name
    return os.fsencode(name).decode("gb18030", errors="replace")


def _stat(source: FileSource) -> Found:
    """A member of an archive has its own size and the archive's time."""
    try:
        status = source.path.stat()
    except OSError:
        return Found(source, source.size, 0)  # gone since it was listed: reading it will say so
    return Found(source, source.size if source.members else status.st_size, status.st_mtime_ns)


def _refused(label: str, refusal: Refusal) -> Found:
    path = Path(label.partition("!/")[0])
    found = _stat(FileSource(label, path))
    return Found(found.source, found.size, found.modified_ns, refusal)


def _wanted(item: Found, request: Request) -> bool:
    if request.since is not None and datetime.fromtimestamp(item.modified_ns / 1e9).date() < request.since:
        return False
    return not request.only or matches(item.source.label, request.only)


def matches(label: str, patterns: Sequence[str]) -> bool:
    """Whether a shell pattern fits the whole path, its end after a slash, or the file's name."""
    return any(fnmatch.fnmatchcase(label, form) for pattern in patterns for form in (pattern, f"*/{pattern}"))
