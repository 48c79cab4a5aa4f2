"""The founding sample, fully read: 杉城镇, 泰宁县, 2017, with exact evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import Document, Figure, Report
from reportmine.pipeline import extract, read
from reportmine.rulebook import Rulebook


@pytest.fixture(scope="module")
def document(corpora: Path, rulebook: Rulebook) -> Document:
    return read(corpora / "shancheng-2017" / "source.txt", rulebook)


@pytest.fixture(scope="module")
def report(document: Document, rulebook: Rulebook) -> Report:
    return extract(document, rulebook)


def said(report: Report, indicator: str, **more: object) -> list[Figure]:
    return [
        figure
        for figure in report.figures
        if figure.indicator == indicator and all(getattr(figure, name) == value for name, value in more.items())
    ]


def values(report: Report, indicator: str, **more: object) -> list[float | int | None]:
    return [figure.value for figure in said(report, indicator, **more)]


def test_identity(report: Report) -> None:
    assert (report.issuer.name, report.issuer.division) == ("泰宁县杉城镇人民政府", "350429100")
    assert (report.year, report.form) == (2017, "fj2")
    assert report.published_on is not None
    assert report.published_on.isoformat() == "2018-01-09"
    assert report.period is not None
    assert [day.isoformat() for day in report.period] == ["2017-01-01", "2017-12-31"]


def test_the_annex_is_whole(report: Report) -> None:
    table = said(report, "published.documents", source="table")
    assert [(figure.period, figure.value) for figure in table] == [("year", 19), ("cumulative", 39)]
    assert len([figure for figure in report.figures if figure.source == "table" and figure.value is not None]) == 30


def test_the_prose(report: Report, document: Document) -> None:
    prose = {"source": "prose", "year": 2017}
    assert set(values(report, "published.website", **prose)) == {326}
    assert 19 in values(report, "published.items", **prose)
    classes = said(report, "published.category", **prose)
    assert [figure.value for figure in classes] == [8, 32, 116, 36, 81, 53]
    assert set(values(report, "published.fulltext", **prose)) == {19}
    assert set(values(report, "published.fulltext_rate", **prose)) == {100}
    assert values(report, "published.copies_delivered", **prose) == [19]
    parts = ("consultations.total", "consultations.in_person", "consultations.phone", "consultations.other")
    assert [values(report, part, **prose) for part in parts] == [[475], [236], [189], [50]]
    assert 8 in values(report, "response.interpretations", **prose)
    assert values(report, "organisation.staff.full_time", **prose) == [1]


def test_stated_zeros_from_one_clause(report: Report, document: Document) -> None:
    zeros = [
        said(report, indicator, source="prose", status="stated_zero")
        for indicator in ("appeals.reconsideration", "appeals.litigation", "appeals.petitions")
    ]
    assert [len(found) for found in zeros] == [1, 1, 1]
    assert len({found[0].evidence.quote for found in zeros}) == 1
    assert said(report, "requests.received", source="prose", status="stated_zero")


def test_kinds_of_information_are_no_refusal(report: Report) -> None:
    assert said(report, "requests.denied", source="prose") == []


def test_numbers_that_are_no_items(report: Report) -> None:
    assert not {20, 365, 51, 24, 45, 354400, 2017, 32, 26, 12, 46, 35, 36, 25, 28} & set(
        values(report, "published.items")
    )


def test_findings_explain_the_two_measures(report: Report) -> None:
    assert not [finding for finding in report.findings if finding.outcome == "fail"]
    infos = [finding for finding in report.findings if finding.severity == "info"]
    assert any({326, 19} <= {ref.value for ref in finding.figures} for finding in infos)
    assert any({8, 32, 116, 36, 81, 53, 326} <= {ref.value for ref in finding.figures} for finding in report.findings)
