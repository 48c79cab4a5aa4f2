"""The same table for several years on one page: captions and titles tell which is which."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.extract import extract_figures
from reportmine.extraction.tables import TableReading
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook

Reader = Callable[..., TableReading]
LABELS = ("收到申请数", "1.当面申请数", "2.传真申请数", "3.网络申请数", "4.信函申请数", "申请办结数")
THIS, LAST = (14, 0, 0, 9, 5, 12), (3, 2, 0, 1, 0, 3)


def table(numbers: tuple[int, ...]) -> str:
    rows = "".join(f"<tr><td>{label}</td><td>{n}</td></tr>" for label, n in zip(LABELS, numbers, strict=True))
    return f"<table><tr><td>统计指标</td><td>统计数</td></tr>{rows}</table>"


def received(reading: TableReading) -> list[tuple[int | None, float | None]]:
    return [(f.year, f.value) for f in reading.figures if f.indicator == "requests.received"]


def page(*parts: str) -> str:
    blocks = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    head = "<h1>某镇2016年政府信息公开工作年度报告</h1><p>全年工作平稳有序，各项制度健全。</p>"
    return f"<html><body>{head}{blocks}</body></html>"


@pytest.mark.parametrize("last", ["附：2015年统计表", "某镇2015年政府信息公开工作年度报告"])
def test_a_table_of_another_year_keeps_that_year(read_text: Reader, last: str) -> None:
    after = page("2016年统计表", table(THIS), last, "去年情况如下。", table(LAST))
    assert received(read_text(after, "report.html")) == [(2016, 14), (2015, 3)]
    before = page(last, table(LAST), "2016年统计表", table(THIS))
    assert received(read_text(before, "report.html")) == [(2015, 3), (2016, 14)]


def test_a_title_row_inside_the_table_is_its_caption(read_text: Reader) -> None:
    head = "<table><tr><td colspan=2>2015年统计表</td></tr>"
    source = page(table(THIS), table(LAST).replace("<table>", head))
    assert received(read_text(source, "report.html")) == [(2016, 14), (2015, 3)]  # the report's title stands above


def test_a_table_alone_is_the_reports_whatever_its_caption_kept(read_text: Reader) -> None:
    assert received(read_text(page("2015年统计表", table(THIS)), "report.html")) == [(None, 14)]


def test_a_year_in_a_comparison_is_no_caption(read_text: Reader) -> None:
    source = page(table(THIS), "与2015年相比，申请有所增加，详见下表。", table(LAST))
    assert received(read_text(source, "report.html")) == [(None, None), (None, None)]


def years(reading: TableReading) -> dict[float | None, int]:
    """Value of the requests received: years from the report's, which is of 2016."""
    found = [figure for figure in reading.figures if figure.indicator == "requests.received"]
    return {f.value: (f.year - 2016 if f.year else f.year_offset) for f in found}


@pytest.mark.parametrize(
    ("this", "last"),
    [
        ("本年度统计情况", "上年度统计情况"),
        ("今年情况：", "去年情况："),
        ("2016年", "2015年"),
        ("三、收到申请的情况（2016年）", "三、收到申请的情况（2015年）"),
        ("2016年度收到申请的情况如下，欢迎监督：", "为便于对照，现将上一年度即2015年的情况一并列出如下："),
        ("", "附：上年度统计情况"),
        ("本年度统计情况", "对照情况"),
        ("2016年", ""),
    ],
)
@pytest.mark.parametrize("first", ["this", "last"])
def test_words_near_a_table_say_which_year_it_is_of(read_text: Reader, this: str, last: str, first: str) -> None:
    parts = [[this or "情况", table(THIS)], [last or "情况", table(LAST)]]
    parts = parts if first == "this" else parts[::-1]
    found = years(read_text(page(*parts[0], *parts[1]), "report.html"))
    assert found[14] == 0
    assert found.get(3, -1) == -1  # open where nothing is said of it but that the other is the report's


def test_a_line_below_speaks_of_the_table_above_it(read_text: Reader) -> None:
    source = page(table(THIS), "（以上为2016年数据）", table(LAST), "（以上为2015年数据）")
    assert years(read_text(source, "report.html")) == {14: 0, 3: -1}


def test_a_header_names_no_year_however_it_sounds(read_text: Reader) -> None:
    source = page(table(THIS), "本年", table(LAST)).replace("<p>本年</p>", "<p>统计指标 | 本年统计数</p>")
    assert set(years(read_text(source, "report.html"))) == {None}


@pytest.mark.parametrize("between", ["情况", "以下为对照数据，供参考使用。"])
def test_where_nothing_says_which_year_rows_that_differ_stay_open(read_text: Reader, between: str) -> None:
    reading = read_text(page(table(THIS), between, table(LAST)), "report.html")
    open_ = [figure for figure in reading.figures if figure.indicator == "requests.received"]
    assert [(f.status, f.value, f.candidates) for f in open_] == [
        ("unreadable", None, (14,)),
        ("unreadable", None, (3,)),
    ]
    same = [figure.value for figure in reading.figures if figure.indicator == "requests.received.fax"]
    assert same == [0, 0]  # whichever is the report's, it is this


def test_a_copy_is_the_reports_too(read_text: Reader) -> None:
    source = page(table(THIS), "情况", table(THIS).replace(">0<", "><").replace(">9<", ">9件<"))
    assert years(read_text(source, "report.html")) == {14: 0}
    assert received(read_text(source, "report.html")) == [(None, 14), (None, 14)]


def test_a_part_of_a_table_elsewhere_does_not_open_the_whole_one(read_text: Reader) -> None:
    part = "<table><tr><td>统计指标</td><td>统计数</td></tr><tr><td>收到申请数</td><td>8</td></tr>"
    part += "<tr><td>申请办结数</td><td>8</td></tr></table>"
    assert received(read_text(page(table(THIS), "各部门情况", part), "report.html"))[0] == (None, 14)


PROSE = "<h2>二、依申请公开情况</h2><p>全年收到政府信息公开申请14件，办结申请12件。</p>"


@pytest.mark.parametrize("order", [(THIS, LAST), (LAST, THIS)])
def test_prose_says_which_of_two_tables_is_the_reports(rulebook: Rulebook, order: tuple[tuple[int, ...], ...]) -> None:
    source = page(PROSE, table(order[0]), "情况", table(order[1]))
    read = extract_figures(read_bytes(source.encode(), "report.html", rulebook), rulebook)
    tables = [f for f in read.figures if f.source == "table" and f.indicator == "requests.received"]
    assert sorted((f.value or 0, str(f.status)) for f in tables) == [(0, "unreadable"), (14, "reported")]


@pytest.mark.parametrize("told", ["收到政府信息公开申请14件", "收到政府信息公开申请14件，办结申请3件"])
def test_prose_that_agrees_with_one_cell_or_with_both_tables_decides_nothing(rulebook: Rulebook, told: str) -> None:
    source = page(f"<h2>二、依申请公开情况</h2><p>全年{told}。</p>", table(THIS), "情况", table(LAST))
    read = extract_figures(read_bytes(source.encode(), "report.html", rulebook), rulebook)
    tables = [f for f in read.figures if f.source == "table" and f.indicator == "requests.received"]
    assert [f.value for f in tables] == [None, None]
