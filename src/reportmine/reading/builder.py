"""Blocks and tables in reading order to one Document: what every reader hands its text to.

    builder = Builder(rulebook)
    builder.paragraph([Piece("一、总体情况", raw_start=120)])
    builder.table([GridCell(0, 0, [Piece("指标名称", box=…)]), …], origin="ruled")
    document = builder.build(data, source, "application/pdf", pages=4)

Text comes in as printed; the builder decides on the whole page (script, glosses, numbering) and cleans.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportmine.model import Anchor, Block, BlockKind, Cell, Document, Table
from reportmine.model.unchecked import unchecked
from reportmine.reading import cleaning
from reportmine.reading.drafts import Draft, GridCell, plain_draft
from reportmine.reading.mapped import Mapped, Piece
from reportmine.reading.structure import structured
from reportmine.rulebook import Rulebook

CELL_SEPARATOR: Final = " | "


@dataclass(slots=True)
class _Assembly:
    """The canonical text as it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def add(self, text: Mapped) -> int:
        start = self.length
        self.parts.append(text.text)
        self.anchors.extend(text.anchors(start))
        self.length += len(text.text)
        return start

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def next_line(self) -> None:
        if self.length:
            self.write("\n")


class Builder:
    """Collects blocks as printed; :meth:`build` cleans them and writes the canonical text."""

    def __init__(self, rulebook: Rulebook, *, plain: bool = False) -> None:
        """``plain``: what comes is in plain forms already."""
        self.rules = rulebook.reading
        self._is_plain = plain
        self._drafts: list[Draft] = []

    def paragraph(self, pieces: Iterable[Piece] | Mapped, *, tabular: bool = False) -> None:
        """Running text. Lines of one paragraph are joined by the reader. ``tabular``: blanks separate cells, keep them.

        A paragraph may turn out to be a heading by its numbering, or several blocks when a page stands on one line.
        """
        text = _mapped(pieces)
        self._drafts.append(Draft(text, tabular=True) if tabular else plain_draft(text))

    def heading(self, pieces: Iterable[Piece] | Mapped, level: int) -> None:
        """A heading the file itself marks as one. Level 0 is the title, 1 a part of the report."""
        self._drafts.append(Draft(_mapped(pieces), level=level))

    def table(self, cells: Iterable[GridCell], origin: str) -> None:
        """A grid. Cells in any order; blank cells belong to it too, so that the grid is whole."""
        held = tuple((cell, cell.mapped) for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)))
        if held:
            self._drafts.append(Draft(Mapped(""), cells=held, origin=origin))

    def build(
        self,
        data: bytes,
        source: str,
        media_type: str,
        *,
        encoding: str | None = None,
        pages: int | None = None,
        metadata: dict[str, str] | None = None,
        links: Iterable[str] = (),
        notes: Iterable[str] = (),
    ) -> Document:
        """The document. Its notes gain ``traditional_script`` and ``pinyin_glosses`` where the page had them."""
        found = list(notes)
        said = dict(metadata or {})
        drafts = structured(self._normalised(found), self.rules, said)
        assembly = _Assembly()
        for draft in drafts:
            if draft.cells:
                _add_table(assembly, draft)
            else:
                _add_paragraph(assembly, draft)
        return Document(
            source=source,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            encoding=encoding,
            pages=pages,
            text="".join(assembly.parts),
            blocks=tuple(assembly.blocks),
            tables=tuple(assembly.tables),
            anchors=tuple(assembly.anchors),
            metadata=said,
            links=tuple(dict.fromkeys(links)),
            notes=tuple(dict.fromkeys(found)),
        )

    def _normalised(self, notes: list[str]) -> list[Draft]:
        """Every draft in plain forms and simplified script, without glosses. Adds notes on the page."""
        texts = [text for draft in self._drafts for text in (draft.text, *(cell[1] for cell in draft.cells))]
        printed = [text.text for text in texts]
        whole, plain = "\n".join(printed), printed
        if not self._is_plain:
            whole = cleaning.plain_forms(whole, self.rules.characters)
            plain = _cut_like(whole, printed)
        if cleaning.is_traditional(whole, self.rules.characters):
            notes.append("traditional_script")
            whole = cleaning.simplified(whole, self.rules.characters)
            plain = _cut_like(whole, plain)
        glossed = cleaning.glosses(whole)
        if glossed:
            notes.append("pinyin_glosses")
        done = texts if plain is printed else [text.with_text(new) for text, new in zip(texts, plain, strict=True)]
        if glossed:
            done = [text.apply(cleaning.glosses(text.text, sure=True)) for text in done]
        if cleaning.has_invisible(whole):
            done = [text.apply(cleaning.invisible(text.text)) for text in done]
        if done is texts:
            return self._drafts
        remaining = iter(done)
        return [
            Draft(
                next(remaining), draft.level, draft.tabular,
                tuple((cell, next(remaining)) for cell, _ in draft.cells), draft.origin,
            )
            for draft in self._drafts
        ]  # fmt: skip


def _mapped(pieces: Iterable[Piece] | Mapped) -> Mapped:
    return pieces if isinstance(pieces, Mapped) else Mapped.of(pieces)


def _cut_like(whole: str, parts: Sequence[str]) -> list[str]:
    cut, start = [], 0
    for part in parts:
        cut.append(whole[start : start + len(part)])
        start += len(part) + 1
    return cut


def _add_paragraph(assembly: _Assembly, draft: Draft) -> None:
    text = cleaning.clean(draft.text, tabular=draft.tabular)
    if not text.text:
        return
    assembly.next_line()
    start = assembly.add(text)
    kind = BlockKind.PARAGRAPH if draft.level is None else BlockKind.HEADING
    assembly.blocks.append(
        unchecked(Block, kind=kind, start=start, end=assembly.length, level=draft.level or 0, table=None)
    )


def _add_table(assembly: _Assembly, draft: Draft) -> None:
    cleaned = [(cell, _clean_cell(text)) for cell, text in draft.cells]
    if not any(text.text for _, text in cleaned):
        return
    assembly.next_line()
    begin, row = assembly.length, cleaned[0][0].row
    cells: list[Cell] = []
    for number, (cell, text) in enumerate(cleaned):
        if number:
            assembly.write(CELL_SEPARATOR if cell.row == row else "\n")
        row = cell.row
        start = assembly.add(text) if text.text else assembly.length
        cells.append(_cell(cell, text, start))
    table = Table(
        cells=tuple(cells),
        row_count=max(cell.row + cell.row_span for cell in cells),
        column_count=max(cell.column + cell.column_span for cell in cells),
        start=begin,
        end=assembly.length,
        origin=draft.origin,
    )
    block = Block(kind=BlockKind.TABLE, start=begin, end=assembly.length, table=len(assembly.tables))
    assembly.tables.append(table)
    assembly.blocks.append(block)


def _clean_cell(text: Mapped) -> Mapped:
    """Most cells of a form are one number or blank, which no step would change."""
    return text if not text.text or (text.text.isascii() and text.text.isalnum()) else cleaning.clean(text)


def _cell(cell: GridCell, text: Mapped, start: int) -> Cell:
    row, column, _, row_span, column_span, box, address = cell
    return unchecked(
        Cell,
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        text=text.text,
        start=start,
        end=start + len(text.text),
        box=box or text.box(),
        address=address,
        confidence=text.confidence(),
    )
