"""Numbers that are only a part of what is printed: scales in words, round numbers, units in brackets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.tables import TableReading

Reader = Callable[..., TableReading]
FORM = (
    "第二十条第（一）项|信息内容|本年新制作数量|本年新公开数量|对外公开总数量|规章|0|0|0|规范性文件|1|1|3|"
    "第二十条第（五）项|信息内容|上一年项目数量|本年增/减|处理决定数量|行政许可|2|0|{licences}|其他对外管理服务事项|0|0|0|"
    "第二十条第（六）项|信息内容|上一年项目数量|本年增/减|处理决定数量|行政处罚|0|0|0|行政强制|0|0|0|"
    "第二十条第（八）项|信息内容|上一年项目数量|本年增/减|行政事业性收费|0|0|"
    "第二十条第（九）项|信息内容|采购项目数量|{head}|政府集中采购|1|{amount}|三、收到和处理政府信息公开申请情况"
)
HEAD = "二、主动公开政府信息情况|"
ROWS = ("|第二十条", "|信息内容", "|规章", "|规范性", "|行政", "|其他对外", "|政府集中", "|三、")


def printed(amount: str = "8040", licences: str = "5", head: str = "采购总金额", bars: bool = False) -> str:
    text = HEAD + FORM.format(amount=amount, licences=licences, head=head)
    if not bars:
        return text.replace("|", "\n\n")
    for row in ROWS:
        text = text.replace(row, "\n" + row[1:])
    return text.replace("|", " | ")


def value(reading: TableReading, indicator: str) -> object:
    figure = next(figure for figure in reading.figures if figure.indicator == indicator)
    return figure.value if figure.status == "reported" else str(figure.status)


@pytest.mark.parametrize("bars", [False, True])
@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("8040", 8040), ("8040元", 8040), ("8040元整", 8040), ("3.25万元", 32500), ("3.25万", 32500),
        ("3.25 万元", 32500), ("3.25（万元）", 32500), ("1.5亿", 150000000), ("12千元", 12000),
    ],
)  # fmt: skip
def test_the_scale_of_an_amount_is_read(read_text: Reader, amount: str, expected: float, bars: bool) -> None:
    assert value(read_text(printed(amount, bars=bars)), "procurement.amount") == expected


@pytest.mark.parametrize("bars", [False, True])
@pytest.mark.parametrize(
    "amount", ["3万余元", "500余元", "1万2千", "25万5千元", "3.5W", "100多万元", "20.5万左右", "8千"]
)
def test_a_part_of_an_amount_is_not_the_amount(read_text: Reader, amount: str, bars: bool) -> None:
    assert value(read_text(printed(amount, bars=bars)), "procurement.amount") == "unreadable"


@pytest.mark.parametrize("bars", [False, True])
@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        ("5件", 5), ("5（件）", 5), ("1.2万", 12000), ("1.2万件", 12000),
        ("3万余", "unreadable"), ("12余件", "unreadable"), ("12%", "unreadable"), ("3,5", "unreadable"),
    ],
)  # fmt: skip
def test_counts_in_thousands_and_round_ones(read_text: Reader, licences: str, expected: object, bars: bool) -> None:
    reading = read_text(printed(licences=licences, bars=bars))
    assert value(reading, "licensing.decisions") == expected
    assert value(reading, "normative.public_total") == 3


def test_a_threshold_in_the_header_is_no_scale(read_text: Reader) -> None:
    assert value(read_text(printed("8040", head="采购总金额（含50万以上）")), "procurement.amount") == 8040
    assert value(read_text(printed("80.4", head="采购总金额（万元）")), "procurement.amount") == 804000
