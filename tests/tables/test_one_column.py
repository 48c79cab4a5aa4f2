"""Forms of two columns of numbers printed with one of them, and the coded form's later printing."""

from __future__ import annotations

import pytest

from reportmine.extraction.tables import TableReading, read_tables
from reportmine.model import Period, Status
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook

HEAD = "某某镇人民政府2012年政府信息公开年度报告\n一、概述\n全年工作正常。\n附表\n"
# label, code in the later printing, the year's number
ROWS = [
    ("主动公开信息数", "01", 626),
    ("其中：全文电子化的主动公开信息数", "02", 623),
    ("新增的行政规范性文件数", "04", 2),
    ("提供服务类信息数", "05", 19),
    ("网站专栏页面访问量", "06", 71239),
    ("现场接待人数", "07", 48),
    ("网上咨询数", "08", 187),
    ("咨询电话接听数", "09", 298),
    ("依申请公开信息目录数", "10", 29),
    ("申请总次数", "12", 37),
    ("其中：1.当面申请数", "13", 6),
    ("2.传真申请数", "14", 1),
    ("3.电子邮件申请数", "15", 2),
    ("4.网上申请数", "16", 13),
    ("5.信函申请数", "17", 13),
    ("6.其它形式申请数", "18", 2),
    ("对申请的答复总数", "19", 99),
    ("其中：1.同意公开答复数", "20", 3),
    ("2.同意部分公开答复数", "21", 7),
    ("3.非《规定》所指政府信息数", "22", 20),
    ("4.信息不存在数", "23", 20),
    ("5.非本机关职权范围数", "24", 18),
    ("6.申请内容不明确数", "25", 1),
    ("7.重复申请数", "26", 18),
    ("8.不予公开答复总数", "27", 12),
    ("（1）“国家秘密”数", "28", 1),
    ("（2）“商业秘密”数", "29", 0),
    ("（3）“个人隐私”数", "30", 4),
    ("（4）“过程中信息且影响安全稳定”数", "31", 3),
    ("（5）“危及安全和稳定”数", "32", 0),
    ("（6）“法律法规规定的其他情形”数", "33", 4),
    ("行政复议数", "34", 4),
    ("行政诉讼数", "35", 3),
    ("行政申诉数", "36", 0),
]
EXPECTED = {
    "published.items": 626,
    "normative.issued": 2,
    "requests.received": 37,
    "requests.received.other": 2,
    "requests.answered": 99,
    "requests.partial": 7,
    "requests.not_exist": 20,
    "requests.not_this_body": 18,
    "requests.denied": 12,
    "requests.denied.privacy": 4,
    "requests.denied.other_law": 4,
    "appeals.litigation": 3,
}
ANNEX = [
    ("主动公开信息数", 120),
    ("其中：1.政府网站公开数", 118),
    ("2.政府公报公开数", 4),
    ("受理依申请公开信息总数", 13),
    ("其中：1.当面申请数", 6),
    ("2.传真申请数", 0),
    ("3.电子邮件申请数", 0),
    ("4.网上申请数", 5),
    ("5.信函申请数", 2),
    ("6.其他形式申请数", 0),
    ("对申请的答复总数", 12),
    ("其中：1.同意公开答复数", 9),
    ("2.同意部分公开答复数", 1),
    ("3.否决公开答复总数", 2),
    ("行政复议数", 0),
    ("行政诉讼数", 0),
    ("行政申诉数", 0),
]


def read(rulebook: Rulebook, rows: list[list[str]], style: str) -> TableReading:
    if style == "html":
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        page = f"<html><body><p>{HEAD}</p><table>{body}</table></body></html>"
        return read_tables(read_bytes(page.encode(), "a.html", rulebook), rulebook)
    lines = (cell for row in rows for cell in row) if style == "lines" else (" | ".join(row) + " |" for row in rows)
    return read_tables(read_bytes((HEAD + "\n".join(lines) + "\n").encode(), "a.txt", rulebook), rulebook)


