"""Tables that became running text, with all their figures or with honest gaps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.extraction.tables import TableReading, settle_with_prose
from reportmine.extraction.tables.chain import WINDOW, Hit, Strangers, best_chain, longest_chain
from reportmine.extraction.tables.labels import BLOT, Reducer, compiled
from reportmine.model import Evidence, Figure, Period, Source
from reportmine.rulebook import Rulebook

Reader = Callable[..., TableReading]
ZEROS = (
    "受理政府信息公开申请总数条00其中：1.当面申请数条002.网络申请数条003.信函、传真申请数条00"
    "对申请的答复总数条00其中：1.同意公开答复数条002.同意部分公开答复数条003.不予公开答复数条004.其他类型答复数条00"
    "接受行政申诉、举报数条00行政复议数条00行政诉讼数条00"
)
HEAD = "六、附表。指标名称单位2016年度历年累计"


def prose(indicator: str, value: int, period: Period = Period.YEAR) -> Figure:
    return Figure(
        indicator=indicator,
        value=value,
        period=period,
        source=Source.PROSE,
        evidence=Evidence(start=0, end=0, quote=""),
        rule="prose/test",
    )


@given(text=st.text(alphabet="申请数1 、年", max_size=40), cuts=st.lists(st.integers(0, 40), max_size=4))
def test_signs_of_a_core_stand_where_they_were(rulebook: Rulebook, text: str, cuts: list[int]) -> None:
    reducer = Reducer(rulebook.forms.labels)
    closed = [(min(pair), max(pair)) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    plain, core = reducer.running(text), reducer.running(text, closed)
    counted = [plain.places.before(place) for place in range(len(text) + 1)]  # before the places are listed
    assert [text[plain.places[place]] for place in range(len(plain.text))] == list(plain.text)
    assert counted == [plain.places.before(place) for place in range(len(text) + 1)]
    assert len(core.text) == len(plain.text)
    for place, sign in enumerate(core.text):
        is_closed = any(low <= plain.places[place] < high for low, high in closed)
        assert sign == (BLOT if is_closed else plain.text[place])


@given(places=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 900)), max_size=12))
def test_no_chain_is_longer_than_the_longest(rulebook: Rulebook, places: list[tuple[int, int]]) -> None:
    labels = compiled(rulebook)[0]
    hits = sorted({Hit(row, start, start + 4) for row, start in places}, key=lambda hit: (hit.start, -hit.end, hit.row))
    strangers = Strangers(labels.reducer.running("申" * 1000), labels, frozenset("申"))
    chain = best_chain(hits, labels, strangers)
    assert len(chain.hits if chain else ()) <= longest_chain(hits)
    assert longest_chain(hits) <= len({hit.row for hit in hits})


def test_a_chain_is_as_long_as_its_rows_in_order_and_near() -> None:
    hits = [Hit(3, 0, 4), Hit(1, 10, 14), Hit(2, 20, 24), Hit(2, 22, 26), Hit(4, 30, 34), Hit(5, 34 + WINDOW * 2, 900)]
    assert longest_chain(hits) == 3
    assert longest_chain([]) == 0


def test_one_split_of_the_digits_satisfies_the_relations(read_text: Reader, cells: Callable[..., dict]) -> None:
    # 58 = 51 + 7 + 0 in the year, 230 = 190 + 30 + 10 in all.
    text = (
        HEAD
        + "主动公开文件数条917其中：1.政府网站公开数条9172.政府公报公开数条00"
        + ZEROS.replace(
            "受理政府信息公开申请总数条00其中：1.当面申请数条002.网络申请数条003.信函、传真申请数条00",
            "受理政府信息公开申请总数条58230其中：1.当面申请数条511902.网络申请数条7303.信函、传真申请数条010",
        )
    )
    found = cells(read_text(text))
    assert found["requests.received", "total", "year"] == 58
    assert found["requests.received", "total", "cumulative"] == 230
    assert found["requests.received.online", "total", "cumulative"] == 30
    assert found["requests.received.letter_or_fax", "total", "cumulative"] == 10
    assert found["published.documents", "total", "year"] == 9


def test_inferred_cells_say_which_relations_decided(read_text: Reader) -> None:
    reading = read_text(HEAD + "主动公开文件数条917其中：1.政府网站公开数条9172.政府公报公开数条00" + ZEROS)
    figure = next(f for f in reading.figures if f.indicator == "published.documents" and f.period == "cumulative")
    assert (figure.value, figure.status, figure.printed) == (17, "inferred", "17")
    assert any("year" in name for name in figure.decided_by)


OPEN = HEAD + "主动公开文件数条31424518其中：1.政府网站公开数条314245182.政府公报公开数条00" + ZEROS


def test_several_splits_stay_open_with_their_candidates(read_text: Reader) -> None:
    reading = read_text(OPEN)
    year = next(f for f in reading.figures if f.indicator == "published.documents" and f.period == "year")
    assert (year.value, year.status) == (None, "unreadable")
    assert set(year.candidates) == {3, 31, 314, 3142}
    assert year.printed == "31424518"


def test_the_reports_own_prose_decides_what_relations_leave_open(read_text: Reader, rulebook: Rulebook) -> None:
    settled = settle_with_prose(read_text(OPEN), [prose("published.items", 3142)], rulebook)
    found = {(f.indicator, f.period): f for f in settled.figures}
    assert found["published.documents", "year"].value == 3142
    assert found["published.documents", "cumulative"].value == 4518
    assert "prose:published.items" in found["published.documents", "year"].decided_by
    assert found["published.documents.website", "year"].value == 3142  # no other split stays below the whole


@pytest.mark.parametrize(
    "said",
    [
        [],
        [prose("published.items", 77)],  # none of the candidates
        [prose("published.items", 314), prose("published.items", 3142)],  # two of them
        [prose("requests.received", 3142)],  # of something else
        [prose("published.items", 3142, Period.CUMULATIVE)],  # of another period
    ],
)
def test_prose_that_does_not_speak_for_the_cell_decides_nothing(
    read_text: Reader, rulebook: Rulebook, said: list[Figure]
) -> None:
    settled = settle_with_prose(read_text(OPEN), said, rulebook)
    assert all(f.value is None for f in settled.figures if f.indicator == "published.documents")


def test_seven_glued_columns_by_their_total(read_text: Reader, cells: Callable[..., dict]) -> None:
    text = (
        "三、收到和处理政府信息公开申请情况申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
        "一、本年新收政府信息公开申请数量381020041二、上年结转政府信息公开申请数量2000002三、本年度办理结果"
        "（一）予以公开180000018（二）部分公开（区分处理的，只计这一情形，不计其他情形）400000 4（三）不予公开"
        "1.属于国家秘密00000002.其他法律行政法规禁止公开00000003.危及“三安全一稳定”00000004.保护第三方合法权益0000000"
        "5.属于三类内部事务信息00000006.属于四类过程性信息00000007.属于行政执法案卷00000008.属于行政查询事项0000000"
        "（四）无法提供1.本机关不掌握相关政府信息181020021"
    )
    reading = read_text(text)
    found = cells(reading)
    assert [found["requests.received", name, "year"] for name in ("natural_person", "business", "social", "total")] == [
        38,
        1,
        2,
        41,
    ]
    assert found["requests.partial", "natural_person", "year"] == found["requests.partial", "total", "year"] == 4
    assert found["requests.denied.prohibited_by_law", "total", "year"] == 0
    assert {match.form for match in reading.matches} <= {"n2019", "n2021"}


def test_digits_without_any_relation_are_not_guessed(read_text: Reader) -> None:
    reading = read_text(
        "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件41228"
        "第二十条第（五）项信息内容本年处理决定数量行政许可310第二十条第（六）项信息内容本年处理决定数量行政处罚12行政强制0"
        "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费1284.5三、收到"
    )
    found = {f.indicator: f for f in reading.figures}
    assert found["rules.in_force"].value == 0
    assert found["normative.issued"].value is None
    assert set(found["normative.issued"].candidates) == {4, 41, 412}
    assert found["licensing.decisions"].value == 310
    assert found["charges.amount"].value == 1284.5


def test_a_number_cut_in_two_is_joined_by_the_row_total(read_text: Reader, cells: Callable[..., dict]) -> None:
    rows = ["一、本年新收政府信息公开申请数量 2 0 1 0 0 0 0 21", "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1"]
    rows += ["（一）予以公开 3 0 0 0 0 0 3", "（二）部分公开 0 0 0 0 0 0 0", "1.属于国家秘密 0 0 0 0 0 0 0"]
    rows += ["2.其他法律行政法规禁止公开 0 0 0 0 0 0 0", "3.危及“三安全一稳定” 0 0 0 0 0 0 0"]
    rows += ["4.保护第三方合法权益 0 0 0 0 0 0 0", "5.属于三类内部事务信息 0 0 0 0 0 0 0"]
    rows += [
        "6.属于四类过程性信息 0 0 0 0 0 0 0",
        "7.属于行政执法案卷 0 0 0 0 0 0 0",
        "8.属于行政查询事项 0 0 0 0 0 0 0",
    ]
    found = cells(read_text("申请人情况 自然人 法人或其他组织 总计\n" + "\n".join(rows)))
    assert found["requests.received", "natural_person", "year"] == 20
    assert found["requests.received", "business", "year"] == 1


def test_a_lost_cell_is_not_taken_for_glued_digits(read_text: Reader) -> None:
    lines = ["指标名称 单位 2016年度 历年累计", "主动公开文件数 条 19", "其中：1.政府网站公开数 条 25 81"]
    lines += [
        "2.政府公报公开数 条 0 0",
        "受理政府信息公开申请总数 条 0 0",
        "其中：1.当面申请数 条 0 0",
        "2.网络申请数 条 0 0",
    ]
    lines += ["3.信函、传真申请数 条 0 0", "对申请的答复总数 条 0 0", "其中：1.同意公开答复数 条 0 0"]
    reading = read_text("\n".join(lines))
    documents = [f for f in reading.figures if f.indicator == "published.documents"]
    assert {f.status for f in documents} == {"unreadable"}


def test_upright_headers_are_known_by_their_signs(read_text: Reader, cells: Callable[..., dict]) -> None:
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n"
        "结 结 其 尚 总 结 结 其 尚 总 结 结 其 尚 总\n果 果 他 未 计 果 果 他 未 计 果 果 他 未 计\n"
        "维 纠 结 审 维 纠 结 审 维 纠 结 审\n持 正 果 结 持 正 果 结 持 正 果 结\n"
        "1 0 2 0 3 4 0 0 0 4 0 0 0 1 1\n五、存在的主要问题"
    )
    found = cells(read_text(text))
    assert found["appeals.reconsideration", "total", "year"] == 3
    assert found["appeals.litigation.after_reconsideration.pending", "total", "year"] == 1


def test_prose_that_lists_the_same_words_is_no_table(read_text: Reader) -> None:
    text = (
        "本年度作出行政许可12件，行政处罚30件，行政强制0件，行政事业性收费3项。收到申请5件，其中当面申请2件，传真申请0件，"
        "网络申请3件，信函申请0件。申请办结5件，同意公开答复3件，未发生行政复议、行政诉讼。"
    )
    assert read_text(text) == TableReading()


def test_dates_and_page_numbers_after_the_last_cell_stay_outside(read_text: Reader, cells: Callable[..., dict]) -> None:
    lines = [
        "指标名称 单位 2016年度 历年累计",
        "主动公开文件数 条 19 52",
        "其中：1.政府网站公开数 条 19 52",
        "2.政府公报公开数 条 0 0",
    ]
    lines += [
        "受理政府信息公开申请总数 条 0 0",
        "- 5 -",
        "其中：1.当面申请数 条 0 0",
        "2.网络申请数 条 0 0",
        "3.信函、传真申请数 条 0 0",
    ]
    lines += ["对申请的答复总数 条 0 0", "2017年1月9日", "- 6 -"]
    found = cells(read_text("\n".join(lines)))
    assert found["requests.answered", "total", "cumulative"] == 0
    assert set(found.values()) == {0, 19, 52}


def test_the_whole_table_is_covered_so_that_prose_leaves_it_alone(read_text: Reader) -> None:
    text = "一、概述。全年公开信息12条。\n" + OPEN
    reading = read_text(text)
    ((start, end),) = reading.covered
    assert start > text.index("12条")
    assert all(start <= f.evidence.start <= f.evidence.end <= end for f in reading.figures)


def test_rows_beside_the_grid_belong_to_its_table(read_text: Reader, cells: Callable[..., dict]) -> None:
    lines = [
        "信息内容 本年制发件数 本年废止件数 现行有效件数",
        "规章 | 0 | 0 | 0",
        "行政规范性文件 | 1 | 0 | 4",
        "本年处理决定数量",
    ]
    lines += [
        "行政许可 31",
        "行政处罚 5",
        "行政强制 0",
        "本年收费金额（单位：万元）",
        "行政事业性收费 2.5",
        "三、收到和处理",
    ]
    reading = read_text("\n".join(lines))
    found = cells(reading)
    assert found["normative.in_force", "total", "year"] == 4
    assert found["licensing.decisions", "total", "year"] == 31
    assert found["charges.amount", "total", "year"] == 2.5


def test_cells_of_a_continued_table_lead_to_their_own_grids(read_text: Reader) -> None:
    def row(label: str) -> str:
        return f"| {label} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"

    first = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开"]
    second = ["7.属于行政执法案卷", "8.属于行政查询事项", "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作"]
    lines = [*map(row, first), "本页续下页，请翻阅后一页的内容。", *map(row, second)]
    reading = read_text("\n".join(lines))
    assert len({figure.evidence.start for figure in reading.figures if figure.status != "derived"}) == 56
    places = [figure.evidence.cell for figure in reading.figures if figure.status != "derived"]
    assert places.count((0, 1)) == 2  # the first number of either grid


RECITED = (
    "二、主动公开政府信息情况\n"
    "2016年,全县主动公开政府信息12386条,较2015年增加1023条。其中县政府门户网站公开5621条,政府公报12条,政务微博2310条,政务微信1890条,其他方式2553"
    "条。\n"
    "三、回应解读情况\n"
    "2016年,回应公众关注热点或重大舆情35次,参加或举办新闻发布会总次数4次,其中主要负责同志参加新闻发布会次数1次。政府网站在线访谈次数6次,其中主要负责同志参加2次。政策解读稿"
    "件发布数56篇。微博微信回应事件数120次,其他方式回应事件数30次。\n"
    "四、依申请公开情况\n"
    "2016年,全县共收到依申请公开30件,其中:当面申请5件,传真申请0件,网络申请20件,信函申请5件。申请办结30件,其中按时办结28件,延期办结2件。申请答复30件,其中属于已"
    "主动公开范围5件,同意公开答复15件,同意部分公开答复2件,不同意公开答复3件(其中涉及国家秘密0件,涉及商业秘密1件,涉及个人隐私2件),不属于本行政机关公开2件,申请信息不存在"
    "2件,告知作出更改补充1件,告知通过其他途径办理0件。\n"
    "五、行政复议、行政诉讼、举报投诉\n"
    "行政复议3件,其中维持具体行政行为2件,被依法纠错1件,其他情形0件。行政诉讼1件,其中维持具体行政行为或者驳回原告诉讼请求1件。举报投诉0件。\n"
    "六、机构建设和保障经费情况\n"
    "全县政府信息公开工作专门机构12个,设置政府信息公开查阅点25个,从事政府信息公开工作人员68人,其中专职人员10人,兼职人员58人。政府信息公开专项经费5万元。召开政府信息公开工"
    "作会议或专题会议6次,举办各类培训班4次,接受培训人员210人次。\n"
)


def test_sentences_that_name_a_forms_rows_are_no_table(read_text: Reader) -> None:
    assert read_text(RECITED).matches == ()


def test_the_same_rows_as_cells_are_one(read_text: Reader) -> None:
    cells = re.sub(r"(\d)(?:件|次|条|个|人次|人|篇|万元)[,。;()]*", r"\1 ", RECITED)
    assert [match.form for match in read_text(cells).matches] == ["n2014"]


def _barred(rows: list[list[str]], columns: int) -> str:
    """Rows with bars between their cells, and bars packed at the end up to the number of columns."""
    lines = [" | ".join(row) + " | " + "|" * (columns - len(row)) for row in rows]
    return "三、收到和处理政府信息公开申请情况\n" + "\n".join(line.rstrip() for line in lines) + "\n"


REQUESTS = [
    ["自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ["一、本年新收政府信息公开申请数量", "4", "1", "0", "0", "0", "0", "5"],
    ["二、上年结转政府信息公开申请数量", "0", "0", "0", "0", "0", "0", "0"],
    ["三、本年度办理结果", "(一)予以公开", "3", "1", "0", "0", "0", "0", "4"],
    ["(二)部分公开", "1", "0", "0", "0", "0", "0", "1"],
    ["(三)不予公开", "1.属于国家秘密", "0", "0", "0", "0", "0", "0", "0"],
    ["(七)总计", "4", "1", "0", "0", "0", "0", "5"],
    ["四、结转下年度继续办理", "0", "0", "0", "0", "0", "0", "0"],
]


def test_bars_packed_at_the_end_are_lost_spans(read_text: Reader, cells: Callable[..., dict]) -> None:
    figures = cells(read_text(_barred(REQUESTS, 10)))
    assert figures["requests.received", "natural_person", "year"] == 4
    assert figures["requests.received", "total", "year"] == 5
    assert figures["requests.partial", "total", "year"] == 1
    assert figures["requests.granted", "business", "year"] == 1


def test_cells_dropped_from_a_row_with_packed_bars_have_no_place(read_text: Reader) -> None:
    short = [[*row[:-7], row[-7], row[-1]] if row[-1].isdigit() else row for row in REQUESTS]
    short = [[cell.replace("4", "5") if cell.isdigit() else cell for cell in row] for row in short]
    assert {figure.value for figure in read_text(_barred(short, 10)).figures} <= {None}


PUBLISHED = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容\n本年新制作数量\n本年新公开数量\n对外公开总数量\n规章\n0\n0\n0\n规范性文件\n1\n2\n3\n"
    "第二十条第(五)项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n行政许可\n8\n0\n4\n其他对外管理服务事项\n5\n0\n2\n"
    "第二十条第(六)项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n行政处罚\n9\n0\n6\n行政强制\n4\n0\n1\n"
    "第二十条第(九)项\n信息内容\n采购项目数量\n采购总金额{unit}\n政府集中采购\n2\n12.5\n三、其他\n"
)


@pytest.mark.parametrize(
    ("unit", "amount", "printed"),
    [("(万元,保留四位小数)", 125_000, "万元"), ("(元)", 12.5, "元"), ("", 12.5, None)],
)
def test_the_header_names_the_unit_of_an_amount(
    read_text: Reader, unit: str, amount: float, printed: str | None
) -> None:
    figures = {figure.indicator: figure for figure in read_text(PUBLISHED.format(unit=unit)).figures}
    assert figures["procurement.amount"].value == amount
    assert figures["procurement.amount"].printed_unit == printed
    assert figures["normative.public_total"].value == 3


def test_sentences_before_a_table_are_no_part_of_it(read_text: Reader) -> None:
    said = "一、总体情况\n1.全年政府信息主动公开数量共7条。\n2.全年接受申请1条。\n"
    (match,) = read_text(said + PUBLISHED.format(unit="")).matches
    assert match.start >= len(said)


BROKEN = (
    "二、主动公开政府信息情况\n"
    "第二十条第(五)项 | |||\n信息内容 | 上一年项目数量\n| 本年增/减\n| 处理决定数量\n|\n"
    "行政许可 | 4 | 1 | 8 |\n其他对外管理服务事项 | 0 | 3 | 0 |\n"
    "第二十条第(八)项 | |||\n信息内容 | 上一年项目数量\n| 本年增/减\n| |\n行政事业性收费 | 2 | -1 | |\n"
    "第二十条第(九)项 | |||\n信息内容 | 采购项目数量 | 采购总金额 | |\n政府集中采购 | 7 | 41300 | |\n"
)


def test_a_header_broken_off_at_its_bars(read_text: Reader, cells: Callable[..., dict]) -> None:
    figures = cells(read_text(BROKEN))
    assert figures["charges.items_last_year", "total", "year"] == 2
    assert figures["charges.items_change", "total", "year"] == -1
    assert figures["licensing.decisions", "total", "year"] == 8
    assert figures["procurement.amount", "total", "year"] == 41300


def test_headers_that_stand_over_no_cell_move_no_column(read_html: Callable[..., TableReading]) -> None:
    rows = [
        ["第二十条第(八)项"],
        ["信息内容", "上一年项目数量"],
        ["本年增/减"],
        ["行政事业性收费", "2", "-1"],
        ["第二十条第(九)项"],
        ["信息内容", "采购项目数量", "采购总金额"],
        ["政府集中采购", "7", "41300"],
    ]
    figures = {figure.indicator: figure.value for figure in read_html(rows).figures}
    assert "charges.items_change" not in figures
    assert figures["procurement.projects"] == 7
