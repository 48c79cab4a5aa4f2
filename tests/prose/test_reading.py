"""Places, years, other layouts of the same words, and the whole of a document."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.cli.highlight import render_html
from reportmine.extraction.prose import ProseReading, read_prose
from reportmine.extraction.prose.lexicon import Lexicon, expand
from reportmine.extraction.prose.sections import Sections
from reportmine.extraction.prose.segment import Segmenter
from reportmine.extraction.prose.state import Context, value_of
from reportmine.extraction.prose.tokens import Token, tokenizer
from reportmine.extraction.prose.view import View
from reportmine.extraction.quantities import quantity_grammar
from reportmine.model import Document, DocumentInfo, Report, RulebookError
from reportmine.rulebook import Rulebook

REPORT = """某镇2018年政府信息公开工作年度报告
一、概述
我镇共有从事政府信息公开工作人员3名，其中专职人员1名，兼职人员2名。
二、主动公开政府信息的情况
2018年我镇主动公开政府信息274条，通过县政府门户网站发布信息251条。2017年主动公开政府信息230条。
三、依申请公开情况
全年收到政府信息公开申请4件，其中当面申请1件、网络申请3件，同意公开3件，1件结转下年度继续办理。
四、复议、诉讼情况
没有因政府信息公开申请行政复议、提起行政诉讼的情况发生。
"""


def _facts(reading: ProseReading) -> set[tuple[object, ...]]:
    return {
        (figure.indicator, figure.applicant, figure.item, figure.period, figure.year or 2018, figure.value)
        for figure in reading.figures
    }


def test_exact_places(prose: Callable[[str], ProseReading]) -> None:
    text = "全年收到政府信息公开申请21件。"
    (figure,) = prose(text).figures
    evidence = figure.evidence
    assert text[evidence.start : evidence.end] == figure.printed == "21"
    assert text[evidence.phrase_start : evidence.phrase_end] == "收到政府信息公开申请"
    assert evidence.quote == "全年收到政府信息公开申请21件"
    assert figure.rule == "prose/requests" and figure.source == "prose" and figure.unit == "件"


def test_place_of_a_stated_zero_is_the_negation(prose: Callable[[str], ProseReading]) -> None:
    text = "本年度没有收到政府信息公开申请。"
    (figure,) = prose(text).figures
    assert figure.printed == text[figure.evidence.start : figure.evidence.end] == "没有收到"
    assert figure.status == "stated_zero" and figure.value == 0


@pytest.mark.parametrize(
    "mark", ["一、", "十二、", "(三)", "(十一)、", "4、", "12.", "(5)", "⑥", "七是", "十三是", "第八,", "第九、"]
)
def test_every_mark_begins_a_heading(rulebook: Rulebook, mark: str) -> None:
    (heading,) = Sections(rulebook, f"前文。{mark}收到申请的情况\n正文").headings
    assert heading.text == "收到申请的情况"


def test_named_years_stay_and_the_report_year_is_left_open(prose: Callable[[str], ProseReading]) -> None:
    figures = [figure for figure in prose(REPORT).figures if figure.indicator == "published.items"]
    assert [(figure.year, figure.value) for figure in figures] == [(2018, 274), (2017, 230)]
    assert all(figure.year is None for figure in prose("全年主动公开政府信息9条。").figures)


def test_the_same_figure_twice_is_two_figures(prose: Callable[[str], ProseReading]) -> None:
    figures = prose("主动公开政府信息46条。主动公开的信息46条。").figures
    assert [figure.value for figure in figures] == [46, 46]
    assert figures[0].evidence.start < figures[1].evidence.start


def test_different_values_stay_side_by_side(prose: Callable[[str], ProseReading]) -> None:
    figures = prose("全年接受群众咨询372人次。\n全年共接受群众咨询392人次。").figures
    assert [figure.value for figure in figures] == [372, 392]


def test_what_bound_to_nothing_is_listed(prose: Callable[[str], ProseReading]) -> None:
    text = "全年编发简报36期。"
    (rest,) = prose(text).unread
    assert (rest.text, rest.value, rest.unit) == ("36期", 36, "期")
    assert text[rest.start : rest.end] == rest.text and rest.quote == "全年编发简报36期"


def test_what_is_understood_and_has_no_indicator_is_unread(prose: Callable[[str], ProseReading]) -> None:
    text = "三、依申请公开情况\n收到申请8件,其中同意公开6件,申请内容不明确2件。"
    reading = prose(text)
    assert [figure.value for figure in reading.figures] == [8, 6]
    (rest,) = reading.unread
    assert (rest.text, rest.value, rest.reason) == ("2件", 2, "no_indicator")
    assert text[rest.start : rest.end] == "2件"


def test_stretches_read_as_tables_are_left_alone(rulebook: Rulebook, document: Callable[[str], Document]) -> None:
    text = "主动公开政府信息12条。收到政府信息公开申请3件。"
    reading = read_prose(document(text), rulebook, skip=[(0, 12)])
    assert [figure.indicator for figure in reading.figures] == ["requests.received"]


@pytest.mark.parametrize("width", [31, 38, 45])
def test_wrapped_lines_say_the_same(prose: Callable[[str], ProseReading], width: int) -> None:
    lines = [line[at : at + width] for line in REPORT.split("\n") for at in range(0, max(len(line), 1), width)]
    assert _facts(prose("\n".join(lines))) == _facts(prose(REPORT))


def test_a_line_wrapped_behind_its_heading_goes_on() -> None:
    # the reading sets the heading apart, and leaves less of the printed line than makes a full one
    rest = "2015年,市政府和市政府\n办公室共收到公开政府信息申请23件。"
    assert View("(一)受理依申请公开政府信息情况。\n" + rest).text.endswith(rest.replace("\n", ""))
    assert View("三、依申请公开。\n" + rest).text.endswith(rest)


def test_one_long_line_says_the_same(prose: Callable[[str], ProseReading]) -> None:
    title, _, rest = REPORT.partition("\n")
    assert _facts(prose(title + "\n" + rest.replace("\n", ""))) == _facts(prose(REPORT))


def test_half_width_punctuation_says_the_same(prose: Callable[[str], ProseReading]) -> None:
    assert _facts(prose(REPORT.replace("，", ",").replace("；", ";"))) == _facts(prose(REPORT))


@given(st.text(alphabet="共公开政府信息3条,，。\n 、收到申请2件(（）)《条例》没有", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_keeps_its_places(text: str) -> None:
    document = Document(source="any", sha256="", media_type="text/plain", text=text)
    for figure in read_prose(document, _RULES).figures:
        assert text[figure.evidence.start : figure.evidence.end] == figure.printed != ""


@given(st.text(alphabet="一二3 \n，。ab　", max_size=80))
@settings(max_examples=200, deadline=None)
def test_a_view_leads_back(text: str) -> None:
    view = View(text)
    for offset, char in enumerate(view.text):
        if char not in "\n ":
            original = text[view.origin(offset)]
            assert original == char or (original, char) == ("，", ",")


def test_sections_on_lines_and_in_one_line(rulebook: Rulebook) -> None:
    for text in (
        "二、主动公开情况\n甲。\n三、依申请公开情况\n乙。",
        "概述。二、主动公开情况甲。三、依申请公开情况乙。",
    ):
        sections = Sections(rulebook, text)
        assert "published" in sections.at(text.index("甲"))
        assert "requests" in sections.at(text.index("乙")) and "published" not in sections.at(text.index("乙"))


def test_words_with_choices() -> None:
    assert expand("[甲|乙]丙") == ["丙", "甲丙", "乙丙"]
    assert expand("(甲|乙)丙") == ["甲丙", "乙丙"]
    assert expand("条例(甲)") == ["条例(甲)"]


def test_the_longest_word_wins() -> None:
    lexicon = Lexicon({"short": ["公开"], "long": ["主动公开"]})
    assert [(start, end, set(names)) for start, end, names in lexicon.find("主动公开", 0, 4)] == [(0, 4, {"long"})]


@given(st.lists(st.text("甲乙丙", min_size=1, max_size=4), min_size=1, max_size=8), st.text("甲乙丙丁", max_size=40))
def test_words_are_found_as_by_looking_at_every_place(words: list[str], text: str) -> None:
    expected, at = [], 0
    while at < len(text):
        word = max((word for word in words if text.startswith(word, at)), key=len, default="")
        if word:
            expected.append((at, at + len(word), {word}))
        at += len(word) or 1
    found = Lexicon({word: [word] for word in words}).find(f"丁甲{text}乙", 2, len(text) + 2)
    assert [(start - 2, end - 2, set(names)) for start, end, names in found] == expected


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("根据《条例》第十九条和2017年1月5日的通知要求", False),
        ("认真学习《关于公开10件实事的通知》", False),
        ("2017年公开信息10条", True),
        ("没有收到申请", True),
    ],
)
def test_only_sentences_that_count_or_deny_become_tokens(rulebook: Rulebook, sentence: str, is_read: bool) -> None:
    assert bool(tokenizer(rulebook).telling(sentence, 0, len(sentence))) is is_read


def test_segmentation_has_exact_offsets(rulebook: Rulebook) -> None:
    text = "发布环境卫生整治工作信息"
    document = Segmenter(rulebook).doc(text)
    assert all(text[token.idx : token.idx + len(token.text)] == token.text for token in document)
    assert "".join(token.text for token in document) == text


def _with_engine(name: str, folder: Path) -> Rulebook:
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "segmentation.yaml").write_text(f"engine: {name}\n", encoding="utf-8")
    return Rulebook((folder,))


def test_the_faster_engine_reads_the_same(
    rulebook: Rulebook, samples: Path, document: Callable[[str], Document], tmp_path: Path
) -> None:
    pytest.importorskip("rjieba")
    fast = _with_engine("rjieba", tmp_path)
    cases = yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8"))
    texts = [case["text"] for case in cases]
    texts += [path.read_text(encoding="utf-8") for path in sorted(samples.glob("*/source.txt"))]
    documents = [document(text) for text in texts]
    plain = [read_prose(each, rulebook) for each in documents]
    assert [read_prose(each, fast) for each in documents] == plain
    assert any(figure.indicator == "published.topic" for reading in plain for figure in reading.figures)


def test_an_engine_that_is_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(RulebookError, match=r"segmentation\.yaml: asks for rjieba, which is not installed"):
        _with_engine("rjieba", tmp_path).load()


def test_highlighted_page(rulebook: Rulebook, document: Callable[[str], Document]) -> None:
    read = document("全年<收到>政府信息公开申请21件。编发简报36期。")
    reading = read_prose(read, rulebook)
    info = DocumentInfo(source="t", sha256="", media_type="text/plain")
    report = Report(document=info, title="某镇报告", figures=reading.figures, unread=reading.unread)
    page = render_html(read, report, rulebook)
    assert "requests.received" in page and 'class="prose"' in page and 'class="unread"' in page
    assert "&lt;收到&gt;" in page and "<收到>" not in page
    assert "http" not in page and "<script" not in page


_RULES = Rulebook()


def test_a_trial_leaves_the_figures_told_before(rulebook: Rulebook) -> None:
    """A reading that is tried and given up takes nothing back: the figure stays what it was."""
    token = Token("#", 4, 6, quantity=quantity_grammar(rulebook).find("收到申请24件")[0])
    context = Context(bound=[value_of(token, "prose/requests", (0, 4))])
    context.bound[0].indicator = "requests.received"
    trial = context.branch()
    trial.bound[0].indicator = None
    trial.bound.append(value_of(token, "prose/requests", (0, 4)))
    trial.levels.add("本级")
    assert [bound.indicator for bound in context.bound] == ["requests.received"]
    assert context.levels == set()
    context.take(trial)
    assert [bound.indicator for bound in context.bound] == [None, None]
    assert context.levels == {"本级"}


def test_a_number_for_each_of_labels_that_say_nothing_is_unread(prose: Callable[[str], ProseReading]) -> None:
    """收到申请5件,其中…各1件: where a list that shares a number names no figures, the number is not lost."""
    reading = prose("(二)依申请公开。收到政府信息公开申请5件,其中书面申请、网上办事各1件。")
    assert [unread.text for unread in reading.unread] == ["各1件"]
    assert [figure.value for figure in reading.figures] == [5]
