"""Long forms printed in halves side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.tables import TableReading
from reportmine.rulebook import Rulebook

Reader = Callable[..., TableReading]
ROWS = (
    ("收到申请数", "件", "14"),
    ("1.当面申请数", "件", "0"),
    ("2.传真申请数", "件", ""),
    ("3.网络申请数", "件", "9"),
    ("4.信函申请数", "件", "5"),
    ("申请办结数", "件", "12"),
    ("1.按时办结数", "件", "11"),
    ("2.延期办结数", "件", "1"),
    ("申请答复数", "件", "10"),
    ("1.属于已主动公开范围数", "件", "4"),
    ("2.同意公开答复数", "件", "6"),
    ("行政复议数量", "件", "2"),
)
NUMBERS = {
    "requests.received": 14,
    "requests.received.in_person": 0,
    "requests.received.fax": None,
    "requests.received.online": 9,
    "requests.received.letter": 5,
    "requests.closed": 12,
    "requests.closed.on_time": 11,
    "requests.closed.extended": 1,
    "requests.answered": 10,
    "requests.already_public": 4,
    "requests.granted": 6,
    "appeals.reconsideration": 2,
}
HEAD = ["统计指标", "单位", "数量"]


def numbers(reading: TableReading) -> dict[str, float | None]:
    return {figure.indicator: figure.value for figure in reading.figures if figure.status != "derived"}


def side_by_side(parts: int, *, units: bool, gap: bool, down: bool, head: bool) -> list[list[str]]:
    size = -(-len(ROWS) // parts)
    blank = ("", "", "")
    rows = []
    for place in range(size):
        chosen = [place + size * part if down else parts * place + part for part in range(parts)]
        rows.append([ROWS[number] if number < len(ROWS) else blank for number in chosen])
    lines = [[tuple(HEAD)] * parts, *rows] if head else rows
    found = []
    for line in lines:
        cells: list[str] = []
        for part, row in enumerate(line):
            cells += ([""] if gap and part else []) + [row[0], *(row[1:2] if units else ()), row[2]]
        found.append(cells)
    return found


@pytest.mark.parametrize("parts", [2, 3])
@pytest.mark.parametrize("units", [True, False])
@pytest.mark.parametrize("gap", [True, False])
@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("head", [True, False])
def test_parts_side_by_side(read_html: Reader, parts: int, units: bool, gap: bool, down: bool, head: bool) -> None:
    assert numbers(read_html(side_by_side(parts, units=units, gap=gap, down=down, head=head))) == NUMBERS


def test_in_text_with_bars(read_text: Reader) -> None:
    rows = side_by_side(2, units=True, gap=False, down=True, head=True)
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    assert numbers(read_text(f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n")) == NUMBERS


def test_a_title_over_both_halves_and_a_note_below(read_html: Reader) -> None:
    rows = side_by_side(2, units=False, gap=False, down=True, head=True)
    rows = [["colspan=4|某县政府信息公开情况统计表"], *rows, ["colspan=4|审核人：张三　填报人：李四"]]
    assert numbers(read_html(rows)) == NUMBERS


def test_a_column_of_words_behind_the_numbers_is_no_half(read_html: Reader) -> None:
    rows = [["统计指标", "数量", "备注"], *([label, number or "0", "含各镇"] for label, _, number in ROWS)]
    assert numbers(read_html(rows)) == {name: number or 0 for name, number in NUMBERS.items()}


def test_numbers_behind_words_that_are_no_labels_are_not_read(read_html: Reader) -> None:
    """Other tables stand beside the form's: their words are no labels of it."""
    rows = [
        ["统计指标", "数量", "单位名称", "人数"],
        *([label, n or "0", f"第{k}办公室", "7"] for k, (label, _, n) in enumerate(ROWS)),
    ]
    found = numbers(read_html(rows))
    assert found == {name: number or 0 for name, number in NUMBERS.items()}


@pytest.mark.parametrize("form", ["fj1", "fj2"])
@pytest.mark.parametrize("mark", ["\n", " "])
def test_in_text_the_rows_of_both_halves_follow_each_other(
    rulebook: Rulebook, read_text: Reader, form: str, mark: str
) -> None:
    (table,) = next(known.tables for known in rulebook.forms.forms if known.name == form)
    rows = [(row, slots) for row, slots in zip(table.rows, table.slots, strict=True) if not row.optional]
    size = -(-len(rows) // 2)
    wanted: dict[tuple[str, str], int] = {}

    def cells(number: int) -> list[str]:
        if number >= len(rows):
            return []
        row, slots = rows[number]
        for place, slot in enumerate(slots):
            wanted[slot.indicator or "", str(slot.period)] = 7 * number + place
        return [row.labels[0], *(str(7 * number + place) for place in range(len(slots)))]

    lines = [[*cells(number), *cells(number + size)] for number in range(size)]
    head = ["指标名称", "2016年度", "历年累计"] * 2
    text = "\n".join(mark.join(line) for line in [head, *lines])
    reading = read_text(f"某县2016年年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n")
    found = {(f.indicator, str(f.period)): f.value for f in reading.figures if f.status == "reported"}
    assert found == wanted
