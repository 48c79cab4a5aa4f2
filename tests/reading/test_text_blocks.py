"""Headings, paragraphs and page furniture of plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import BlockKind, Document
from reportmine.reading import read, read_bytes
from reportmine.reading.headings import heading_level, marks
from reportmine.rulebook import Rulebook


def parse(text: str, rulebook: Rulebook) -> Document:
    return read_bytes(text.encode(), "report.txt", rulebook)


def blocks(document: Document) -> list[tuple[str, str]]:
    names = {BlockKind.PARAGRAPH: "P", BlockKind.TABLE: "T"}
    return [
        (names.get(block.kind, f"H{block.level}"), document.text[block.start : block.end]) for block in document.blocks
    ]


def headings(document: Document) -> list[tuple[str, str]]:
    return [block for block in blocks(document) if block[0].startswith("H")]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、概述", 1),
        ("第二部分 主动公开情况", 1),
        ("（一）主动公开方面", 2),
        ("(二) 主动公开的主要类别", 2),
        ("㈢咨询情况", 2),
        ("1.门户网站", 3),
        ("2、主要亮点", 3),
        ("（1）加强预期引导", 4),
        ("①推进信息公开", 5),
        ("(二)具体的解决办法和改进措施。", 2),
        ("引言", 1),
        ("附件：", 1),
        ("（一）受理申请数量：0条。", None),
        ("（二）办理情况：无人申请。", None),
        ("（三）没有收到公开申请。", None),
        ("一、本年新收政府信息公开申请数量", None),
        ("（七）总计", None),
        ("2.政府公报公开数", None),
        ("1.5万人次", None),
        ("2017年全镇主动公开政府信息19条。", None),
        ("一是更新还不够及时；二是形式有待拓展。", None),
        ("1、加强培训指导工作，确保公开准确、及时、规范，不断提升整体水平。", None),
    ],
)
def test_heading_of_its_own_line(line: str, level: int | None, rulebook: Rulebook) -> None:
    assert heading_level(line, rulebook.reading.headings) == level


def test_marks_are_no_decimals_dates_or_articles(rulebook: Rulebook) -> None:
    text = "占7.9%；第二十条第（一）项；2017年1.2万；十二、其他"
    assert [mark.number for mark in marks(text, rulebook.reading.headings)] == [12]


def test_heading_in_front_of_its_text(rulebook: Rulebook) -> None:
    document = parse(
        "一、总体情况\n（一）主动公开方面。全年公开政府信息86条。\n（二）未收到申请。没有答复。\n", rulebook
    )
    assert blocks(document) == [
        ("H1", "一、总体情况"),
        ("H2", "（一）主动公开方面。"),
        ("P", "全年公开政府信息86条。"),
        ("P", "（二）未收到申请。没有答复。"),
    ]


ONE_LINE = (
    "某镇2012年政府信息公开工作年度报告 本报告由概述、主动公开等部分组成，统计期限自2012年1月1日起。"
    "一、 概述 推进公开是一项重要工作。各村按时更新公开栏。"
    "二、主动公开政府信息情况（一）主动公开政府信息的数量2012年主动公开政府信息126条。"
    "（二）主动公开的主要类别全年机构职能类信息26条，占20.6%；规划计划类信息100条，占79.4%。"
    "三、依申请公开工作情况2012年共收到申请3条，其中当面申请2条。第二十条第（一）项规定的内容已全部公开。"
    "四、存在的主要问题及改进情况目前仍有不足，主要有两方面：（一）进一步深化公开内容。按要求做好梳理。"
    "（二）进一步拓展公开形式。发挥网站作用。 某镇人民政府 2013年1月16日 附件1：统计表 "
    "指标名称计量单位2012年度历年累计主动公开信息数条126542其中：1.网站公开条1205042.政府公报公开条07"
)


def test_report_on_one_line(rulebook: Rulebook) -> None:
    found = blocks(parse(ONE_LINE, rulebook))
    assert [block for block in found if block[0].startswith("H")] == [
        ("H0", "某镇2012年政府信息公开工作年度报告"),
        ("H1", "一、概述"),
        ("H1", "二、主动公开政府信息情况"),
        ("H2", "（一）主动公开政府信息的数量"),
        ("H2", "（二）主动公开的主要类别"),
        ("H1", "三、依申请公开工作情况"),
        ("H1", "四、存在的主要问题及改进情况"),
        ("H2", "（一）进一步深化公开内容。"),
        ("H2", "（二）进一步拓展公开形式。"),
    ]
    assert ("P", "某镇人民政府") in found
    assert found[-1][1].startswith("指标名称计量单位2012年度")
    assert found[-1][1].endswith("条07")


def test_rows_of_a_form_are_no_parts_of_the_report(rulebook: Rulebook) -> None:
    text = (
        "一、总体情况 全年平稳。工作有序。本年度全镇各级干部群众共同努力，"
        + "持续推进各项工作落实落细，" * 14
        + "成效明显。"
        "二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年制发件数 规章 0 0 0 行政规范性文件 8 5 69 "
        "三、收到和处理政府信息公开申请情况 申请人情况 自然人 总计 一、本年新收政府信息公开申请数量 7 13 "
        "二、上年结转政府信息公开申请数量 1 1 三、本年度办理结果 （一）予以公开 2 2 （七）总计 8 14 "
        "四、结转下年度继续办理 0 0 四、行政复议、行政诉讼情况 0 1 1 0 2 1 0 0 0 1 0 0 0 0 0 "
        "五、存在的主要问题及改进情况 尚有不足。 六、其他需要报告的事项 无。"
    )
    found = [text for kind, text in headings(parse(text, rulebook)) if kind == "H1"]
    assert [heading[0] for heading in found] == list("一二三四五六")
    assert found[3] == "四、行政复议、行政诉讼情况"


def test_ordinary_paragraphs_stay_whole(rulebook: Rulebook) -> None:
    listed = "全年收到申请9件，其中：（1）当面申请3件；（2）网络申请6件，均已答复。" + "各项工作有序推进。" * 40
    assert [kind for kind, _ in blocks(parse(listed, rulebook))] == ["P"]


def test_head_of_a_download_is_metadata(rulebook: Rulebook) -> None:
    text = (
        "标题: 某镇2016年报告\n发布时间: 2017-01-20 09:30\n文号: \n发布机构: 某镇人民政府\n栏目: 年报\n"
        "页面链接与图片详见 links.tsv(同目录)\n==================== 正文 ====================\n一、概述\n无。\n"
    )
    document = parse(text, rulebook)
    assert document.metadata == {
        "title": "某镇2016年报告",
        "published_on": "2017-01-20 09:30",
        "issuer": "某镇人民政府",
        "column": "年报",
    }
    assert blocks(document) == [("H1", "一、概述"), ("P", "无。")]


def test_page_furniture_goes(rulebook: Rulebook) -> None:
    text = (
        "当前位置：首页>政务公开>年报\n来源：某镇人民政府 发布日期：2018-01-09 浏览次数：326次 字体：[大 中 小]\n"
        "一、概述\n全年公开政府信息19条。\n— 3 —\n第4页 共5页\n【打印】【关闭】\n上一篇：某通知\n"
        "扫一扫在手机上查看当前页面"
    )
    document = parse(text, rulebook)
    assert blocks(document) == [("H1", "一、概述"), ("P", "全年公开政府信息19条。")]
    assert document.metadata == {"source": "某镇人民政府", "published_on": "2018-01-09"}


def test_a_sentence_about_the_page_is_no_furniture(rulebook: Rulebook) -> None:
    document = parse("一、概述\n来源：群众来信反映3件，均已办结。\n附件下载量达到19次。\n", rulebook)
    assert len(document.blocks) == 3


def test_broken_title_is_joined(rulebook: Rulebook) -> None:
    document = parse("某某实验区\n2014年度政府信息公开工作年度报告\n一、概述\n无。\n", rulebook)
    assert blocks(document)[0] == ("H0", "某某实验区2014年度政府信息公开工作年度报告")


WRAPPED = """一、总体情况
2023年，我市认真贯彻落实各级关于推进新时代政务公开的决策部署，围绕中心工作
持续深化政务公开，充分发挥以公开促落实、助监督、强监管的作用，以更加优质的
公开助力高质量发展。
（一）主动公开方面。坚持公开为常态、不公开为例外的原则，全年共收到申请案件
3607件（市政府349件、各有关部门933件），同比增长70.3%，其中自然人申请3493
件，法人或其他组织申请114件，均在法定期限内予以答复，没有一起被纠正的情形发

