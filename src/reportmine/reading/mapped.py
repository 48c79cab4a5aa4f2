"""Text whose every character knows where it came from, and edits that keep that knowledge.

Readers hand over :class:`Piece` runs of source text; cleaning is a series of edits on the joined :class:`Mapped` text;
at the end the spans that are left become the anchors of the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final, NamedTuple

from reportmine.model import Anchor, Box
from reportmine.model.unchecked import unchecked


class Piece(NamedTuple):
    """A run of source text that stands at one place of the file.

    Give ``raw_start`` (and ``raw_end`` where the run is written longer than it reads, as an HTML entity is), or a box,
    or an address; none of them for text that is not in the file.
    """

    text: str
    raw_start: int | None = None
    raw_end: int | None = None
    box: Box | None = None
    address: str | None = None
    confidence: float = 1.0


class Span(NamedTuple):
    """``text[start:end]`` of a mapped text comes from ``raw_start:raw_end`` (or the whole place) of ``piece``."""

    start: int
    end: int
    raw_start: int  # -1 where the piece has no offsets
    raw_end: int
    piece: Piece


# All fields in order, without the call in between: a page has thousands of both.
_span: Final = partial(tuple.__new__, Span)


class Edit(NamedTuple):
    """Replace ``text[start:end]``. Edits of one step are in order and do not overlap."""

    start: int
    end: int
    text: str = ""


class Mapped(NamedTuple):
    """Immutable text with its spans, in order, not overlapping. Characters under no span are not in the file."""

    text: str
    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> Mapped:
        parts: list[str] = []
        spans: list[Span] = []
        start = 0
        for piece in pieces:
            text, raw_start, raw_end, box, address, _ = piece
            if not text:
                continue
            end = start + len(text)
            parts.append(text)
            if raw_start is not None:
                spans.append(Span(start, end, raw_start, raw_start + len(text) if raw_end is None else raw_end, piece))
            elif box is not None or address is not None:
                spans.append(Span(start, end, -1, -1, piece))
            start = end
        return cls("".join(parts), tuple(spans))

    @classmethod
    def at(cls, text: str, box: Box, confidence: float) -> Mapped:
        """Text that stands at one place of a page."""
        return cls(text, (Span(0, len(text), -1, -1, Piece(text, None, None, box, None, confidence)),))

    @classmethod
    def join(cls, texts: Iterable[Mapped], separator: str = "") -> Mapped:
        """The texts one after the other; a separator is not in the file."""
        texts = list(texts)
        if len(texts) == 1:
            return texts[0]
        parts: list[str] = []
        spans: list[Span] = []
        start = 0
        for number, text in enumerate(texts):
            if number and separator:
                parts.append(separator)
                start += len(separator)
            parts.append(text.text)
            spans.extend(_shifted(span, start) for span in text.spans)
            start += len(text.text)
        return cls("".join(parts), tuple(spans))

    def slice(self, start: int, end: int) -> Mapped:
        """The part ``start:end`` with its ways back."""
        if start <= 0 and end >= len(self.text):
            return self
        if len(self.spans) == 1 and 0 <= start < end:
            span = self.spans[0]
            inside = span.start < end and span.end > start
            return _made((self.text[start:end], (_cut(span, start, end),) if inside else ()))
        parts = [_cut(span, start, end) for span in self.spans if span.start < end and span.end > start]
        return Mapped(self.text[start:end], tuple(parts))

    def strip(self) -> Mapped:
        """Without blanks at its ends."""
        text = self.text
        if not text or not (text[0].isspace() or text[-1].isspace()):
            return self
        return self.stripped(0, len(text))

    def stripped(self, start: int, end: int) -> Mapped:
        """The part ``start:end`` without blanks at its ends."""
        part = self.text[start:end]
        body = part.lstrip()
        if not body:
            return Mapped("")
        start = end - len(body)
        return self.slice(start, start + len(body.rstrip()))

    def translate(self, table: dict[int, str]) -> Mapped:
        """Characters exchanged one for one; every way back stays as it is."""
        return Mapped(self.text.translate(table), self.spans)

    def with_text(self, text: str) -> Mapped:
        """Other characters in the same places. ``text`` is as long as before."""
        if len(text) != len(self.text):
            raise ValueError("text of another length needs edits")
        return self if text == self.text else Mapped(text, self.spans)

    def apply(self, edits: Iterable[Edit]) -> Mapped:
        """The text after the edits. What a replacement stands for leads back to all that it replaced."""
        steps = [edit for edit in edits if edit.start < edit.end or edit.text]
        if not steps:
            return self
        parts: list[Mapped] = []
        place = 0
        cursor = Cursor(self)
        for edit in steps:
            if edit.start > place:
                parts.append(cursor.take(place, edit.start))
            if edit.text:
                parts.append(_replacement(cursor.take(edit.start, edit.end), edit.text))
            place = edit.end
        if place < len(self.text):
            parts.append(cursor.take(place, len(self.text)))
        return Mapped.join(parts)

    def anchors(self, offset: int) -> list[Anchor]:
        """The ways back, as anchors of a document in which this text starts at ``offset``."""
        spans = self.spans if len(self.spans) < 2 else _merged(self.spans)
        found: list[Anchor] = []
        for start, end, raw_start, raw_end, (_, _, _, box, address, confidence) in spans:
            found.append(
                unchecked(
                    Anchor,
                    start=offset + start,
                    end=offset + end,
                    raw_start=raw_start if raw_start >= 0 else None,
                    raw_end=raw_end if raw_start >= 0 else None,
                    box=box,
                    address=address,
                    confidence=confidence,
                )
            )
        return found

    def box(self) -> Box | None:
        """The rectangle around all boxes, where they stand on one page."""
        if len(self.spans) == 1:
            return self.spans[0].piece.box
        return Box.around([span.piece.box for span in self.spans if span.piece.box is not None])

    def confidence(self) -> float:
        if len(self.spans) == 1:
            return self.spans[0].piece.confidence
        return min([span.piece.confidence for span in self.spans], default=1.0)


_made: Final = partial(tuple.__new__, Mapped)


class Cursor:
    """Cuts a mapped text from left to right, so that a long row of edits stays linear."""

    def __init__(self, text: Mapped) -> None:
        self.text = text
        self.first = 0

    def take(self, start: int, end: int) -> Mapped:
        """The part ``start:end``, which begins where the last one ended or later."""
        spans = self.text.spans
        while self.first < len(spans) and spans[self.first].end <= start:
            self.first += 1
        if self.first < len(spans) and end <= spans[self.first].end:  # mostly it lies within one span
            span = spans[self.first]
            return _made((self.text.text[start:end], (_cut(span, start, end),) if span.start < end else ()))
        found = []
        for number in range(self.first, len(spans)):
            if spans[number].start >= end:
                break
            found.append(_cut(spans[number], start, end))
        return Mapped(self.text.text[start:end], tuple(found))


def _one_to_one(span: Span) -> bool:
    return span.raw_end - span.raw_start == span.end - span.start


def _cut(span: Span, start: int, end: int) -> Span:
    """What of a span lies between two offsets, counted from the first of them."""
    first, last, raw_start, raw_end, piece = span
    low = start if first < start else first
    high = end if last > end else last
    if raw_start >= 0 and raw_end - raw_start == last - first:
        raw_start, raw_end = raw_start + low - first, raw_start + high - first
    return _span((low - start, high - start, raw_start, raw_end, piece))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.raw_start, span.raw_end, span.piece) if by else span


def _replacement(old: Mapped, text: str) -> Mapped:
    if not old.spans:
        return Mapped(text)
    first, last = old.spans[0], old.spans[-1]
    raw_end = last.raw_end if last.raw_start >= 0 else first.raw_end
    return Mapped(text, (Span(0, len(text), first.raw_start, raw_end, first.piece),))


def _merged(spans: tuple[Span, ...]) -> list[Span]:
    """Neighbours that stand side by side in the file become one."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.end == span.start and _continues(last, span):
            found[-1] = Span(last.start, span.end, last.raw_start, max(last.raw_end, span.raw_end), last.piece)
        else:
            found.append(span)
    return found


def _continues(last: Span, span: Span) -> bool:
    if last.piece is span.piece and last.raw_start < 0:
        return True
    return last.raw_start >= 0 and last.raw_end == span.raw_start and _one_to_one(last) and _one_to_one(span)
