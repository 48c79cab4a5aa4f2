"""One worker process: takes calls from its parent one at a time, under limits that the kernel keeps.

Started by the pool, which holds the other end of standard input. Nothing a library prints
reaches the user: both output streams are closed off before any library is loaded.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_GRACE_SECONDS = 10  # the parent kills first; the alarm is for children whose parent is gone
_SCORE = "/proc/self/oom_score_adj"


@dataclass(frozen=True)
class Setup:
    """What a worker is told first. ``seconds`` is a limit for one call, ``memory`` (bytes) for what it may take on
    top of what the worker holds once it is warm."""

    seconds: float
    memory: int | None
    warm_up: Callable[..., object] | None = None
    arguments: tuple[Any, ...] = ()
    debug: bool = False


@dataclass(frozen=True)
class Answer:
    """What came of a call: its value, or the error in words. ``resident``: bytes the worker holds now."""

    value: Any = None
    error: str = ""
    trace: str = ""
    out_of_memory: bool = False
    resident: int = 0


def main() -> None:
    parent = Connection(os.dup(0))
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 0)
    try:
        setup: Setup = pickle.loads(parent.recv_bytes())
        if not setup.debug:
            os.dup2(silent, 1)
            os.dup2(silent, 2)
        _be_the_first_to_go()
        first = _call(setup.warm_up or _resident, setup.arguments, {})
        gc.collect()
        gc.freeze()
        if setup.memory:
            _limit_memory(setup.memory)
        parent.send_bytes(pickle.dumps(first))
        while not first.error:
            function, arguments, keywords = pickle.loads(parent.recv_bytes())
            parent.send_bytes(_answer(function, arguments, keywords, setup))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        sys.exit(0)  # the parent is gone


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any], setup: Setup) -> bytes:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, setup.seconds + _GRACE_SECONDS)
    try:
        return pickle.dumps(_call(function, arguments, keywords), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(Answer(out_of_memory=True, error="MemoryError"))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _call(function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Answer:
    """The boundary of a process, the one place where any error is caught: one file's bug must cost that file only."""
    try:
        return Answer(function(*arguments, **keywords), resident=_resident())
    except MemoryError:
        return Answer(out_of_memory=True, error="MemoryError")
    except Exception as error:  # noqa: BLE001 - see above; it is reported with its place, never dropped
        return Answer(error=_describe(error), trace=traceback.format_exc(), resident=_resident())


def _describe(error: Exception) -> str:
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if f"{os.sep}reportmine{os.sep}" in frame.filename:
            place = f" at {frame.filename.rpartition(f'{os.sep}reportmine{os.sep}')[2]}:{frame.lineno}"
    text = str(error).splitlines()
    return f"{type(error).__name__}{': ' + text[0][:200] if text else ''}{place}"


def _held() -> tuple[int, int]:
    """Address space and memory in use, in bytes."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()
        return int(pages[0]) * resource.getpagesize(), int(pages[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0, 0  # not Linux: workers are then replaced only when they die


def _resident() -> int:
    return _held()[1]


def _limit_memory(memory: int) -> None:
    """A limit on address space: an allocation beyond it fails in this process and harms no other."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory + _held()[0]
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _be_the_first_to_go() -> None:
    """When the machine runs out of memory, the kernel should take a worker, not the writer."""
    try:
        Path(_SCORE).write_text("500", encoding="ascii")
    except OSError:
        return  # not Linux, or not allowed: the kernel chooses by size
