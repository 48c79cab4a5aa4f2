"""Grids: labels find the rows, headers the columns; what is not there is not read."""

from __future__ import annotations

from collections.abc import Callable

from reportmine.extraction.tables import TableReading

Reader = Callable[..., TableReading]
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NAMES = ["natural_person", "business", "research", "social", "legal_service", "other", "total"]


def annex(*rows: tuple[str, str, str], header: str = "2016年度") -> list[list[str]]:
    return [["指标名称", "单位", header, "历年累计"], *([label, "条", year, total] for label, year, total in rows)]


FJ2 = (
    ("主动公开文件数", "7", "60"),
    ("其中：1.政府网站公开数", "7", "60"),
    ("2.政府公报公开数", "0", "3"),
    ("受理政府信息公开申请总数", "2", "5"),
)


def test_a_header_year_is_kept_with_the_match_and_is_no_value(read_html: Reader) -> None:
    reading = read_html(annex(*FJ2, header="2016"))
    assert [(match.form, match.rows, match.year) for match in reading.matches] == [("fj2", 4, 2016)]
    assert all(figure.year is None for figure in reading.figures)
    assert 2016 not in {figure.value for figure in reading.figures}


def test_columns_of_two_years_keep_their_years(read_html: Reader) -> None:
    rows = [["指标名称", "单位", "2015年度", "2016年度", "历年累计"]]
    rows += [[label, "条", "1", year, total] for label, year, total in FJ2]
    reading = read_html(rows)
    documents = [f for f in reading.figures if f.indicator == "published.documents"]
    assert [(f.period, f.year, f.value) for f in documents] == [
        ("year", 2015, 1), ("year", 2016, 7), ("cumulative", None, 60),
    ]  # fmt: skip


def test_a_local_row_that_an_identifier_covers_is_a_figure_and_another_is_unread(
    read_html: Reader, cells: Callable[..., dict]
) -> None:
    reading = read_html(annex(*FJ2, ("政府信息公开收费减免金额", "0", "0"), ("本地新设指标数", "4", "9")))
    assert cells(reading)["requests.fee_waivers", "total", "cumulative"] == 0
    assert [(rest.kind, rest.text, rest.value) for rest in reading.unread] == [("row", "本地新设指标数", 4)]


def test_blank_dash_and_words_are_told_apart(read_html: Reader) -> None:
    reading = read_html(annex(FJ2[0], ("1.政府网站公开数", "", "-"), ("2.政府公报公开数", "无", "见附件")))
    found = {(f.indicator, f.period): (f.value, f.status) for f in reading.figures}
    assert found["published.documents.website", "year"] == (None, "blank")
    assert found["published.documents.website", "cumulative"] == (None, "dash")
    assert found["published.documents.gazette", "year"] == (0, "stated_zero")
    assert found["published.documents.gazette", "cumulative"] == (None, "unreadable")
    assert [(rest.kind, rest.text) for rest in reading.unread] == [("cell", "见附件")]


def test_columns_follow_the_header_when_it_has_another_order(read_html: Reader, cells: Callable[..., dict]) -> None:
    order = [6, 0, 3, 1, 2, 5, 4]
    numbers = [1, 2, 3, 4, 5, 6, 21]
    head = ["指标", *(APPLICANTS[place] for place in order)]
    labels = ["本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开"]
    found = cells(read_html([head, *([label, *(str(numbers[place]) for place in order)] for label in labels)]))
    for name, number in zip(NAMES, numbers, strict=True):
        assert found["requests.granted", name, "year"] == number


def test_a_missing_column_is_not_made_up(read_html: Reader, cells: Callable[..., dict]) -> None:
    kept = [place for place in range(7) if NAMES[place] != "other"]
    head = ["指标", *(APPLICANTS[place] for place in kept)]
    labels = ["本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开"]
    found = cells(read_html([head, *([label, "1", "0", "0", "0", "0", "1"] for label in labels)]))
    assert not any(applicant == "other" for _, applicant, _ in found)
    assert found["requests.received", "total", "year"] == 1


def test_six_numbers_without_a_header_fit_several_columns_and_stay_open(
    read_html: Reader, cells: Callable[..., dict]
) -> None:
    labels = ["本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开"]
    reading = read_html([[label, "1", "0", "0", "0", "0", "1"] for label in labels])
    assert cells(reading) == {}
    assert {figure.status for figure in reading.figures} == {"unreadable"}


def test_header_order_binds_the_measures_of_table_two(read_html: Reader, cells: Callable[..., dict]) -> None:
    found = cells(
        read_html(
            [
                ["信息内容", "本年新制作数量", "", "对外公开总数量", "本年新公开数量"],
                ["规章", "1", "", "5", "2"],
                ["规范性文件", "3", "", "9", "4"],
            ]
        )
    )
    assert found["rules.public_total", "total", "year"] == 5
    assert found["normative.newly_public", "total", "year"] == 4


