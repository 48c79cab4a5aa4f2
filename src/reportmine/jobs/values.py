"""The nouns of a batch: what is asked for, what became of each file, what a run came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from reportmine.reading.containers import FileSource


class Why(StrEnum):
    """Why a file is, or is not, read in this run."""

    NEW = "new"
    CHANGED = "changed"  # its content
    MANIFEST = "manifest"  # its row in the manifest
    RULES = "rules"  # the rules or the code that read it
    FORCED = "forced"
    RETRIED = "retried"
    UNCHANGED = "unchanged"
    TOUCHED = "touched"  # a new time stamp on the same content
    MOVED = "moved"  # known content under a new name; the old one is gone
    DUPLICATE = "duplicate"  # content that stands under another name too

    @property
    def is_read(self) -> bool:
        return self not in _NOT_READ


_NOT_READ = frozenset({Why.UNCHANGED, Why.TOUCHED, Why.MOVED, Why.DUPLICATE})


@dataclass(frozen=True)
class Limits:
    """For one file."""

    seconds: float = 60.0
    memory_mb: int = 2048


@dataclass(frozen=True)
class Request:
    """What an ingest is asked to do."""

    paths: tuple[Path, ...]
    warehouse: Path
    manifest: Path | None = None
    rules: tuple[Path, ...] = ()
    jobs: int = 1
    force: bool = False
    force_kind: bool = False  # read what is no annual report all the same
    only: tuple[str, ...] = ()
    since: date | None = None
    dry_run: bool = False
    wait: float = 60.0  # seconds for a warehouse that another program holds
    limits: Limits = field(default_factory=Limits)
    scheduler: str | None = None
    publish: Path | None = None
    batch_files: int = 1024
    batch_seconds: float = 30.0
    debug: bool = False
    retried: tuple[FileSource, ...] | None = None  # these files instead of the paths
    command: str = "ingest"


@dataclass(frozen=True)
class Versions:
    """What reads: the fingerprint of the rules and the version of the code."""

    rules: str
    code: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file's place in the ledger: its size and time, its content, and what it was last read with."""

    sha256: str | None
    size: int
    modified_ns: int
    manifest: str | None
    rules: str | None
    code: str | None
    status: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One file and what is to be done with it. ``of``: under which name its content is known already."""

    source: FileSource
    why: Why
    stamp: Stamp
    of: str | None = None
    refusal: Refusal | None = None  # known before reading: an archive that cannot be opened


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file went to the quarantine."""

    reason: str
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worker hands back: a report, packed, or a refusal."""

    sha256: str | None
    report: bytes | None
    refusal: Refusal | None
    seconds: Mapping[str, float]
    figures: int = 0
    versions: Versions | None = None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A step that is over: read, refused, or only to be written down."""

    step: Step
    reading: Reading | None = None


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    run_id: int | None
    outcome: str  # "done", "interrupted", "failed", "dry run"
    files: int = 0
    by_why: Mapping[str, int] = field(default_factory=dict)
    loaded: int = 0
    new_reports: int = 0
    changed_reports: int = 0
    reread_reports: int = 0
    figures: int = 0
    quarantined: Mapping[str, int] = field(default_factory=dict)  # by reason, in this run
    still_quarantined: int = 0
    gone: int = 0
    skipped: int = 0
    missing: tuple[str, ...] = ()  # manifest rows without a file
    findings: Mapping[str, int] = field(default_factory=dict)  # by severity, those that fail
    across: Mapping[str, int] = field(default_factory=dict)  # the same, of the whole warehouse, over several reports
    seconds: Mapping[str, float] = field(default_factory=dict)
    elapsed: float = 0.0
    reread_because: str = ""

    @property
    def exit_code(self) -> int:
        if self.outcome in ("interrupted", "failed"):
            return 2
        return 1 if self.quarantined or self.missing else 0
