"""What a worker does with one file. Everything here may run in another process or on another machine."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reportmine.jobs.packing import pack
from reportmine.jobs.pool import (
    CallFailedError,
    CallMemoryError,
    CallTimeoutError,
    LimitedPool,
    PoolBrokenError,
    WorkerDiedError,
)
from reportmine.jobs.values import Limits, Reading, Refusal, Versions
from reportmine.jobs.versions import versions_of
from reportmine.model import DocumentKind, ReadingError, ReportmineError
from reportmine.pipeline import extract
from reportmine.reading import read_bytes
from reportmine.reading.containers import FileSource
from reportmine.rulebook import Rulebook


@dataclass(frozen=True)
class Settings:
    """How files are to be read: the same for all files of a run."""

    rules: tuple[Path, ...] = ()
    force_kind: bool = False
    limits: Limits = field(default_factory=Limits)
    debug: bool = False


@lru_cache(maxsize=4)
def _rules(overlays: tuple[Path, ...]) -> tuple[Rulebook, Versions]:
    rulebook = Rulebook(overlays)
    return rulebook, versions_of(rulebook)


def warm_up(settings: Settings) -> None:
    """Loads what every file needs, so that the first one is not charged for it."""
    rulebook, _ = _rules(settings.rules)
    extract(read_bytes(rulebook.jobs.warm_up.encode(), "warm-up.txt", rulebook), rulebook)


def read_file(source: FileSource, settings: Settings) -> Reading:
    """One file to one report or to the reason why there is none. Raises only what is a bug."""
    rulebook, versions = _rules(settings.rules)
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    sha256 = None
    try:
        document = read_bytes(source.load(rulebook), source.label, rulebook)
        sha256 = document.sha256
        seconds["read"] = time.perf_counter() - started
        report = extract(document, rulebook, source.manifest, observe=seconds.__setitem__)
    except ReadingError as error:
        seconds.setdefault("read", time.perf_counter() - started)
        return Reading(sha256, None, Refusal(error.reason, error.what, error.advice), seconds, versions=versions)
    if report.kind is not DocumentKind.ANNUAL_REPORT and not settings.force_kind:
        refusal = Refusal(reason_of(report.kind), report.kind_reason.replace("_", " "), _TO_FORCE)
        return Reading(sha256, None, refusal, seconds, versions=versions)
    return Reading(sha256, pack(report), None, seconds, len(report.figures), versions)


def reason_of(kind: DocumentKind) -> str:
    """The quarantine's code for what is no annual report."""
    return "not_a_report" if kind is DocumentKind.OTHER else kind.value


_TO_FORCE = "Read it all the same with: reportmine ingest --force-kind FILE"


def refusal_of(error: BaseException, limits: Limits) -> Refusal | None:
    """The reason in a call's error; None for an error that is not about the file."""
    if isinstance(error, CallTimeoutError):
        return Refusal("timeout", f"took more than {limits.seconds:g} s", "Raise --timeout if it is worth the time")
    if isinstance(error, CallMemoryError):
        return Refusal("memory", f"needed more than {limits.memory_mb} MB", "Raise --memory if it is worth the memory")
    if isinstance(error, WorkerDiedError):
        killed = "SIGKILL" in str(error)  # nobody but the kernel kills so, and it does for want of memory
        advice = "Give the machine more memory or fewer --jobs" if killed else "Report it, with the file"
        return Refusal("memory" if killed else "crashed", f"its reader ended with {error}", advice)
    if isinstance(error, CallFailedError):
        return Refusal("internal_error", str(error.args[0]), "Report it, with the file; --debug shows the traceback")
    return None


def read_guarded(source: FileSource, settings: Settings) -> Reading:
    """As :func:`read_file`, in a limited process of its own under the one this runs in: for workers of a cluster."""
    future: Future[Reading] = _own_pool(settings).submit(read_file, source, settings)
    return settle(future, settings.limits)


def settle(future: Future[Reading], limits: Limits) -> Reading:
    """What came of a reading. Raises only errors that are not about the file."""
    error = future.exception()
    if error is None:
        return future.result()
    refusal = refusal_of(error, limits)
    if isinstance(error, PoolBrokenError):
        raise ReportmineError("", str(error), "Correct it and run the same command again") from error
    if refusal is None:
        raise error
    trace = str(error.args[1]) if isinstance(error, CallFailedError) else ""
    return Reading(None, None, refusal, {"read": limits.seconds if refusal.reason == "timeout" else 0.0}, trace=trace)


_pools = threading.local()


def _own_pool(settings: Settings) -> LimitedPool:
    """One for each thread of a cluster's worker."""
    held: tuple[Settings, LimitedPool] | None = getattr(_pools, "held", None)
    if held is not None and held[0] == settings:
        return held[1]
    if held is not None:
        held[1].shutdown(wait=False, cancel_futures=True)
    pool = limited_pool(1, settings)
    _pools.held = (settings, pool)
    return pool


def limited_pool(workers: int, settings: Settings) -> LimitedPool:
    limits = settings.limits
    return LimitedPool(
        workers,
        seconds=limits.seconds,
        memory=limits.memory_mb * 1_000_000,
        warm_up=warm_up,
        arguments=(settings,),
        debug=settings.debug,
    )
