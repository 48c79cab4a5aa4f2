"""The planted sentences in other layouts: what copying does to a page changes no figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from reportmine.extraction.prose import read_prose
from reportmine.extraction.tables import read_tables
from reportmine.reading.text import read_text
from reportmine.rulebook import Rulebook

CASES: Final[list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("planted.yaml").read_text(encoding="utf-8")
)
TEXTS: Final = [case["text"] for case in CASES]
_WIDE: Final = str.maketrans(",;:()%", "，；：（）％")
_WIDE_DIGITS: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_BESIDE_DIGITS: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])")
_NO_LABEL: Final = re.compile(r"[\s()（）,，:：;；%％]")  # what labels print in two ways

Fact = tuple[object, ...]

# Layouts that say the same in every planted case.
SAME: Final[dict[str, Callable[[str], str]]] = {
    "wide punctuation": lambda text: text.translate(_WIDE),
    "wide digits": lambda text: text.translate(_WIDE_DIGITS),
    "blanks beside numbers": lambda text: _BESIDE_DIGITS.sub(" ", text),
    "blank lines and indents": lambda text: text.replace("\n", "\n\n　　"),
}


def _facts(text: str, rulebook: Rulebook) -> set[Fact]:
    """The figures of a page that a text file holds, without the places they stand at."""
    document = read_text(text.encode(), "test.txt", rulebook)
    figures = read_prose(document, rulebook, read_tables(document, rulebook).covered).figures
    return {
        (each.indicator, each.applicant, _NO_LABEL.sub("", each.item or ""), each.period, each.year, each.value)
        for each in figures
    }


@pytest.mark.parametrize("layout", SAME.values(), ids=SAME)
def test_another_layout_says_the_same(layout: Callable[[str], str], rulebook: Rulebook) -> None:
    differ = [text for text in TEXTS if _facts(layout(text), rulebook) != _facts(text, rulebook)]
    assert not differ


def test_a_sentence_a_line_says_nothing_else(rulebook: Rulebook) -> None:
    """A list of classes may lose the total it divides, which is a paragraph away then; no figure becomes another."""
    for text in TEXTS:
        assert _facts(text.replace("。", "。\n"), rulebook) <= _facts(text, rulebook), text
