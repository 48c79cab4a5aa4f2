"""Blocks on their way to the document, still with their ways back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from reportmine.model import Box
from reportmine.reading.mapped import Mapped, Piece

_BLANK: Final = Mapped("")


class GridCell(NamedTuple):
    """A cell as a reader found it. ``row`` and ``column`` are those of its top left corner."""

    row: int
    column: int
    pieces: Sequence[Piece] | Mapped = ()
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    address: str | None = None

    @property
    def mapped(self) -> Mapped:
        pieces = self.pieces
        if not pieces:  # as most cells of a form
            return _BLANK
        return pieces if isinstance(pieces, Mapped) else Mapped.of(pieces)


class Draft(NamedTuple):
    """A paragraph, a heading or a table before cleaning.

    ``level`` is None for a paragraph, or for a heading still to be found by its numbering. ``tabular``: the text of a
    table, whose blanks separate cells. ``cells`` go with their normalised text.
    """

    text: Mapped
    level: int | None = None
    tabular: bool = False
    cells: tuple[tuple[GridCell, Mapped], ...] = ()
    origin: str = ""


def plain_draft(text: Mapped) -> Draft:
    """A paragraph of running text, as most drafts are."""
    return _draft((text, None, False, (), ""))


_draft: Final = partial(tuple.__new__, Draft)  # all fields in order, without the call in between
