"""reportmine reads annual reports on open government information into a DuckDB warehouse.

    import reportmine

    document = reportmine.read("report.html")          # what the file says, with a way back to every character
    report = reportmine.extract(document)              # who, which year, every figure with its evidence, findings
    warehouse = reportmine.open_warehouse("w.duckdb")  # DuckDB relations over many reports

Names are resolved on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportmine.pipeline import extract, read
    from reportmine.warehouse import open_warehouse

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "open_warehouse", "read"]

_HOMES = {"read": "reportmine.pipeline", "extract": "reportmine.pipeline", "open_warehouse": "reportmine.warehouse"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'reportmine' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
