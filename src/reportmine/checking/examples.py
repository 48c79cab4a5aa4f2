"""The catalogue's examples as reports: what fires a check and what does not is run by a test and shown in the docs."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import NamedTuple

from reportmine.checking.copies import text_signature
from reportmine.model import (
    Applicant,
    Document,
    DocumentInfo,
    Evidence,
    Figure,
    IdentityEvidence,
    Issuer,
    Period,
    Qualifier,
    Report,
    Scope,
    Source,
    Status,
)
from reportmine.rulebook.checks import CheckSettings, ExampleReport

_STATEMENT = re.compile(
    r"(?P<indicator>[a-z_.]+)(?:\[(?P<item>[^\]]+)\])?(?:/(?P<applicant>[a-z_]+))?(?P<cumulative>@cumulative)?"
    r"(?P<prose>~prose)?(?::(?P<year>\d{4}))?(?:#\d+)?"
)
_QUALIFIERS = {"~": Qualifier.APPROXIMATE, ">": Qualifier.AT_LEAST, "<": Qualifier.AT_MOST}


class Example(NamedTuple):
    report: Report
    document: Document


def build_example(short: ExampleReport, settings: CheckSettings) -> Example:
    """A report and its document from their short form. Raises ValueError for what is no statement."""
    figures: list[Figure] = []
    position = 0
    for statement, value in short.figures.items():
        figure, position = _figure(short, statement, value, position)
        figures.append(figure)
    issuer = Issuer(
        name=short.body,
        division=short.body,
        body=short.body,
        level=short.level,
        evidence=_evidence(short, "issuer"),
    )
    digest = hashlib.sha256(short.model_dump_json().encode()).hexdigest()
    document = Document(
        source=f"{short.body}-{short.year}-{short.revision}.txt",
        sha256=digest,
        media_type="text/plain",
        text=short.text,
        notes=short.notes,
    )
    report = Report(
        document=DocumentInfo(source=document.source, sha256=digest, media_type=document.media_type),
        issuer=issuer,
        year=short.year,
        year_evidence=_evidence(short, "year"),
        period=(date.fromisoformat(short.period[0]), date.fromisoformat(short.period[1])) if short.period else None,
        form=short.form,
        published_on=date.fromisoformat(short.published_on) if short.published_on else None,
        scope=Scope(short.scope),
        figures=tuple(figures),
        text_signature=text_signature(document, issuer, settings),
    )
    return Example(report, document)


def _evidence(short: ExampleReport, about: str) -> tuple[IdentityEvidence, ...]:
    return tuple(
        IdentityEvidence(kind=kind, text=says, says=says, weight=1.0)
        for subject, kind, says in short.evidence
        if subject == about
    )


def _figure(short: ExampleReport, statement: str, value: str | float, position: int) -> tuple[Figure, int]:
    match = _STATEMENT.fullmatch(statement)
    if match is None:
        raise ValueError(f"{statement!r} is no statement of an example")
    status, qualifier, number, printed = _value(value)
    prose = bool(match["prose"])
    start = end = 0
    if prose:
        start = max(short.text.find(printed, position), 0) if printed else 0
        end = start + len(printed)
        position = end
    figure = Figure(
        indicator=match["indicator"],
        item=match["item"],
        applicant=Applicant(match["applicant"] or "total"),
        period=Period.CUMULATIVE if match["cumulative"] else Period.YEAR,
        year=int(match["year"]) if match["year"] else short.year,
        value=number,
        printed=printed,
        qualifier=qualifier,
        status=status,
        source=Source.PROSE if prose else Source.TABLE,
        evidence=Evidence(start=start, end=end, quote=short.text[:80] if prose else "", cell=None if prose else (0, 0)),
        rule="prose/example" if prose else f"forms/{short.form}",
    )
    return figure, position


def _value(value: str | float) -> tuple[Status, Qualifier, float | int | None, str]:
    if value in ("blank", "dash"):
        return Status(value), Qualifier.EXACT, None, ""
    if isinstance(value, str):
        number = float(value[1:])
        return Status.REPORTED, _QUALIFIERS[value[0]], _whole(number), f"{number:g}"
    return Status.REPORTED, Qualifier.EXACT, _whole(value), f"{value:g}"


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
