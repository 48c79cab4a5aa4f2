"""Columns a form does not have: last year, a remark, other bodies. They never run into the numbers beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction.tables import TableReading
from reportmine.rulebook import Rulebook

Reader = Callable[..., TableReading]
ROWS = (
    ("收到申请数", "件", "14", "3"),
    ("1.当面申请数", "件", "0", "2"),
    ("2.传真申请数", "件", "0", "0"),
    ("3.网络申请数", "件", "9", "1"),
    ("4.信函申请数", "件", "5", "0"),
    ("申请办结数", "件", "12", "3"),
)
RECEIVED, IN_PERSON, CLOSED = "requests.received", "requests.received.in_person", "requests.closed"


def found(reading: TableReading) -> dict[str, list[tuple[int | None, float | None]]]:
    values: dict[str, list[tuple[int | None, float | None]]] = {}
    for figure in reading.figures:
        if figure.value is not None:
            values.setdefault(figure.indicator, []).append((figure.year, figure.value))
    return values


def swapped(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[label, unit, last, this] for label, unit, this, last in rows]


@pytest.mark.parametrize("foreign", ["上年数", "历年累计", "某镇", "备注"])
def test_the_header_says_which_column_is_the_forms(read_html: Reader, foreign: str) -> None:
    after = found(read_html([["统计指标", "单位", "统计数", foreign], *map(list, ROWS)]))
    before = found(read_html([["统计指标", "单位", foreign, "统计数"], *swapped(ROWS)]))
    assert after == before
    assert (after[RECEIVED], after[IN_PERSON], after[CLOSED]) == ([(None, 14)], [(None, 0)], [(None, 12)])


def test_columns_that_are_years_give_each_number_its_year(read_html: Reader) -> None:
    values = found(read_html([["统计指标", "单位", "2016年", "2015年"], *map(list, ROWS)]))
    assert values[RECEIVED] == [(2016, 14), (2015, 3)]


def test_a_year_beside_the_forms_own_column(read_html: Reader) -> None:
    values = found(read_html([["统计指标", "单位", "统计数", "2015年"], *map(list, ROWS)]))
    assert values[RECEIVED] == [(None, 14), (2015, 3)]


def test_a_year_beside_a_column_of_another_name_is_read_as_that_year(read_html: Reader) -> None:
    values = found(read_html([["统计指标", "单位", "今年", "2015年"], *map(list, ROWS)]))
    assert values[RECEIVED] == [(2015, 3)]


def test_a_count_that_looks_like_a_year_is_no_header(read_html: Reader) -> None:
    rows = [["统计指标", "单位", "统计数"], *([label, unit, this] for label, unit, this, _ in ROWS)]
    rows.insert(4, ["本地指标", "件", "2016"])
    assert found(read_html(rows))[CLOSED] == [(None, 12)]


@pytest.mark.parametrize("names", [("今年", "去年"), ("", "")])
def test_two_columns_of_which_none_is_named_are_not_read(read_html: Reader, names: tuple[str, str]) -> None:
    assert not found(read_html([["统计指标", "单位", *names], *map(list, ROWS)]))


@pytest.mark.parametrize("mark", ["\n", "\t", " "])
@pytest.mark.parametrize("columns", ["今年 去年", "去年 今年", ""])
def test_in_text_too_two_columns_are_not_one_number(read_text: Reader, mark: str, columns: str) -> None:
    rows = [["统计指标", "单位", *columns.split()], *map(list, ROWS)]
    text = "\n".join(mark.join(row) for row in rows)
    assert not found(read_text(f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n"))


def test_in_text_a_number_cut_here_and_there_is_still_joined(read_text: Reader) -> None:
    rows = [[label, unit, this] for label, unit, this, _ in ROWS]
    rows[0][2:] = ["1", "4"]
    text = "\n".join(" | ".join(row) for row in rows)
    assert found(read_text(f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n"))[RECEIVED] == [(None, 14)]


APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
REQUESTS = (
    ("一、本年新收政府信息公开申请数量", (5, 2, 0, 1, 0, 3, 11)),
    ("二、上年结转政府信息公开申请数量", (1, 0, 0, 0, 0, 0, 1)),
    ("（一）予以公开", (4, 2, 0, 0, 0, 3, 9)),
    ("（六）其他处理", (1, 0, 0, 1, 0, 0, 2)),
)


def two_lines(order: tuple[int, ...], *, across: int = 5, more: tuple[str, ...] = ()) -> list[list[str]]:
    """Table three under its two lines of headers, the applicants in any order, with ``more`` columns after the rest."""
    inner = [APPLICANTS[place] for place in order if 0 < place < 6]
    outer = {0: "rowspan=2|自然人", 6: "rowspan=2|总计", -1: f"colspan={across}|法人或其他组织"}
    first = [outer[place if place in (0, 6) else -1] for place in order if place in (0, 1, 6)]
    rows = [["rowspan=2|项目", *first, *(f"rowspan=2|{name}" for name in more)], inner]
    for label, numbers in REQUESTS:
        rows.append([label, *(str(numbers[place]) for place in order), *("7" for _ in more)])
    return rows


def by_applicant(reading: TableReading, indicator: str) -> dict[str, float | None]:
    return {str(f.applicant): f.value for f in reading.figures if f.indicator == indicator}


RIGHT = dict(
    zip(
        ("natural_person", "business", "research", "social", "legal_service", "other", "total"),
        REQUESTS[0][1],
        strict=True,
    )
)


def test_headers_of_two_lines_move_columns(read_html: Reader) -> None:
    assert by_applicant(read_html(two_lines((6, 0, 1, 2, 3, 4, 5))), "requests.received") == RIGHT


def test_headers_of_two_lines_tell_a_foreign_column(read_html: Reader) -> None:
    reading = read_html(two_lines((0, 1, 2, 3, 4, 5, 6), more=("备注",)))
    assert by_applicant(reading, "requests.received") == RIGHT


def test_headers_of_two_lines_tell_a_missing_column(read_html: Reader) -> None:
    reading = read_html(two_lines((0, 1, 2, 3, 4, 6), across=4))
    expected = {name: value for name, value in RIGHT.items() if name != "other"}
    assert by_applicant(reading, "requests.received") == expected


def test_a_header_that_lost_its_span_moves_no_column(read_html: Reader) -> None:
    """The total's header then stands in the midst of the others; the sums of the rows say where the columns are."""
    assert by_applicant(read_html(two_lines((0, 1, 2, 3, 4, 5, 6), across=1)), "requests.received") == RIGHT


