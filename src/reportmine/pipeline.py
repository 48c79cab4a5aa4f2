"""One file to one report: the stages of the design in their order, each on the value of the one before."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from reportmine.checking import check_report, text_signature
from reportmine.extraction import extract_figures
from reportmine.identity import ManifestRow, identify
from reportmine.model import Document, DocumentInfo, Figure, Period, Report
from reportmine.reading import read as read_document
from reportmine.rulebook import Rulebook


@lru_cache(maxsize=1)
def shipped_rulebook() -> Rulebook:
    return Rulebook()


def read(path: Path | str, rulebook: Rulebook | None = None) -> Document:
    """What a file says. Raises ReadingError with a reason code when it cannot be read."""
    return read_document(path, rulebook or shipped_rulebook())


Observer = Callable[[str, float], None]  # told each stage and the seconds it took


def extract(
    source: Path | str | Document,
    rulebook: Rulebook | None = None,
    manifest: ManifestRow | None = None,
    observe: Observer | None = None,
) -> Report:
    """The report in a file or in a document already read, with figures, identity and findings.

    ``manifest``: what a list beside the file says of it; overrides or completes what the text says.
    Raises ReadingError.
    """
    rules = rulebook or shipped_rulebook()
    document = source if isinstance(source, Document) else read_document(source, rules)
    lap = _laps(observe)
    extraction = extract_figures(document, rules)
    lap("extract")
    identity = identify(document, extraction, rules, manifest)
    lap("identify")
    report = Report(
        document=DocumentInfo(
            source=document.source, sha256=document.sha256, media_type=document.media_type, pages=document.pages
        ),
        title=identity.title,
        issuer=identity.issuer,
        year=identity.year,
        year_evidence=identity.year_evidence,
        period=identity.period,
        form=extraction.form,
        forms=extraction.forms,
        published_on=identity.published_on,
        scope=identity.scope,
        kind=identity.kind,
        kind_reason=identity.kind_reason,
        figures=tuple(_with_year(figure, identity.year) for figure in extraction.figures),
        unread=extraction.unread,
    )
    findings = check_report(report, document, rules)
    signature = text_signature(document, report.issuer, rules.checks.settings)
    lap("check")
    return report.model_copy(update={"findings": findings, "text_signature": signature})


def _laps(observe: Observer | None) -> Callable[[str], None]:
    if observe is None:
        return lambda _stage: None
    started = [time.perf_counter()]

    def lap(stage: str) -> None:
        now = time.perf_counter()
        observe(stage, now - started[0])
        started[0] = now

    return lap


def _with_year(figure: Figure, year: int | None) -> Figure:
    if year is not None and figure.period is Period.CUMULATIVE and figure.year is not None:
        period = Period.YEAR if figure.year == year else Period.CUMULATIVE  # counted since a year: 2015年以来
        return figure.model_copy(update={"year": year, "period": period})
    if figure.year is not None or year is None:
        return figure
    return figure.model_copy(update={"year": year + figure.year_offset, "year_offset": 0})