def test_money_is_kept_in_the_unit_of_its_indicator(read_html: Reader) -> None:
    two = read_html([["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "12.5"]]).figures[0]
    assert (two.indicator, two.value, two.unit) == ("charges.amount", 12.5, "万元")
    yuan = read_html([["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "5000元"]]).figures[0]
    assert (yuan.value, yuan.unit, yuan.printed_unit, yuan.printed) == (0.5, "万元", "元", "5000元")
    rows = [["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "6", "25.1万元"]]
    bought = read_html(rows).figures[1]
    assert (bought.indicator, bought.value, bought.unit, bought.printed_unit) == (
        "procurement.amount",
        251000,
        "元",
        "万元",
    )


def test_ten_thousands_of_the_2014_table(read_html: Reader, cells: Callable[..., dict]) -> None:
    found = cells(
        read_html(
            [
                ["统计指标", "单位", "统计数"],
                ["六、举报投诉数量", "件", "0"],
                ["七、依申请公开信息收取的费用", "万元", "0.35"],
                ["（三）从事政府信息公开工作人员数", "人", "3"],
                ["1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "1"],
                ["（四）政府信息公开专项经费（不包括用于政府公报编辑管理等方面的经费）", "万元", "2"],
            ]
        )
    )
    assert found["requests.fees", "total", "year"] == 3500
    assert found["organisation.budget", "total", "year"] == 20000
    assert found["organisation.staff.full_time", "total", "year"] == 1


def test_equal_labels_find_their_groups_by_order(read_html: Reader, cells: Callable[..., dict]) -> None:
    found = cells(
        read_html(
            [
                ["统计指标", "单位", "统计数"],
                ["四、行政复议数量", "件", "3"],
                ["（一）维持具体行政行为数", "件", "1"],
                ["（二）被依法纠错数", "件", "0"],
                ["（三）其他情形数", "件", "2"],
                ["五、行政诉讼数量", "件", "5"],
                ["（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "4"],
                ["（二）被依法纠错数", "件", "1"],
                ["（三）其他情形数", "件", "0"],
            ]
        )
    )
    assert found["appeals.reconsideration.other", "total", "year"] == 2
    assert found["appeals.litigation.corrected", "total", "year"] == 1


def test_coded_rows_by_label_whatever_their_code(read_html: Reader) -> None:
    reading = read_html(
        [
            ["指标名称", "计量单位", "代码", "本期实际", "本年累计"],
            ["主动公开信息数", "条", "01", "12", "40"],
            ["否决公开答复总数", "条", "20", "1", "3"],
            ["其中：(1)“非《条例》所指政府信息”数", "条", "21", "0", "1"],
            ["(5)“不予公开范围1”数", "条", "25", "0", "0"],
            ["(11)“不予公开范围7”数", "条", "31", "0", "2"],
            ["(12)其他原因", "条", "32", "1", "0"],
            ["行政复议数", "件", "33", "0", "6"],
        ]
    )
    found = {(f.indicator, f.item): f.value for f in reading.figures}
    assert found == {
        ("published.items", None): 40,
        ("requests.denied", None): 3,
        ("requests.denied.not_government_information", None): 1,
        ("requests.denied.exempt", "1"): 0,
        ("requests.denied.exempt", "7"): 2,
        ("requests.denied.other", None): 0,
        ("appeals.reconsideration", None): 6,
    }
    assert {match.form for match in reading.matches} == {"coded"}


def test_a_row_of_the_older_form_inside_the_newer(read_html: Reader, cells: Callable[..., dict]) -> None:
    def row(label: str, number: str) -> list[str]:
        return [label, number, "0", "0", "0", "0", "0", number]

    labels = [
        "本年新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量",
        "（一）予以公开",
        "（六）其他处理",
        "（七）总计",
    ]
    rows = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"]]
    rows += [["行政规范性文件", "1", "0", "4"], ["申请人情况", *APPLICANTS], *(row(label, "2") for label in labels)]
    found = cells(read_html(rows))
    assert found["normative.in_force", "total", "year"] == 4
    assert found["requests.other_handling", "total", "year"] == 2


def test_other_tables_are_left_alone(read_html: Reader) -> None:
    reading = read_html(
        [
            ["单位", "公开信息数", "备注"],
            ["党政办公室", "12", ""],
            ["农业服务中心", "7", "其中3条更新"],
            ["总计", "19", ""],
        ]
    )
    assert reading == TableReading()


def test_totals_that_the_form_does_not_print(read_html: Reader) -> None:
    head = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = [
        ["colspan=5|行政复议", "colspan=10|行政诉讼"],
        ["colspan=5|", "colspan=5|未经复议直接起诉", "colspan=5|复议后起诉"],
    ]
    reading = read_html([*rows, head * 3, [*"10001", *"20103", *"00011"]])
    total = next(figure for figure in reading.figures if figure.indicator == "appeals.litigation")
    assert (total.value, total.status, total.printed) == (4, "derived", "")
    assert total.evidence.start == total.evidence.end
    assert "appeals.litigation.direct 3" in total.evidence.quote
