"""Helpers for tests of sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.prose import ProseReading, read_prose
from reportmine.model import Document, Figure
from reportmine.rulebook import Rulebook

SHORT = {"at_least": ">=", "at_most": "<=", "approximate": "~"}


def short(figure: Figure) -> str:
    """A figure in the notation of ``planted.yaml``."""
    name = figure.indicator + (f"/{figure.applicant}" if figure.applicant != "total" else "")
    name += f"={figure.item}" if figure.item else ""
    parts = [name, f"{figure.value:g}" if figure.value is not None else "null"]
    parts += ["cumulative"] if figure.period == "cumulative" else []
    parts += ["last_year"] if figure.year_offset == -1 else [str(figure.year)] if figure.year else []
    parts += ["zero"] if figure.status == "stated_zero" else []
    parts += [SHORT[figure.qualifier]] if figure.qualifier in SHORT else []
    return " ".join(parts)


@pytest.fixture(scope="session")
def document() -> Callable[[str], Document]:
    return lambda text: Document(source="test", sha256="", media_type="text/plain", text=text)


@pytest.fixture(scope="session")
def prose(rulebook: Rulebook, document: Callable[[str], Document]) -> Callable[[str], ProseReading]:
    return lambda text: read_prose(document(text), rulebook)
