"""Clean series raise nothing; a fault planted in one is found, in every form that can have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from reportmine.model import IdentityEvidence, Outcome, Severity

FORMS = ["fj1", "coded", "fj2", "n2014", "n2019", "n2021"]
SUMS = FORMS[1:]  # on the first form answers are not the sum of their rows
NATIONAL = ["n2019", "n2021"]
OLD = ["fj1", "coded", "fj2", "n2014"]


def failing(found: list[tuple[str, Any]], infos: bool = False) -> list[tuple[str, str, str]]:
    return [
        (where, finding.code, finding.message_en)
        for where, finding in found
        if finding.outcome is Outcome.FAIL and (infos or finding.severity is not Severity.INFO)
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_clean_series_raise_nothing(maker: Any, check_all: Any, form: str, seed: int) -> None:
    assert failing(check_all(maker.series(form, seed=seed))) == []


def test_clean_towns_of_a_county_raise_nothing(maker: Any, check_all: Any) -> None:
    towns = [made for town in range(8) for made in maker.series("n2021", body=f"35000010{town}", seed=town)]
    assert failing(check_all(towns)) == []


class Fault(NamedTuple):
    """Something wrong planted in the second year of a series, and the checks of which one must name it."""

    name: str
    codes: tuple[str, ...]
    forms: list[str]
    plant: Callable[[list[Any]], None]


def say(before: str, indicator: str, value: float, **more: Any) -> Callable[[list[Any]], None]:
    return lambda s: s[1].say(before, indicator, value, more.pop("after", "件。"), **more)


def both(*plants: Callable[[list[Any]], Any]) -> Callable[[list[Any]], None]:
    def run(series: list[Any]) -> None:
        for plant in plants:
            plant(series)

    return run


def evidence(kind: str, says: str) -> IdentityEvidence:
    return IdentityEvidence(kind=kind, text=says, says=says, weight=1)


def change(**fields: Any) -> Callable[[list[Any]], None]:
    return lambda s: s[1].changes.update(fields)


def carry_wrong(series: list[Any]) -> None:
    for row in ("requests.carried_in", "requests.received"):
        by = 2 if row.endswith("in") else -2
        for applicant in ("natural_person", "total"):
            series[1].bump(row, by, applicant)
    for figure in [f for f in series[1].said if f.indicator == "requests.received"]:
        series[1].said.remove(figure)


def repeat_table(series: list[Any]) -> None:
    series[1].cells = dict(series[0].cells)


def without_heading(series: list[Any]) -> None:
    series[1].text = series[1].text.replace("五、存在的主要问题及改进情况\n更新不够及时,今后改进。\n", "")


def stale(series: list[Any]) -> None:
    for made in series[:2]:
        made.say(f"{series[0].year}年全镇征求意见后新制发文件", "normative.made", 7, "件。", year=made.year)


def share(series: list[Any]) -> None:
    series[1].say("答复", "requests.answered", 100, "件,", year=1999)
    series[1].say("同意公开", "requests.granted", 58, "件,占38.1%。", year=1999)


def growth(series: list[Any]) -> None:
    series[1].say("培训", "organisation.trainees", 58, "人次,比上年下降30%。")
    series[1].say("上年", "organisation.trainees", 72, "人次。", year=series[1].year - 1)


def rate(series: list[Any]) -> None:
    """Received is printed with a rate that last year's report does not bear out."""
    value = next(f.value for f in series[1].said if f.indicator == "requests.received")
    series[1].say("受理", "requests.received", value, "件,比上年增长900%。")


def empty(series: list[Any]) -> None:
    series[1].cells = dict.fromkeys(series[1].cells, 0)
    series[1].say("全年受理", "requests.received", 4, "件。")


