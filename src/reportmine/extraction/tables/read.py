"""From a document to the figures of its tables, and once more when the prose has been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ConfigDict

from reportmine.extraction.tables.figures import Writer
from reportmine.extraction.tables.interpret import Interpretation, interpret
from reportmine.extraction.tables.match import find_tables
from reportmine.extraction.tables.rivals import reports_own, speaks_for_itself
from reportmine.extraction.tables.solve import Option, Solution, solve
from reportmine.extraction.tables.values import Number, value_reader
from reportmine.model import Document, Figure, Status, Unread, Value
from reportmine.model.base import without_collector
from reportmine.rulebook import Rulebook


class FormMatch(Value):
    """One stretch of the document that was read as (part of) one form."""

    form: str
    start: int
    end: int
    rows: int  # how many rows of the form were explained
    year: int | None = None  # as printed in the column header
    table: str = ""  # which of the form's tables


@dataclass(frozen=True)
class OpenTable:
    """A table with cells that several readings fit: what is needed to decide them later."""

    document: Document
    read: Interpretation
    figures: tuple[Figure, ...]


class TableReading(Value):
    """The figures of all tables. ``open`` keeps what other knowledge may still decide."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    figures: tuple[Figure, ...] = ()
    unread: tuple[Unread, ...] = ()
    matches: tuple[FormMatch, ...] = ()
    covered: tuple[tuple[int, int], ...] = ()  # stretches of the text that prose need not read
    open: tuple[OpenTable, ...] = ()


@without_collector()
def read_tables(document: Document, rulebook: Rulebook) -> TableReading:
    """Every figure of every form in the document. Damage never raises: it ends as unreadable cells and unread rows."""
    reader = value_reader(rulebook)
    figures: list[Figure] = []
    unread: list[Unread] = []
    matches: list[FormMatch] = []
    covered: list[tuple[int, int]] = []
    open_: list[OpenTable] = []
    for table in find_tables(document, rulebook):
        read = interpret(table, reader)
        writer = Writer(document, rulebook, reader, read)
        found = writer.figures()
        figures += found
        unread += writer.unread()
        for start, end in table.parts:
            rows = sum(start <= row.label_start <= end for row in table.rows)
            matches.append(
                FormMatch(
                    form=table.labels.form.name,
                    start=start,
                    end=end,
                    rows=rows,
                    year=table.year,
                    table=table.labels.table.name,
                )
            )
            covered.append((start, end))
        if any(figure.status is Status.UNREADABLE and figure.candidates for figure in found):
            open_.append(OpenTable(document, read, found))
    return TableReading(
        figures=tuple(sorted(figures, key=lambda figure: figure.evidence.start)),
        unread=tuple(sorted(unread, key=lambda rest: rest.start)),
        matches=tuple(sorted(matches, key=lambda match: match.start)),
        covered=tuple(sorted(covered)),
        open=tuple(open_),
    )


def settle_with_prose(tables: TableReading, prose: Sequence[Figure], rulebook: Rulebook) -> TableReading:
    """Cells with several readings left, decided where the report's own prose states one of them.

    Prose may speak for a cell only through the indicators that the form names for it, and only where it states exactly
    one of the candidates. Where its statements leave no common reading, nothing is decided. Of tables that repeat each
    other, that one is the report's which prose agrees with.
    """
    if not tables.open:
        return tables
    reader = value_reader(rulebook)
    figures = list(tables.figures)
    reports = reports_own([open_.read for open_ in tables.open], prose, reader)
    for place, open_ in enumerate(tables.open):
        settled = reports.get(place) or _settled(open_.read, prose)
        if settled is None:
            continue
        old = {id(figure) for figure in open_.figures}
        figures = [figure for figure in figures if id(figure) not in old]
        figures += Writer(open_.document, rulebook, reader, settled).figures()
    return tables.model_copy(update={"figures": tuple(sorted(figures, key=lambda figure: figure.evidence.start))})


def _settled(read: Interpretation, prose: Sequence[Figure]) -> Interpretation | None:
    """The interpretation with what prose decides, None where it decides nothing."""
    domains = [tuple(options) for options in read.solution.options]
    spoken: dict[int, list[str]] = {}
    for variable, row in enumerate(read.table.rows):
        if len(domains[variable]) < 2 or not read.solution.settled[variable]:
            continue
        for slot, bound in enumerate(row.bound):
            names = read.table.labels.table.settled_by.get(bound.slot.indicator or "", ())
            stated = {
                figure.value: figure.indicator
                for figure in prose
                if figure.indicator in names and figure.period == bound.slot.period and speaks_for_itself(figure)
            }
            kept, name = _stated(domains[variable], slot, stated)
            if name and not kept:
                return None
            if name:
                domains[variable] = kept
                spoken.setdefault(variable, []).append(f"prose:{name}")
    if not spoken:
        return None
    again = solve(domains, read.constraints)
    if not all(again.settled[v] or not read.solution.settled[v] for v in range(len(domains))):
        return None  # what prose says cannot be joined with what the other cells say
    decided = tuple(
        (*read.solution.decided_by[v], *again.decided_by[v], *spoken.get(v, ())) for v in range(len(domains))
    )
    settled = tuple(a and b for a, b in zip(again.settled, read.solution.settled, strict=True))
    return replace(read, solution=Solution(again.options, settled, decided))


def _stated(
    options: Sequence[Option], slot: int, stated: dict[Number | None, str]
) -> tuple[tuple[Option, ...], str | None]:
    """The options whose value prose states, and by which indicator; no name where it states none or several."""
    candidates = {value.value for option in options if (value := option[slot]) is not None}
    hits = {number for number in candidates if number is not None and number in stated}
    if not stated or len(candidates) < 2 or len(hits) != 1:
        return tuple(options), None
    hit = hits.pop()
    kept = tuple(option for option in options if (value := option[slot]) is not None and value.value == hit)
    return kept, stated[hit]
