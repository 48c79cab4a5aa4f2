"""Words and lines of tables laid out with blanks, and the header above their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reportmine.reading.drafts import GridCell
from reportmine.reading.mapped import Mapped

_CAPTION: Final = 20  # signs; a line with a longer word is a caption, and what stands beside it too
_LONE: Final = 5


@dataclass(frozen=True, slots=True)
class Word:
    text: Mapped
    left: int  # columns of a terminal
    right: int

    @property
    def printed(self) -> str:
        return self.text.text

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Row:
    """A line with numbers: its words, and the label they belong to."""

    words: list[Word]
    numbers: list[Word]
    label: list[Word] = field(default_factory=list)
    group: int | None = None
    margin: int = 10**6  # where numbered items begin; what stands to the left names a group of rows


@dataclass(frozen=True, slots=True)
class Header:
    """The lines above the first numbers."""

    words: list[Word]
    others: list[Word]  # what stands over no single column
    columns: list[list[Word]]


def header_of(rows: list[Row], body: list[Row]) -> Header:
    """The words above the numbers: those in columns over them; captions, wide words and the labels' own words apart."""
    words = [word for row in rows for word in (*row.words, *row.numbers)]
    captions = [word for row in rows if _is_caption(row) for word in row.words]
    wide = [
        word
        for word in words
        if word in captions or len(_apart([other for other in words if _overlap(word, other)])) > 1
    ]
    columns = _columns([word for word in words if not any(word is other for other in wide)])
    margin = min(row.numbers[0].left for row in body if row.numbers)
    labels = [column for column in columns if max(word.right for word in column) <= margin - 2]
    columns = [column for column in columns if column not in labels]
    return Header(words, [*wide, *(word for column in labels for word in column)], columns)


def _is_caption(row: Row) -> bool:
    """A line with a sentence in it, or one long word alone: it speaks of several columns."""
    longest = max((len(word.printed) for word in row.words), default=0)
    return longest > _CAPTION or (len(row.words) == 1 and not row.numbers and longest >= _LONE)


def header_cells(header: Header, count: int) -> list[GridCell]:
    """Each column's words over its numbers where there are as many columns; all words as rows of one cell otherwise."""
    if len(header.columns) != count:
        return [GridCell(row, 0, word.text, 1, 2 + count) for row, word in enumerate(header.words)]
    rows = [GridCell(row, 0, word.text, 1, 2 + count) for row, word in enumerate(header.others)]
    last = len(rows)
    for place, column in enumerate(header.columns):
        rows.append(GridCell(last, 2 + place, Mapped.join(word.text for word in column)))
    return rows


def _overlap(one: Word, other: Word) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _apart(words: list[Word]) -> list[Word]:
    """As many of the words as stand side by side, from the left."""
    found: list[Word] = []
    for word in sorted(words, key=lambda word: word.right):
        if not found or word.left >= found[-1].right:
            found.append(word)
    return found


def _columns(words: list[Word]) -> list[list[Word]]:
    """Words that stand one above the other, from the left."""
    columns: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.left, word.right)):
        held = next((column for column in columns if any(_overlap(word, other) for other in column)), None)
        if held is not None:
            held.append(word)
        else:
            columns.append([word])
    return [sorted(column, key=words.index) for column in columns]