FAULTS = [
    Fault("part of a sum", ("form.sum", "form.cell"), SUMS, lambda s: s[1].bump("requests.answered", 3)),
    Fault("total of requests", ("form.sum", "form.identity", "form.cell"), FORMS,
          lambda s: s[1].bump("requests.received", 5)),
    Fault("channels above the whole", ("form.part", "form.range"), ["fj1", "n2014"],
          lambda s: s[1].bump("published.website", 90)),
    Fault("website above documents", ("form.part",), ["fj2"], lambda s: s[1].bump("published.documents.website", 90)),
    Fault("more full texts than items", ("form.part",), ["coded"], lambda s: s[1].bump("published.fulltext", 90)),
    Fault("year above cumulative", ("form.columns",), ["fj1", "fj2"],
          lambda s: s[1].set("appeals.reconsideration", 99)),
    Fault("new above total", ("form.columns",), ["n2019"], lambda s: s[1].set("normative.newly_public", 99)),
    Fault("issued above in force", ("form.usual",), ["n2021"], lambda s: s[1].set("normative.issued", 99)),
    Fault("more granted than answered", ("form.part", "form.usual"), ["fj1"],
          lambda s: s[1].bump("requests.granted", 9)),
    Fault("identity", ("form.identity",), NATIONAL,
          lambda s: [s[1].bump("requests.carried_out", 1, who) for who in ("total", "natural_person")]),
    Fault("row of cases", ("form.row",), NATIONAL, lambda s: s[1].bump("appeals.litigation.direct", 2)),
    Fault("row of applicants", ("form.row", "form.cell"), NATIONAL,
          lambda s: s[1].bump("requests.granted", 2, "business")),
    Fault("one wrong cell", ("form.cell",), NATIONAL, lambda s: s[1].bump("requests.partial", 4, "natural_person")),
    Fault("rules of a township", ("form.rules_level",), ["n2021"], lambda s: s[1].set("rules.in_force", 6)),
    Fault("rules of a township, older form", ("form.rules_level",), ["n2019"],
          lambda s: s[1].set("rules.public_total", 6)),
    Fault("amount without projects", ("form.zero_whole",), ["n2019"], lambda s: s[1].set("procurement.projects", 0)),
    Fault("yuan for ten thousands", ("form.township_money",), ["n2021"], lambda s: s[1].set("charges.amount", 98000)),
    Fault("text against table", ("text.table",), FORMS, say("又说收到申请", "requests.received", 77)),
    Fault("text against derived total", ("text.table",), NATIONAL, say("行政诉讼", "appeals.litigation", 55)),
    Fault("text against text", ("text.text",), ["fj1", "fj2", "n2014", *NATIONAL],
          say("咨询共", "consultations.total", 120)),
    Fault("classes", ("text.list",), FORMS, both(
        lambda s: s[1].say("又公开", "published.items" if s[1].form != "fj2" else "published.documents", 44, "条,",
                           year=1999),
        lambda s: s[1].say("其中甲类", "published.category", 20, "条,", item="甲类", year=1999),
        lambda s: s[1].say("乙类", "published.category", 30, "条。", item="乙类", year=1999))),
    Fault("parts in a sentence", ("text.parts",), FORMS, both(
        lambda s: s[1].say("咨询", "consultations.total", 130, "人次,其中", year=1999),
        lambda s: s[1].say("来访", "consultations.in_person", 80, "人次,", year=1999),
        lambda s: s[1].say("来电", "consultations.phone", 60, "人次。", year=1999))),
    Fault("share", ("text.share",), FORMS, share),
    Fault("growth", ("text.growth",), ["fj1", "coded", "fj2", *NATIONAL], growth),
    Fault("growth against last year's report", ("years.growth",), FORMS, rate),
    Fault("empty table", ("text.empty_table",), FORMS, empty),
    Fault("late", ("duty.deadline",), FORMS, lambda s: s[1].changes.update(published_on=date(s[1].year + 1, 6, 3))),
    Fault("early", ("duty.early",), FORMS, lambda s: s[1].changes.update(published_on=date(s[1].year, 12, 3))),
    Fault("part missing", ("duty.parts",), NATIONAL, without_heading),
    Fault("older form", ("duty.form_year",), ["n2019"], lambda s: s.append(_moved(s[1], 2023))),
    Fault("no table", ("duty.table_missing",), NATIONAL, both(change(form="none"), lambda s: s[1].cells.clear())),
    Fault("another issuer signs", ("duty.issuer",), FORMS, lambda s: s[1].changes.update(
        issuer=s[1].report()[0].issuer.model_copy(
            update={"evidence": (evidence("title", "350000101"), evidence("signature", "350000777"))}))),
    Fault("another year in the period", ("duty.year",), FORMS,
          change(year_evidence=(evidence("title", "2016"), evidence("period", "2015")))),
    Fault("template", ("duty.template",), FORMS, lambda s: setattr(s[1], "text", s[1].text + "\n由XX镇负责。")),
    Fault("carry-over", ("years.carried",), NATIONAL, carry_wrong),
    Fault("cumulative", ("years.cumulative",), ["fj1", "fj2"],
          lambda s: s[1].bump("appeals.reconsideration", 7, period="cumulative")),
    Fault("in force", ("years.in_force",), ["n2021"], lambda s: s[1].bump("normative.in_force", 7)),
    Fault("licensing items", ("years.licensing_items",), ["n2019"],
          lambda s: s[1].bump("licensing.items_last_year", 7)),
    Fault("external items", ("years.external_items",), ["n2019"],
          lambda s: s[1].bump("external_services.items_last_year", 7)),
    Fault("jump", ("years.jump",), ["n2021"], lambda s: s[1].set("licensing.decisions", 5200)),
    Fault("unit", ("years.unit",), ["n2021"],
          lambda s: [made.set("charges.amount", 9800 if made is s[1] else 0.98) for made in s]),
    Fault("table repeated", ("years.table_repeated",), [*NATIONAL, "n2014", "coded"], repeat_table),
    Fault("sentence left in", ("years.stale_sentence",), FORMS, stale),
]  # fmt: skip


