"""What kind of document it is. When in doubt it is a report: a rejected report is worse than a listed notice."""

from __future__ import annotations

from collections.abc import Sequence

from reportmine.identity.flat import Flat
from reportmine.identity.titles import Title
from reportmine.model import Document, DocumentKind
from reportmine.rulebook.identity import KindRules


def find_kind(
    document: Document, flat: Flat, titles: Sequence[Title], has_form: bool, rules: KindRules
) -> tuple[DocumentKind, str]:
    """The kind and the code of what decided it."""
    if has_form:
        return DocumentKind.ANNUAL_REPORT, rules.reason_form
    complete = sum(1 for part in rules.report_parts if part.search(flat.text)) >= rules.least_parts
    named = any(rules.report_title.search(title.text) for title in titles)
    head = _head(document, titles, rules)
    for rule in rules.kinds:
        titled = rule.title is not None and any(rule.title.search(line) for line in head)
        listed = rule.titles is not None and len({title.text for title in titles}) >= rule.titles
        if (titled or listed) and not (complete and (named or rule.unless_complete)):
            return DocumentKind(rule.kind), rule.reason
    if named and len(flat.text) >= rules.least_characters:
        return DocumentKind.ANNUAL_REPORT, rules.reason_report_title
    if complete:
        return DocumentKind.ANNUAL_REPORT, rules.reason_parts
    return DocumentKind.OTHER, rules.reason_other


def _head(document: Document, titles: Sequence[Title], rules: KindRules) -> list[str]:
    """The lines that may be a document's title."""
    lines = ["".join(line.split()) for line in document.text[: rules.first_lines * 100].splitlines()]
    lines = [line for line in lines if line][: rules.first_lines]
    page = document.metadata.get("title", "")
    return [line for line in (*(title.text for title in titles), *lines, page) if not rules.not_a_title.search(line)]
