"""Who issued a report: names, divisions, refusals, and the evidence behind them."""

from __future__ import annotations

import random

import pytest

from reportmine.model import BodyKind, Level, ManifestRow
from reportmine.rulebook import Rulebook


@pytest.mark.parametrize(
    ("title", "name", "division"),
    [
        ("泰宁县杉城镇2017年政府信息公开工作年度报告", "泰宁县杉城镇人民政府", "350429100"),
        ("泰宁县大田乡2017年政府信息公开工作年度报告", "泰宁县大田乡人民政府", "350429202"),
        ("大田县2017年政府信息公开工作年度报告", "大田县人民政府", "350425"),
        ("衢江区湖南镇2015年政府信息公开年报", "衢江区湖南镇人民政府", "330803113"),
        ("柏乡县柏乡镇人民政府2016年度政府信息公开工作报告", "柏乡县柏乡镇人民政府", "130524100"),
        ("上杭县旧县镇2015年政府信息公开年报", "上杭县旧县镇人民政府", "350823110"),
        ("文安县新镇镇人民政府关于2015年政府信息公开工作情况的报告", "文安县新镇镇人民政府", "131026101"),
        ("2012年度泰宁县下渠乡政务公开年报", "泰宁县下渠乡人民政府", "350429103"),  # a 镇 in the list
        ("上虞市下管镇2009年政府信息公开年度报告", "上虞市下管镇人民政府", "330604105"),  # 上虞区 today
        ("沙县凤岗街道2015年政府信息公开工作年度报告", "沙县凤岗街道办事处", "350405001"),
        ("北京市东城区人民政府景山街道办事处2016年政府信息公开年报", "东城区景山街道办事处", "110101002"),
        ("东莞市虎门镇2016年政府信息公开工作年度报告", "东莞市虎门镇人民政府", "441900121"),
        ("即墨市2016年政府信息公开工作年度报告", "即墨市人民政府", "370282"),
        ("浙江省人民政府2016年政府信息公开工作年度报告", "浙江省人民政府", "330000"),
        ("宁德市附城镇2016年政府信息公开年报", "宁德市附城镇人民政府", None),  # no such town there
    ],
)
def test_titles(identify_text, parts, title, name, division) -> None:
    issuer = identify_text(title + parts).issuer
    assert (issuer.name, issuer.division) == (name, division)


@pytest.mark.parametrize(
    ("title", "name", "kind", "within"),
    [
        ("泰宁县教育局2016年政府信息公开年报", "泰宁县教育局", BodyKind.DEPARTMENT, "350429"),
        ("国家税务总局泰宁县税务局2020年政府信息公开年报", "国家税务总局泰宁县税务局", BodyKind.DEPARTMENT, "350429"),
        ("泰宁县人民政府办公室2019年政府信息公开工作年度报告", "泰宁县人民政府办公室", BodyKind.OFFICE, "350429"),
        ("福州经济技术开发区管委会2019年政府信息公开年报", "福州经济技术开发区管委会", BodyKind.COMMITTEE, None),
        ("苏州工业园区2016年政府信息公开工作年度报告", "苏州工业园区管委会", BodyKind.COMMITTEE, "320576"),
        ("人力资源和社会保障部2010年政府信息公开工作年度报告", "人力资源和社会保障部", BodyKind.DEPARTMENT, None),
    ],
)  # fmt: skip
def test_bodies_that_are_no_division(identify_text, title, name, kind, within) -> None:
    issuer = identify_text(title).issuer
    assert (issuer.name, issuer.division, issuer.kind, issuer.within) == (name, None, kind, within)
    assert issuer.joint_with == ()


def test_joint_issuers(identify_text, parts) -> None:
    issuer = identify_text("西城区统计局、西城区经济社会调查队2016年政府信息公开年报" + parts).issuer
    assert issuer.joint_with == ("西城区经济社会调查队",)
    assert issuer.within == "110102"


def test_a_name_borne_by_many_is_never_settled_alone(identify_text, parts) -> None:
    issuer = identify_text("城关镇2016年政府信息公开年度报告\n我镇如下。" + parts).issuer
    assert issuer.division is None
    assert issuer.body is None
    assert len(issuer.candidates) > 3
    assert issuer.level is Level.TOWNSHIP


