"""What a page hides by its own style element is not read; what it shows is, however odd its rules are."""

from __future__ import annotations

import pytest

from reportmine.model import Document, Table
from reportmine.reading import read_bytes
from reportmine.reading.html.media import at_a_desk
from reportmine.rulebook import Rulebook

PROSE = "<p>二、主动公开政府信息情况如下表所示，欢迎社会各界监督和批评。</p>"


def parse(style: str, body: str, rulebook: Rulebook, frame: str = "<body>") -> Document:
    page = f"<html><head>{style}</head>{frame}{PROSE}{body}</body></html>"
    return read_bytes(page.encode(), "page.html", rulebook)


def rows(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "-" for cell in row] for row in table.grid]


def cells(rulebook: Rulebook, css: str, mark: str = "class='x'", frame: str = "<body>") -> list[list[str]]:
    """A table of one row whose number is followed by a 7 that a rule may hide."""
    body = f"<table class=t id=b><tr><td>规章</td><td>32<span {mark}>7</span></td></tr></table>"
    (table,) = parse(f"<style>{css}</style>", body, rulebook, frame).tables
    return rows(table)


@pytest.mark.parametrize(
    "css",
    [
        ".x{display:none}",
        "p , SPAN.x { Display : NONE !important }",
        "#b > tbody > tr > td > .x{visibility:hidden}",
        "td .x:not(.y){font-size:0}",
        ".x{font:0/0 a}",
        ".x{opacity:.0}",
        ".x{mso-hide:all}",
        ".x{text-decoration:line-through}",
        ".x{position:absolute;width:1px;overflow:hidden;clip:rect(0, 0, 0, 0)}",
        ".x{position:absolute;left:-9999px}",
        ".x{display:inline}.t .x{display:none}span{display:inline}",
        "@media screen and (min-width: 768px){.x{display:none}}",
        ".x{display:none!important}@media (max-width:767px){.x{display:inline!important}}",
        "<!-- @page S{size:1pt} .x{/**/display:/* off */none} -->",
        "@charset 'utf-8';@import url(a.css);/* .x{display:block} */.x{display:none}",
        "[class^=x]{display:none}",
        "td{visibility:visible}.x{visibility:hidden}",
    ],
)
def test_digits_hidden_by_a_rule(rulebook: Rulebook, css: str) -> None:
    assert cells(rulebook, css) == [["规章", "32"]]


@pytest.mark.parametrize(
    ("css", "mark"),
    [
        ("@media print{.x{display:none}}", "class=x"),
        ("@media (max-width:767px){.x{display:none}}", "class=x"),
        ("@media (min-width:1600px){.x{display:none}}", "class=x"),  # some screens are as wide, some are not
        ("@supports (display:grid){.x{display:none}}", "class=x"),
        (".x{display:none}", "class=x style='display:inline'"),
        (".x{display:none}.t .x{display:inline}", "class=x"),
        (".x{display:none}.t ~ .x{display:inline}", "class=x"),  # cannot be decided, and would show
        (".q ~ .x{display:none}", "class=x"),
        (".x:hover{display:none}.x::after{display:none}", "class=x"),
        ("body.phone .x{display:none}", "class=x"),
        ("[v-cloak]{display:none}", "v-cloak"),
        (".wow{visibility:hidden}", "class='wow x'"),
        ("td{font-size:0}td span{font-size:12pt}.x{font:9pt serif}", "class=x"),
        ("td{visibility:hidden}.x{visibility:visible}", "class=x"),
        (".x{position:relative;left:-9999px}.y{clip:rect(0,0,0,0)}", "class='x y'"),
        (".x{opacity:0.8;visibility:inherit}.z{opacity:0}", "class=x"),
        (".x,::-odd(a{display:none}", "class=x"),
        (".xx{display:none}#x{display:none}p.x{display:none}", "class=x"),
        (".y{display:none}} .x{display none", "class=x"),
    ],
)
def test_digits_that_are_shown(rulebook: Rulebook, css: str, mark: str) -> None:
    expected = ["", "7"] if css.startswith("td{") else ["规章", "327"]
    assert cells(rulebook, css, mark) == [expected]


def test_a_rule_may_ask_for_what_is_around_everything(rulebook: Rulebook) -> None:
    assert cells(rulebook, "body.phone .x{display:none}", frame="<body class='a phone'>") == [["规章", "32"]]


@pytest.mark.parametrize(("media", "shown"), [("print", "327"), ("screen", "32"), ("(orientation:landscape)", "32")])
def test_a_style_element_may_be_for_other_media(rulebook: Rulebook, media: str, shown: str) -> None:
    body = "<table><tr><td>规章</td><td>32<i class=x>7</i></td></tr></table>"
    (table,) = parse(f"<style media='{media}'>.x{{display:none}}</style>", body, rulebook).tables
    assert rows(table) == [["规章", shown]]


