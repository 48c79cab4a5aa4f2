"""The number grammar: values, units, qualifiers, and digits that are no counts."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.extraction.quantities import Quantity, QuantityGrammar, quantity_grammar
from reportmine.rulebook import Rulebook


@pytest.fixture(scope="module")
def grammar(rulebook: Rulebook) -> QuantityGrammar:
    return quantity_grammar(rulebook)


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("19条", 19, "条", "exact"),
        ("46,106条", 46106, "条", "exact"),
        ("1.3万余条", 13000, "条", "at_least"),
        ("615.54万条", 6155400, "条", "exact"),
        ("100余万次", 1000000, "次", "at_least"),
        ("18万余条", 180000, "条", "at_least"),
        ("3千多人次", 3000, "人次", "at_least"),
        ("约44条", 44, "条", "approximate"),
        ("近1000条", 1000, "条", "at_most"),
        ("超5万人次", 50000, "人次", "at_least"),
        ("不少于12次", 12, "次", "at_least"),
        ("30次以上", 30, "次", "at_least"),
        ("20人左右", 20, "人", "approximate"),
        ("一百二十三条", 123, "条", "exact"),
        ("三千五百件", 3500, "件", "exact"),
        ("两件", 2, "件", "exact"),
        ("十二件", 12, "件", "exact"),
        ("廿三件", 23, "件", "exact"),
        ("三百余条", 300, "条", "at_least"),
        ("一万二千条", 12000, "条", "exact"),
        ("三十多人次", 30, "人次", "at_least"),
        ("98.5%", 98.5, "%", "exact"),
        ("2950元", 2950, "元", "exact"),
        ("273余项", 273, "项", "at_least"),
    ],
)
def test_counts(grammar: QuantityGrammar, text: str, value: float, unit: str, qualifier: str) -> None:
    found = [quantity for quantity in grammar.find(text) if quantity.counts]
    assert [(quantity.value, quantity.unit, quantity.qualifier) for quantity in found] == [(value, unit, qualifier)]


def test_money_keeps_the_printed_unit(grammar: QuantityGrammar) -> None:
    (found,) = grammar.find("3.5万元")
    assert (found.value, found.unit) == (35000, "万元")
    assert "3.5万元"[found.start : found.end] == "3.5"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2017年12月31日", "date"),
        ("二〇一七年", "date"),
        ("二○○八年", "date"),
        ("9月份", "month"),
        ("1-6月", "month"),
        ("〔2017〕51号", "document_number"),
        ("[2014]32号", "document_number"),
        ("国令第711号", "document_number"),
        ("第三十二条", "article"),
        ("第20条第(一)项", "article"),
        ("第六期", "ordinal"),
        ("0598-7832538", "telephone"),
        ("24号", "address"),
        ("14层", "address"),
        ("十四五", "plan_age"),
        ("第十四个五年规划", "plan_age"),
        ("五公开", "set_phrase"),
        ("双随机", "set_phrase"),
        ("三安全一稳定", "set_phrase"),
        ("两微一端", "set_phrase"),
        ("12345热线", "hotline"),
        ("廿三里街道", "place"),
        ("20个工作日", "duration"),
        ("68海里", "measure"),
        ("每年3次", "rate"),
        ("各1份", "apiece"),
        ("1.门户网站", "list_mark"),
        ("(2)机构", "list_mark"),
        ("www.pingtan.gov.cn", "web"),
        ("pzx163@163.com", "web"),
    ],
)
def test_set_apart(grammar: QuantityGrammar, text: str, kind: str) -> None:
    found = grammar.find(text)
    assert found and found[0].kind == kind
    assert not any(quantity.counts for quantity in found)


@pytest.mark.parametrize("text", ["一百条", "11条", "33件", "120人次", "第"])
def test_set_phrases_do_not_swallow_counts(grammar: QuantityGrammar, text: str) -> None:
    assert [quantity.counts for quantity in grammar.find(text)] == ([True] if text != "第" else [])


@pytest.mark.parametrize("text", ["统一条件", "进一步", "下一年度", "三五个", "百姓"])
def test_words_with_numerals_are_no_counts(grammar: QuantityGrammar, text: str) -> None:
    assert not any(quantity.counts for quantity in grammar.find(text))


@pytest.mark.parametrize("text", ["规划计划九十九条", "网上八次", "权力清单一条", "系统三个"])
def test_numerals_behind_words_of_their_own_are_counts(grammar: QuantityGrammar, text: str) -> None:
    assert [quantity.counts for quantity in grammar.find(text)] == [True]


@given(st.integers(min_value=1, max_value=99_999_999))
@settings(max_examples=400, deadline=None)
def test_chinese_numerals_agree_with_cn2an(number: int) -> None:
    grammar = quantity_grammar(_RULES)
    assert grammar.parser.chinese(cn2an.an2cn(number, "low")) == number


@given(st.integers(min_value=0, max_value=9_999_999), st.sampled_from(["条", "件", "份", "人次", "项"]))
@settings(max_examples=200, deadline=None)
def test_arabic_numbers_are_read_back(number: int, unit: str) -> None:
    (found,) = _counts(quantity_grammar(_RULES), f"共{number}{unit}")
    assert (found.value, found.unit) == (number, unit)


@given(st.integers(min_value=1000, max_value=9_999_999))
@settings(max_examples=100, deadline=None)
def test_thousands_separators_change_nothing(number: int) -> None:
    (found,) = _counts(quantity_grammar(_RULES), f"公开信息{number:,}条")
    assert found.value == number


@given(st.text(alphabet="0123456789一二三十百千万亿条件年月日,.()〔〕%余多约第号 ", max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_places_inside_it(text: str) -> None:
    end = 0
    for found in quantity_grammar(_RULES).find(text):
        assert end <= found.start <= found.end <= len(text)
        end = found.end


def _counts(grammar: QuantityGrammar, text: str) -> list[Quantity]:
    return [quantity for quantity in grammar.find(text) if quantity.counts]


_RULES = Rulebook()
