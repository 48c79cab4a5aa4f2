"""Puts the parts together: titles first, then the year, then the issuer in that year, then scope and kind."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from reportmine.identity.case import Case
from reportmine.identity.issuer import find_issuer
from reportmine.identity.kinds import find_kind
from reportmine.identity.names import NameParser
from reportmine.identity.scope import find_scope
from reportmine.identity.titles import Title, find_titles
from reportmine.identity.years import find_years
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
    """Who issued a document, for which year, over what its figures run, and what kind of document it is.

    Nothing is guessed silently: every source that spoke is in the evidence, and what it does not settle stays None.
    """
    rules = rulebook.identity
    case = Case(document, _parser(rulebook), rules, manifest)
    titles = find_titles(case)
    years = find_years(case, titles, [match.year for match in extraction.matches if match.year is not None])
    issuer = find_issuer(case, titles, years.year)
    kind, reason = find_kind(document, case.flat, titles, bool(extraction.forms), rules.kinds)
    scope, said = find_scope(case.flat, issuer, rules.scope)
    if said is not None:
        issuer = issuer.model_copy(update={"evidence": (*issuer.evidence, said)})
    return Identity(
        title=_title(titles),
        issuer=issuer,
        year=years.year,
        year_evidence=years.evidence,
        period=years.period,
        published_on=years.published_on,
        scope=scope,
        kind=kind,
        kind_reason=reason,
    )


@lru_cache(maxsize=4)
def _parser(rulebook: Rulebook) -> NameParser:
    return NameParser(rulebook.places, rulebook.identity.bodies)


def _title(titles: list[Title]) -> str | None:
    """The title as printed: that of the text before that of the page; none is made up."""
    best = {title.source: title.text for title in reversed(titles)}
    return next((best[source] for source in ("title", "page_title", "manifest") if source in best), None)
