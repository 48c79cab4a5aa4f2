"""Plain text: decoded, its tables told from its running text, wrapped lines joined."""

from __future__ import annotations

import re
from typing import Final

from reportmine.model import Document, ReadingError
from reportmine.reading import cleaning
from reportmine.reading.builder import Builder
from reportmine.reading.cell_gaps import gapped_tables
from reportmine.reading.decode import decode
from reportmine.reading.drafts import GridCell
from reportmine.reading.lines import Area, Kind, Line, areas, paragraphs, whole_dates, wrapped_width
from reportmine.reading.mapped import Cursor, Edit, Mapped, Piece
from reportmine.reading.text_columns import column_table
from reportmine.reading.text_tables import bar_table, by_period, by_runs
from reportmine.rulebook import Rulebook
from reportmine.rulebook.reading import ReadingRules

_PAGE_NUMBER: Final = re.compile(r"(?<=\n)([ \t]*[-—]?[ \t]*(\d{1,3})[ \t]*[-—]?)\s*\Z")
# A class first, which is searched much faster than alternatives are.
_LINE_END: Final = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
_BLANK: Final = Line.of(Mapped(""))


def read_text(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``binary``, ``undecodable``, ``empty``, ``too_large``."""
    decoded = decode(data, source, None, rulebook.reading.characters.common_signs)
    if not decoded.text.strip():
        raise ReadingError(source, "empty", "is empty", "Get the file again")
    limit = rulebook.reading.limits.characters
    if len(decoded.text) > limit:
        raise ReadingError(source, "too_large", f"has {len(decoded.text)} characters", f"Up to {limit} are read")
    builder = Builder(rulebook, plain=True)
    plain = cleaning.plain_forms(decoded.text, rulebook.reading.characters)
    whole = Mapped(plain, Mapped.of([Piece(decoded.text, raw_start=0)]).spans)
    # What would move the columns of a table goes before its lines are looked at.
    whole = whole.apply(cleaning.entities(whole.text))
    whole = whole.apply(edit for edit in cleaning.invisible(whole.text) if whole.text[edit.start] not in "\x0b\x0c\x85")
    whole = whole.apply(cleaning.markup(whole.text))
    add_text(builder, whole.apply(_page_numbers(whole.text)), rulebook.reading)
    notes = ["undecodable_signs"] if decoded.damaged else []
    return builder.build(data, source, "text/plain", encoding=decoded.encoding, notes=notes)


def add_text(builder: Builder, text: Mapped, rules: ReadingRules) -> None:
    """Hands the blocks of a text of lines to a builder."""
    lines = [
        _BLANK if rules.furniture.page_line_pattern.fullmatch(line.text.strip()) else line for line in _lines(text)
    ]
    lines = whole_dates(lines, rules.headings)
    gapped = gapped_tables(lines, rules.headings)
    starts = [0, *(table.end for table in gapped)]
    ends = [*(table.start for table in gapped), len(lines)]
    parts = [areas(lines[start:end], rules.headings) for start, end in zip(starts, ends, strict=True)]
    full = wrapped_width([area for part in parts for area in part])
    for number, part in enumerate(parts):
        for area in part:
            _add(builder, area, full, rules)
        if number < len(gapped):
            builder.table(gapped[number].grid, "cell_lines")


def _page_numbers(text: str) -> list[Edit]:
    """The last line of each page where these lines count the pages. Pages end with a form feed."""
    pages, start = [], 0
    for feed in re.finditer("\x0c", text):
        pages.append((start, feed.start()))
        start = feed.end()
    numbers = [_PAGE_NUMBER.search(text, low, high) for low, high in pages]
    counted = [int(found[2]) - place for place, found in enumerate(numbers) if found]
    if len(counted) < 2 or len(counted) < len(pages) - 1 or len(set(counted)) != 1:
        return []
    return [Edit(found.start(1), found.end(1)) for found in numbers if found]


def _lines(whole: Mapped) -> list[Line]:
    lines: list[Line] = []
    start, cursor = 0, Cursor(whole)
    for found in _LINE_END.finditer(whole.text):
        end, after = found.span()
        lines.append(Line.of(cursor.take(start, end)) if end > start else _BLANK)
        start = after
    if start < len(whole.text):
        lines.append(Line.of(cursor.take(start, len(whole.text))))
    return lines


def _add(builder: Builder, area: Area, full: int | None, rules: ReadingRules) -> None:
    if area.kind is Kind.PROSE:
        for paragraph in paragraphs(area.lines, full, rules.headings):
            builder.paragraph(paragraph)
        return
    table = _table(area, rules)
    if table is not None:
        builder.table(table[0], table[1])
        return
    lines = [line.mapped for line in area.lines if not line.is_blank]
    builder.paragraph(Mapped.join(lines, "\n"), tabular=True)


def _table(area: Area, rules: ReadingRules) -> tuple[list[GridCell], str] | None:
    if area.kind is Kind.PIPED:
        return bar_table(area.lines)
    if area.kind is Kind.CELLS:
        cells = [line.mapped.strip() for line in area.lines if not line.is_blank]
        grid = by_period(cells) or by_runs(cells)
        return (grid, "cell_lines") if grid else None
    grid = column_table(area.lines, rules.headings)
    return (grid, "aligned") if grid else None
