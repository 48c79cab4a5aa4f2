"""Tables printed as text: bars, one cell per line, columns of blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import Document, Table
from reportmine.reading import read, read_bytes
from reportmine.rulebook import Rulebook


def parse(text: str, rulebook: Rulebook) -> Document:
    return read_bytes(text.encode(), "report.txt", rulebook)


def rows(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid]


CELLS = [
    "指标名称",
    "单位",
    "2017",
    "历年累计",
    "主动公开文件数",
    "条",
    "19",
    "39",
    "其中:1.政府网站公开数",
    "条",
    "19",
    "39",
]


@pytest.mark.parametrize("shape", ["{} |", "| {}", "|\n{}\n|", "{} ¦"])
def test_one_cell_per_line_with_bars(shape: str, rulebook: Rulebook) -> None:
    cells = [*CELLS, "2.政府公报公开数", "条", "0", "0"]
    body = "\n".join(shape.format(cell) for cell in cells).replace("|\n|", "|")
    document = parse(f"附件:\n{body}\n扫一扫在手机上查看当前页面", rulebook)
    (table,) = document.tables
    assert table.origin == "cell_lines"
    assert rows(table) == [cells[0:4], cells[4:8], cells[8:12], cells[12:16]]
    assert document.text.endswith("2.政府公报公开数 | 条 | 0 | 0")


def test_one_cell_per_line_without_bars(rulebook: Rulebook) -> None:
    cells = [*CELLS, "行政复议数", "件", "0", "1"]
    (table,) = parse("附件:\n" + "\n".join(cells), rulebook).tables
    assert rows(table)[3] == ["行政复议数", "件", "0", "1"]


def test_cells_that_fit_no_grid_stay_text(rulebook: Rulebook) -> None:
    cells = [*CELLS, "2.政府公报公开数", "条", "0"]  # a blank cell was dropped: nothing may shift
    document = parse("附件:\n" + "\n".join(f"{cell} |" for cell in cells), rulebook)
    assert document.tables == ()
    assert "2.政府公报公开数 |\n条 |\n0" in document.text


def test_a_header_broken_over_lines(rulebook: Rulebook) -> None:
    text = "信息内容 |\n本年新\n制作数量 |\n总数量 |\n规章 |\n0 |\n3 |\n规范性文件 |\n2 |\n11 |"
    (table,) = parse(text, rulebook).tables
    assert rows(table) == [["信息内容", "本年新制作数量", "总数量"], ["规章", "0", "3"], ["规范性文件", "2", "11"]]


def test_rows_with_bars(rulebook: Rulebook) -> None:
    head = "附表\n| 统计指标 | 单位 | 统计数 |\n|---|---|---|\n| 一、主动公开情况 |\n"
    text = head + "| 公开数 | 条 | 19 |\n| 会议数 | 次 |  |\n"
    (table,) = parse(text, rulebook).tables
    assert table.origin == "separators"
    assert rows(table) == [
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况"] * 3,
        ["公开数", "条", "19"],
        ["会议数", "次", ""],
    ]


def test_rows_with_tabs(rulebook: Rulebook) -> None:
    (table,) = parse("一、附表\n指标\t单位\t数\n公开数\t条\t19\n会议数\t次\t2\n", rulebook).tables
    assert rows(table)[1] == ["公开数", "条", "19"]


def test_a_bar_in_a_sentence_is_no_table(rulebook: Rulebook) -> None:
    document = parse("一、概述\n网站首页|政务公开栏目全年更新19条。\n其他工作有序推进。\n", rulebook)
    assert document.tables == ()


COLUMNS = """二、主动公开政府信息情况
第二十条第（一）项
信息内容        本年制发件数          本年废止件数   现行有效件数
规章          2               0        11

行政规范性文件     109             489      597

三、收到和处理政府信息公开申请情况
                                           法人或其他组织
                                  自然人                               总计
一、本年新收政府信息公开申请数量                  3402     99    3501

三   （一）予以公开                       1175     12    1187
、
本             1.属于国家秘密             0       0     0
年
度             2.其他法律行政法规禁止公
     （三）      开                    27      0     27
     不予
     公开       3.保护第三方合法权益          38      0     38

              4.要求行政机关确认或重新
                                   4       0     4
              出具已获取信息
              1.逾期不补正              40      0     40
     （六）
     其他       2.逾期不缴费              10      0     10
     处理
              3.其他                287      3     290

    （七）总计                         3375     99    3474

