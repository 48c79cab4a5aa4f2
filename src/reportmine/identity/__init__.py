"""Who issued a report, for which year, and what kind of document it is."""

from __future__ import annotations

from reportmine.identity.identify import Identity, identify
from reportmine.model import ManifestRow

__all__ = ["Identity", "ManifestRow", "identify"]