def test_sums_that_fit_neither_order_leave_the_row_out(read_html: Reader) -> None:
    rows = two_lines((0, 1, 2, 3, 4, 5, 6), across=1)
    rows[2][1] = "50"
    reading = read_html(rows)
    assert not by_applicant(reading, "requests.received")
    assert by_applicant(reading, "requests.carried_in")["natural_person"] == 1


def test_a_row_is_known_by_its_own_words_before_those_of_a_span_that_is_too_long(read_html: Reader) -> None:
    rows = [
        ["项目", "", *APPLICANTS],
        ["rowspan=3|（六）其他处理", "1.申请人无正当理由逾期不补正", "1", "0", "0", "0", "0", "0", "1"],
        ["2.申请人逾期未按收费通知要求缴纳费用", "0", "2", "0", "0", "0", "0", "2"],
        ["colspan=2|（七）总计", "1", "2", "0", "0", "0", "0", "3"],
        ["colspan=2|四、结转下年度继续办理", "0", "0", "4", "0", "0", "0", "4"],
    ]
    reading = read_html(rows)
    assert by_applicant(reading, "requests.other_handling.unpaid")["business"] == 2
    assert by_applicant(reading, "requests.answered")["total"] == 3


def test_a_code_is_no_number_where_a_cell_of_its_row_is_lost(read_html: Reader) -> None:
    rows = [["指标名称", "代码", "本期实际", "本年累计"]]
    rows += [["主动公开信息数", "01", "40"], ["其中：全文电子化的主动公开信息数", "02", "3", "9"]]
    rows += [["新增的行政规范性文件数", "03", "0", "5"], ["提供服务类信息数", "04", "1", "2"]]
    values = found(read_html(rows))
    assert "published.items" not in values
    assert values["published.fulltext"] == [(None, 9)]