@pytest.mark.parametrize(
    ("trace", "division"),
    [
        ("联系电话:0516-83750000", "320302"),
        ("联系电话:0591-87551111", "350102"),
        ("邮编:475000", "410204"),
        ("联系电话:0598-8222222", None),  # no 鼓楼区 there
        ("", None),
    ],
)
def test_one_trace_decides_between_bearers_of_a_name(identify_text, parts, trace, division) -> None:
    assert identify_text(f"鼓楼区2015年政府信息公开工作年度报告\n{trace}\n{parts}").issuer.division == division


def test_evidence_against_a_unique_name_stops_it(identify_text, parts) -> None:
    text = "杉城镇2016年政府信息公开工作年度报告\n联系电话:0571-87654321,浙江省政府文件要求。" + parts
    issuer = identify_text(text).issuer
    assert issuer.division is None
    assert issuer.candidates[0].division == "350429100"


def test_a_county_printed_before_the_name_outweighs_the_only_bearer_in_the_list(identify_text, parts) -> None:
    issuer = identify_text("将乐县杉城镇2016年政府信息公开工作年度报告" + parts).issuer
    assert (issuer.division, issuer.within) == (None, "350428")
    assert issuer.body == "gov:350428/杉城"


def test_without_title_the_contact_names_the_issuer_and_its_office_is_taken_off(identify_text, parts) -> None:
    text = "引言\n如有疑问,请与泰宁县杉城镇人民政府办公室联系(电话:0598-7832000)。" + parts
    issuer = identify_text(text).issuer
    assert (issuer.name, issuer.division) == ("泰宁县杉城镇人民政府", "350429100")
    start = text.index("泰宁县杉城镇")
    contact = next(piece for piece in issuer.evidence if piece.kind == "contact")
    assert (contact.start, text[contact.start : contact.end]) == (start, "泰宁县杉城镇人民政府办公室")


def test_signature_over_an_announcement_of_another_body(identify_text, parts) -> None:
    head = "2022年政府信息公开年报\n现发布《阿巴嘎旗2022年政府信息公开年报》。"
    text = f"{head}{parts}那仁宝拉格苏木人民政府\n2023年1月10日"
    assert identify_text(text).issuer.division == "152522200"


def test_a_masked_name_is_nobody(identify_text, parts) -> None:
    assert identify_text("****镇2016年政府信息公开年度报告" + parts).issuer.name is None
    assert identify_text("XX镇2016年政府信息公开年度报告" + parts).issuer.name is None


def test_a_city_that_only_its_counties_betray(identify_text, parts) -> None:
    counties = "宿城区办理3件,宿豫区办理2件,泗阳县1件,沭阳县4件。"
    text = f"{parts}我市推进公开,本市各县如下。{counties}宿迁发布更新。全市共办理10件。"
    issuer = identify_text(text).issuer
    assert (issuer.name, issuer.division) == ("宿迁市人民政府", "321300")


def test_metadata_and_manifest_settle_what_the_text_leaves_open(identify_text, parts) -> None:
    text = "城关镇2016年政府信息公开年度报告" + parts
    assert identify_text(text, metadata={"site": "罗源县人民政府"}).issuer.division is None
    named = identify_text(text, metadata={"site": "太和县人民政府"}).issuer
    assert named.division == "341222100"
    given = identify_text(text, manifest=ManifestRow(division="341222100")).issuer
    assert given.division == "341222100"


def test_body_stays_one_over_type_and_county_changes(identify_text, parts) -> None:
    old = identify_text("泰宁县下渠乡2012年政府信息公开年报" + parts).issuer
    new = identify_text("泰宁县下渠镇2021年政府信息公开年报" + parts).issuer
    assert old.name != new.name
    assert old.body == new.body == "gov:350429103"
    county = identify_text("洪泽县2010年政府信息公开年报" + parts).issuer
    district = identify_text("淮安市洪泽区2023年政府信息公开年报" + parts).issuer
    assert (county.division, district.division) == ("320829", "320813")
    assert county.body == district.body == "gov:320813"
    bureau = identify_text("洪泽县教育局2010年政府信息公开年报" + parts).issuer
    assert bureau.body == "unit:320813/教育局"


