"""Which year: the order of trust, damaged dates, and what stays open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.extraction.tables import FormMatch
from reportmine.identity.dates import find_periods, read_number, read_year
from reportmine.model import ManifestRow
from reportmine.rulebook import Rulebook

RULES = Rulebook().identity.years


@pytest.mark.parametrize(
    ("printed", "first", "last", "damaged"),
    [
        ("2017年1月1日起至2017年12月31日止", date(2017, 1, 1), date(2017, 12, 31), False),
        ("2019年1月1日到12月31日止", date(2019, 1, 1), date(2019, 12, 31), False),
        ("2017年1月1日-12月31日", date(2017, 1, 1), date(2017, 12, 31), False),
        ("二○○八年五月一日至二○○八年十二月三十一日", date(2008, 5, 1), date(2008, 12, 31), False),
        ("二0一七年一月一日至二0一七年十二月三十一日", date(2017, 1, 1), date(2017, 12, 31), False),
        ("2018年11日至2018年1231日", date(2018, 1, 1), date(2018, 12, 31), True),
        ("2009111日起至20091231日止", date(2009, 1, 1), date(2009, 12, 31), True),
        ("200911日起至20091231日止", date(2009, 1, 1), date(2009, 12, 31), True),
        ("20201月1日起至202012月31日止", date(2020, 1, 1), date(2020, 12, 31), True),
        ("202111日起至20211230日止", date(2021, 1, 1), date(2021, 12, 30), True),
    ],
)
def test_periods(printed, first, last, damaged) -> None:
    found = list(find_periods(f"本报告数据的统计期限自{printed}。", RULES))
    assert [(period.first, period.last, period.damaged) for period in found] == [(first, last, damaged)]
    assert found[0].year == first.year


def test_a_period_that_ends_before_it_starts_is_evidence_of_no_year() -> None:
    (period,) = find_periods("统计期限2010年1月1日起至2009年12月31日止", RULES)
    assert not period.possible
    assert period.year is None


def test_other_spans_are_no_reporting_period() -> None:
    assert not list(find_periods("会议于2017年3月1日至2017年3月5日召开", RULES))
    assert not list(find_periods("工期自2015年1月1日起至2017年12月31日,道路建成通车", RULES))


@given(st.integers(2003, 2049))
def test_years_in_digits_and_numerals(year: int) -> None:
    numerals = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    for printed in (str(year), numerals, numerals.replace("〇", "○"), numerals.replace("〇", "0")):
        assert read_year(printed, RULES) == year


@given(st.integers(1, 31))
def test_days_in_digits_and_numerals(day: int) -> None:
    tens, units = divmod(day, 10)
    digits = "〇一二三四五六七八九"
    word = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[units] if units else "")
    assert read_number(word, RULES) == read_number(str(day), RULES) == day


@pytest.mark.parametrize("printed", ["", "一一", "十十", "百"])
def test_what_is_no_number_is_none(printed: str) -> None:
    assert read_number(printed, RULES) is None


def test_the_title_is_trusted_before_the_period_and_both_are_kept(identify_text, parts) -> None:
    found = identify_text(
        "涵江区白沙镇2011年政府信息公开工作年度报告\n统计期限自2010年1月1日起至2010年12月31日止。" + parts
    )
    assert found.year == 2011
    assert [(piece.kind, piece.says) for piece in found.year_evidence[:2]] == [("title", "2011"), ("period", "2010")]
    assert found.period == (date(2011, 1, 1), date(2011, 12, 31))


def test_period_then_table_header_then_opening(identify_text, parts) -> None:
    header = (FormMatch(form="fj2", start=0, end=1, rows=3, year=2016),)
    assert identify_text("统计期限自2017年1月1日起至2017年12月31日止。" + parts, matches=header).year == 2017
    assert identify_text(parts, matches=header).year == 2016
    assert identify_text("一、概述\n2015年,我镇认真做好公开工作。" + parts).year == 2015


def test_a_signature_speaks_of_the_year_before(identify_text, parts) -> None:
    found = identify_text(parts + "泰宁县杉城镇人民政府\n二〇一八年一月九日")
    assert (found.year, found.published_on) == (2017, date(2018, 1, 9))
    december = identify_text(parts + "泰宁县杉城镇人民政府\n2018年12月28日")
    assert december.year == 2018


def test_a_late_upload_is_not_the_year(identify_text, parts) -> None:
    text = "下管镇2009年政府信息公开年度报告" + parts
    found = identify_text(text, metadata={"published_on": "2015-07-27 10:00"})
    assert (found.year, found.published_on) == (2009, date(2015, 7, 27))


def test_the_manifest_overrides_the_day_of_publication(identify_text, parts) -> None:
    text = "下管镇2009年政府信息公开年度报告" + parts
    given = ManifestRow(published_on=date(2010, 3, 1))
    found = identify_text(text, metadata={"published_on": "2015-07-27 10:00"}, manifest=given)
    assert (found.year, found.published_on) == (2009, date(2010, 3, 1))


def test_file_name_and_manifest_come_last(identify_text, parts) -> None:
    assert identify_text(parts, source="杉城镇2014年报.txt").year == 2014
    assert identify_text(parts, source="20150112.txt").year is None
    assert identify_text(parts, manifest=ManifestRow(year=2013)).year == 2013
    assert identify_text("2017年政府信息公开年报" + parts, manifest=ManifestRow(year=2013)).year == 2017


def test_a_title_of_several_years_leaves_the_year_open(identify_text, parts) -> None:
    found = identify_text("东莞市统计局2008-2010年政府信息公开工作年度报告" + parts)
    assert found.year is None
    assert found.year_evidence[0].kind == "title"


def test_every_piece_of_evidence_stands_where_it_says(identify_text, parts) -> None:
    text = (
        f"杉城镇\n2017年政府信息公开工作年度报告\n统计期限自2017年11日起至2017年1231日止。{parts}"
        "杉城镇人民政府\n2018年1月9日"
    )
    found = identify_text(text)
    placed = [piece for piece in (*found.year_evidence, *found.issuer.evidence) if piece.start is not None]
    assert {piece.kind for piece in placed} >= {"title", "period", "signature"}
    for piece in placed:
        printed = "".join(text[piece.start : piece.end].split())
        assert "".join(piece.text.split()) in printed or piece.says in printed or piece.kind == "signature"