def in_text(order: tuple[int, ...]) -> str:
    rows = [" | ".join([label, *(str(numbers[place]) for place in order)]) for label, numbers in REQUESTS]
    return "\n".join(["某镇年度报告", "一、概述", "全年开展培训。", *rows, "附注：无。"])


def test_columns_that_only_the_sums_show_as_moved_are_not_read(read_text: Reader) -> None:
    moved = by_applicant(read_text(in_text((6, 0, 1, 2, 3, 4, 5))), "requests.received")
    assert set(moved.values()) <= {None}
    assert by_applicant(read_text(in_text((0, 1, 2, 3, 4, 5, 6))), "requests.received") == RIGHT


def test_one_wrong_sum_moves_nothing(read_text: Reader) -> None:
    text = in_text((0, 1, 2, 3, 4, 5, 6)).replace("3 | 11", "3 | 12")
    assert by_applicant(read_text(text), "requests.received") == {**RIGHT, "total": 12}


def test_totals_left_blank_move_nothing(read_html: Reader) -> None:
    rows = [["项目", *APPLICANTS], *([label, *map(str, numbers[:-1]), ""] for label, numbers in REQUESTS)]
    assert by_applicant(read_html(rows), "requests.received") == {**RIGHT, "total": None}


# The national form of 2014 in text, with numbers for the rows named here and 0 for all others.
NUMBERS = {
    RECEIVED: "14",
    IN_PERSON: "2",
    "requests.received.online": "7",
    "requests.received.letter": "5",
    CLOSED: "12",
    "normative.issued": "20",
}


def whole_form(rulebook: Rulebook, more: dict[str, str], mark: str = "\n", head: str = "", cell: str = "") -> str:
    """``more`` stands after the numbers of rows, ``cell`` in the place of the requests received."""
    (table,) = next(form.tables for form in rulebook.forms.forms if form.name == "n2014")
    rows = [["统计指标", "单位", "统计数", head]]
    for row, slots in zip(table.rows, table.slots, strict=True):
        number = NUMBERS.get(row.key, "0")
        printed = cell if cell and row.key == RECEIVED else number
        unit = rulebook.indicators[slots[0].indicator or ""].unit
        rows.append([row.labels[0], row.unit or unit, printed, more.get(row.key, "")])
    text = "\n".join(mark.join(word for word in row if word) for row in rows)
    return f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n"


@pytest.mark.parametrize("mark", ["\n", "\t", " ", " | "])
@pytest.mark.parametrize("head", ["备注", ""])
def test_in_text_a_remark_that_is_a_number_joins_no_other(
    rulebook: Rulebook, read_text: Reader, mark: str, head: str
) -> None:
    values = found(read_text(whole_form(rulebook, {IN_PERSON: "15"}, mark, head)))
    assert values[IN_PERSON] == [(None, 2)]  # 2 and 7 and 5 are 14: the sum says that 15 stands apart
    assert values[RECEIVED] == [(None, 14)]


def test_in_text_a_cut_number_is_joined_where_the_sum_says_so(rulebook: Rulebook, read_text: Reader) -> None:
    values = found(read_text(whole_form(rulebook, {CLOSED: "0"}, cell="1 4")))
    assert (values[RECEIVED], values[IN_PERSON]) == ([(None, 14)], [(None, 2)])
    assert values[CLOSED] == [(None, 120)]  # as numbers are cut elsewhere in the table


