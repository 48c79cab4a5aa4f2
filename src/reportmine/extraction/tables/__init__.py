"""Figures of the forms, from any grid or run of text.

Labels decide which form a stretch of the document is; the form's own relations decide what damaged cells say, and only
where they leave exactly one reading.
"""

from __future__ import annotations

from reportmine.extraction.tables.read import (
    FormMatch,
    OpenTable,
    TableReading,
    read_tables,
    settle_with_prose,
)

__all__ = ["FormMatch", "OpenTable", "TableReading", "read_tables", "settle_with_prose"]
