"""Blank cells of tables copied one cell per line, seen in the blank lines they leave."""

from __future__ import annotations

import pytest

from reportmine.extraction.tables import read_tables
from reportmine.model import Document, Status
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook

HEAD = [
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
]
ROWS = [
    ("一、本年新收政府信息公开申请数量", "12|||||3|15"),
    ("二、上年结转政府信息公开申请数量", "||||||"),
    ("（一）予以公开", "||||4||4"),
    ("（二）部分公开", "8||||||8"),
    ("1.属于国家秘密", "||||||0"),
    ("2.其他法律行政法规禁止公开", "|||||3|3"),
]


def text(each: int, *, most: int = 99, rows: list[tuple[str, str]] = ROWS) -> str:
    """The table as lines, one blank line between cells, ``each`` more for a blank cell, never more than ``most``."""
    body = "\n".join(HEAD[:1]) + "".join(f"\n\n{word}" for word in HEAD[1:])
    gap = 1
    for label, values in rows:
        for cell in (label, *values.split("|")):
            if not cell:
                gap += each
                continue
            body += "\n" * (min(gap, most) + 1) + cell
            gap = 1
    end = "\n" * (min(gap, most) + 1)
    head = "某某镇2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n"
    return f"{head}{body}{end}五、存在的主要问题\n\n无。\n"


def read(rulebook: Rulebook, page: str) -> Document:
    return read_bytes(page.encode(), "a.txt", rulebook)


@pytest.mark.parametrize("each", [1, 2])
def test_blank_cells_keep_their_place(rulebook: Rulebook, each: int) -> None:
    document = read(rulebook, text(each))
    (table,) = document.tables
    assert table.origin == "cell_lines"
    values = [[cell.text for cell in row[-7:] if cell is not None] for row in table.grid[-len(ROWS) :]]
    assert values == [printed.split("|") for _, printed in ROWS]
    assert all(document.text[cell.start : cell.end] == cell.text for row in table.grid for cell in row if cell)
    found = {(f.indicator, str(f.applicant)): f for f in read_tables(document, rulebook).figures}
    assert found["requests.granted", "legal_service"].value == 4
    assert found["requests.received", "other"].value == 3
    assert found["requests.received", "business"].status is Status.BLANK
    assert found["requests.carried_in", "total"].status is Status.BLANK


@pytest.mark.parametrize("most", [1, 2, 3])
def test_blank_lines_that_were_folded_tell_nothing(rulebook: Rulebook, most: int) -> None:
    """A page that keeps only so many blank lines in a row shows no places."""
    found = read_tables(read(rulebook, text(1, most=most)), rulebook).figures
    assert all(f.value in (None, 15) for f in found if f.indicator == "requests.received" and f.applicant == "other")
    assert not any(f.value == 4 and f.applicant not in ("legal_service", "total") for f in found)


def test_a_row_too_short_spoils_the_count(rulebook: Rulebook) -> None:
    rows = [*ROWS[:2], ("（一）予以公开", "|||4||4"), *ROWS[3:]]
    assert read(rulebook, text(1, rows=rows)).tables == ()


def test_wider_gaps_between_paragraphs_are_no_cells(rulebook: Rulebook) -> None:
    page = "某某镇2023年年度报告\n\n申请人情况\n\n\n\n今年收到申请12件\n\n其中3件由企业提出\n\n\n无其他情况\n"
    assert read(rulebook, page).tables == ()