生。通过引导提高原创政务信息的比例，全年向社会公开各类政府信息18万余条，切
实保障群众的知情权。
"""


def test_wrapped_lines_are_joined(rulebook: Rulebook) -> None:
    found = blocks(parse(WRAPPED, rulebook))
    assert [kind for kind, _ in found] == ["H1", "P", "H2", "P"]
    assert "申请案件3607件（市政府349件" in found[3][1]
    assert "情形发生。通过引导" in found[3][1]


def test_lines_of_a_text_that_is_not_wrapped_stay_paragraphs(rulebook: Rulebook) -> None:
    lines = [f"第{number}项工作按要求推进并且及时公开了相关的政府信息" for number in "甲乙丙"] + ["全部办结。"] * 9
    assert len(parse("\n".join(lines), rulebook).blocks) == 12


def test_titles_of_one_length_over_long_paragraphs_are_no_full_lines(rulebook: Rulebook) -> None:
    titles = [
        f"({sign})某镇二〇〇九年度{word}方面的工作情况"
        for sign, word in zip("一二三四五六", "甲乙丙丁戊己", strict=True)
    ]
    said = "全镇各办公室按照要求认真做好有关的各项工作,各村(社区)也都按时报送并且及时公布了应当公布的各类信息。"
    found = blocks(parse("\n".join(line for title in titles for line in (title, said)), rulebook))
    assert [kind for kind, _ in found] == ["H2", "P"] * 6


def test_a_date_with_every_token_on_its_own_line(rulebook: Rulebook) -> None:
    lines = [
        "一、概述",
        "本报告统计期限自",
        "2011",
        "年",
        "1",
        "月",
        "1",
        "日起至",
        "2011",
        "年",
        "12",
        "月",
        "31",
        "日",
        "止。",
        "完毕。",
    ]
    found = blocks(parse("\n".join(lines), rulebook))
    assert found[1:] == [("P", "本报告统计期限自2011年1月1日起至2011年12月31日止。"), ("P", "完毕。")]


def test_page_numbers_before_form_feeds(rulebook: Rulebook) -> None:
    document = parse("一、概述\n全年公开19条。\n 1\n\x0c其中网上公开12条。\n 2\n\x0c二、其他\n无。\n", rulebook)
    assert document.text == "一、概述\n全年公开19条。\n其中网上公开12条。\n二、其他\n无。"
    cells = "公开数\n19\n\x0c行政复议\n7\n\x0c完\n"
    assert "19" in parse(cells, rulebook).text


def test_a_labelled_count_is_no_metadata(rulebook: Rulebook) -> None:
    document = parse("类别：机构职能类12条\n一、概述\n无。\n", rulebook)
    assert document.metadata == {}
    assert "机构职能类12条" in document.text


def test_entities_left_in_text(rulebook: Rulebook) -> None:
    document = parse("一、概述\n&nbsp;&nbsp;全年公开&nbsp;19&nbsp;条。\n", rulebook)
    assert document.text == "一、概述\n全年公开19条。"


def test_real_reports_have_their_parts(corpora: Path, rulebook: Rulebook) -> None:
    for folder in sorted(corpora.iterdir()):
        for file in folder.glob("source.[th]*"):
            document = read(file, rulebook)
            parts = [text for kind, text in headings(document) if kind == "H1" and text[1] == "、"]
            assert [part[0] for part in parts] == list("一二三四五六")[: len(parts)], folder.name
            assert len(parts) >= 4, folder.name
            assert all(len(part) <= 40 for part in parts), folder.name


def test_a_number_at_a_full_lines_end_is_no_part_of_the_next_lines_mark(rulebook: Rulebook) -> None:
    wrapped = [line for line in WRAPPED.splitlines() if line.strip()]
    full = "2023年我市全年通过政府网站和微信公众号主动公开政府信息以及各类工作动态698"
    text = "\n".join([*wrapped, full, "2.依申请公开情况以及其他各方面的情况都在下面逐一说明。"])
    found = [said for _, said in blocks(parse(text, rulebook))]
    assert not any("6982" in said for said in found)
    assert any(said.endswith("698") for said in found)
