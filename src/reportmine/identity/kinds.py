"""What kind of document it is. When in doubt it is a report: a rejected report is worse than a listed notice."""

from __future__ import annotations

from collections.abc import Sequence

from reportmine.identity.flat import Flat
from reportmine.identity.titles import Title
from reportmine.model import Document, DocumentKind
from reportmine.rulebook.identity import KindRules

OPENING = 400


def find_kind(
    document: Document, flat: Flat, titles: Sequence[Title], has_form: bool, rules: KindRules
) -> tuple[DocumentKind, str]:
    """The kind and the code of what decided it."""
    if has_form:
        return DocumentKind.ANNUAL_REPORT, rules.reason_form
    parts = sum(1 for part in rules.report_parts if part.search(flat.text))
    complete = parts >= rules.least_parts
    head = _head(document, titles)
    for rule in rules.kinds:
        titled = rule.title is not None and any(rule.title.search(line) for line in head)
        listed = rule.title_count is not None and len({title.text for title in titles}) >= rule.title_count
        if (titled or listed) and not (complete and _names_report(titles, rules)):
            return DocumentKind(rule.kind), rule.reason
    if _names_report(titles, rules) and len(flat.text) >= rules.least_characters:
        return DocumentKind.ANNUAL_REPORT, rules.reason_report_title
    if complete:
        return DocumentKind.ANNUAL_REPORT, rules.reason_parts
    return DocumentKind.OTHER, rules.reason_other


def _names_report(titles: Sequence[Title], rules: KindRules) -> bool:
    return any(rules.report_title.search(title.text) for title in titles)


def _head(document: Document, titles: Sequence[Title]) -> list[str]:
    lines = [line.strip() for line in document.text[:OPENING].splitlines()]
    page = document.metadata.get("title")
    return [
        *(title.text for title in titles),
        *(line for line in lines if line and len(line) <= 80),
        *([page] if page else []),
    ]
