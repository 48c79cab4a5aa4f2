"""Figures in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from reportmine.model import Document, Figure, Unread, Value
from reportmine.rulebook import Rulebook


class ProseReading(Value):
    figures: tuple[Figure, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_prose(document: Document, rulebook: Rulebook, skip: Sequence[tuple[int, int]] = ()) -> ProseReading:
    """``skip``: stretches of the text already read as tables."""
    return ProseReading()
