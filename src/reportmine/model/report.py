"""Who, for which year, on which form, with all its figures, its findings and all that was not understood."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from reportmine.model.base import Value
from reportmine.model.figure import Figure, Unread

SCHEMA = "reportmine.report/1"


class Severity(StrEnum):
    ERROR = "error"  # breaks a relation that holds by definition
    INCONSISTENCY = "inconsistency"  # two printed statements disagree
    WARNING = "warning"  # implausible
    INFO = "info"


class Outcome(StrEnum):
    FAIL = "fail"
    PASS = "pass"
    PASS_WITH_BLANK_AS_ZERO = "pass_with_blank_as_zero"
    EXPLAINED = "explained"  # disagrees, and a natural reading accounts for it
    UNCERTAIN = "uncertain"
    NOT_ASSESSABLE = "not_assessable"


class FigureRef(Value):
    """A figure named by a finding, by what it says rather than by a number that re-extraction would change."""

    indicator: str
    applicant: str = "total"
    item: str | None = None
    period: str = "year"
    year: int | None = None
    value: float | int | None = None
    source: str = "table"
    start: int | None = None
    end: int | None = None

    @classmethod
    def of(cls, figure: Figure) -> FigureRef:
        return cls(
            indicator=figure.indicator,
            applicant=figure.applicant,
            item=figure.item,
            period=figure.period,
            year=figure.year,
            value=figure.value,
            source=figure.source,
            start=figure.evidence.start,
            end=figure.evidence.end,
        )


class Finding(Value):
    """The outcome of one check on named figures."""

    code: str
    severity: Severity
    outcome: Outcome
    message_zh: str
    message_en: str
    expected: str = ""
    observed: str = ""
    explanation: str = ""  # for ``explained``: the reading that fits
    figures: tuple[FigureRef, ...] = ()
    start: int | None = None  # a place in the text, for findings without figures
    end: int | None = None


class Level(StrEnum):
    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    UNKNOWN = "unknown"


class BodyKind(StrEnum):
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    OFFICE = "office"  # a government's general office
    SUBDISTRICT_OFFICE = "subdistrict_office"
    COMMITTEE = "committee"  # management committee of a zone
    OTHER = "other"


class Scope(StrEnum):
    OWN = "own"  # the body's own figures
    AGGREGATE = "aggregate"  # sums its departments and townships
    UNKNOWN = "unknown"


class DocumentKind(StrEnum):
    ANNUAL_REPORT = "annual_report"
    WORK_SUMMARY = "work_summary"
    NOTICE = "notice"
    REQUEST_FORM = "request_form"
    LIST_PAGE = "list_page"
    OTHER = "other"


class IdentityEvidence(Value):
    """One piece of evidence for the issuer or the year."""

    kind: str  # "title", "first_sentence", "signature", "address", "postal_code", …
    text: str
    says: str  # what it was read as: a division code, a name, a year
    weight: float
    start: int | None = None
    end: int | None = None


class Candidate(Value):
    """A division the issuer may be, with the summed weight of the evidence for it."""

    division: str
    name: str
    score: float


class Issuer(Value):
    """The body that issued the report. ``division`` is None where the evidence does not settle it."""

    name: str | None = None
    division: str | None = None  # 12-digit codes cut to 9 (township) or 6 (county and up)
    level: Level = Level.UNKNOWN
    kind: BodyKind = BodyKind.OTHER
    body: str | None = None  # identifier of the body, stable over its years and its names
    within: str | None = None  # the division a department belongs to
    confidence: float = 0.0
    evidence: tuple[IdentityEvidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    joint_with: tuple[str, ...] = ()


class DocumentInfo(Value):
    source: str
    sha256: str
    media_type: str
    pages: int | None = None


class Report(Value):
    """One annual report as understood."""

    document: DocumentInfo
    title: str | None = None
    issuer: Issuer = Issuer()
    year: int | None = None
    year_evidence: tuple[IdentityEvidence, ...] = ()
    period: tuple[date, date] | None = None
    form: str = "none"  # the form most of its figures stand on
    forms: tuple[str, ...] = ()
    published_on: date | None = None
    scope: Scope = Scope.UNKNOWN
    kind: DocumentKind = DocumentKind.ANNUAL_REPORT
    kind_reason: str = ""
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    text_signature: tuple[
        int, ...
    ] = ()  # MinHash of the masked text, by which copies are found; no part of the contract

    def as_contract(self) -> dict[str, Any]:
        """The JSON object of ``reportmine extract``: ``schema`` first, dates as ISO strings."""
        body = self.model_dump(mode="json", exclude={"text_signature"})
        for figure in body["figures"]:
            del figure["year_offset"]
        return {"schema": SCHEMA, **body}
