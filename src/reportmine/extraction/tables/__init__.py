"""Figures of the forms, from any grid or run of text."""

from __future__ import annotations

from collections.abc import Sequence

from reportmine.model import Document, Figure, Unread, Value
from reportmine.rulebook import Rulebook


class FormMatch(Value):
    """One stretch of the document that was read as (part of) one form."""

    form: str
    start: int
    end: int
    rows: int  # how many rows of the form were explained
    year: int | None = None  # as printed in the column header


class TableReading(Value):
    figures: tuple[Figure, ...] = ()
    unread: tuple[Unread, ...] = ()
    matches: tuple[FormMatch, ...] = ()
    covered: tuple[tuple[int, int], ...] = ()  # stretches of the text that prose need not read


def read_tables(document: Document, rulebook: Rulebook) -> TableReading:
    return TableReading()


def settle_with_prose(tables: TableReading, prose: Sequence[Figure], rulebook: Rulebook) -> TableReading:
    """Cells with several readings left, decided where the report's own prose states one of them."""
    return tables
