"""Each cleaning step on its own: what it takes out, and what it must leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.reading import cleaning
from reportmine.reading.mapped import Edit, Mapped, Piece
from reportmine.rulebook import Rulebook
from reportmine.rulebook.reading import Characters


@pytest.fixture(scope="module")
def characters(rulebook: Rulebook) -> Characters:
    return rulebook.reading.characters


def after(text: str, edits: object) -> str:
    return Mapped.of([Piece(text, raw_start=0)]).apply(edits).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("⼀、⾏政⼈员", "一、行政人员"),  # Kangxi radicals of browser-printed files
        ("⻔户⽹站⻚面", "门户网站页面"),  # CJK radicals, which Unicode gives no compatibility form
        ("２０１７年１００％", "2017年100%"),
        ("０．００元", "0.00元"),
        ("ＬＥＤ屏 pz＠163.com", "LED屏 pz@163.com"),
        ("电话0598－7832538", "电话0598-7832538"),
        ("2017\u3000年\u00a03\u2003条", "2017 年 3 条"),
        ("﹝2018﹞41号", "〔2018〕41号"),
    ],
)
def test_plain_forms(printed: str, plain: str, characters: Characters) -> None:
    assert cleaning.plain_forms(printed, characters) == plain


@pytest.mark.parametrize(
    "kept", ["㈠概述", "①推进", "⑴落实", "（一）情况：无；其他，见附件！", "“双随机、一公开”", "二〇一七年"]
)
def test_list_marks_and_chinese_punctuation_stay(kept: str, characters: Characters) -> None:
    assert cleaning.plain_forms(kept, characters) == kept


@given(st.text())
def test_plain_forms_keep_every_place(text: str) -> None:
    assert len(cleaning.plain_forms(text, Rulebook().reading.characters)) == len(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("公\u200b开\ufeff信\u00ad息", "公开信息"),
        ("19\u200c条", "19条"),
        ("行\u0007政", "行政"),
        ("a\nb\tc", "a\nb\tc"),
    ],
)
def test_invisible(text: str, cleaned: str) -> None:
    assert after(text, cleaning.invisible(text)) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("政府信 息公开", "政府信息公开"),
        ("邮 编：354400", "邮编：354400"),
        ("2017 年主动公开 19 条", "2017年主动公开19条"),
        ("占 7.7 %", "占7.7%"),
        ("（一） 概述", "（一）概述"),
        ("条 19 39", "条19 39"),  # the blank between two numbers stays
        ("0 0", "0 0"),
        ("0  \n 0", "0 0"),
        ("APP store", "APP store"),
        ("  一、概述  ", "一、概述"),
    ],
)
def test_blanks(text: str, cleaned: str) -> None:
    assert after(text, cleaning.blanks(text)) == cleaned


@given(st.lists(st.integers(0, 99999).map(str), min_size=2, max_size=8), st.text(" \t\n", min_size=1, max_size=4))
def test_blanks_never_join_two_numbers(numbers: list[str], blank: str) -> None:
    text = blank.join(numbers)
    assert after(text, cleaning.blanks(text)).split() == numbers


def test_gaps_of_tables_stay_wider_than_blanks() -> None:
    text = "规章          2 件\t11"
    assert after(text, cleaning.gaps(text)) == "规章  2 件  11"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("政府事務(wù)公開(kāi)", "政府事務公開"),
        ("公(gong)(gong)開(kai)(kai)", "公開"),
        ("統(tǒng)計(jì)", "統計"),
        ("條(tiáo(tiáo))數(shù)", "條數"),
        ("机（jī）构（gòu）", "机构"),
        ("政(zheng)府信息", "政府信息"),
    ],
)
def test_glosses_go(text: str, cleaned: str) -> None:
    assert after(text, cleaning.glosses(text)) == cleaned


@pytest.mark.parametrize(
    "text",
    ["（一）概述（二）公开", "微信(app)和(wifi)", "事项(a)(b)(c)", "条(2017)件(39)", "服务器(IPv6)", "选项(e)无"],
)
def test_other_brackets_stay(text: str) -> None:
    assert list(cleaning.glosses(text)) == []


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("事项,,进一步", "事项,进一步"),
        ("完成。。", "完成。"),
        ("落实；。", "落实。"),
        ("公开、、透明", "公开、透明"),
        ("情况……如下", "情况……如下"),
    ],
)
def test_punctuation(text: str, cleaned: str) -> None:
    assert after(text, cleaning.punctuation(text)) == cleaned


def test_markup_goes_where_a_text_uses_it_throughout() -> None:
    text = "# 某镇报告\n## 一、概述\n**（一）公开**情况\n**二、其他**\n****镇无\n"
    assert after(text, cleaning.markup(text)) == "某镇报告\n一、概述\n（一）公开情况\n二、其他\n****镇无\n"
    assert cleaning.markup("由****镇公布，编号#3 第二号\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府信息公開工作年度報告,全鎮主動公開條數", "政府信息公开工作年度报告,全镇主动公开条数"),
        ("製定規範,接受谘詢,電子政務係統", "制定规范,接受咨询,电子政务系统"),
        ("入口網站刊登佈告", "门户网站刊登布告"),
        ("依申請公開檔案數32條,不予公開檔案數39條", "依申请公开文件数32条,不予公开文件数39条"),
    ],
)
def test_traditional_script(text: str, expected: str, characters: Characters) -> None:
    assert cleaning.simplified(text, characters) == expected


def test_only_pages_in_traditional_script_count_as_such(characters: Characters) -> None:
    assert cleaning.is_traditional("政府信息公開工作年度報告,全鎮主動公開條數,機構職能類", characters)
    assert not cleaning.is_traditional("政府信息公开工作年度报告,全镇主动公开条数,机构职能类,于右任故居", characters)


def test_steps_run_in_their_order() -> None:
    mapped = Mapped.of([Piece(" 主动\u200b公 开 19 条，，。 ", raw_start=10)])
    cleaned = cleaning.clean(mapped)
    assert cleaned.text == "主动公开19条。"
    number = cleaned.text.index("19")
    (anchor,) = [anchor for anchor in cleaned.anchors(0) if anchor.start <= number < anchor.end]
    assert anchor.raw_start is not None
    assert anchor.raw_start + number - anchor.start == 10 + mapped.text.index("19")


def test_edits_keep_the_way_back_for_any_text() -> None:
    raw = "一 二 三"
    mapped = Mapped.of([Piece(raw, raw_start=0)]).apply([Edit(1, 2), Edit(3, 4, "、")])
    assert mapped.text == "一二、三"
    assert [(a.start, a.end, a.raw_start, a.raw_end) for a in mapped.anchors(0)] == [(0, 1, 0, 1), (1, 4, 2, 5)]


tricky = st.text(st.sampled_from("公开12 \t\n\r,，。。；;&nbsp%x\u200b\u00ad\u3000\x0b-…—！"), max_size=30)


@given(tricky)
def test_text_that_is_clean_at_a_glance_is_what_the_steps_leave(text: str) -> None:
    """``clean`` looks once whether any step would change something, and else goes through all of them."""
    steps = Mapped.of([Piece(text, raw_start=0)])
    for step in (cleaning.entities, cleaning.invisible, cleaning.blanks, cleaning.punctuation):
        steps = steps.apply(step(steps.text))
    assert cleaning.clean(Mapped.of([Piece(text, raw_start=0)])) == steps.strip()


@given(tricky)
def test_what_has_nothing_invisible_loses_nothing(text: str) -> None:
    assert cleaning.has_invisible(text) is bool(list(cleaning.invisible(text)))
