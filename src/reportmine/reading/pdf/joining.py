"""Tables that a page break has cut are put together again.

Two parts are one table when nothing stands between them, their borders agree, and the columns of one are among those of
the other. A header printed again is dropped, a row or a merged cell that the break has cut is closed.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from reportmine.reading.pdf.drafts import DraftCell, TableDraft, merged_columns
from reportmine.rulebook.pages import PageRules

TOLERANCE = 6.0  # points by which the two parts of a table may lie apart
LONGEST_HEADER = 6  # rows
ENOUGH_COLUMNS = 6  # lines, of which one may have no fellow in the other part
SAME_TABLE_AGAIN = 0.5  # of a part's labels: if the upper part has them too, it is another table of the same form


def join(upper: TableDraft, lower: TableDraft, rules: PageRules) -> TableDraft | None:
    """Both parts as one table; None where they are two."""
    if upper.origin != lower.origin or not _borders_agree(upper, lower):
        return None
    columns, places = merged_columns(upper.columns, lower.columns, TOLERANCE)
    above = _on_columns(upper, [columns.index(x) for x in upper.columns], columns)
    below = _on_columns(lower, places, columns)
    repeated = _repeated_header(above, below)
    if _is_same_form_again(above, below, repeated):
        return None
    below = _lowered(below, repeated, above.row_count)
    return _sewn(above, below, rules)


def _borders_agree(upper: TableDraft, lower: TableDraft) -> bool:
    """Whether the outer borders lie above each other, and most lines of one part among those of the other."""
    first, second = upper.columns, lower.columns
    if abs(first[0] - second[0]) > TOLERANCE or abs(first[-1] - second[-1]) > TOLERANCE:
        return False
    few, many = sorted((first, second), key=len)
    apart = sum(1 for x in few if all(abs(x - y) > TOLERANCE for y in many))
    return apart == 0 or (apart == 1 and len(few) >= ENOUGH_COLUMNS)


def _on_columns(table: TableDraft, places: Sequence[int], columns: Sequence[float]) -> TableDraft:
    """The table with each of its column lines at the given place among ``columns``."""
    if list(places) == list(range(len(columns))):
        return TableDraft(tuple(columns), table.row_count, table.cells, table.origin)
    cells = [
        DraftCell(row, places[column], row_span, places[column + span] - places[column], parts, text, is_number)
        for row, column, row_span, span, parts, text, is_number in table.cells
    ]
    return TableDraft(tuple(columns), table.row_count, tuple(cells), table.origin)


def _shape(table: TableDraft, rows: int) -> list[tuple[int, int, int, int, str]] | None:
    """The first rows as comparable values; None where a cell reaches beyond them."""
    cells = [cell for cell in table.cells if cell.row < rows]
    if any(cell.end_row > rows for cell in cells):
        return None
    return sorted((cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in cells)


def _repeated_header(upper: TableDraft, lower: TableDraft) -> int:
    """How many rows at the head of the lower part print the head of the upper one again."""
    for rows in range(min(LONGEST_HEADER, upper.row_count, lower.row_count - 1), 0, -1):
        head = _shape(upper, rows)
        if head and head == _shape(lower, rows) and any(text and not text.isdigit() for *_, text in head):
            return rows
    return 0


def _labels(table: TableDraft, first_row: int) -> set[str]:
    return {cell.text for cell in table.cells if cell.row >= first_row and cell.text and not cell.is_number}


def _is_same_form_again(upper: TableDraft, lower: TableDraft, header: int) -> bool:
    """Whether the lower part begins the upper one's rows anew: another body's figures on the same form."""
    below = _row_labels(lower, header)
    return len(below) > 3 and len(below & _row_labels(upper, header)) > SAME_TABLE_AGAIN * len(below)


def _row_labels(table: TableDraft, first_row: int) -> set[str]:
    """What stands before the figures of each row that has some."""
    numeric = table.number_columns
    labels: dict[int, str] = {}
    for cell in table.cells:
        if cell.row >= first_row and cell.row_span == 1 and cell.column not in numeric and not cell.is_number:
            labels[cell.row] = labels.get(cell.row, "") + cell.text
    return {text for text in labels.values() if text}


def _lowered(table: TableDraft, dropped: int, rows: int) -> TableDraft:
    """The table without its first rows, ``rows`` further down."""
    down = rows - dropped
    kept = [
        DraftCell(row + down, column, row_span, column_span, parts, text, is_number)
        for row, column, row_span, column_span, parts, text, is_number in table.cells
        if row >= dropped
    ]
    return TableDraft(table.columns, table.row_count - dropped, tuple(kept), table.origin)


def _sewn(upper: TableDraft, lower: TableDraft, rules: PageRules) -> TableDraft:
    """The parts one under the other, with what the break has cut closed. ``lower``'s rows already count on."""
    seam = upper.row_count
    last = [cell for cell in upper.cells if cell.end_row == seam]
    first = lower.row(seam)
    numeric = upper.number_columns | lower.number_columns
    in_header = bool(numeric) and not any(cell.is_number for cell in (*upper.cells, *first))
    if _is_cut_header(last, first) if in_header else _is_cut_row(upper, last, first, rules):
        return _one_row(upper, lower, last, first)
    pairs = [(cell, other) for cell in last for other in first if cell.columns == other.columns]
    closed = {id(other) for cell, other in pairs if in_header or _goes_on(cell, other, numeric, rules)}
    grown = {id(cell): cell.with_parts_of(other) for cell, other in pairs if id(other) in closed}
    cells = [grown.get(id(cell), cell) for cell in upper.cells]
    cells += [cell for cell in lower.cells if id(cell) not in closed]
    return TableDraft(upper.columns, seam + lower.row_count, tuple(cells), upper.origin)


