"""All figures of a document: its tables first, then its prose outside them."""

from __future__ import annotations

from reportmine.extraction.prose import ProseReading, read_prose
from reportmine.extraction.tables import FormMatch, TableReading, read_tables, settle_with_prose
from reportmine.model import Box, Document, Figure, Unread, Value
from reportmine.rulebook import Rulebook


class Extraction(Value):
    """What a document states, and what was not understood."""

    figures: tuple[Figure, ...] = ()
    unread: tuple[Unread, ...] = ()
    matches: tuple[FormMatch, ...] = ()
    form: str = "none"  # the form that most table figures stand on
    forms: tuple[str, ...] = ()


def extract_figures(document: Document, rulebook: Rulebook) -> Extraction:
    """Figures in the order of the text. Years are None where the text leaves them to the report's year."""
    tables = read_tables(document, rulebook)
    prose = read_prose(document, rulebook, skip=tables.covered)
    tables = settle_with_prose(tables, prose.figures, rulebook)
    return _join(document, tables, prose)


def _join(document: Document, tables: TableReading, prose: ProseReading) -> Extraction:
    figures = sorted((*tables.figures, *prose.figures), key=lambda figure: figure.evidence.start)
    if document.pages:
        figures = [_on_its_page(figure, document) for figure in figures]
    unread = sorted((*tables.unread, *prose.unread), key=lambda rest: rest.start)
    weight: dict[str, int] = {}
    for match in tables.matches:
        weight[match.form] = weight.get(match.form, 0) + match.rows
    forms = tuple(sorted(weight, key=lambda form: (-weight[form], form)))
    return Extraction(
        figures=tuple(figures),
        unread=tuple(unread),
        matches=tables.matches,
        form=forms[0] if forms else "none",
        forms=forms,
    )


def _on_its_page(figure: Figure, document: Document) -> Figure:
    """The figure with the page and box it was printed at, and no surer than its characters were recognised."""
    evidence = figure.evidence
    anchors = document.locate(evidence.start, max(evidence.end, evidence.start + 1))
    box = Box.around([anchor.box for anchor in anchors if anchor.box is not None])
    if evidence.page is None and box is not None:
        place = {"page": box.page, "bbox": (box.x0, box.top, box.x1, box.bottom)}
        evidence = evidence.model_copy(update=place)
    printed = anchors if evidence.end > evidence.start else ()  # a blank has no characters
    sure = min([figure.confidence, *(anchor.confidence for anchor in printed)])
    return figure.model_copy(update={"evidence": evidence, "confidence": sure})
