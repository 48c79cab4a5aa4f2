"""What the benchmarks share: the program in a process of its own, its memory, the machine's name, tables."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAM = "from reportmine.cli.main import run; run()"
PAUSE = 0.25


@dataclass
class Run:
    """One run of the program. ``memory``: (files settled, bytes of the whole process tree) over time."""

    seconds: float
    code: int
    summary: dict[str, Any]
    memory: list[tuple[int, int]] = field(default_factory=list)


def start(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )


def ingest(folder: Path, warehouse: Path, *options: object) -> Run:
    log = warehouse.with_suffix(".jsonl")
    log.unlink(missing_ok=True)
    begin, memory = time.monotonic(), []
    process = start("ingest", folder, "--warehouse", warehouse, "--json-log", log, *options)
    settled, place = 0, 0
    while process.poll() is None:
        time.sleep(PAUSE)
        if log.exists():
            with log.open("rb") as lines:
                lines.seek(place)
                fresh = lines.read()
                place += len(fresh)
                settled += fresh.count(b'"event": "file"') + fresh.count(b'"event": "quarantined"')
        memory.append((settled, tree_memory(process.pid)))
    last = log.read_text(encoding="utf-8").splitlines()[-1] if log.exists() else "{}"
    return Run(time.monotonic() - begin, process.returncode, json.loads(last), memory)


def tree_memory(pid: int) -> int:
    """Resident bytes of a process and all it started, shared pages counted once for each."""
    import psutil

    total = 0
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
    except psutil.NoSuchProcess:
        return total
    return total


def machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{model}, {cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def milliseconds(action: Callable[[], object], rounds: int) -> float:
    """The median time of one call, after three calls to warm up."""
    for _ in range(3):
        action()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
