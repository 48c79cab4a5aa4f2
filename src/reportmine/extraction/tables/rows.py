"""What matching hands on: the rows of one printed table, each with its label, its slots and its printed cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reportmine.extraction.tables.labels import TableLabels
from reportmine.extraction.tables.values import Token
from reportmine.rulebook.forms import FormRow, Slot


class Bound(NamedTuple):  # a tuple is made in a fraction of a frozen dataclass's time
    """A slot bound to a printed column. ``year`` is set where the header names one among several."""

    slot: Slot
    row: int  # index of its row in the form's table
    year: int | None = None
    offset: int = 0  # years from the report's, where the page says so


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed. Several ``readings`` where it is open which signs belong to its cells."""

    row: FormRow
    index: int  # in the form's table
    bound: tuple[Bound, ...]
    readings: tuple[tuple[Token, ...], ...]
    label_start: int
    label_end: int
    end: int
    unit: str | None = None  # from a unit column or the label
    rule: str | None = None  # where it is not the form of the table
    grid: int | None = None  # index of the document's table it was read from
    is_undated: bool = False  # another table says something else, and nothing tells which is the report's


@dataclass(frozen=True, slots=True)
class Stray:
    """A row with figures that no form knows."""

    label: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    unit: str | None = None


@dataclass(frozen=True)
class PrintedTable:
    """One stretch of the document matched to one table of one form."""

    labels: TableLabels
    rows: tuple[PrintedRow, ...]
    start: int
    end: int
    score: float
    strays: tuple[Stray, ...] = ()
    year: int | None = None
    grid: int | None = None  # index of the document's table it was read from
    headers: frozenset[str] = field(default_factory=frozenset)  # columns whose headers were found
    parts: tuple[tuple[int, int], ...] = ()  # the stretches of text it consists of
