"""Tables of web pages: spans, damage, nesting."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import Document, Table
from reportmine.reading import read, read_bytes
from reportmine.rulebook import Rulebook


def parse(table: str, rulebook: Rulebook) -> Document:
    page = f"<html><body><p>二、主动公开政府信息情况</p>{table}</body></html>"
    return read_bytes(page.encode(), "page.html", rulebook)


def rows(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "-" for cell in row] for row in table.grid]


def test_spans(rulebook: Rulebook) -> None:
    (table,) = parse(
        "<table><tr><td rowspan=2>项目</td><td colspan='2'>数量</td></tr><tr><td>制发</td><td>废止</td></tr>"
        "<tr><td>规章</td><td>0</td><td>&nbsp;</td></tr></table>",
        rulebook,
    ).tables
    assert rows(table) == [["项目", "数量", "数量"], ["项目", "制发", "废止"], ["规章", "0", ""]]
    assert (table.row_count, table.column_count) == (3, 3)


@pytest.mark.parametrize(
    "damaged",
    [
        "<table><tr><td>规章<td>1<td>2<tr><td>文件<td>3<td>4</table>",
        "<table><td>规章</td><td>1</td><td>2</td><tr><td>文件</td><td>3</td><td>4</td></tr>",
        "<table><tbody><tr><td><p>规章</td><td><p>1</p></td><td>2</div></td></tr><tr><td>文件</td><td>3</td><td>4</td></table>",
        "<table><thead><tr><th>规章</th><th>1</th><th>2</th></tr></thead><tbody><tr><td>文件</td><td>3</td><td>4</td></tr></tbody></table>",
        "<table><tr><td rowspan='9'>规章</td><td rowspan=x>1</td><td colspan=-1>2</td></tr></table>"
        "<table><tr><td>文件</td><td>3</td><td>4</td></tr></table>",
    ],
    ids=["no end tags", "cells without row", "stray tags", "sections", "impossible spans"],
)
def test_damage(damaged: str, rulebook: Rulebook) -> None:
    found = [row for table in parse(damaged, rulebook).tables for row in rows(table)]
    assert found == [["规章", "1", "2"], ["文件", "3", "4"]]


def test_lines_of_a_cell(rulebook: Rulebook) -> None:
    (table,) = parse(
        "<table><tr><td>本年新<br/>制作数量</td><td><p>12</p><p>34</p></td></tr>"
        "<tr><td> 公 开 </td><td>5&nbsp;</td></tr></table>",
        rulebook,
    ).tables
    assert rows(table) == [["本年新制作数量", "12 34"], ["公开", "5"]]  # two numbers never become one


def test_hidden_rows_and_marks_of_notes(rulebook: Rulebook) -> None:
    (table,) = parse(
        "<table><tr><td>规章</td><td>326<sup>[1]</sup></td></tr><tr style='display:none'><td>隐藏</td><td>9</td></tr>"
        "<tr><td>文件</td><td><del>5</del>4</td></tr></table>",
        rulebook,
    ).tables
    assert rows(table) == [["规章", "326"], ["文件", "4"]]


@pytest.mark.parametrize(
    "unseen",
    [
        "<span style='display:none'>7</span>",
        "<span style='mso-hide:all'>7</span>",
        "<span style='visibility: hidden'>7</span>",
        "<span style='text-decoration: line-through'>7</span>",
        "<i hidden>7</i>",
        "<s>7</s>",
    ],
)
def test_unseen_digits_join_no_number(rulebook: Rulebook, unseen: str) -> None:
    (table,) = parse(f"<table><tr><td>规章</td><td>{unseen}32{unseen}</td></tr></table>", rulebook).tables
    assert rows(table) == [["规章", "32"]]


def test_hidden_cells_take_no_place_but_struck_ones_do(rulebook: Rulebook) -> None:
    (table,) = parse(
        "<table><tr><td>规章</td><td hidden>9</td><td style='text-decoration:line-through'>8</td><td>5</td></tr>"
        "<tr hidden><td>隐藏</td><td>1</td><td>1</td></tr>"
        "<tr><td aria-hidden='true'>文件</td><td style='overflow:hidden'>1</td><td data-hidden>2</td></tr></table>",
        rulebook,
    ).tables
    assert rows(table) == [["规章", "", "5"], ["文件", "1", "2"]]


def test_a_hidden_copy_of_a_table_is_not_read(rulebook: Rulebook) -> None:
    shown = "<table><tr><td>规章</td><td>1</td></tr><tr><td>规范性文件</td><td>2</td></tr></table>"
    other = shown.replace(">1<", ">61<").replace(">2<", ">62<")
    hidden = f"<div style='display:none'>{other}</div>"
    for page in (shown + hidden, hidden + shown):
        (table,) = parse(page, rulebook).tables
        assert rows(table) == [["规章", "1"], ["规范性文件", "2"]]


def test_a_hidden_table_that_is_shown_nowhere_is_read(rulebook: Rulebook) -> None:
    """Pages unfold their tabs by script."""

    def table(*cells: tuple[str, int]) -> str:
        return "<table>" + "".join(f"<tr><td>{word}</td><td>{n}</td></tr>" for word, n in cells) + "</table>"

    first = table(("规章", 1), ("文件", 2), ("许可", 5))
    second = table(("重复申请", 3), ("其他处理", 4), ("总计", 7))
    tables = parse(f"<div>{first}</div><div style='display:none'>{second}</div>", rulebook).tables
    assert [rows(table)[0] for table in tables] == [["规章", "1"], ["重复申请", "3"]]


def test_a_table_around_tables_is_layout(rulebook: Rulebook) -> None:
    document = parse(
        "<table><tr><td>导语文字，说明全年公开情况良好，群众满意。<table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table></td></tr>"
        "<tr><td>结语文字，说明下一年度打算。</td></tr></table>",
        rulebook,
    )
    (table,) = document.tables
    assert rows(table) == [["规章", "1"], ["文件", "2"]]
    assert document.text.endswith("结语文字，说明下一年度打算。")


def test_rows_of_running_text_in_a_table(rulebook: Rulebook) -> None:
    prose = "全镇认真贯彻落实各项规定，" * 30 + "公开12条。"
    document = parse(
        f"<table><tr><td colspan=2>{prose}</td></tr>"
        "<tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>",
        rulebook,
    )
    (table,) = document.tables
    assert rows(table) == [["规章", "1"], ["文件", "2"]]
    assert "公开12条。\n规章 | 1" in document.text


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>外<td>" * 200 + "内12条" + "</table>" * 200,
        "<div>" * 3000 + "全年公开12条。",
        "<table><tr><td rowspan=65000 colspan=65000>1</td><td>2</td></tr>"
        + "<tr><td>指标</td><td>3</td></tr>" * 300
        + "</table>",
        "<p>正文</p>" + "<a href='\"<" * 20000,
        "<table>" + "<tr><td>指标</td><td>1</td><td>2</td></tr>" * 5000 + "</table>",
    ],
    ids=["nested", "deep", "spans", "quotes", "long"],
)
@pytest.mark.usefixtures("no_blow_up")
def test_hostile_pages_end_soon(page: str, rulebook: Rulebook) -> None:
    assert parse(page, rulebook).text


def test_the_national_tables_of_a_real_page(corpora: Path, rulebook: Rulebook) -> None:
    document = read(corpora / "fj_pingtan_zone_2022_html" / "source.html", rulebook)
    second = document.tables[1]
    assert (second.row_count, second.column_count) == (28, 10)
    assert [len(document.tables), document.tables[2].column_count] == [3, 15]
    for table in document.tables:
        assert all(document.text[cell.start : cell.end] == cell.text for cell in table.cells)
        assert all(len(row) == table.column_count and None not in row for row in table.grid)
