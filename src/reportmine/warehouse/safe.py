"""Texts that a spreadsheet must not run. A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to Excel."""

from __future__ import annotations

import re
from typing import Any

# Excel also takes the full-width signs of Chinese input, and what follows a tab or line break at the cell's start.
FORMULA_PATTERN = r"^[=+\-@＝＋－＠\t\r\n]"
_FORMULA = re.compile(FORMULA_PATTERN)


def safe_cell(value: Any) -> Any:
    """The value as it may stand in a CSV file: texts that would be formulas get an apostrophe before; numbers stay."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
