"""Heads of reports as pages print them: where the issuer stands when the title does not say it, or says it badly."""

from __future__ import annotations

import pytest

HEADS = [
    # a site's line above the title, the body's signature below it
    ("福州门户\n晋安区新店镇\n2016年政府信息公开年报", "晋安区新店镇人民政府", 2016),
    # the compiler names the county, the title only the town; a telephone without area code
    (
        "2009年通源乡政府信息公开年报\n引言\n本年报由嵊州市通源乡人民政府编制。联系:通源乡党政综合办 83680000。\n本乡",
        "嵊州市通源乡人民政府",
        2009,
    ),
    # only "who to ask" names the body, and its office is no issuer
    (
        "本年报请与白云乡人民政府党政办联系(地址:永泰县白云乡)。统计期限自2011年1月1日起,至2011年12月31日止。",
        "永泰县白云乡人民政府",
        2011,
    ),
    # an announcement in place of a title
    ("现向社会公布中山市大涌镇人民政府2016年度信息公开工作年度报告。我镇如下。", "中山市大涌镇人民政府", 2016),
    # a county's report compiled by its office of disclosure; questions go to a service centre
    (
        "本年报由双牌县政务公开领导小组办公室编制。请与双牌县政务服务中心联系。2011年,我县推进。我县做到。",
        "双牌县人民政府",
        2011,
    ),
    # a title broken inside the subject
    ("2013年广州市财政局政府\n信息公开年度报告\n我局如下。", "广州市财政局", 2013),
    # a title that leaves out the place of its bureau
    (
        "区科技局2020年信息公开工作年度报告\n现公布宣州区科技局2020年年度报告。请与宣州区科技局联系。",
        "宣州区科技局",
        2020,
    ),
    # an office named without its county
    ("县政府办2022年度政府信息公开工作年度报告\n2022年,府谷县人民政府办公室认真办理。", "府谷县人民政府办公室", 2022),
    # a sub-district under its district's government
    ("四平市铁东区人民政府解放街道办事处2011年政府信息公开工作年度报告", "铁东区解放街道办事处", 2011),
    # the board of a park that no list knows
    ("现公布翠山湖管委会2018年政府信息公开工作年度报告。", "翠山湖管委会", 2018),
    # one line without breaks
    ("泰宁县朱口镇2012年政府信息公开工作年度报告本报告根据条例编制。", "泰宁县朱口镇人民政府", 2012),
    # the issuer in brackets behind the title
    ("2012年度政府信息公开工作年度报告(泰宁县朱口镇)", "泰宁县朱口镇人民政府", 2012),
    # a place whose name begins like a word of announcement
    ("附城镇2015年政府信息公开年报\n陵川县人民政府网站", "陵川县附城镇人民政府", 2015),
    (
        "新发布依族乡2015年政府信息公开年报\n威宁彝族回族苗族自治县人民政府网站",
        "威宁彝族回族苗族自治县新发布依族乡人民政府",
        2015,
    ),
    ("南安市向阳乡2015年政府信息公开年报", "南安市向阳乡人民政府", 2015),
]


@pytest.mark.parametrize(("head", "name", "year"), HEADS, ids=[name for _, name, _ in HEADS])
def test_heads(identify_text, parts, head, name, year) -> None:
    found = identify_text(head + parts)
    assert (found.issuer.name, found.year) == (name, year)


def test_index_number_and_host_lead_to_the_county(identify_text, parts) -> None:
    former = identify_text(
        "下管镇2009年政府信息公开年报" + parts, metadata={"index_number": "1133068200259085XF/2015-1"}
    )
    assert former.issuer.division == "330604105"
    coded = identify_text("北街街道2025年政府信息公开年报" + parts, metadata={"index_number": "620702081/2026-00007"})
    assert coded.issuer.division == "620702004"
    host = identify_text(
        "牛街乡2019年政府信息公开年报\n电话:0872-6343000" + parts, metadata={"url": "http://www.dlweishan.gov.cn/a"}
    )
    assert host.issuer.division == "532927205"


def test_nobody_is_named(identify_text, parts) -> None:
    found = identify_text("向社会公开2016年度镇政府信息公开年度报告。我镇在县公开办指导下推进。我镇无申请。" + parts)
    assert found.issuer.name is None
    assert found.year == 2016


def test_a_bureau_that_never_says_of_which_city_stays_unplaced(identify_text, parts) -> None:
    found = identify_text("市财政局2021年主动公开规范性文件9件。市财政局高度重视。" + parts)
    assert found.issuer.division is None
    assert found.issuer.within is None
