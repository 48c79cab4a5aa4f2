"""Tables of which a text holds only the beginning, and rows whose labels carry long remarks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.tables import TableReading

Reader = Callable[..., TableReading]
HEAD = (
    "三、收到和处理政府信息公开申请情况|（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）|申请人情况|自然人|"
    "法人或其他组织|总计|商业企业|科研机构|社会公益组织|法律服务机构|其他|"
)
FIRST = "一、本年新收政府信息公开申请数量|5|1|0|0|0|2|8|二、上年结转政府信息公开申请数量|1|0|0|0|0|0|1|"


def received(reading: TableReading) -> list[object]:
    return [figure.value for figure in reading.figures if figure.indicator == "requests.received"]


@pytest.mark.parametrize(
    "end", ["", "三、本年度办理结果", "三、本年度办理结果|（一）予以公开|4|1", "三、本年度办理结果|（一）予"]
)
def test_the_first_rows_of_a_table_are_read(read_text: Reader, end: str) -> None:
    reading = read_text((HEAD + FIRST + end).replace("|", "\n\n"))
    assert received(reading) == [5, 1, 0, 0, 0, 2, 8]
    assert not [figure for figure in reading.figures if figure.indicator == "requests.granted" and figure.value]


@pytest.mark.parametrize(
    "text",
    [
        FIRST,  # no header
        HEAD + FIRST.replace("|5|1|0|0|0|2|8|", "|5|1|2|8|"),  # cells are gone
        HEAD + "二、上年结转政府信息公开申请数量|1|0|0|0|0|0|1|（一）予以公开|4|1|0|0|0|1|6|",  # not the beginning
    ],
)
def test_but_not_without_header_cells_or_beginning(read_text: Reader, text: str) -> None:
    assert not read_text("本报告的表：" + text.replace("|", " ")).figures


def test_the_same_on_one_line(read_text: Reader) -> None:
    assert received(read_text("本报告的表：" + (HEAD + FIRST).replace("|", " "))) == [5, 1, 0, 0, 0, 2, 8]


def test_prose_that_names_the_first_rows_is_none(read_text: Reader) -> None:
    said = "自然人、商业企业、科研机构等均可申请。本年新收政府信息公开申请12件，上年结转政府信息公开申请3件，均已办结。"
    assert not read_text("一、总体情况\n" + said).figures


REMARKS = (
    "第二十条第（一）项||||信息内容|本年新制作数量|本年新公开数量|对外公开总数量|"
    "规章（有立法权的市、州政府填写，其余填零即可）|0|0|0|"
    "规范性文件（本机关印发、在一定时期内反复适用的文件，题为办法、细则的一般都是规范性文件）|7|2|9|"
    "第二十条第（五）项||||信息内容|上一年项目数量（2019年末的事项）|本年增/减（减少的写负数）|处理决定数量（全年办件）|"
    "行政许可|4|-1|16|"
    "其他对外管理服务事项（含行政确认、行政奖励、行政处罚、行政强制、行政检查及公共服务）|3|0|5|"
    "第二十条第（六）项||||信息内容|上一年项目数量（2019年末的事项）|本年增/减（减少的写负数）|处理决定数量（全年办件）|"
    "行政处罚|6|1|11|"
)


def test_remarks_that_name_other_rows_lead_nowhere(read_text: Reader) -> None:
    cells = REMARKS.split("|")[:-1]
    rows = [cells[place : place + 4] for place in range(0, len(cells), 4)]
    text = "二、主动公开政府信息情况\n" + "".join("|\n" + "".join(f"{cell} |\n" for cell in row) for row in rows)
    found = {figure.indicator: figure.value for figure in read_text(text).figures}
    assert found == {
        "rules.made": 0, "rules.newly_public": 0, "rules.public_total": 0,
        "normative.made": 7, "normative.newly_public": 2, "normative.public_total": 9,
        "licensing.items_last_year": 4, "licensing.items_change": -1, "licensing.decisions": 16,
        "external_services.items_last_year": 3, "external_services.items_change": 0, "external_services.decisions": 5,
        "penalties.items_last_year": 6, "penalties.items_change": 1, "penalties.decisions": 11,
    }  # fmt: skip


def test_a_question_mark_that_was_a_blank(read_text: Reader) -> None:
    text = (HEAD + FIRST).replace("|5|1|", "|? 5|1|").replace("|", "\n\n")
    assert received(read_text(text)) == [5, 1, 0, 0, 0, 2, 8]
    assert received(read_text(text.replace("? 5", "?"))) in ([], [None] * 7)
