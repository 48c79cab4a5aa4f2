"""The DuckDB warehouse: load, panels, comparisons, corrections, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_warehouse(path: Path | str) -> Any:
    raise NotImplementedError


__all__ = ["open_warehouse"]
