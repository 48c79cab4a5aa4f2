"""One printed value of one indicator, and what is known of the place it was printed at."""

from __future__ import annotations

from enum import StrEnum

from reportmine.model.base import Value
from reportmine.model.document import Box


class Applicant(StrEnum):
    TOTAL = "total"
    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH = "research"
    SOCIAL = "social"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class Period(StrEnum):
    YEAR = "year"
    CUMULATIVE = "cumulative"  # from the start of record-keeping


class Qualifier(StrEnum):
    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Status(StrEnum):
    REPORTED = "reported"
    STATED_ZERO = "stated_zero"  # a zero said in words
    BLANK = "blank"
    DASH = "dash"
    UNREADABLE = "unreadable"
    INFERRED = "inferred"  # damaged in print; the form's relations leave exactly one reading
    DERIVED = "derived"  # computed by us, never printed


class Source(StrEnum):
    TABLE = "table"
    PROSE = "prose"


class Evidence(Value):
    """Where the figure stands. ``text[start:end]`` is the printed value; ``quote`` is its row or clause."""

    start: int
    end: int
    quote: str
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None  # x0, top, x1, bottom in points
    cell: tuple[int, int] | None = None  # row, column in the table, from 0
    phrase_start: int | None = None  # the words of the text that the value was bound to
    phrase_end: int | None = None


class Figure(Value):
    """One printed value of one indicator. The same indicator printed twice gives two figures."""

    indicator: str
    applicant: Applicant = Applicant.TOTAL
    item: str | None = None  # the label as printed, only for open vocabularies
    period: Period = Period.YEAR
    year: int | None = None  # None until identity has said which year the report speaks of
    year_offset: int = 0  # -1: said of "last year"; only meaningful while year is None
    value: float | int | None = None
    unit: str | None = None
    printed_unit: str | None = None
    printed: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    status: Status = Status.REPORTED
    source: Source
    evidence: Evidence
    rule: str  # which data of the rulebook read it: "forms/fj2", "prose/requests"
    confidence: float = 1.0
    candidates: tuple[float, ...] = ()  # the readings left open, for an unreadable cell
    decided_by: tuple[str, ...] = ()  # the relations that decided, for an inferred cell


class Unread(Value):
    """Something that looks like a figure and was not understood."""

    kind: str  # "quantity", "row", "cell", "table"
    start: int
    end: int
    text: str  # the words or label as printed
    quote: str  # its sentence or row
    value: float | int | None = None
    unit: str | None = None
    reason: str = ""


__all__ = ["Applicant", "Box", "Evidence", "Figure", "Period", "Qualifier", "Source", "Status", "Unread"]
