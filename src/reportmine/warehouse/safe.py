"""Texts that a spreadsheet must not run. A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to Excel."""

from __future__ import annotations

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """The value as it may stand in a CSV file: texts that would be formulas get an apostrophe in front; numbers stay."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