def test_in_text_a_number_beside_another_is_open_where_no_sum_tells(rulebook: Rulebook, read_text: Reader) -> None:
    reading = read_text(whole_form(rulebook, {"normative.issued": "3"}))
    (open_,) = [figure for figure in reading.figures if figure.indicator == "normative.issued"]
    assert (open_.value, set(open_.candidates)) == (None, {20, 203})


def test_a_remark_after_the_total_is_no_part_of_it(read_text: Reader) -> None:
    """Five requests and a remark of 50 would add up as well if 5 and 0 were one number."""
    rows = [[label, *map(str, numbers), ""] for label, numbers in REQUESTS]
    rows[1] = [REQUESTS[1][0], *"5000005", "50"]
    rows = [["项目", *APPLICANTS, "备注"], *rows, ["（七）总计", *map(str, (10, 2, 0, 1, 0, 3, 16)), ""]]
    text = "\n".join(" | ".join(cell for cell in row if cell) for row in rows)
    reading = read_text(f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n")
    assert by_applicant(reading, "requests.carried_in").get("natural_person") in (None, 5)


@pytest.mark.parametrize("cell", ["14/3", "14(3)", "14（3）", "14 ( 3 )"])
@pytest.mark.parametrize("mark", ["\n", " | "])
def test_two_numbers_in_one_cell_are_neither(rulebook: Rulebook, read_text: Reader, cell: str, mark: str) -> None:
    values = found(read_text(whole_form(rulebook, {}, mark, cell=cell)))
    assert RECEIVED not in values
    assert values[CLOSED] == [(None, 12)]


def test_the_number_of_the_next_row_in_brackets_is_no_second_one(rulebook: Rulebook, read_text: Reader) -> None:
    text = whole_form(rulebook, {RECEIVED: "（1）", IN_PERSON: "(2)"}, "")
    values = found(read_text(text.replace("（1）\n", "（1）").replace("(2)\n", "(2)")))
    assert (values[RECEIVED], values[IN_PERSON]) == ([(None, 14)], [(None, 2)])


def piped(rows: list[list[str]]) -> str:
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"某镇年度报告\n一、概述\n全年开展培训。\n{text}\n附注：无。\n"


def test_a_row_whose_cells_have_moved_over_a_lost_one_is_open(read_text: Reader) -> None:
    rows = [["项目", *APPLICANTS], *([label, *map(str, numbers)] for label, numbers in REQUESTS)]
    rows[3] = [REQUESTS[2][0], "4", "2", "0", "0", "3", "9", ""]  # one nought is lost
    reading = read_text(piped(rows))
    assert by_applicant(reading, "requests.received") == RIGHT
    assert not any(by_applicant(reading, "requests.granted").values())


def test_totals_that_were_not_filled_in_move_nothing(read_text: Reader) -> None:
    rows = [["项目", *APPLICANTS], *([label, *map(str, numbers[:-1]), ""] for label, numbers in REQUESTS)]
    rows[1][-1] = "11"
    reading = read_text(piped(rows))
    assert by_applicant(reading, "requests.granted")["other"] == 3
    assert by_applicant(reading, "requests.carried_in")["natural_person"] == 1


def test_rows_without_header_that_all_lack_a_column_are_open(read_text: Reader) -> None:
    """Ten and fourteen would add up with the rest if one were cut in two."""
    rows = [[label, *map(str, (*numbers[:5], numbers[6]))] for label, numbers in REQUESTS]
    rows[0] = [REQUESTS[0][0], "3", "2", "0", "1", "14", "11"]
    reading = read_text(piped([*rows, ["（七）总计", "5", "2", "0", "1", "0", "11"]]))
    assert all(value is None for value in by_applicant(reading, "requests.received").values())
