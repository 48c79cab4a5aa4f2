"""What stands on a page in reading order, without page numbers and running heads."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from reportmine.reading.pdf.aligned import aligned_tables
from reportmine.reading.pdf.drafts import TableDraft
from reportmine.reading.pdf.geometry import PageGeometry, Rect
from reportmine.reading.pdf.lines import TextLine, lines_of
from reportmine.reading.pdf.tables import find_tables
from reportmine.rulebook.pages import PageRules

MARGIN = 0.13  # of the page's height, above and below: where page numbers and running heads stand
RUNNING = 2  # pages that have to print the same line for it to be a running head
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Item:
    """A line of text or (the part of) a table."""

    rect: Rect
    line: TextLine | None = None
    table: TableDraft | None = None


@dataclass(frozen=True)
class PageLayout:
    page: PageGeometry
    items: tuple[Item, ...]

    @property
    def lines(self) -> list[TextLine]:
        return [item.line for item in self.items if item.line is not None]


def layout_page(page: PageGeometry) -> PageLayout:
    """Lines and tables of one page from top to bottom."""
    from reportmine.reading.pdf.drafts import draft_of

    ruled, rest = find_tables(page)
    tables = [(table.rect, draft_of(table)) for table in ruled]
    lines = lines_of(rest)
    if lines:
        aligned, lines = aligned_tables(page, lines, [rect for rect, _ in tables])
        tables += [(table.rect, draft_of(table)) for table in aligned]
    items = [Item(rect, table=table) for rect, table in tables] + [Item(line.rect, line=line) for line in lines]
    return PageLayout(page, tuple(sorted(items, key=_reading_order)))


def _reading_order(item: Item) -> tuple[float, float]:
    return (item.rect.top, item.rect.x0)


def without_furniture(pages: Sequence[PageLayout], rules: PageRules) -> list[PageLayout]:
    """The pages without page numbers and without what the head or foot of several pages repeats."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for lines in edges for key in {_key(line) for line in lines})
    enough = max(RUNNING, len(pages) // 3)
    kept: list[PageLayout] = []
    for page, lines in zip(pages, edges, strict=True):
        gone = {
            id(line)
            for line in lines
            if rules.is_page_number(_compact(line.text)) or (len(pages) > 1 and counts[_key(line)] >= enough)
        }
        kept.append(PageLayout(page.page, tuple(item for item in page.items if id(item.line) not in gone)))
    return kept


def _edge_lines(page: PageLayout) -> list[TextLine]:
    """The outermost lines at the head and foot of a page; nothing inside a table and nothing behind one."""
    height = page.page.height
    head = [item.line for item in _until_table(page.items) if item.rect.bottom < height * MARGIN]
    foot = [item.line for item in _until_table(page.items[::-1]) if item.rect.top > height * (1 - MARGIN)]
    return [line for line in (*head[:2], *foot[:2]) if line is not None]


def _until_table(items: Sequence[Item]) -> list[Item]:
    found: list[Item] = []
    for item in items:
        if item.line is None:
            break
        found.append(item)
    return found


def _compact(text: str) -> str:
    return "".join(text.split())


def _key(line: TextLine) -> tuple[str, int]:
    """What a running head is known by: its words without the page's number, and its height."""
    return _DIGITS.sub("#", _compact(line.text)), round(line.rect.top / 12)


@dataclass(frozen=True)
class Measure:
    """The type area of a document: between which margins its paragraphs run, and how large its letters are."""

    left: float
    right: float
    em: float
    pitch: float  # from one line to the next


def measure(pages: Sequence[PageLayout]) -> Measure:
    """Taken over all lines: margins by the outermost lines that are usual, not by the farthest one."""
    lines = [line for page in pages for line in page.lines if len(line.chars) >= 4]
    if not lines:
        return Measure(0, 0, 12, 18)
    em = median(line.em for line in lines)
    left = _usual([line.rect.x0 for line in lines], em, first=True)
    right = _usual([line.rect.x1 for line in lines], em, first=False)
    gaps = [
        below.rect.bottom - above.rect.bottom
        for page in pages
        for above, below in zip(page.lines, page.lines[1:], strict=False)
        if 0.5 * em < below.rect.bottom - above.rect.bottom < 4 * em
    ]
    return Measure(left, right, em, median(gaps) if gaps else 1.5 * em)


def _usual(values: list[float], em: float, *, first: bool) -> float:
    """The outermost place at which at least a few lines begin or end."""
    ordered = sorted(values)
    need = max(2, len(ordered) // 12)
    for value in ordered if first else reversed(ordered):
        if bisect_right(ordered, value + em / 2) - bisect_left(ordered, value - em / 2) >= need:
            return value
    return ordered[0 if first else -1]
