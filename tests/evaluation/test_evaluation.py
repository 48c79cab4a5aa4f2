"""Scores against gold follow the contract of gold files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportmine.evaluation import Gold, find_gold, load_gold, score, tally
from reportmine.model import DocumentInfo, Evidence, Figure, Issuer, Report, ReportmineError
from reportmine.rulebook import Rulebook


def figure(indicator: str, value: float | None, **more: Any) -> Figure:
    given: dict[str, Any] = {
        "indicator": indicator, "value": value, "year": 2017, "source": "prose", "rule": "r",
        "evidence": Evidence(start=0, end=0, quote="q"),
    }  # fmt: skip
    return Figure(**given | more)


def report(*figures: Figure) -> Report:
    info = DocumentInfo(source="s", sha256="0", media_type="text/plain")
    return Report(
        document=info, issuer=Issuer(name="甲镇", division="350429100"), year=2017, form="fj2", figures=figures
    )


def gold(*figures: dict[str, Any], **more: Any) -> Gold:
    entries = [{"year": 2017, "source": "prose"} | entry for entry in figures]
    given = {
        "issuer": "甲镇",
        "division": "350429100",
        "year": 2017,
        "form": "fj2",
        "complete": True,
        "figures": entries,
    }
    return Gold.model_validate(given | more)


def outcomes(rulebook: Rulebook, read: Report, wanted: Gold) -> list[tuple[str, str]]:
    verdicts = score("d", read, wanted, rulebook).verdicts
    return sorted((verdict.outcome, verdict.key.indicator) for verdict in verdicts)


def test_right_missed_and_false(rulebook: Rulebook) -> None:
    got = outcomes(
        rulebook,
        report(figure("published.items", 19), figure("published.website", 5)),
        gold({"indicator": "published.items", "value": 19}, {"indicator": "requests.received", "value": 0}),
    )
    assert got == [("false", "published.website"), ("missed", "requests.received"), ("right", "published.items")]


def test_incomplete_gold_does_not_punish_more(rulebook: Rulebook) -> None:
    got = outcomes(rulebook, report(figure("published.website", 5)), gold(complete=False))
    assert got == []


def test_open_labels_match_without_their_suffix(rulebook: Rulebook) -> None:
    read = report(figure("published.category", 8, item="政策法规类"))
    assert outcomes(
        rulebook, read, gold({"indicator": "published.category", "value": 8, "item": "政策法规类信息"})
    ) == [("right", "published.category")]
    other = gold({"indicator": "published.category", "value": 8, "item": "政策解读类信息"})
    assert ("missed", "published.category") in outcomes(rulebook, read, other)


def test_ignored_and_unsplittable_are_neither_asked_nor_punished(rulebook: Rulebook) -> None:
    read = report(
        figure("response.other", 28), figure("normative.issued", 69, source="table"), figure("published.items", 326)
    )
    wanted = gold(
        ignore=[{"indicator": "response.", "value": 28}, {"indicator": "published.items", "value": 326}],
        unsplittable=[{"indicator": "normative.issued", "candidates": [6, 69]}],
    )
    assert outcomes(rulebook, read, wanted) == []
    assert outcomes(rulebook, report(figure("response.other", 29)), wanted) == [("false", "response.other")]
    assert outcomes(rulebook, report(figure("normative.issued", 7, source="table")), wanted) == [
        ("false", "normative.issued")
    ]


def test_a_number_read_where_the_cell_is_blank_is_false(rulebook: Rulebook) -> None:
    blank = {"indicator": "requests.received", "value": None, "status": "blank", "source": "table"}
    assert outcomes(rulebook, report(figure("requests.received", 0, source="table")), gold(blank)) == [
        ("false", "requests.received")
    ]
    assert outcomes(rulebook, report(figure("requests.received", None, source="table")), gold(blank)) == []


def test_derived_figures_are_not_compared(rulebook: Rulebook) -> None:
    assert outcomes(rulebook, report(figure("requests.denied", 3, status="derived", source="table")), gold()) == []


def test_a_figure_of_the_other_source_is_not_false(rulebook: Rulebook) -> None:
    table = {"indicator": "requests.received", "value": 3, "source": "table"}
    assert outcomes(rulebook, report(figure("requests.received", 3)), gold(table)) == [("missed", "requests.received")]


def test_identity_and_status_are_reported_apart(rulebook: Rulebook) -> None:
    wanted = gold({"indicator": "published.items", "value": 0, "status": "stated_zero"}, division="350429101")
    found = score("d", report(figure("published.items", 0)), wanted, rulebook)
    assert found.identity == {"division": ("350429101", "350429100")}
    assert found.status_differs == ("published.items 0: reported instead of stated_zero",)
    assert tally(found.verdicts).precision == tally(found.verdicts).recall == 1


def test_folders_without_gold_and_broken_gold_are_messages(tmp_path: Path) -> None:
    with pytest.raises(ReportmineError, match="holds no gold"):
        find_gold(tmp_path)
    broken = tmp_path / "gold.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(ReportmineError, match="is not a gold file"):
        load_gold(broken)
