"""The main content in reading order: paragraphs, headings, tables, pictures, attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from reportmine.reading.builder import Builder
from reportmine.reading.drafts import GridCell
from reportmine.reading.html.content import Measure, is_hidden
from reportmine.reading.html.grid import RawCell, RawGrid, cell_text, layout
from reportmine.reading.html.tree import BLOCK, Node, Text, pieces
from reportmine.reading.mapped import Mapped
from reportmine.reading.metadata import cell_pairs, keep
from reportmine.reading.text import add_text
from reportmine.rulebook.reading import ReadingRules

_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_FRAMES = frozenset({"iframe", "embed", "object"})
_PREFORMATTED = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_FEWEST_LABELS = 3
_INK = re.compile(r"\S")
_LINK_ENDING = re.compile(r"\.([a-z0-9]{2,4})(?:[?#].*)?$", re.IGNORECASE)


@dataclass(slots=True)
class Flow:
    """Walks the main content and hands its blocks to a builder."""

    page: str
    measure: Measure
    rules: ReadingRules
    builder: Builder
    metadata: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    pictures: int = 0
    late_pictures: int = 0  # those after some of the report: they may be its tables
    tables: int = 0
    signs: int = 0
    _line: list[Mapped] = field(default_factory=list)
    _level: int | None = None
    _in_link: bool = False

    def walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Text):
                self._line.append(self._read(child))
                if not self._in_link and self._level is None:
                    self.signs += len(self.page[child.start : child.end].strip())
            else:
                self._element(child)

    def flush(self) -> None:
        """Ends the current paragraph."""
        line = Mapped.join(self._line)
        self._line = []
        if not _INK.search(line.text):
            return
        if self._level is None:
            self.builder.paragraph(line)
        else:
            self.builder.heading(line, self._level)

    def _element(self, node: Node) -> None:
        if node.tag in _FRAMES:
            self._frame(node)
        if id(node) in self.measure.furniture or (is_hidden(node) and not self.measure.report.get(id(node))):
            return
        if node.tag == "br":
            self.flush()
        elif node.tag == "img":
            self._picture(node)
        elif node.tag == "table":
            self.flush()
            self._table(node)
            self.flush()
        elif node.tag in BLOCK:
            self.flush()
            self._block(node)
        else:
            outer = self._in_link
            if node.tag == "a":
                self._link(node)
                self._in_link = True
            self.walk(node)
            self._in_link = outer

    def _block(self, node: Node) -> None:
        if node.tag == "pre" or (node.raw_attributes and _PREFORMATTED.search(node.attribute("style"))):
            self._lines(node)
            return
        outer = self._level
        self._level = _HEADINGS.get(node.tag, outer)
        self.walk(node)
        self.flush()
        self._level = outer

    def _lines(self, node: Node) -> None:
        """Preformatted text: its lines are lines, its blanks columns. Tables inside are read as such."""
        if next(node.nodes("table"), None) is not None:
            self.walk(node)
            self.flush()
            return
        text = self._cell(node)
        self.signs += len(text.text.strip())
        add_text(self.builder, text, self.rules)

    def _frame(self, node: Node) -> None:
        """A viewer in the page shows an attachment."""
        address = unquote(node.attribute("src") or node.attribute("data"))
        ends = "|".join(sorted(self.rules.html.attachments))
        shown = re.search(rf"(?:^|[=?&])([^=?&]+\.(?:{ends}))(?:$|[?&#])", address, re.IGNORECASE)
        if shown:
            self.links.append(shown[1])

    def all_links(self, root: Node) -> None:
        """Attachments anywhere on the page: for a page whose report may be one of them."""
        for node in root.nodes("a", *_FRAMES):
            if node.tag == "a":
                self._link(node)
            else:
                self._frame(node)

    def _picture(self, node: Node) -> None:
        width = node.attribute("width").rstrip("px")
        is_small = width.isdigit() and int(width) < 100
        if not is_small and not self.rules.html.decoration_pattern.search(node.attribute("src")):
            self.pictures += 1
            self.late_pictures += self.signs >= self.rules.html.report_length

    def _link(self, node: Node) -> None:
        address = unquote(node.attribute("href")).strip()
        ending = _LINK_ENDING.search(address)
        if ending and ending[1].lower() in self.rules.html.attachments:
            self.links.append(address)

    def _table(self, table: Node) -> None:
        for link in table.nodes("a"):
            self._link(link)
        if any(True for _ in table.nodes("table")):
            self._nested(table)
            return
        for picture in table.nodes("img"):
            self._picture(picture)
        grid = layout(table)
        read = {id(cell): Mapped("") if cell.is_unseen else self._cell(cell.node) for cell in grid.cells}
        if self._is_metadata(grid, read):
            return
        long = {cell.row for cell in grid.cells if self.measure.text[id(cell.node)] > self.rules.html.cell_length}
        if not long:
            self._grid(list(grid.cells), read)
            return
        self._mixed(grid, read, long)

    def _nested(self, table: Node) -> None:
        """A table around tables arranges the page: its cells are read one after the other."""
        self.walk(table)

    def _mixed(self, grid: RawGrid, read: dict[int, Mapped], long: set[int]) -> None:
        """Rows of running text are read as text, what stands between them as tables."""
        group: list[RawCell] = []
        for row in range(grid.rows):
            cells = [cell for cell in grid.cells if cell.row == row]
            if row in long:
                self._grid(group, read)
                group = []
                for cell in cells:
                    self.walk(cell.node)
                    self.flush()
            else:
                group.extend(cells)
        self._grid(group, read)

    def _grid(self, cells: list[RawCell], read: dict[int, Mapped]) -> None:
        if not any(_INK.search(read[id(cell)].text) for cell in cells):
            return
        if len({cell.column for cell in cells}) == 1 and all(cell.column_span == 1 for cell in cells):
            for cell in cells:  # one column is no table
                self.walk(cell.node)
                self.flush()
            return
        self.tables += 1
        first = min(cell.row for cell in cells)
        last = max(cell.row for cell in cells)
        self.builder.table(
            (
                GridCell(
                    cell.row - first,
                    cell.column,
                    read[id(cell)],
                    min(cell.row_span, last - cell.row + 1),
                    cell.column_span,
                )
                for cell in cells
            ),
            origin="html",
        )

    def _is_metadata(self, grid: RawGrid, read: dict[int, Mapped]) -> bool:
        """A table of labels and values about the page goes to the metadata."""
        found: dict[str, str] = {}
        known = unknown = 0
        for row in range(grid.rows):
            texts = [read[id(cell)].text.strip() for cell in grid.cells if cell.row == row]
            if not any(texts):
                continue
            values = cell_pairs(texts, self.rules.metadata)
            known += bool(values)
            unknown += not values
            found |= {key: value for key, value in values.items() if key not in found}
        if not known or unknown > known or (unknown and len(found) < _FEWEST_LABELS):
            return False
        keep(self.metadata, found, self.rules.metadata)
        return True

    def _cell(self, node: Node) -> Mapped:
        left_out = self.measure.furniture
        if id(node) in left_out or is_hidden(node):
            return Mapped("")
        return cell_text(node, self._read, BLOCK.__contains__, lambda child: id(child) in left_out or is_hidden(child))

    def _read(self, text: Text) -> Mapped:
        return Mapped.of(pieces(self.page, text.start, text.end))
