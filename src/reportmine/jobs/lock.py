"""One ingest at a time into one warehouse. The kernel holds the lock and lets it go when its holder dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportmine.model import WarehouseError

_PAUSE_SECONDS = 0.2


@contextmanager
def ingest_lock(warehouse: Path, wait: float) -> Iterator[None]:
    """Holds ``<warehouse>.ingest`` while the block runs. Readers of the warehouse are not held up by it.

    Raises WarehouseError when another ingest has it for longer than ``wait`` seconds, or the folder cannot be written.
    """
    path = warehouse.with_name(warehouse.name + ".ingest")
    descriptor = _acquire(path, warehouse, wait)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            path.unlink()
        os.close(descriptor)


def _acquire(path: Path, warehouse: Path, wait: float) -> int:
    deadline = time.monotonic() + wait
    while True:
        descriptor = _try(path)
        if descriptor is not None:
            return descriptor
        if time.monotonic() >= deadline:
            raise WarehouseError(
                str(warehouse),
                f"another ingest into it is running (process {_holder(path)})",
                "Wait until it is done, or give --wait more seconds",
            )
        time.sleep(_PAUSE_SECONDS)


def _try(path: Path) -> int | None:
    import fcntl

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WarehouseError(
            str(path.parent),
            f"cannot be written ({error.strerror})",
            "Make the folder writable, or choose another --warehouse",
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if not _is_still(path, descriptor):  # its last holder took it away while we waited
        os.close(descriptor)
        return None
    with suppress(OSError):  # a full disk: the number is a courtesy, the lock holds without it
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
    return descriptor


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace") or "unknown"
    except OSError:
        return "unknown"
