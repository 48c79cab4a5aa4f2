"""What of a web page is the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportmine.model import BlockKind, Document
from reportmine.reading import read, read_bytes
from reportmine.rulebook import Rulebook

BODY = (
    "<p>一、总体情况</p><p>2020年，全镇通过县政府门户网站主动公开政府信息168条，其中财政预决算类12条。</p>"
    "<p>二、主动公开政府信息情况</p><p>本年度制发规范性文件3件，均在规定期限内向社会公开，未发现失效文件。</p>"
)


def parse(page: str, rulebook: Rulebook) -> Document:
    return read_bytes(page.encode(), "page.html", rulebook)


def page(content: str, before: str = "", after: str = "", head: str = "") -> str:
    return (
        f"<html><head><meta charset='utf-8'>{head}</head><body>{before}<div id='c'>{content}</div>{after}</body></html>"
    )


def blocks(document: Document) -> list[tuple[str, str]]:
    names = {BlockKind.PARAGRAPH: "P", BlockKind.TABLE: "T"}
    return [
        (names.get(block.kind, f"H{block.level}"), document.text[block.start : block.end]) for block in document.blocks
    ]


EXPECTED = [
    ("H1", "一、总体情况"),
    ("P", "2020年，全镇通过县政府门户网站主动公开政府信息168条，其中财政预决算类12条。"),
    ("H1", "二、主动公开政府信息情况"),
    ("P", "本年度制发规范性文件3件，均在规定期限内向社会公开，未发现失效文件。"),
]


def test_furniture_around_the_report_goes(rulebook: Rulebook) -> None:
    before = (
        "<div class='header'><a href='/'>首页</a><a href='/zwgk'>政务公开</a>"
        "<p>欢迎访问某某县人民政府门户网站，今天是星期一</p></div>"
        "<ul class='nav_list'><li><a href='a'>领导之窗</a></li><li><a href='b'>机构职能</a></li></ul>"
        "<div class='breadcrumb'>当前位置：<a href='/'>首页</a>&gt;<a href='n'>年报</a></div>"
    )
    after = (
        "<div class='share_box'>分享到：<a>微信</a></div><p>扫一扫在手机上查看当前页面</p>"
        "<div id='footer'><p>主办单位：某某县人民政府办公室 网站标识码：3500000001 闽ICP备00000001号</p></div>"
        "<script>var hits = 326;</script><style>p{color:red}</style>"
    )
    assert blocks(parse(page(BODY, before, after), rulebook)) == EXPECTED


def test_names_that_only_look_like_furniture(rulebook: Rulebook) -> None:
    assert blocks(parse(f"<div class='menu'><div class='sharepoint'>{BODY}</div></div>", rulebook)) == EXPECTED


@pytest.mark.parametrize(
    "content",
    [
        BODY.replace("<p>", "<div>").replace("</p>", "</div>"),
        BODY.replace("<p>", "").replace("</p>", "<br/>"),
        BODY.replace("</p>", ""),
        "<table><tr><td>" + BODY + "</td></tr></table>",
        BODY.replace("全镇", "<span>全</span><span lang=EN-US>\n镇</span>").replace(
            "168", "<span>1</span><span>68</span>"
        ),
        BODY.replace("<p>", "<p class=MsoNormal><b><span style='font-size:16pt'><o:p></o:p>").replace(
            "</p>", "<o:p>&nbsp;</o:p></span></b></p>"
        ),
    ],
    ids=["div", "br", "unclosed", "layout table", "span per word", "word export"],
)
def test_ways_to_mark_up_the_same_text(content: str, rulebook: Rulebook) -> None:
    assert blocks(parse(page(content), rulebook)) == EXPECTED


def test_signature_after_the_text_stays(rulebook: Rulebook) -> None:
    document = parse(f"<div><div>{BODY}</div><p>某某镇人民政府</p><p>2021年1月18日</p></div>", rulebook)
    assert [text for _, text in blocks(document)][-2:] == ["某某镇人民政府", "2021年1月18日"]


def test_headings_by_tag_and_by_number(rulebook: Rulebook) -> None:
    document = parse(
        "<h1>某镇2020年政府信息公开工作年度报告</h1><h2>总体情况</h2><p>（一）主动公开方面。全年公开信息168条。</p>",
        rulebook,
    )
    assert blocks(document) == [
        ("H0", "某镇2020年政府信息公开工作年度报告"),
        ("H1", "总体情况"),
        ("H2", "（一）主动公开方面。"),
        ("P", "全年公开信息168条。"),
    ]


def test_metadata_block_and_meta_elements(rulebook: Rulebook) -> None:
    head = (
        "<title>某镇2020年报告_年报_某县人民政府</title><meta name='PubDate' content='2021-01-18 09:00'>"
        "<meta name='Author' content='管理员'>"
    )
    before = (
        "<table><tr><td>索 引 号：</td><td>FJ0001-0200</td><td>文号</td><td></td></tr>"
        "<tr><td>发布机构：</td><td>某镇人民政府</td><td>生成日期：</td><td>2021-01-15</td></tr></table>"
        "<div><span>来源：某县政府网</span><span>时间：2021-01-18</span><span>浏览次数：326</span></div>"
    )
    document = parse(page(before + BODY, head=head), rulebook)
    assert document.metadata == {
        "title": "某镇2020年报告",
        "published_on": "2021-01-18 09:00",
        "index_number": "FJ0001-0200",
        "issuer": "某镇人民政府",
        "generated_on": "2021-01-15",
        "source": "某县政府网",
    }
    assert blocks(document) == EXPECTED


def test_a_label_nobody_knows_does_not_keep_a_metadata_table(rulebook: Rulebook) -> None:
    table = (
        "<table><tr><td>索引号</td><td>FJ-1</td><td>归档编码</td><td>7</td></tr>"
        "<tr><td>发布机构</td><td>某镇</td></tr><tr><td>保管期限</td><td>永久</td></tr><tr><td>文号</td><td>无</td></tr></table>"
    )
    document = parse(page(table + BODY), rulebook)
    assert document.metadata == {"index_number": "FJ-1", "issuer": "某镇", "document_number": "无"}
    assert document.tables == ()


def test_a_table_of_figures_is_no_metadata(rulebook: Rulebook) -> None:
    lines = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (("类别", "数量"), ("职能", 12), ("其他", 3))
    )
    assert len(parse(page(f"{BODY}<table>{lines}</table>"), rulebook).tables) == 1


def test_title_outside_the_content_heads_the_text(rulebook: Rulebook) -> None:
    head = "<title>某镇2020年政府信息公开工作年度报告-某县人民政府</title>"
    before = "<div><h3>某镇2020年政府信息公开工作年度报告</h3><p>发布时间：2021-01-18</p></div>"
    document = parse(page(BODY, before, head=head), rulebook)
    assert blocks(document)[0] == ("H0", "某镇2020年政府信息公开工作年度报告")
    assert document.metadata["published_on"] == "2021-01-18"


def test_attachments_are_listed(rulebook: Rulebook) -> None:
    document = parse(
        page(BODY + "<p>附件：<a href='/u/%E8%A1%A8.xls'>统计表</a><a href='/x.html'>目录</a></p>"), rulebook
    )
    assert document.links == ("/u/表.xls",)
    assert document.notes == ()


def test_pages_whose_report_is_elsewhere(rulebook: Rulebook) -> None:
    attached = parse(page("<p>附件：<a href='report.pdf'>某镇2020年政府信息公开工作年度报告.pdf</a></p>"), rulebook)
    assert attached.notes == ("attachment_only",)
    pictured = parse(page("<p>某镇2020年报告</p><p><img src='1.jpg'><img src='2.jpg'></p>"), rulebook)
    assert pictured.notes == ("pictures_only",)
    table = parse(page(BODY * 3 + "<p>三、申请情况</p><img src='t.png' width='640'>"), rulebook)
    assert table.notes == ("table_is_picture",)
    banner = parse(page("<img src='top.jpg'>" + BODY * 3), rulebook)
    assert banner.notes == ()
    icon = parse(page(BODY * 3 + "<img src='icon.png' width='16'>"), rulebook)
    assert icon.notes == ()


def test_viewers_show_attachments(rulebook: Rulebook) -> None:
    viewer = "<iframe src='/pdfjs/web/viewer.html?file=/u/2020%E5%B9%B4%E6%8A%A5.pdf&x=1'></iframe>"
    document = parse(page("<h1>某镇2020年报告</h1>" + viewer), rulebook)
    assert (document.links, document.notes) == (("/u/2020年报.pdf",), ("attachment_only",))


def test_attachments_below_an_empty_content(rulebook: Rulebook) -> None:
    after = "<div class='related'><a href='a.docx'>附件</a></div>"
    assert parse(page("<h1>某镇2020年报告</h1><p>见附件。</p>", after=after), rulebook).links == ("a.docx",)


def test_preformatted_lines(rulebook: Rulebook) -> None:
    text = "一、概述\n全年公开政府信息19条，网上公开。\n附表\n指标    单位    2017\n文件    条    19\n会议    次    2\n"
    document = parse(page(f"<pre>{text}</pre>"), rulebook)
    assert blocks(document)[:2] == [("H1", "一、概述"), ("P", "全年公开政府信息19条，网上公开。")]
    assert "文件  条  19" in document.text or "文件 | 条 | 19" in document.text


def test_hidden_elements_are_left_out(rulebook: Rulebook) -> None:
    assert blocks(parse(page(BODY + "<div style='display: none'>隐藏12条</div>"), rulebook)) == EXPECTED


def test_every_sign_leads_back(rulebook: Rulebook) -> None:
    source = page(BODY.replace("其中", "&nbsp;其&#20013;"))
    document = parse(source, rulebook)
    for anchor in document.anchors:
        if anchor.raw_end - anchor.raw_start == anchor.end - anchor.start:
            assert source[anchor.raw_start : anchor.raw_end] == document.text[anchor.start : anchor.end]
    start = document.text.index("其中") + 1
    (entity,) = document.locate(start, start + 1)
    assert source[entity.raw_start : entity.raw_end] == "&#20013;"


@pytest.mark.parametrize("folder", ["fj_pingtan_zone_2014_html", "fj_pingtan_zone_2022_html", "sh_office_2019"])
def test_real_pages(folder: str, corpora: Path, rulebook: Rulebook) -> None:
    document = read(corpora / folder / "source.html", rulebook)
    for word in ("扫一扫", "网站标识码", "友情链接", "登录", "附件下载", "微信 微博", "浏览器"):
        assert word not in document.text
    assert [text[0] for kind, text in blocks(document) if kind == "H1"] == list("一二三四五六")
    assert document.metadata["published_on"][:4] in ("2015", "2020", "2023")


def test_a_page_saved_as_one_file(rulebook: Rulebook) -> None:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related")
    message.attach(MIMEText(page(BODY), "html", "gb18030"))
    document = read_bytes(message.as_bytes(), "report.doc", rulebook)
    assert document.media_type == "multipart/related"
    assert blocks(document) == EXPECTED
