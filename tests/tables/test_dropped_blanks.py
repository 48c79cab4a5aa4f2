"""Rows that lost their blank cells, whose digits could by chance be cut so that they add up as well."""

from __future__ import annotations

from reportmine.extraction.tables import read_tables
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook

HEAD = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LABELS = [
    "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开",
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
    "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作",
]  # fmt: skip


def page(row: list[str]) -> str:
    """One row as given; the others glued in seven digits, so that no other row shows a lost cell."""
    lines = [*HEAD]
    for label in LABELS:
        lines += [label, *(row if label.startswith("7.") else ["1000001"])]
    return "\n".join(["某某镇2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *lines, "无。"])


def values(rulebook: Rulebook, row: list[str]) -> dict[str, float | None]:
    found = read_tables(read_bytes(page(row).encode(), "a.txt", rulebook), rulebook).figures
    return {str(f.applicant): f.value for f in found if f.indicator == "requests.denied.enforcement_file"}


def test_cells_that_add_up_are_not_cut(rulebook: Rulebook) -> None:
    """92 + 9 + 5 + 45517 = 45623, and 92 + 9 + 5 + 455 + 17 + 45 = 623: two cells are lost, or five run together."""
    read = values(rulebook, ["92", "9", "5", "45517", "45623"])
    assert read
    assert all(value is None or (name, value) == ("total", 45623) for name, value in read.items())


def test_cells_that_do_not_add_up_are_cut(rulebook: Rulebook) -> None:
    """The same row where the whole cells are no sum: only the cut is left."""
    read = values(rulebook, ["92", "9", "5", "45517", "45", "623"])
    assert read["total"] in (623, None)
    assert read["social"] in (455, None)
