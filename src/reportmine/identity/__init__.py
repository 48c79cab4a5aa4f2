"""Who issued a report, for which year, and what kind of document it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportmine.model import Document, DocumentKind, IdentityEvidence, Issuer, Scope, Value
from reportmine.rulebook import Rulebook

if TYPE_CHECKING:
    from reportmine.extraction import Extraction


class ManifestRow(Value):
    """What a list beside the files says of one of them; empty fields say nothing."""

    path: str = ""
    url: str | None = None
    issuer: str | None = None
    division: str | None = None
    year: int | None = None
    published_on: date | None = None
    title: str | None = None


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