def test_drawn_townships_with_their_county(identify_text, rulebook: Rulebook) -> None:
    places = rulebook.places
    townships = [division for division in places.divisions() if division.level == "township"]
    right = 0
    for town in random.Random(20171231).sample(townships, 1000):
        county = places.division(town.parent)
        assert county is not None
        text = (
            f"{town.name}2016年政府信息公开工作年度报告\n统计期限自2016年1月1日起至2016年12月31日止。"
            f"电子版可在{county.name}政府门户网站下载。\n一、概述\n在{county.name}委、政府领导下开展工作。\n"
        )
        division = identify_text(text).issuer.division
        assert division in (town.code, None), (town, division)
        right += division == town.code
    assert right >= 990


def test_drawn_townships_by_name_alone(identify_text, rulebook: Rulebook) -> None:
    places = rulebook.places
    townships = [division for division in places.divisions() if division.level == "township"]
    alone, unique = 0, 0
    for town in random.Random(7).sample(townships, 500):
        text = f"{town.name}2016年政府信息公开工作年度报告\n本年主动公开信息12条,没有收到申请。\n"
        issuer = identify_text(text).issuer
        if len(places.townships_named(town.name)) > 1:
            assert issuer.division is None, town
            continue
        unique += 1
        if issuer.division is not None:
            alone += 1
            assert issuer.division == town.code
            names_a_county = any(town.name[:size] in places.names for size in range(2, len(town.name)))
            assert issuer.confidence < 0.75 or names_a_county
    assert alone > 0.8 * unique


@pytest.mark.parametrize(
    ("title", "name", "division"),
    [
        ("恩施州人民政府2018年政府信息公开工作年度报告", "恩施土家族苗族自治州人民政府", "422800"),
        ("巴州2018年政府信息公开工作年度报告", "巴音郭楞蒙古自治州人民政府", "652800"),
        ("景宁县2018年政府信息公开工作年度报告", "景宁畲族自治县人民政府", "331127"),
        ("隆林县2018年政府信息公开工作年度报告", "隆林各族自治县人民政府", "451031"),
        ("木垒县2018年政府信息公开工作年度报告", "木垒哈萨克自治县人民政府", "652328"),
        ("西乌旗2018年政府信息公开工作年度报告", "西乌珠穆沁旗人民政府", "152526"),
        ("五峰县采花乡2018年政府信息公开工作年度报告", "五峰县采花乡人民政府", "420529203"),
        ("陵水县2018年政府信息公开工作年度报告", "陵水黎族自治县人民政府", "469028"),
        ("东乡县2018年政府信息公开工作年度报告", "东乡族自治县人民政府", "622926"),  # no more in Jiangxi
        ("东乡县2012年政府信息公开工作年度报告", "东乡县人民政府", None),  # there were two
        ("巴州区2018年政府信息公开工作年度报告", "巴州区人民政府", "511902"),
        ("锡林郭勒盟行政公署2018年政府信息公开工作年度报告", "锡林郭勒盟行政公署", "152500"),
        ("大兴安岭地区行署2018年政府信息公开工作年度报告", "大兴安岭地区行政公署", "232700"),
    ],
)
def test_names_that_are_not_the_official_ones(identify_text, title, name, division) -> None:
    issuer = identify_text(title).issuer
    assert (issuer.name, issuer.division) == (name, division)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2018年度政府信息公开年度报告 成都市教育局", "成都市教育局"),
        ("2018年政府信息公开工作年度报告\n泰宁县杉城镇人民政府\n", "泰宁县杉城镇人民政府"),
        ("2018年政府信息公开工作年度报告\n(泰宁县财政局)\n", "泰宁县财政局"),
        ("政府信息公开工作年度报告(2018年)\n编制单位:泰宁县财政局\n", "泰宁县财政局"),
        ("泰宁县教育局2018年政府信息公开工作年度报告\n泰宁县财政局\n", "泰宁县教育局"),  # the title itself says whose
        ("2018年政府信息公开工作年度报告\n泰宁县财政局认真做好各项工作\n", None),  # a sentence
        ("2018年政府信息公开工作年度报告\n来源:泰宁县财政局\n", None),  # where the page has it from
    ],
)
def test_a_body_behind_a_title_that_names_none(identify_text, title, name) -> None:
    assert identify_text(title + "\n一、概述\n全年公开信息3条。").issuer.name == name
