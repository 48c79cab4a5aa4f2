"""The same table for several years on one page: captions and titles tell which is which."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.tables import TableReading

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


def test_a_year_in_a_sentence_is_no_caption(read_text: Reader) -> None:
    source = page(table(THIS), "与2015年相比，申请有所增加，详见下表。", table(LAST))
    assert received(read_text(source, "report.html")) == [(2016, 14), (None, 3)]
