"""A copy of the warehouse for readers that stay: it is replaced whole, and never held against them."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from reportmine.model import WarehouseError
from reportmine.warehouse import open_warehouse


def publish(warehouse: Path, target: Path, wait: float) -> None:
    """Copies a warehouse at rest to ``target`` at once: who has the old copy open keeps it. Raises WarehouseError."""
    fresh = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open_warehouse(warehouse, wait=wait):  # while it is open for reading, nobody writes
            shutil.copyfile(warehouse, fresh)
        with fresh.open("rb+") as copy:
            os.fsync(copy.fileno())
        fresh.replace(target)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise WarehouseError(
            str(target), f"the copy cannot be written ({error.strerror})", "The warehouse itself is complete"
        ) from error