def _goes_on(cell: DraftCell, other: DraftCell, numeric: Set[int], rules: PageRules) -> bool:
    """Whether a merged cell of labels was cut: one part of it is empty, or the lower one begins no label."""
    if numeric & set(range(*cell.columns)) or cell.is_number or other.is_number:
        return False
    if cell.row_span == 1 and other.row_span == 1 and not (cell.text and not other.text and _is_group(cell, numeric)):
        return False
    if not cell.text or not other.text:
        return True
    return rules.begins_row(cell.text) and not rules.begins_row(other.text)


def _is_group(cell: DraftCell, numeric: Set[int]) -> bool:
    """Whether the cell names a group of rows: another column of labels stands between it and the figures."""
    return bool(numeric) and cell.columns[1] < min(numeric)


def _is_cut_header(last: Sequence[DraftCell], first: Sequence[DraftCell]) -> bool:
    """Whether a row of the header goes on, be it only its empty lower half: every cell has its fellow above."""
    above = {cell.columns for cell in last}
    return all(cell.columns in above for cell in first)


def _is_cut_row(upper: TableDraft, last: Sequence[DraftCell], first: Sequence[DraftCell], rules: PageRules) -> bool:
    """Whether the break went through a row, so that its label or its figures stand on both pages."""
    numeric = upper.number_columns
    if any(cell.columns not in {above.columns for above in last} for cell in first):
        return False
    ends = [cell for cell in last if cell.row_span == 1 or cell.column in numeric]
    if not numeric or not ends:
        return False
    labels = [cell for cell in first if cell.text and not cell.is_number and cell.column not in numeric]
    figures = any(cell.is_number for cell in first)
    if not any(cell.text for cell in first):
        return True  # an empty sliver of the row above
    has_figures = any(cell.is_number for cell in ends)
    upper_labels = [cell for cell in ends if cell.text and cell.column not in numeric]
    if figures and has_figures:
        return False
    if not labels:  # the figures alone, under a label without any
        return bool(upper_labels) and not has_figures
    if any(rules.begins_row(cell.text) for cell in labels) or not (has_figures or figures):
        return False
    numbered = any(rules.begins_row(text) for text in _labels(upper, 0))
    return numbered or any(cell.ends_full for cell in upper_labels)


def _one_row(upper: TableDraft, lower: TableDraft, last: Sequence[DraftCell], first: Sequence[DraftCell]) -> TableDraft:
    """The first row of the lower part poured into the last one of the upper part."""
    seam = upper.row_count
    grown = {id(cell): cell for cell in last}
    rest: list[DraftCell] = []
    for other in first:
        home = next((cell for cell in last if cell.column <= other.column < cell.columns[1]), None)
        taller = other._replace(row=seam - 1)  # the row they share counts once
        if home is None:
            rest.append(taller)
        else:
            grown[id(home)] = grown[id(home)].with_parts_of(taller)
    cells = [grown.get(id(cell), cell) for cell in upper.cells] + rest
    cells += [cell._replace(row=cell.row - 1) for cell in lower.cells if cell.row > seam]
    return TableDraft(upper.columns, seam + lower.row_count - 1, tuple(cells), upper.origin)
