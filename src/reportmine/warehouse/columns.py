"""Reports as columns of plain Python values, a list each: what :mod:`reportmine.warehouse.append` hands to DuckDB.

Sixty million figures pass here: a figure is taken apart by one call into C, its fields turned into columns at once, and
a few thousand at a time, which is what stays in a processor's cache. Whoever reads reports elsewhere may take them
apart there (:func:`take_apart`): then the one writer only joins columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import attrgetter, itemgetter
from typing import Any

from reportmine.model import Finding, Report, Value
from reportmine.warehouse.keys import body_of, report_key

Columns = dict[str, Sequence[Any]]
FigureColumns = dict[str, Sequence[Any] | None]  # None: nothing stands in the whole column

_PARENT_LENGTH = {12: 6, 9: 6, 6: 4, 4: 2}

_FIGURE = (
    "indicator", "applicant", "item", "period", "year", "source", "value", "unit", "printed_unit", "printed",
    "qualifier", "status", "confidence", "rule", "candidates", "decided_by", "evidence",
)  # fmt: skip
_EVIDENCE = ("start", "end", "quote", "phrase_start", "phrase_end", "page", "bbox", "cell")
_NAMED_APART = {"start": "start_offset", "end": "end_offset"}  # "end" is a word of SQL
_STATEMENT = ("indicator", "applicant", "item", "period", "year", "source")
CACHED_REPORTS = 64  # reports that figure_columns takes apart at a time
_BOX = ("box_x0", "box_top", "box_x1", "box_bottom")
_CELL = ("cell_row", "cell_column")


@dataclass(frozen=True)
class TakenApart:
    """A report without its figures, and those as columns. ``columns`` is called when they are written, not before."""

    report: Report
    count: int
    columns: Callable[[], FigureColumns]


def take_apart(report: Report) -> TakenApart:
    found = figure_columns([0], [report])
    del found["report_id"]
    figures = {name: values if any(map(_is_said, values)) else None for name, values in found.items()}
    return TakenApart(report.model_copy(update={"figures": ()}), len(report.figures), lambda: figures)


def _is_said(value: object) -> bool:
    return value is not None


def report_columns(reports: Sequence[Report], counts: Sequence[int]) -> Columns:
    """One row a report, in the order given. ``counts``: how many figures each has."""
    issuers = [report.issuer for report in reports]
    bodies = [body_of(report) for report in reports]
    return {
        "report_key": [report_key(report) for report in reports],
        "document_sha256": [report.document.sha256 for report in reports],
        "document_source": [report.document.source for report in reports],
        "media_type": [report.document.media_type for report in reports],
        "pages": [report.document.pages for report in reports],
        "title": [report.title for report in reports],
        "issuer_name": [issuer.name for issuer in issuers],
        "body": bodies,
        "series_body": bodies,
        "division": [issuer.division for issuer in issuers],
        "parent_division": [_parent(issuer.division or issuer.within) for issuer in issuers],
        "level": [str(issuer.level) for issuer in issuers],
        "body_kind": [str(issuer.kind) for issuer in issuers],
        "within": [issuer.within for issuer in issuers],
        "joint_with": [list(issuer.joint_with) for issuer in issuers],
        "issuer_confidence": [issuer.confidence for issuer in issuers],
        "year": [report.year for report in reports],
        "period_start": [report.period[0] if report.period else None for report in reports],
        "period_end": [report.period[1] if report.period else None for report in reports],
        "form": [report.form for report in reports],
        "forms": [list(report.forms) for report in reports],
        "published_on": [report.published_on for report in reports],
        "scope": [str(report.scope) for report in reports],
        "document_kind": [str(report.kind) for report in reports],
        "document_kind_reason": [report.kind_reason for report in reports],
        "figure_count": list(counts),
        "text_signature": [list(getattr(report, "text_signature", ())) for report in reports],
    }


def _parent(division: str | None) -> str | None:
    return division[: _PARENT_LENGTH.get(len(division), 0)] or None if division else None


def figure_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    """One row a printed statement, report after report, in the order of the text."""
    figures = chain.from_iterable(report.figures for report in reports)
    columns = _fields(_FIGURE, figures)
    places = _fields(_EVIDENCE, columns.pop("evidence"))
    columns |= _spread(_BOX, places.pop("bbox")) | _spread(_CELL, places.pop("cell"))
    columns |= {_NAMED_APART.get(name, name): values for name, values in places.items()}
    counts = [len(report.figures) for report in reports]
    columns["report_id"] = list(chain.from_iterable(map(repeat, report_ids, counts)))
    columns["occurrence"] = _occurrences(counts, list(zip(*(columns[name] for name in _STATEMENT), strict=True)))
    return columns


def joined_columns(report_ids: Sequence[int], reports: Sequence[TakenApart]) -> Columns:
    """As :func:`figure_columns`, of reports that are taken apart already."""
    parts = [report.columns() for report in reports]
    counts = [report.count for report in reports]
    joined: Columns = {"report_id": list(chain.from_iterable(map(repeat, report_ids, counts)))}
    for name in parts[0]:
        pieces = [part[name] for part in parts]
        joined[name] = list(chain.from_iterable(map(_filled, pieces, counts)))
    return joined


def _filled(values: Sequence[Any] | None, count: int) -> Iterable[Any]:
    return repeat(None, count) if values is None else values


def _fields(names: Sequence[str], values: Iterable[Value]) -> Columns:
    """The fields of many values, read from the instances' dictionaries: a third faster than as attributes."""
    return _transpose(names, map(itemgetter(*names), map(attrgetter("__dict__"), values)))


