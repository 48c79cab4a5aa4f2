"""What a list beside the files says of one of them."""

from __future__ import annotations

from datetime import date

from reportmine.model.base import Value


class ManifestRow(Value):
    """One row of a manifest; empty fields say nothing."""

    path: str = ""
    url: str | None = None
    issuer: str | None = None
    division: str | None = None
    year: int | None = None
    published_on: date | None = None
    title: str | None = None