def _moved(made: Any, year: int) -> Any:
    from copy import deepcopy

    moved = deepcopy(made)
    moved.year = year
    moved.said.clear()
    return moved


PLANTED = [
    pytest.param(fault, form, id=f"{fault.name}-{form}".replace(" ", "_")) for fault in FAULTS for form in fault.forms
]


@pytest.mark.parametrize(("fault", "form"), PLANTED)
def test_planted_fault_is_found(maker: Any, check_all: Any, fault: Fault, form: str) -> None:
    series = maker.series(form)
    fault.plant(series)
    found = failing(check_all(series))
    assert set(fault.codes) & {code for _, code, _ in found}, found


def test_planted_among_peers(maker: Any, check_all: Any) -> None:
    towns = [maker.series("n2021", body=f"35000010{town}", seed=town) for town in range(8)]
    towns[3][2].set("penalties.decisions", 99000)
    towns[5][3].cells = dict(towns[4][3].cells)
    found = failing(check_all([made for series in towns for made in series]))
    places = {(where.split(":")[0], code) for where, code, _ in found}
    assert ("350000103", "peers.outlier") in places
    assert ("350000105", "peers.table_same") in places


def test_every_kind_of_fault_is_planted(rulebook: Any) -> None:
    """Checks that no series plants are proved by the catalogue's own examples; they are named here."""
    elsewhere = {
        "text.twice", "duty.table_picture", "years.changed", "peers.copied", "peers.county_sum", "peers.outlier",
        "peers.table_same", "reading.pages_unread", "reading.picture_pages_unread",
    }  # fmt: skip
    planted_codes = {code for fault in FAULTS for code in fault.codes}
    serious = {check.code for check in rulebook.checks.checks if check.severity is not Severity.INFO}
    assert serious <= planted_codes | elsewhere


def test_the_founding_traps_are_explained(maker: Any, check_all: Any) -> None:
    """Received may hold what was carried in, reconsiderations may be closed ones, lawsuits may be summed with them."""
    made = maker.series("n2021")[1]
    table = {name: made.cells[made.cell(name)] for name in (
        "requests.received", "requests.carried_in", "appeals.reconsideration", "appeals.reconsideration.pending",
        "appeals.litigation.direct", "appeals.litigation.after_reconsideration")}  # fmt: skip
    made.said.clear()
    made.say("收办", "requests.received", table["requests.received"] + table["requests.carried_in"], "件。")
    closed = table["appeals.reconsideration"] - table["appeals.reconsideration.pending"]
    made.say("审结复议", "appeals.reconsideration", closed, "件。")
    both_kinds = table["appeals.litigation.direct"] + table["appeals.litigation.after_reconsideration"]
    made.say("复议诉讼", "appeals.litigation", both_kinds + table["appeals.reconsideration"], "件。")
    found = [finding for _, finding in check_all([made]) if finding.code == "text.table"]
    assert [finding.outcome for finding in found] == [Outcome.EXPLAINED] * 3
    assert all(finding.explanation and finding.severity is Severity.INFO for finding in found)
