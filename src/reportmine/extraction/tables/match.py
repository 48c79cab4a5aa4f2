"""Which stretches of a document are which tables of which form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportmine.extraction.tables.captions import dated
from reportmine.extraction.tables.decode import is_direct, is_forced
from reportmine.extraction.tables.fold import orders_of
from reportmine.extraction.tables.grid import GridMatch
from reportmine.extraction.tables.gridlines import Line, has_numbers, stray_of
from reportmine.extraction.tables.labels import TableLabels, compiled
from reportmine.extraction.tables.lines import line_in_grid, line_in_text
from reportmine.extraction.tables.rows import Bound, PrintedRow, PrintedTable, Stray
from reportmine.extraction.tables.running import Running
from reportmine.extraction.tables.search import find_running
from reportmine.extraction.tables.values import ValueReader, value_reader
from reportmine.model import Document
from reportmine.rulebook import Rulebook
from reportmine.rulebook.forms import FormRow

TIE: Final = 0.6  # scores nearer than this say nothing about which of two forms it is
RIVAL_SHARE: Final = 0.5  # a form with less than this share of the labels of the form with most is no rival of it, …
SURE: Final = 10
SURE_SHARE: Final = 0.7  # … and with less than that one where so many labels stand as a form prints them
MOST: Final = 12  # tables looked for in running text
PRINTED: Final = frozenset({"html", "ruled", "sheet", "word"})  # origins of grids whose cells are those of the print


def find_tables(document: Document, rulebook: Rulebook) -> list[PrintedTable]:
    """Every table of a form in the document, in the order of the text."""
    known = compiled(rulebook)
    reader = value_reader(rulebook)
    if not known:
        return []
    rivals = _in_grids(document, known, reader)
    rivals += _in_text(document, known, reader, [_extent(group) for group in rivals])
    chosen = _elect(rivals)
    chosen = [_with_borrowed(table, known, rulebook) for table in chosen]
    tables = dated(joined(sorted(chosen, key=lambda table: table.start)), document.text)
    return [_completed(table, tables, document, reader) for table in tables]


def _completed(
    table: PrintedTable, tables: Sequence[PrintedTable], document: Document, reader: ValueReader
) -> PrintedTable:
    """A table of which a grid holds only a part, with the rows that stand as text beside the grid."""
    present = {row.index for row in table.rows}
    needed = {number for number, row in enumerate(table.labels.table.rows) if not row.optional}
    if table.grid is None or table.labels.table.line or needed <= present:
        return table
    running = Running(document.text, table.labels.reducer.running(document.text), reader, table.labels.reducer.remark)
    others = [part for other in tables if other is not table for part in other.parts]
    whole = find_running(running.without(others), table.labels, others)
    if whole is None or len(present & {row.index for row in whole.rows}) < 2:
        return table
    beside = [
        row
        for row in whole.rows
        if row.index not in present and all(row.end <= low or row.label_start >= high for low, high in table.parts)
    ]
    if not beside:
        return table
    rows = tuple(sorted((*table.rows, *beside), key=lambda row: row.label_start))
    parts = (*table.parts, *((row.label_start, row.end) for row in beside))
    return replace(table, rows=rows, parts=parts, end=max(table.end, *(row.end for row in beside)))


def _extent(group: Sequence[PrintedTable]) -> tuple[int, int]:
    return group[0].start, group[0].end


def _in_grids(document: Document, known: Sequence[TableLabels], reader: ValueReader) -> list[list[PrintedTable]]:
    """For each grid the tables in it, and for each of these the forms it may be on, best first."""
    found = []
    for number, table in enumerate(document.tables):
        orders = [
            _in_lines(lines, number, known, reader, table.origin in PRINTED) for lines in orders_of(table, reader)
        ]
        groups = max(orders, key=lambda groups: sum(group[0].score for group in groups))
        if len(groups) == 1:
            groups = [[replace(match, start=table.start, end=table.end) for match in groups[0]]]
        found += groups
    return found


def _in_lines(
    lines: Sequence[Line], number: int, known: Sequence[TableLabels], reader: ValueReader, as_printed: bool
) -> list[list[PrintedTable]]:
    """The best match first, then what stands above and below it: one grid may hold several tables."""
    cores = {core for line in lines for cell in line.labels for core in known[0].reducer.cores(cell.text)}
    exact = [len(cores & labels.by_core.keys()) for labels in known]
    most = max(exact, default=0)
    share = SURE_SHARE if most >= SURE else RIVAL_SHARE
    likely = [labels for labels, count in zip(known, exact, strict=True) if count and count >= share * most]
    matches = [GridMatch(labels, tuple(lines), reader, number, as_printed).table() for labels in likely]
    matches += [line_in_grid(labels, lines, number) for labels in known if labels.table.line and lines]
    group = sorted((match for match in matches if match is not None), key=lambda match: -match.score)
    if not group:
        return []
    best = group[0]
    group = [match for match in group if match.start < best.end and best.start < match.end]
    above = [line for line in lines if line.start < best.start]
    below = [line for line in lines if line.start >= best.end]
    groups: list[list[PrintedTable]] = []
    for part in (above, below):
        others = _in_lines(part, number, known, reader, as_printed) if any(line.filled for line in part) else []
        groups += others
        if not others:
            strays = tuple(stray_of(line) for line in part if line.labels and has_numbers(line, best.labels, reader))
            group = [replace(match, strays=(*match.strays, *strays)) for match in group]
    return [group, *groups]


def _in_text(
    document: Document, known: Sequence[TableLabels], reader: ValueReader, closed: list[tuple[int, int]]
) -> list[list[PrintedTable]]:
    """Tables in running text outside the grids already matched, one group of rival forms for each stretch."""
    running = Running(document.text, known[0].reducer.running(document.text, closed), reader, known[0].reducer.remark)
    groups: list[list[PrintedTable]] = []
    open_ = list(known)
    while open_ and len(groups) < MOST:
        matches = []
        for labels in list(open_):
            match = find_running(running, labels, closed)
            if match is None and labels.table.line:
                match = line_in_text(labels, running, closed)
            if match is None:
                open_.remove(labels)
            else:
                matches.append(match)
        if not matches:
            break
        best = max(matches, key=lambda match: match.score)
        group = [m for m in matches if m.start < best.end and best.start < m.end]
        groups.append(sorted(group, key=lambda match: -match.score))
        closed = [*closed, (best.start, best.end)]
        running = running.without(closed[-1:])
    return groups


def _elect(groups: Sequence[list[PrintedTable]]) -> list[PrintedTable]:
    """One form for each stretch. Where two explain it equally well, the forms of the other stretches decide."""
    votes: dict[str, float] = {}
    for group in groups:
        rival = max((match.score for match in group[1:] if match.labels.form is not group[0].labels.form), default=0.0)
        lead = group[0].score - rival
        if lead > TIE:
            votes[group[0].labels.form.name] = votes.get(group[0].labels.form.name, 0.0) + lead
    return [_elected(group, votes) for group in groups]


def _elected(group: Sequence[PrintedTable], votes: dict[str, float]) -> PrintedTable:
    level = [match for match in group if group[0].score - match.score <= TIE]

    def rank(match: PrintedTable) -> tuple[float, int, int, int]:
        present = {row.index for row in match.rows}
        rows = match.labels.table.rows
        missing = sum(not row.optional and number not in present for number, row in enumerate(rows))
        whole = sum(any(is_direct(tokens, row.bound) for tokens in row.readings) for row in match.rows)
        return votes.get(match.labels.form.name, 0.0), -missing, whole, match.labels.form.years[0]

    return max(level, key=rank)


def _with_borrowed(table: PrintedTable, known: Sequence[TableLabels], rulebook: Rulebook) -> PrintedTable:
    """The table with stray rows that another form of the same columns knows, or that an identifier covers anyway."""
    if not table.strays:
        return table
    rows, strays = list(table.rows), []
    for stray in table.strays:
        row, rule = _row_for(stray, table, known, rulebook)
        slots = table.labels.table.slots_of(row) if row is not None else ()
        if row is None or not (is_direct(stray.tokens, slots) or is_forced(stray.tokens, slots)):
            strays.append(stray)  # unknown, or its digits could be cut in several ways
            continue
        rows.append(
            PrintedRow(
                row=row,
                index=-1,
                bound=tuple(Bound(slot, -1) for slot in slots),
                readings=(stray.tokens,),
                label_start=stray.start,
                label_end=stray.start + len(stray.label),
                end=stray.end,
                unit=stray.unit,
                rule=rule,
                grid=table.grid,
            )
        )
    rows.sort(key=lambda row: row.label_start)
    return replace(table, rows=tuple(rows), strays=tuple(strays))


def _row_for(
    stray: Stray, table: PrintedTable, known: Sequence[TableLabels], rulebook: Rulebook
) -> tuple[FormRow | None, str]:
    reducer = table.labels.reducer
    cores = [core for label in _without_unit(stray.label, rulebook) for core in reducer.cores(label)]
    for row in rulebook.forms.local_rows:
        if any(core in reducer.cores(label) for core in cores for label in row.labels):
            return row, table.labels.form.rule(table.labels.table)
    columns = [column.id for column in table.labels.table.columns]
    taken = {row.row.key for row in table.rows}
    for other in known:
        if other.form is table.labels.form or [column.id for column in other.table.columns] != columns:
            continue
        for core in cores:
            for index in other.by_core.get(core, ()):
                row = other.table.rows[index]
                if row.key not in taken and not row.item:
                    return row, other.form.rule(other.table)
    return None, ""


def _without_unit(label: str, rulebook: Rulebook) -> list[str]:
    """The label as it stands, and without a unit that has run into its end."""
    shorter = [label.removesuffix(unit) for unit in rulebook.forms.values.units if label.endswith(unit)]
    return [label, *shorter]


def joined(tables: Sequence[PrintedTable]) -> list[PrintedTable]:
    """Parts of one table that a page break or a converter has set apart, put together again."""
    found: list[PrintedTable] = []
    for table in tables:
        last = next((t for t in reversed(found) if t.labels is table.labels), None)
        if last is not None and _continues(last, table):
            found[found.index(last)] = replace(
                last,
                rows=last.rows + table.rows,
                end=max(last.end, table.end),
                score=last.score + table.score,
                strays=last.strays + table.strays,
                headers=last.headers | table.headers,
                parts=(*last.parts, (table.start, table.end)),
            )
        else:
            found.append(replace(table, parts=((table.start, table.end),)))
    return found


def _continues(first: PrintedTable, second: PrintedTable) -> bool:
    before = {row.index for row in first.rows if row.index >= 0}
    after = {row.index for row in second.rows if row.index >= 0}
    return bool(before and after) and max(before) < min(after) and first.year in (None, second.year, first.year)
