"""The text of a cell as a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.extraction.tables.values import Token, ValueReader, tokenised, value_reader
from reportmine.rulebook import Rulebook
from reportmine.rulebook.forms import SlotKind


@pytest.fixture(scope="module")
def reader(rulebook: Rulebook) -> ValueReader:
    return value_reader(rulebook)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("12", "count", (12, "reported", None)),
        (" 0 ", "count", (0, "reported", None)),
        ("0件", "count", (0, "reported", "件")),
        ("12,345", "count", (12345, "reported", None)),
        ("12，345.50元", "amount", (12345.5, "reported", "元")),
        ("251000元", "amount", (251000, "reported", "元")),
        ("3.50万元", "amount", (3.5, "reported", "万元")),
        ("-8", "change", (-8, "reported", None)),
        ("减2", "change", (-2, "reported", None)),
        ("增1", "change", (1, "reported", None)),
        ("+3", "change", (3, "reported", None)),
        ("不变", "change", (0, "stated_zero", None)),
        ("无", "count", (0, "stated_zero", None)),
        ("", "count", (None, "blank", None)),
        ("  ", "count", (None, "blank", None)),
        ("-", "count", (None, "dash", None)),
        ("——", "count", (None, "dash", None)),
        ("/", "count", (None, "dash", None)),
    ],
)
def test_cells(reader: ValueReader, text: str, kind: SlotKind, expected: tuple[object, ...]) -> None:
    read = reader.read(Token(text, 10, 10 + len(text)), kind)
    assert read is not None
    assert (read.value, read.status, read.unit) == expected
    assert read.start == 10 + len(text) - len(text.lstrip()) or not text.strip()


@pytest.mark.parametrize("text", ["见附件", "约五十", "1 2", "12/13", "减2", "2017年", "第3项"])
def test_words_in_a_number_cell_are_no_value(reader: ValueReader, text: str) -> None:
    assert reader.read(Token(text, 0, len(text)), "count") is None


@pytest.mark.parametrize(
    ("printed", "canonical", "factor"),
    [
        ("万元", "元", 10000), ("元", "元", 1), ("元", "万元", 0.0001), ("条", "件", 1), (None, "件", 1),
        ("元", "件", None), ("条", "元", None),
    ],
)  # fmt: skip
def test_units(reader: ValueReader, printed: str | None, canonical: str, factor: float | None) -> None:
    assert reader.factor(printed, canonical) == factor


@given(
    numbers=st.lists(st.integers(0, 10**7), min_size=1, max_size=9),
    separator=st.sampled_from([" ", "\n", " | ", "\t", "|"]),
)
def test_separated_numbers_come_back(rulebook: Rulebook, numbers: list[int], separator: str) -> None:
    text = separator.join(map(str, numbers)) + "附件"
    tokens, end = tokenised(text, 0, len(text), value_reader(rulebook))
    assert [int(token.text) for token in tokens] == numbers
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert text[end:] == "附件"