def year_of(found: TableReading) -> dict[str, float | None]:
    return {f.indicator: f.value for f in found.figures if f.period is Period.YEAR and f.status is not Status.DERIVED}


STYLES = pytest.mark.parametrize("style", ["html", "bars", "lines"])


@STYLES
@pytest.mark.parametrize("month", [True, False])
def test_later_printing_with_codes(rulebook: Rulebook, style: str, month: bool) -> None:
    head = ["指标名称", "计算单位", "代码", *(["本月累计"] if month else []), "年度累计"]
    rows = [[label, "条", code, *([str(n // 3)] if month else []), str(n)] for label, code, n in ROWS]
    found = read(rulebook, [head, *rows], style)
    values = year_of(found)
    assert {name: values.get(name) for name in EXPECTED} == EXPECTED
    assert {f.rule for f in found.figures} == {"forms/coded/later"}
    assert any("重复申请" in rest.quote for rest in found.unread)


@STYLES
def test_later_printing_without_codes(rulebook: Rulebook, style: str) -> None:
    """历年累计 is no year's figure: read by the order of the coded form it would stand for 本年累计."""
    rows = [[label, "条", str(n), str(3 * n + 1)] for label, _, n in ROWS]
    found = read(rulebook, [["指标", "单位", "2012年度", "历年累计"], *rows], style)
    values = year_of(found)
    assert {name: values.get(name) for name in EXPECTED} == EXPECTED
    total = {f.indicator: f.value for f in found.figures if f.period is Period.CUMULATIVE}
    assert {name: total.get(name) for name in EXPECTED} == {name: 3 * n + 1 for name, n in EXPECTED.items()}


@STYLES
def test_coded_rows_without_codes_or_header(rulebook: Rulebook, style: str) -> None:
    """Two numbers that nothing names are not 本期 and 本年."""
    rows = [[label, "条", str(n), str(3 * n + 1)] for label, _, n in ROWS]
    rows[19:31] = [[f"({n})“免予公开范围{n}”数", "条", "1", "4"] for n in range(1, 7)]
    found = read(rulebook, [["指标", "单位", "2012年度", "历年累计"], *rows], style)
    assert all(value in (None, EXPECTED.get(name, value)) for name, value in year_of(found).items())


@STYLES
@pytest.mark.parametrize("header", ["2012年度", "本年度"])
def test_the_year_alone(rulebook: Rulebook, style: str, header: str) -> None:
    found = read(rulebook, [["指标名称", "计量单位", header], *([label, "条", str(n)] for label, n in ANNEX)], style)
    assert [f.value for f in found.figures] == [n for _, n in ANNEX]
    assert {f.period for f in found.figures} == {Period.YEAR}


def test_the_total_of_years_alone(rulebook: Rulebook) -> None:
    found = read(
        rulebook, [["指标名称", "计量单位", "历年累计"], *([label, "条", str(n)] for label, n in ANNEX)], "lines"
    )
    assert [f.value for f in found.figures] == [n for _, n in ANNEX]
    assert {f.period for f in found.figures} == {Period.CUMULATIVE}


def test_two_columns_run_together_are_not_one(rulebook: Rulebook) -> None:
    """No cell of one digit shows that there is one column: the numbers may be two."""
    rows = [[label, "条", f"{n}{n + 7}"] for label, n in ANNEX]
    found = read(rulebook, [["指标名称", "计量单位", "2012年度"], *rows], "lines")
    for figure in found.figures:
        printed = figure.value
        assert printed is None or f"{int(printed)}" not in {f"{n}{n + 7}" for _, n in ANNEX}


def test_no_header_decides_nothing(rulebook: Rulebook) -> None:
    found = read(rulebook, [[label, "条", str(n)] for label, n in ANNEX], "lines")
    assert all(figure.value is None for figure in found.figures)
