"""Word files (.docx): paragraphs with their printed numbers, tables with spans, text boxes, footnotes.

Addresses: ``p12`` is the twelfth paragraph of the body, ``t1r3c2`` the cell of the first table in its third row whose
left side is the grid's second column, ``fn2`` a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportmine.model import Document, ReadingError
from reportmine.reading.builder import Builder
from reportmine.reading.drafts import GridCell
from reportmine.reading.mapped import Piece
from reportmine.reading.office_package import Package, open_package
from reportmine.reading.word_numbering import Numbering
from reportmine.reading.word_tables import WordTable, grid_of
from reportmine.rulebook import Rulebook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE_STYLE = re.compile(r"title", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "rPr", W + "pPr", _MC + "Fallback"}


def read_word(data: bytes, source: str, rulebook: Rulebook) -> Document:
    """Raises ReadingError: ``damaged``, ``bomb``, ``encrypted``, ``empty``."""
    package = open_package(data, source, rulebook)
    root = package.xml("word/document.xml")
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise ReadingError(source, "damaged", "has no text part", "Open it in Word and save it again")
    document = _Word(package, Builder(rulebook))
    document.blocks(body)
    document.footnotes()
    read = document.builder.build(data, source, MEDIA_TYPE, notes=document.notes(package))
    if not read.text.strip():
        reason = "holds only pictures" if package.pictures else "has no text"
        raise ReadingError(source, "empty", reason, "Give the pictures themselves, or get the file again")
    return read


class _Word:
    """Walks the body and hands its blocks to the builder."""

    def __init__(self, package: Package, builder: Builder) -> None:
        self.package = package
        self.builder = builder
        self.numbering = Numbering.of(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
        self.levels = _heading_levels(package.xml("word/styles.xml"))
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
                self.blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        self.paragraphs += 1
        address = f"p{self.paragraphs}"
        mark = self.numbering.mark(paragraph)
        level = self._level(paragraph)
        for number, text in enumerate(_texts(paragraph)):
            pieces = [Piece(mark)] if mark and not number else []
            pieces.append(Piece(text, address=address))
            if level is not None and text.strip():
                self.builder.heading(pieces, level)
            else:
                self.builder.paragraph(pieces)
        for box in _text_boxes(paragraph):
            self.blocks(box)

    def _level(self, paragraph: Any) -> int | None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.levels.get(style.get(W + "val", "")) if style is not None else None

    def _table(self, table: Any) -> None:
        self.tables += 1
        grid = grid_of(table)
        inner: list[Any] = []
        cells = [
            GridCell(
                cell.row,
                cell.column,
                self._cell_pieces(cell.content, address := f"t{self.tables}r{cell.row + 1}c{cell.column + 1}", inner),
                cell.row_span,
                cell.column_span,
                address=address,
            )
            for cell in grid.cells
        ]
        if _is_frame(grid):  # one cell around the page is no table
            self.blocks(grid.cells[0].content[0])
            return
        self.builder.table(cells, "word")
        for nested in inner:
            self._table(nested)

    def _cell_pieces(self, content: list[Any], address: str, inner: list[Any]) -> list[Piece]:
        """The paragraphs of a cell, and of those merged into it, one after the other; tables inside follow later."""
        pieces: list[Piece] = []
        for paragraph in _cell_paragraphs(content, inner):
            mark = self.numbering.mark(paragraph)
            text = mark + "\n".join(_texts(paragraph))
            for box in _text_boxes(paragraph):
                text += "".join("\n".join(_texts(inside)) for inside in box.iter(W + "p"))
            if text.strip():
                pieces.append(Piece(("\n" if pieces else "") + text, address=address))
        return pieces

    def footnotes(self) -> None:
        for part, name in (("word/footnotes.xml", "fn"), ("word/endnotes.xml", "en")):
            root = self.package.xml(part)
            for note in root if root is not None else ():
                if note.get(W + "type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                for paragraph in note.iter(W + "p"):
                    for text in _texts(paragraph):
                        self.builder.paragraph([Piece(text, address=f"{name}{note.get(W + 'id')}")])

    def notes(self, package: Package) -> list[str]:
        return ["table_is_picture"] if package.pictures and not self.tables else []


def _is_frame(grid: WordTable) -> bool:
    return len(grid.cells) == 1


def _cell_paragraphs(content: list[Any], inner: list[Any]) -> Iterator[Any]:
    for parent in content:
        for child in parent:
            if child.tag == W + "p":
                yield child
            elif child.tag == W + "tbl":
                inner.append(child)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
                yield from _cell_paragraphs([child], inner)


def _texts(paragraph: Any) -> list[str]:
    """What a paragraph prints, a text a line. Deleted text, field codes and text boxes are left out."""
    parts: list[str] = []
    _collect(paragraph, parts)
    return [text for text in re.split(r"[\n\f]", "".join(parts)) if text.strip()]


def _collect(node: Any, parts: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag in _SKIPPED or tag == W + "txbxContent" or not isinstance(tag, str):
            continue
        if tag == W + "t":
            parts.append(child.text or "")
        elif tag == W + "tab":
            parts.append("\t")
        elif tag in (W + "br", W + "cr"):
            parts.append("\n")
        elif tag == W + "noBreakHyphen":
            parts.append("-")
        elif tag == W + "sym":
            parts.append(_symbol(child))
        else:
            _collect(child, parts)


def _symbol(node: Any) -> str:
    code = int(node.get(W + "char") or "20", 16)
    return "" if 0xE000 <= code < 0xF900 else chr(code)  # signs of a picture font


def _text_boxes(paragraph: Any) -> list[Any]:
    """The outermost text boxes anchored in a paragraph; their fallback copies are left out."""
    found: list[Any] = []
    for box in paragraph.iter(W + "txbxContent"):
        above = {parent.tag for parent in box.iterancestors()}
        if _MC + "Fallback" not in above and not any(box is not seen and _inside(box, seen) for seen in found):
            found.append(box)
    return found


def _inside(node: Any, outer: Any) -> bool:
    return any(parent is outer for parent in node.iterancestors())


def _heading_levels(styles: Any) -> dict[str, int]:
    """Style identifiers that are titles (0) or headings (1 …), by name or outline level."""
    levels: dict[str, int] = {}
    for style in styles.iter(W + "style") if styles is not None else ():
        name = style.find(W + "name")
        said = name.get(W + "val", "") if name is not None else ""
        heading = _HEADING_STYLE.fullmatch(said.strip())
        if heading:
            levels[style.get(W + "styleId", "")] = int(heading.group(1))
        elif _TITLE_STYLE.fullmatch(said.strip()):
            levels[style.get(W + "styleId", "")] = 0
    return levels
