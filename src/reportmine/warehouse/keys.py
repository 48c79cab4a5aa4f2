"""Names for reports and for printed statements that stay the same when a report is read again.

A report is named by who speaks and of which year: ``350429100:2017``. Reports that sum a whole county are others than
the body's own: ``350429:2017-aggregate``. A report whose body or year is not known is nobody's revision, so it is named
by its document: ``document-3fa9…:unknown``.

A statement adds what it says, and which of several equal statements it is, in the order of the text:
``350429100:2017:requests.received:total:year:2017:table:1`` and, with an open vocabulary, ``:item`` at the end.
"""

from __future__ import annotations

from typing import NamedTuple

from reportmine.model import BodyKind, Issuer, Report, ReportmineError, Scope

SEPARATOR = ":"


class FigureKey(NamedTuple):
    """The parts of a statement's name."""

    report_key: str
    indicator: str
    applicant: str
    period: str
    year: int | None
    source: str
    occurrence: int
    item: str | None

    def __str__(self) -> str:
        year = "" if self.year is None else str(self.year)
        parts = [self.report_key, self.indicator, self.applicant, self.period, year, self.source, str(self.occurrence)]
        return SEPARATOR.join([*parts, self.item] if self.item is not None else parts)


def parse_figure_key(text: str) -> FigureKey:
    """The inverse of ``str(key)``. Raises ReportmineError for what is no figure's name."""
    parts = text.strip().split(SEPARATOR, 8)
    try:
        body, series, indicator, applicant, period, year, source, occurrence, *item = parts
        return FigureKey(
            f"{body}{SEPARATOR}{series}", indicator, applicant, period, int(year) if year else None, source,
            int(occurrence), item[0] if item else None,
        )  # fmt: skip
    except ValueError as error:
        raise ReportmineError(
            text,
            "is not the name of a figure",
            "It looks like 350429100:2017:requests.received:total:year:2017:table:1; "
            "the column figure_id of every listing has it",
        ) from error


def body_of(report: Report) -> str:
    """Who the report's years are joined under."""
    issuer = report.issuer
    return _clean(issuer.body or _division_body(issuer) or _named_body(issuer) or _document_body(report))


def report_key(report: Report) -> str:
    body = body_of(report)
    if report.year is None:
        body = _document_body(report)
    series = "unknown" if report.year is None else str(report.year)
    return f"{body}{SEPARATOR}{series}{'-aggregate' if report.scope == Scope.AGGREGATE else ''}"


def _division_body(issuer: Issuer) -> str | None:
    if issuer.division is None or issuer.kind in (BodyKind.GOVERNMENT, BodyKind.SUBDISTRICT_OFFICE):
        return issuer.division
    return f"{issuer.division}-{issuer.name}" if issuer.name else issuer.division


def _named_body(issuer: Issuer) -> str | None:
    """A name that fits several divisions is nobody's: two towns of one name must not become one series."""
    return issuer.name if issuer.name and not issuer.candidates else None


def _document_body(report: Report) -> str:
    return f"document-{report.document.sha256[:16]}"


def _clean(body: str) -> str:
    return body.replace(SEPARATOR, "-")
