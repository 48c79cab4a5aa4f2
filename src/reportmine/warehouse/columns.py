"""Reports as columns: NumPy arrays that DuckDB scans without a row ever becoming an SQL statement.

DuckDB cannot guess the type of an object array that begins with None, so a missing text is ``""`` here and becomes NULL
again in the insert; a missing number is NaN, which DuckDB reads as NULL.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportmine.model import Figure, Finding, Report
from reportmine.warehouse.keys import body_of, report_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[Any]
    Columns = dict[str, Column]

_PARENT_LENGTH = {12: 6, 9: 6, 6: 4, 4: 2}


def _texts(values: list[Any]) -> NDArray[np.object_]:
    import numpy as np

    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _numbers(values: list[Any]) -> NDArray[np.float64]:
    import numpy as np

    return np.array(values, dtype=np.float64)


def report_columns(reports: Sequence[Report]) -> Columns:
    """One row a report, in the order given. Lists travel as JSON."""
    issuers = [report.issuer for report in reports]
    return {
        "report_key": _texts([report_key(report) for report in reports]),
        "sha256": _texts([report.document.sha256 for report in reports]),
        "source": _texts([report.document.source for report in reports]),
        "media_type": _texts([report.document.media_type for report in reports]),
        "pages": _numbers([report.document.pages for report in reports]),
        "title": _texts([report.title or "" for report in reports]),
        "issuer_name": _texts([issuer.name or "" for issuer in issuers]),
        "body": _texts([body_of(report) for report in reports]),
        "division": _texts([issuer.division or "" for issuer in issuers]),
        "parent_division": _texts([_parent(issuer.division or issuer.within) for issuer in issuers]),
        "level": _texts([issuer.level.value for issuer in issuers]),
        "body_kind": _texts([issuer.kind.value for issuer in issuers]),
        "within": _texts([issuer.within or "" for issuer in issuers]),
        "joint_with": _texts([_json(issuer.joint_with) for issuer in issuers]),
        "issuer_confidence": _numbers([issuer.confidence for issuer in issuers]),
        "year": _numbers([report.year for report in reports]),
        "period_start": _texts([report.period[0].isoformat() if report.period else "" for report in reports]),
        "period_end": _texts([report.period[1].isoformat() if report.period else "" for report in reports]),
        "form": _texts([report.form for report in reports]),
        "forms": _texts([_json(report.forms) for report in reports]),
        "published_on": _texts([report.published_on.isoformat() if report.published_on else "" for report in reports]),
        "scope": _texts([report.scope.value for report in reports]),
        "document_kind": _texts([report.kind.value for report in reports]),
        "document_kind_reason": _texts([report.kind_reason for report in reports]),
        "figure_count": _numbers([len(report.figures) for report in reports]),
        "text_signature": _texts([_json(getattr(report, "text_signature", ())) for report in reports]),
    }


def _parent(division: str | None) -> str:
    return division[: _PARENT_LENGTH.get(len(division), 0)] if division else ""


def _json(values: Sequence[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False) if values else ""


def figure_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    """One row a printed statement, report after report, in the order of the text."""
    import numpy as np

    counts = [len(report.figures) for report in reports]
    figures = [figure for report in reports for figure in report.figures]
    ids = np.repeat(np.array(report_ids, dtype=np.int64), counts)
    evidence = [figure.evidence for figure in figures]
    boxes = [place.bbox or _NO_BOX for place in evidence]
    cells = [place.cell or _NO_CELL for place in evidence]
    columns: Columns = {
        "report_id": ids,
        "indicator": _texts([figure.indicator for figure in figures]),
        "applicant": _texts([figure.applicant._value_ for figure in figures]),
        "item": _texts([figure.item or "" for figure in figures]),
        "period": _texts([figure.period._value_ for figure in figures]),
        "year": _numbers([figure.year for figure in figures]),
        "source": _texts([figure.source._value_ for figure in figures]),
        "value": _numbers([figure.value for figure in figures]),
        "unit": _texts([figure.unit or "" for figure in figures]),
        "printed_unit": _texts([figure.printed_unit or "" for figure in figures]),
        "printed": _texts([figure.printed for figure in figures]),
        "qualifier": _texts([figure.qualifier._value_ for figure in figures]),
        "status": _texts([figure.status._value_ for figure in figures]),
        "confidence": _numbers([figure.confidence for figure in figures]),
        "rule": _texts([figure.rule for figure in figures]),
        "start_offset": np.array([place.start for place in evidence], dtype=np.int32),
        "end_offset": np.array([place.end for place in evidence], dtype=np.int32),
        "quote": _texts([place.quote for place in evidence]),
        "phrase_start": _numbers([place.phrase_start for place in evidence]),
        "phrase_end": _numbers([place.phrase_end for place in evidence]),
        "page": _numbers([place.page for place in evidence]),
        "box_x0": _numbers([box[0] for box in boxes]),
        "box_top": _numbers([box[1] for box in boxes]),
        "box_x1": _numbers([box[2] for box in boxes]),
        "box_bottom": _numbers([box[3] for box in boxes]),
        "cell_row": _numbers([cell[0] for cell in cells]),
        "cell_column": _numbers([cell[1] for cell in cells]),
        "candidates": _texts([_json(figure.candidates) for figure in figures]),
        "decided_by": _texts([_json(figure.decided_by) for figure in figures]),
    }
    columns["occurrence"] = np.array(_occurrences(reports), dtype=np.int32)
    return columns


_NO_BOX: tuple[None, None, None, None] = (None, None, None, None)
_NO_CELL: tuple[None, None] = (None, None)


def _occurrences(reports: Sequence[Report]) -> list[int]:
    """Which of the equal statements of its report each figure is, from 1."""
    found: list[int] = []
    for report in reports:
        seen: dict[tuple[Any, ...], int] = {}
        for figure in report.figures:
            key = _statement(figure)
            seen[key] = number = seen.get(key, 0) + 1
            found.append(number)
    return found


def _statement(figure: Figure) -> tuple[Any, ...]:
    return (
        figure.indicator, figure.applicant._value_, figure.item, figure.period._value_, figure.year,
        figure.source._value_,
    )  # fmt: skip


def unread_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    import numpy as np

    rows = [(number, rest) for number, report in zip(report_ids, reports, strict=True) for rest in report.unread]
    return {
        "report_id": np.array([number for number, _ in rows], dtype=np.int64),
        "kind": _texts([rest.kind for _, rest in rows]),
        "start_offset": np.array([rest.start for _, rest in rows], dtype=np.int32),
        "end_offset": np.array([rest.end for _, rest in rows], dtype=np.int32),
        "text": _texts([rest.text for _, rest in rows]),
        "quote": _texts([rest.quote for _, rest in rows]),
        "value": _numbers([rest.value for _, rest in rows]),
        "unit": _texts([rest.unit or "" for _, rest in rows]),
        "reason": _texts([rest.reason for _, rest in rows]),
    }


def evidence_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    """What the issuer and the year rest on."""
    import numpy as np

    rows = [
        (number, about, piece)
        for number, report in zip(report_ids, reports, strict=True)
        for about, pieces in (("issuer", report.issuer.evidence), ("year", report.year_evidence))
        for piece in pieces
    ]
    return {
        "report_id": np.array([number for number, _, _ in rows], dtype=np.int64),
        "about": _texts([about for _, about, _ in rows]),
        "kind": _texts([piece.kind for _, _, piece in rows]),
        "text": _texts([piece.text for _, _, piece in rows]),
        "says": _texts([piece.says for _, _, piece in rows]),
        "weight": _numbers([piece.weight for _, _, piece in rows]),
        "start_offset": _numbers([piece.start for _, _, piece in rows]),
        "end_offset": _numbers([piece.end for _, _, piece in rows]),
    }


def candidate_columns(report_ids: Sequence[int], reports: Sequence[Report]) -> Columns:
    import numpy as np

    rows = [
        (number, candidate)
        for number, report in zip(report_ids, reports, strict=True)
        for candidate in report.issuer.candidates
    ]
    return {
        "report_id": np.array([number for number, _ in rows], dtype=np.int64),
        "division": _texts([candidate.division for _, candidate in rows]),
        "name": _texts([candidate.name for _, candidate in rows]),
        "score": _numbers([candidate.score for _, candidate in rows]),
    }


def finding_columns(report_ids: Sequence[int], keys: Sequence[str], findings: Sequence[Sequence[Finding]]) -> Columns:
    """``keys``: the reports' keys; a finding's name rests on its report, its code and the statements it speaks of."""
    import numpy as np

    rows = [
        (number, key, finding) for number, key, some in zip(report_ids, keys, findings, strict=True) for finding in some
    ]
    return {
        "finding_id": _texts(_finding_ids([(key, finding) for _, key, finding in rows])),
        "report_id": np.array([number for number, _, _ in rows], dtype=np.int64),
        "code": _texts([finding.code for _, _, finding in rows]),
        "severity": _texts([finding.severity.value for _, _, finding in rows]),
        "outcome": _texts([finding.outcome.value for _, _, finding in rows]),
        "message_zh": _texts([finding.message_zh for _, _, finding in rows]),
        "message_en": _texts([finding.message_en for _, _, finding in rows]),
        "expected": _texts([finding.expected for _, _, finding in rows]),
        "observed": _texts([finding.observed for _, _, finding in rows]),
        "explanation": _texts([finding.explanation for _, _, finding in rows]),
        "figures": _texts([_json([ref.model_dump(mode="json") for ref in f.figures]) for _, _, f in rows]),
        "start_offset": _numbers([finding.start for _, _, finding in rows]),
        "end_offset": _numbers([finding.end for _, _, finding in rows]),
    }


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