四、结转下年度继续办理                       118      3     121
五、存在的主要问题
尚有不足。
"""


def test_columns_of_blanks(rulebook: Rulebook) -> None:
    document = parse(COLUMNS, rulebook)
    first, second = document.tables
    assert {first.origin, second.origin} == {"aligned"}
    assert rows(first)[1:] == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "2", "0", "11"],
        ["行政规范性文件", "109", "489", "597"],
    ]
    body = [row for row in rows(second) if row[-1].isdigit()]
    assert body == [
        ["一、本年新收政府信息公开申请数量"] * 2 + ["3402", "99", "3501"],
        ["（一）予以公开"] * 2 + ["1175", "12", "1187"],
        ["（三）不予公开", "1.属于国家秘密", "0", "0", "0"],
        ["（三）不予公开", "2.其他法律行政法规禁止公开", "27", "0", "27"],
        ["（三）不予公开", "3.保护第三方合法权益", "38", "0", "38"],
        ["（三）不予公开", "4.要求行政机关确认或重新出具已获取信息", "4", "0", "4"],
        ["（六）其他处理", "1.逾期不补正", "40", "0", "40"],
        ["（六）其他处理", "2.逾期不缴费", "10", "0", "10"],
        ["（六）其他处理", "3.其他", "287", "3", "290"],
        ["（七）总计"] * 2 + ["3375", "99", "3474"],
        ["四、结转下年度继续办理"] * 2 + ["118", "3", "121"],
    ]


def test_columns_with_a_lost_number_stay_text(rulebook: Rulebook) -> None:
    document = parse(COLUMNS.replace("10      0     10", "10            10"), rulebook)
    assert [table.origin for table in document.tables] == ["aligned"]
    assert "2.逾期不缴费  10  10" in document.text


WIDE = """三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况
                                           法人或其他组织
                                  自然人                               总计
                                           商业   科研   社会公益 法律服务 其他
                                           企业   机构   组织   机构
一、本年新收政府信息公开申请数量                  3402     99    0   4    5     1   3511
二、上年结转政府信息公开申请数量                   91      3     0   0    2     0   96
三   （一）予以公开                       1175     12        3     1        1191
、
本   （二）部分公开                       319      7                2        328
年
度             1.属于国家秘密             0
     （三）
办    不予      2.其他法律行政法规禁止公
理    公开      开                    27                                  27

    （七）总计                         3375     99    0   4    7     1   3486
四、行政复议情况
无。
"""


def test_blank_cells_between_columns_of_blanks(rulebook: Rulebook) -> None:
    (table,) = parse(WIDE, rulebook).tables
    found = rows(table)
    assert found[3][2:] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    values = {row[1]: row[2:] for row in found[4:]}
    assert values["（一）予以公开"] == ["1175", "12", "", "3", "1", "", "1191"]
    assert values["（二）部分公开"] == ["319", "7", "", "", "2", "", "328"]
    assert values["1.属于国家秘密"] == ["0", "", "", "", "", "", ""]
    assert values["2.其他法律行政法规禁止公开"] == ["27", "", "", "", "", "", "27"]


PAGED = """                  三、收到和处理政府信息公开申请情况
                                                              申请人情况
                                                         法人或其他组织
                                             自然人         社会 法律                总计
                                                   商业 科研
                                                         公益 服务 其他
                                                   企业 机构
                                                         组织 机构
一、本年新收政府信息公开申请数量                             21    0      0     0   0   0     21
                  （一）予以公开                     5    0      0     0   0   0     5
                  （二）部分公开（区分处理的，只计这一情 形，不
                  计其他情形）
                                              4    0      0     0   0   0     4
                            1.属于国家秘密         1     0      0     0   0   0     1
 三 、本 年 度办 理 结果
                  （三）不予公开
                            2.属于四类过程性信息      2     0      0     0   0   0     2

                                                                        -3-
\x0c                 3.属于行政查询事项          7    0   0   0    0    0   7
     （七）总计                             19   0   0   0    0    0   19
     四、行政复议、行政诉讼情况
