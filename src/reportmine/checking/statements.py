"""The figures of one report, found by what they say; and the table columns that relations run over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from reportmine.model import Applicant, Figure, Period, Source


class Column(NamedTuple):
    """One column of figures of one form: what relations over rows hold within."""

    rule: str  # "forms/fj2"
    year: int | None

    @property
    def form(self) -> str:
        """The form's name: the second part of the rule."""
        return [*self.rule.split("/"), "none"][1]


class Slot(NamedTuple):
    """What one place of a table counts."""

    indicator: str
    applicant: Applicant
    period: Period
    item: str | None = None  # of an open vocabulary that the form itself numbers


class Key(NamedTuple):
    """What a statement is about, wherever it is printed."""

    indicator: str
    applicant: Applicant
    period: Period
    year: int | None


def key_of(figure: Figure) -> Key:
    return Key(figure.indicator, figure.applicant, figure.period, figure.year)


class Statements:
    """All statements of a report. Open vocabularies stand apart: their items are no values of one measure."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = tuple(figures)
        self.tables: dict[Column, dict[Slot, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        self.prose: dict[Key, list[Figure]] = defaultdict(list)
        self.printed: dict[Key, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.source is Source.TABLE:
                slot = Slot(figure.indicator, figure.applicant, figure.period, figure.item)
                self.tables[Column(figure.rule, figure.year)][slot].append(figure)
            if figure.item is not None:
                continue
            if figure.source is Source.TABLE:
                self.printed[key_of(figure)].append(figure)
            else:
                self.prose[key_of(figure)].append(figure)

    def of_prose(self, indicator: str, year: int | None) -> list[Figure]:
        """The prose's statements of an indicator for all applicants and that year, in the order of the text."""
        return self.prose.get(Key(indicator, Applicant.TOTAL, Period.YEAR, year), [])

    def of_table(self, indicator: str, year: int | None) -> list[Figure]:
        return self.printed.get(Key(indicator, Applicant.TOTAL, Period.YEAR, year), [])
