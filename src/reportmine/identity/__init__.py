"""Who issued a report, for which year, and what kind of document it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportmine.model import Document, DocumentKind, IdentityEvidence, Issuer, ManifestRow, Scope, Value
from reportmine.rulebook import Rulebook

if TYPE_CHECKING:
    from reportmine.extraction import Extraction


class Identity(Value):
    title: str | None = None
    issuer: Issuer = Issuer()
    year: int | None = None
    year_evidence: tuple[IdentityEvidence, ...] = ()
    period: tuple[date, date] | None = None
    published_on: date | None = None
    scope: Scope = Scope.UNKNOWN
    kind: DocumentKind = DocumentKind.ANNUAL_REPORT
    kind_reason: str = ""


def identify(
    document: Document, extraction: Extraction, rulebook: Rulebook, manifest: ManifestRow | None = None
) -> Identity:
    return Identity()


__all__ = ["Identity", "ManifestRow", "identify"]
