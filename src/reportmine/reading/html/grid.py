"""A table element to a grid with spans, as browsers lay it out; rows of running text are left to the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reportmine.reading.html.content import is_hidden, is_removed
from reportmine.reading.html.tree import Node, Text
from reportmine.reading.mapped import Mapped

_MAX_SPAN = 200


@dataclass(slots=True)
class RawCell:
    node: Node
    row: int
    column: int
    row_span: int
    column_span: int
    is_unseen: bool = False  # its row is


@dataclass(slots=True)
class RawGrid:
    """Cells by place; ``rows`` counts rows, blank ones included."""

    cells: list[RawCell] = field(default_factory=list)
    rows: int = 0


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table and of its sections, not of tables inside it. Stray cells make a row of their own."""
    stray: list[Node | Text] = []
    for child in table.elements():
        if is_removed(child):
            continue  # rows and columns that a spreadsheet had hidden
        if child.tag in ("td", "th"):
            stray.append(child)
            continue
        if stray:
            yield Node("tr", children=stray)
            stray = []
        if child.tag == "tr":
            yield child
        elif child.tag not in ("table", "caption"):
            yield from rows_of(child)
    if stray:
        yield Node("tr", children=stray)


def layout(table: Node) -> RawGrid:
    """Every cell in its place. A span over the last row ends there; a missing cell leaves a hole."""
    rows = list(rows_of(table))
    grid = RawGrid(rows=len(rows))
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        is_unseen = is_hidden(row)
        for cell in row.elements():
            if cell.tag not in ("td", "th") or is_removed(cell):
                continue
            while (number, column) in taken:
                column += 1
            down = _span(cell, "rowspan", len(rows) - number)
            across = _span(cell, "colspan", _MAX_SPAN)
            grid.cells.append(RawCell(cell, number, column, down, across, is_unseen))
            places = range(column, column + across)
            taken |= {(line, place) for line in range(number, number + down) for place in places}
            column += across
    return grid


def _span(cell: Node, name: str, limit: int) -> int:
    value = cell.attribute(name).strip()
    if not value.isascii() or not value.isdigit():
        return 1
    span = int(value[:6])
    return min(limit if span == 0 and name == "rowspan" else max(span, 1), limit)


def cell_text(
    node: Node,
    read: Callable[[Text], Mapped],
    is_block: Callable[[str], bool],
    is_left_out: Callable[[Node], bool] = lambda _: False,
) -> Mapped:
    """All text of a cell; a blank stands where its paragraphs and lines meet."""
    parts: list[Mapped] = []

    def walk(holder: Node) -> None:
        for child in holder.children:
            if isinstance(child, Text):
                parts.append(read(child))
            elif is_left_out(child):
                continue
            elif child.tag == "br":
                parts.append(Mapped("\n"))
            elif is_block(child.tag):
                parts.append(Mapped("\n"))
                walk(child)
                parts.append(Mapped("\n"))
            else:
                walk(child)

    walk(node)
    return Mapped.join(parts)