无。
"""


def test_a_table_over_two_pages_with_its_name_at_the_side(rulebook: Rulebook) -> None:
    document = parse(PAGED, rulebook)
    (table,) = document.tables
    assert [row[1:3] + row[-1:] for row in rows(table) if row[-1].isdigit()] == [
        ["一、本年新收政府信息公开申请数量", "21", "21"],
        ["（一）予以公开", "5", "5"],
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "4", "4"],
        ["1.属于国家秘密", "1", "1"],
        ["2.属于四类过程性信息", "2", "2"],
        ["3.属于行政查询事项", "7", "7"],
        ["（七）总计", "19", "19"],
    ]
    header = next(row for row in rows(table) if row[2] == "自然人")
    assert header[2:] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    parts = [document.text[block.start] for block in document.blocks if block.level == 1]
    assert parts == ["三", "四"]


def test_a_number_between_two_columns_leaves_the_table_a_text(rulebook: Rulebook) -> None:
    moved = WIDE.replace("319      7                2        328", "319         7             2        328")
    assert parse(moved, rulebook).tables == ()


def test_text_of_a_table_keeps_its_blanks(rulebook: Rulebook) -> None:
    line = "指标名称 计量单位 2015年度 历年累计 主动公开文件数 条 42 42 其中:1.政府网站公开数 条 42 42"
    assert line in parse(f"六、附表\n{line}\n", rulebook).text


WAYS = {
    "cells with bars": lambda rows: "\n".join(f"{cell} |" for row in rows for cell in row),
    "cells between bars": lambda rows: "|\n" + "\n|\n".join(cell for row in rows for cell in row) + "\n|",
    "rows with bars": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "rows with tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "markdown": lambda rows: "\n".join(
        "| " + " | ".join(row) + " |" + ("\n|" + "---|" * len(row)) * (number == 0) for number, row in enumerate(rows)
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_spans_lost_and_cells_blank(way: str, rulebook: Rulebook, samples: Path) -> None:
    """A form's table printed in any way gives each label its values, blank ones in their places."""
    table = read(samples / "guyong-2021" / "source.html", rulebook).tables[1]
    printed = [[cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)]
    for row in printed[5:9]:
        row[-3:-1] = ["", ""]
    document = parse("三、收到和处理申请情况\n" + WAYS[way](printed) + "\n四、行政复议情况\n无。\n", rulebook)
    (found,) = document.tables
    expected = {row[-8]: row[-7:] for row in printed if len(row) >= 8 and any(cell.isdigit() for cell in row[-7:])}
    seen = {row[-8]: row[-7:] for row in rows(found) if any(cell.isdigit() for cell in row[-7:])}
    assert len(expected) == 25
    assert seen == expected


def test_founding_sample(corpora: Path, rulebook: Rulebook) -> None:
    document = read(corpora / "shancheng-2017" / "source.txt", rulebook)
    (table,) = document.tables
    assert (table.row_count, table.column_count, table.origin) == (16, 4, "cell_lines")
    assert rows(table)[0] == ["指标名称", "单位", "2017", "历年累计"]
    assert rows(table)[1] == ["主动公开文件数", "条", "19", "39"]
    assert rows(table)[-1] == ["行政诉讼数", "条", "0", "0"]


def test_every_cell_is_in_the_text_and_leads_back(corpora: Path, rulebook: Rulebook) -> None:
    for file in sorted(corpora.glob("*/source.txt")):
        document = read(file, rulebook)
        raw = file.read_bytes().decode("utf-8-sig")
        for table in document.tables:
            for cell in table.cells:
                assert document.text[cell.start : cell.end] == cell.text
                back = "".join(raw[a.raw_start : a.raw_end] for a in document.locate(cell.start, cell.end))
                assert back == cell.text


@pytest.mark.parametrize(
    "text",
    [
        "指标名称 |\n" * 20000,
        "指标 |\n1 |\n" * 15000,
        "条 0 0 " * 30000,
        "\n".join(f"      {n % 9 + 1}.项目    {n}   0" for n in range(6000)),
    ],
    ids=["labels", "cells", "one line", "items"],
)
@pytest.mark.usefixtures("no_blow_up")
def test_hostile_texts_end_soon(text: str, rulebook: Rulebook) -> None:
    assert parse(text, rulebook).text


def test_numbering_that_begins_in_its_midst_belongs_to_no_group(rulebook: Rulebook) -> None:
    text = "　　8.“甲类范围”数 件 28 0 42\n　　9.“乙类范围”数 件 29 0 0\n　　10.“丙类范围”数 件 30 17 17/86"
    document = parse(text, rulebook)
    assert "42" in document.text and "17/86" in document.text