def _transpose(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Columns:
    return dict(zip(names, zip(*rows, strict=True), strict=False)) or dict.fromkeys(names, ())


def _spread(names: Sequence[str], tuples: Sequence[Sequence[Any] | None]) -> Columns:
    """A column of tuples, or of nothing, as a column for each of their members."""
    if not any(tuples):
        return dict.fromkeys(names, [None] * len(tuples))
    nothing = (None,) * len(names)
    return _transpose(names, [values or nothing for values in tuples])


def _occurrences(counts: Sequence[int], statements: Sequence[tuple[Any, ...]]) -> list[int]:
    """Which of the equal statements of its report each figure is, from 1."""
    found: list[int] = []
    first = 0
    for count in counts:
        own = statements[first : first + count]
        first += count
        found += [1] * count if len(set(own)) == count else _numbered(own)
    return found


def _numbered(statements: Iterable[tuple[Any, ...]]) -> list[int]:
    seen: dict[tuple[Any, ...], int] = {}
    numbers = []
    for statement in statements:
        seen[statement] = number = seen.get(statement, 0) + 1
        numbers.append(number)
    return numbers


def unread_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    rows = [(number, rest) for number, report in zip(report_ids, reports, strict=True) for rest in report.unread]
    return {
        "report_id": [number for number, _ in rows],
        "kind": [rest.kind for _, rest in rows],
        "start_offset": [rest.start for _, rest in rows],
        "end_offset": [rest.end for _, rest in rows],
        "text": [rest.text for _, rest in rows],
        "quote": [rest.quote for _, rest in rows],
        "value": [rest.value for _, rest in rows],
        "unit": [rest.unit for _, rest in rows],
        "reason": [rest.reason for _, rest in rows],
    }


def evidence_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    """What the issuer and the year rest on."""
    rows = [
        (number, about, piece)
        for number, report in zip(report_ids, reports, strict=True)
        for about, pieces in (("issuer", report.issuer.evidence), ("year", report.year_evidence))
        for piece in pieces
    ]
    return {
        "report_id": [number for number, _, _ in rows],
        "about": [about for _, about, _ in rows],
        "kind": [piece.kind for _, _, piece in rows],
        "text": [piece.text for _, _, piece in rows],
        "says": [piece.says for _, _, piece in rows],
        "weight": [piece.weight for _, _, piece in rows],
        "start_offset": [piece.start for _, _, piece in rows],
        "end_offset": [piece.end for _, _, piece in rows],
    }


def candidate_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    rows = [
        (number, candidate)
        for number, report in zip(report_ids, reports, strict=True)
        for candidate in report.issuer.candidates
    ]
    return {
        "report_id": [number for number, _ in rows],
        "division": [candidate.division for _, candidate in rows],
        "name": [candidate.name for _, candidate in rows],
        "score": [candidate.score for _, candidate in rows],
    }


def finding_columns(
    report_ids: Sequence[int], keys: Sequence[str], findings: Sequence[Sequence[Finding]], origin: str
) -> Columns:
    """``keys``: the reports' keys. ``origin``: ``report`` for findings of one report alone, else who found them."""
    rows = [
        (number, key, finding) for number, key, some in zip(report_ids, keys, findings, strict=True) for finding in some
    ]
    return {
        "finding_id": _finding_ids([(key, finding) for _, key, finding in rows]),
        "report_id": [number for number, _, _ in rows],
        "origin": [origin] * len(rows),
        "code": [finding.code for _, _, finding in rows],
        "severity": [str(finding.severity) for _, _, finding in rows],
        "outcome": [str(finding.outcome) for _, _, finding in rows],
        "message_zh": [finding.message_zh for _, _, finding in rows],
        "message_en": [finding.message_en for _, _, finding in rows],
        "expected": [finding.expected for _, _, finding in rows],
        "observed": [finding.observed for _, _, finding in rows],
        "explanation": [finding.explanation for _, _, finding in rows],
        "figures": [_references(finding) for _, _, finding in rows],
        "start_offset": [finding.start for _, _, finding in rows],
        "end_offset": [finding.end for _, _, finding in rows],
    }


def _references(finding: Finding) -> str:
    return json.dumps([ref.model_dump(mode="json") for ref in finding.figures], ensure_ascii=False)


def _finding_ids(rows: Sequence[tuple[str, Finding]]) -> list[str]:
    """Names that stay the same when the report is read again: no offset and no value in them."""
    seen: dict[str, int] = {}
    names = []
    for key, finding in rows:
        parts = [key, finding.code]
        parts += sorted(
            f"{r.indicator} {r.applicant} {r.item or ''} {r.period} {r.year} {r.source}" for r in finding.figures
        )
        name = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        seen[name] = number = seen.get(name, 0) + 1
        names.append(name if number == 1 else f"{name}-{number}")
    return names
