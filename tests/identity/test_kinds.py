"""What kind of document it is, and whether its figures are its body's own."""

from __future__ import annotations

import pytest

from reportmine.extraction.tables import FormMatch
from reportmine.model import DocumentKind, Scope

NOTICE = "关于做好2016年政府信息公开年度报告编制工作的通知\n各乡镇人民政府:\n请于1月15日前报送。\n"
LISTING = "政府信息公开年报\n" + "".join(
    f"{town}2016年政府信息公开年报\n" for town in ("杉城镇", "朱口镇", "新桥乡", "上青乡", "大龙乡", "大田乡")
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NOTICE, DocumentKind.NOTICE),
        ("政府信息公开申请表\n姓名 证件 联系电话 所需信息\n", DocumentKind.REQUEST_FORM),
        ("杉城镇2016年上半年工作总结\n一年来,农业增产,工业增效。\n", DocumentKind.WORK_SUMMARY),
        (LISTING, DocumentKind.LIST_PAGE),
        ("春耕生产现场会召开\n昨日,现场会在我镇召开。\n", DocumentKind.OTHER),
    ],
)
def test_what_is_no_report(identify_text, text, kind) -> None:
    found = identify_text(text)
    assert found.kind is kind
    assert found.kind_reason


@pytest.mark.parametrize(
    "head",
    [
        "",
        "杉城镇2016年政府信息公开工作总结\n",  # a summary by title, a report by its parts
        "根据《关于做好2016年政府信息公开年度报告编制工作的通知》要求,现报告如下。\n",
        "杉城镇2016年政务公开年报\n",
        "关于杉城镇2016年政府信息公开工作情况的报告\n",
    ],
)
def test_a_report_is_never_turned_away(identify_text, parts, head) -> None:
    assert identify_text(head + parts).kind is DocumentKind.ANNUAL_REPORT


def test_a_form_makes_a_report_of_any_title(identify_text) -> None:
    found = identify_text(NOTICE, matches=(FormMatch(form="fj2", start=0, end=1, rows=15),))
    assert (found.kind, found.kind_reason) == (DocumentKind.ANNUAL_REPORT, "form_found")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("泰宁县2016年政府信息公开年报\n本报告汇总县政府各部门、各乡镇年度报告编制。", Scope.AGGREGATE),
        ("泰宁县2016年政府信息公开年报\n2016年全县共主动公开政府信息3000条。", Scope.AGGREGATE),
        ("泰宁县2016年政府信息公开年报\n如下。", Scope.UNKNOWN),
        ("泰宁县教育局2016年政府信息公开年报\n如下。", Scope.OWN),
        ("泰宁县杉城镇2016年政府信息公开年报\n如下。", Scope.OWN),
        ("泰宁县2016年政府信息公开年报\n本级主动公开200条,不含各部门、乡镇。", Scope.OWN),
    ],
)
def test_scope(identify_text, parts, text, scope) -> None:
    assert identify_text(text + parts).scope is scope
