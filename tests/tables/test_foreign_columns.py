"""Columns a form does not have: last year, a remark, other bodies. They never run into the numbers beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.tables import TableReading

Reader = Callable[..., TableReading]
ROWS = (
    ("收到申请数", "件", "14", "3"),
    ("1.当面申请数", "件", "0", "2"),
    ("2.传真申请数", "件", "0", "0"),
    ("3.网络申请数", "件", "9", "1"),
    ("4.信函申请数", "件", "5", "0"),
    ("申请办结数", "件", "12", "3"),
)
RECEIVED, IN_PERSON, CLOSED = "requests.received", "requests.received.in_person", "requests.closed"


def found(reading: TableReading) -> dict[str, list[tuple[int | None, float | None]]]:
    values: dict[str, list[tuple[int | None, float | None]]] = {}
    for figure in reading.figures:
        if figure.value is not None:
            values.setdefault(figure.indicator, []).append((figure.year, figure.value))
    return values


def swapped(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[label, unit, last, this] for label, unit, this, last in rows]


@pytest.mark.parametrize("foreign", ["上年数", "历年累计", "某镇", "备注"])
def test_the_header_says_which_column_is_the_forms(read_html: Reader, foreign: str) -> None:
    after = found(read_html([["统计指标", "单位", "统计数", foreign], *map(list, ROWS)]))
    before = found(read_html([["统计指标", "单位", foreign, "统计数"], *swapped(ROWS)]))
    assert after == before
    assert (after[RECEIVED], after[IN_PERSON], after[CLOSED]) == ([(None, 14)], [(None, 0)], [(None, 12)])


def test_columns_that_are_years_give_each_number_its_year(read_html: Reader) -> None:
    values = found(read_html([["统计指标", "单位", "2016年", "2015年"], *map(list, ROWS)]))
    assert values[RECEIVED] == [(2016, 14), (2015, 3)]


def test_a_year_beside_the_forms_own_column(read_html: Reader) -> None:
    values = found(read_html([["统计指标", "单位", "统计数", "2015年"], *map(list, ROWS)]))
    assert values[RECEIVED] == [(None, 14), (2015, 3)]


def test_a_year_beside_a_column_of_another_name_is_read_as_that_year(read_html: Reader) -> None:
    values = found(read_html([["统计指标", "单位", "今年", "2015年"], *map(list, ROWS)]))
    assert values[RECEIVED] == [(2015, 3)]


def test_a_count_that_looks_like_a_year_is_no_header(read_html: Reader) -> None:
    rows = [["统计指标", "单位", "统计数"], *([label, unit, this] for label, unit, this, _ in ROWS)]
    rows.insert(4, ["本地指标", "件", "2016"])
    assert found(read_html(rows))[CLOSED] == [(None, 12)]


@pytest.mark.parametrize("names", [("今年", "去年"), ("", "")])
def test_two_columns_of_which_none_is_named_are_not_read(read_html: Reader, names: tuple[str, str]) -> None:
    assert not found(read_html([["统计指标", "单位", *names], *map(list, ROWS)]))


@pytest.mark.parametrize("mark", ["\n", "\t", " "])
@pytest.mark.parametrize("columns", ["本年 上年", "上年 本年", ""])
def test_in_text_too_two_columns_are_not_one_number(read_text: Reader, mark: str, columns: str) -> None:
    rows = [["统计指标", "单位", *columns.split()], *map(list, ROWS)]
    text = "\n".join(mark.join(row) for row in rows)
    assert not found(read_text(f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n"))


def test_in_text_a_number_cut_here_and_there_is_still_joined(read_text: Reader) -> None:
    rows = [[label, unit, this] for label, unit, this, _ in ROWS]
    rows[0][2:] = ["1", "4"]
    text = "\n".join(" | ".join(row) for row in rows)
    assert found(read_text(f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n"))[RECEIVED] == [(None, 14)]
