"""Lines to paragraphs, over line ends and page ends, and the title at the head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportmine.reading.mapped import Piece
from reportmine.reading.pdf.drafts import TableDraft
from reportmine.reading.pdf.geometry import PageGeometry
from reportmine.reading.pdf.joining import join
from reportmine.reading.pdf.layout import Item, Measure, PageLayout
from reportmine.reading.pdf.lines import TextLine
from reportmine.rulebook.pages import PageRules

FULL = 1.6  # characters short of the margin, at most, for a line that was broken because it was full
INDENT = 0.8  # characters
LARGER = 1.15  # times the usual size: a title
APART = 1.6  # times the usual pitch: a blank line between two paragraphs


@dataclass
class Paragraph:
    lines: list[tuple[PageGeometry, TextLine]] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        """The lines joined. A blank stands only between two words of Latin script."""
        last: TextLine | None = None
        for page, line in self.lines:
            if last is not None and last.chars[-1].text.isalpha() and line.chars[0].text.isalpha():
                yield Piece(" ")
            yield from line.pieces(page)
            last = line


@dataclass
class Title(Paragraph):
    """The large lines at the head of the document."""


Flow = Paragraph | TableDraft


def flow(pages: Sequence[PageLayout], area: Measure, rules: PageRules) -> list[Flow]:
    """Paragraphs and tables of the whole document, those cut by a page end put together."""
    found: list[Flow] = []
    for number, layout in enumerate(pages):
        items = _without_continued(layout.items, rules) if number and found else list(layout.items)
        for place, item in enumerate(items):
            fresh = place == 0 and number > 0
            if item.table is not None:
                _add_table(found, item.table, fresh, rules)
            elif item.line is not None:
                _add_line(found, layout.page, item.line, area, fresh)
    return _with_title([block for part in found for block in _lone_cell_as_text(part)], area)


def _lone_cell_as_text(part: Flow) -> list[Flow]:
    """A frame around text that belongs to no table is a paragraph."""
    if not isinstance(part, TableDraft) or len(part.cells) > 1:
        return [part]
    lines = [(piece.page, line) for piece in part.cells[0].parts for line in piece.lines]
    return [Paragraph(lines)] if lines else []


def _without_continued(items: Sequence[Item], rules: PageRules) -> list[Item]:
    """Without the words that say only that a table goes on."""
    if len(items) > 1 and items[0].line is not None and items[1].table is not None:
        text = "".join(items[0].line.text.split())
        if rules.is_continued(text):
            return list(items[1:])
    return list(items)


def _add_table(found: list[Flow], table: TableDraft, fresh: bool, rules: PageRules) -> None:
    last = found[-1] if found else None
    if fresh and isinstance(last, TableDraft):
        whole = join(last, table, rules)
        if whole is not None:
            found[-1] = whole
            return
    found.append(table)


def _add_line(found: list[Flow], page: PageGeometry, line: TextLine, area: Measure, fresh: bool) -> None:
    last = found[-1] if found else None
    if isinstance(last, Paragraph) and _continues(last.lines[-1][1], line, area, fresh):
        last.lines.append((page, line))
    else:
        found.append(Paragraph([(page, line)]))


def _continues(last: TextLine, line: TextLine, area: Measure, fresh: bool) -> bool:
    """Whether a line goes on with the paragraph of the one above it."""
    if last.rect.x1 < area.right - FULL * area.em:
        return False
    if line.rect.x0 > area.left + INDENT * area.em and line.rect.x0 > last.rect.x0 - INDENT * area.em:
        return False
    if abs(line.em - last.em) > 0.2 * area.em:
        return False
    return fresh or line.rect.bottom - last.rect.bottom <= APART * area.pitch


def _with_title(found: list[Flow], area: Measure) -> list[Flow]:
    """The large lines before the first paragraph are one title."""
    title = Title()
    rest = 0
    for part in found:
        if not isinstance(part, Paragraph) or len(title.lines) >= 4:
            break
        large = all(line.em >= LARGER * area.em for _, line in part.lines)
        if not large or (title.lines and not _same_size(title.lines[-1][1], part.lines[0][1])):
            break
        title.lines.extend(part.lines)
        rest += 1
    return [title, *found[rest:]] if title.lines else found


def _same_size(first: TextLine, second: TextLine) -> bool:
    return abs(first.em - second.em) <= 0.2 * first.em