def test_hidden_cells_take_no_place_and_unseen_rows_say_nothing(rulebook: Rulebook) -> None:
    body = (
        "<table><tr><td>规章</td><td class=gone>9</td><td class=blank>8</td><td>5</td></tr>"
        "<tr class=gone><td>文件</td><td>1</td><td>1</td></tr>"
        "<tr class=blank><td>文件</td><td>1</td><td>1</td></tr>"
        "<tr><td>文件</td><td>3</td><td>4</td></tr></table>"
    )
    (table,) = parse("<style>.gone{display:none}.blank{visibility:hidden}</style>", body, rulebook).tables
    assert rows(table) == [["规章", "", "5"], ["", "", ""], ["文件", "3", "4"]]


def test_a_column_hidden_by_its_number(rulebook: Rulebook) -> None:
    body = "<table class=t><tr><td>规章</td><td>9</td><td>5</td></tr><tr><td>文件</td><td>8</td><td>4</td></tr></table>"
    (table,) = parse("<style>.t td:nth-child(2){display:none}</style>", body, rulebook).tables
    assert rows(table) == [["规章", "5"], ["文件", "4"]]


def test_a_copy_for_telephones_is_not_read(rulebook: Rulebook) -> None:
    shown = "<table><tr><td>规章</td><td>1</td></tr><tr><td>规范性文件</td><td>2</td></tr></table>"
    copy = "<div class=phone>" + shown.replace(">1<", ">61<").replace(">2<", ">62<") + "</div>"
    style = "<style>.phone{display:none}@media (max-width:750px){.phone{display:block}}</style>"
    for body in (shown + copy, copy + shown):
        (table,) = parse(style, body, rulebook).tables
        assert rows(table) == [["规章", "1"], ["规范性文件", "2"]]


def test_a_page_that_hides_itself_is_shown_by_its_script(rulebook: Rulebook) -> None:
    body = "<table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>"
    document = parse("<style>body{visibility:hidden}p,table{display:none}</style>", body, rulebook)
    assert len(document.tables) == 1
    assert "欢迎社会各界监督" in document.text


def test_a_part_hidden_until_its_script_runs_is_read_whole(rulebook: Rulebook) -> None:
    """As articles of one great platform come; the page around them has more text of its own than a tenth."""
    lines = "".join(f"<tr><td>{word}</td><td>{n}</td></tr>" for n, word in enumerate(("规章", "文件", "许可"), 1))
    table = f"<table>{lines}</table>"
    article = f"<h2>三、附表</h2><p>全年公开政府信息一百二十条，比上年有所增加。</p><p>详见下表。</p>{table}"
    for style in ("visibility: hidden; opacity: 0;", "font-size:0;"):
        body = f"<p>{'请在本页上方查找更多内容。' * 20}</p><div id=article style='{style}'>{article}</div>"
        document = parse("<style>.x{display:none}</style>", body, rulebook)
        assert "三、附表" in document.text
        assert "详见下表。" in document.text
        assert [rows(found)[0] for found in document.tables] == [["规章", "1"]]


def test_small_letters_of_an_element_itself(rulebook: Rulebook) -> None:
    body = (
        "<table><tr><td>规章</td><td>3<b style='font-size: 0px'>7</b></td></tr>"
        "<tr style='font-size:0'><td style='font-size:9pt'>文件</td>"
        "<td><p style='font-size:9pt'>4</p>5</td></tr></table>"
    )
    (table,) = parse("", body, rulebook).tables
    assert rows(table) == [["规章", "3"], ["文件", "4"]]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("", True),
        ("only screen", True),
        ("print", False),
        ("not print", True),
        ("print, screen and (min-width:1000px)", True),
        ("(max-width: 40em)", False),
        ("(width <= 600px)", False),
        ("(min-width:1500px)", None),
        ("(prefers-color-scheme: dark)", None),
        ("screen and (hover)", None),
    ],
)
def test_media(query: str, answer: bool | None) -> None:
    assert at_a_desk(query) is answer


@pytest.mark.parametrize(
    "css",
    [
        "(" * 50_000 + ".x{display:none}",
        ".x" + ":not(" * 4_000 + ".y" + ")" * 4_000 + "{display:none}",
        ",".join(["td"] * 20_000) + "{display:none}",
        "@media screen{" * 9_000 + ".x{display:none}",
        ".x{" * 9_000 + "display:none",
        "td:nth-child(" + "1" * 5_000 + "){display:none}",
        ".x~" * 9_000 + ".x{display:none}",
    ],
    ids=["brackets", "nots", "selectors", "media", "nested", "digits", "siblings"],
)
@pytest.mark.usefixtures("no_blow_up")
def test_hostile_sheets_cost_little_and_hide_nothing(rulebook: Rulebook, css: str) -> None:
    assert cells(rulebook, css) == [["规章", "327"]]
