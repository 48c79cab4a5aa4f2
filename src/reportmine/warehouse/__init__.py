"""The DuckDB warehouse: load, panels, comparisons, charts, corrections, export."""

from __future__ import annotations

from reportmine.warehouse.load import LoadResult
from reportmine.warehouse.store import Warehouse, open_warehouse

__all__ = ["LoadResult", "Warehouse", "open_warehouse"]
