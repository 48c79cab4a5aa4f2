"""Text that knows where it came from, through cuts, joins and edits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.model import Box
from reportmine.reading.mapped import Edit, Mapped, Piece

PIECES = st.lists(st.tuples(st.text("甲乙丙丁 12", min_size=1, max_size=6), st.integers(0, 3)), min_size=1, max_size=8)


def source(parts: list[tuple[str, int]]) -> tuple[str, Mapped]:
    """A file in which gaps of some signs stand between the runs of text, and the text of the runs."""
    raw, pieces = "", []
    for text, gap in parts:
        raw += "<" * gap
        pieces.append(Piece(text, raw_start=len(raw)))
        raw += text
    return raw, Mapped.of(pieces)


def leads_back(raw: str, mapped: Mapped) -> bool:
    return all(
        raw[anchor.raw_start : anchor.raw_end] == mapped.text[anchor.start : anchor.end] for anchor in mapped.anchors(0)
    )


@given(PIECES)
def test_every_run_leads_back(parts: list[tuple[str, int]]) -> None:
    raw, mapped = source(parts)
    assert leads_back(raw, mapped)
    assert sum(anchor.end - anchor.start for anchor in mapped.anchors(0)) == len(mapped.text)


@given(PIECES, st.integers(0, 40), st.integers(0, 40))
def test_a_slice_leads_back(parts: list[tuple[str, int]], one: int, other: int) -> None:
    raw, mapped = source(parts)
    low, high = sorted((min(one, len(mapped.text)), min(other, len(mapped.text))))
    cut = mapped.slice(low, high)
    assert cut.text == mapped.text[low:high]
    assert leads_back(raw, cut)


@given(PIECES)
def test_deletions_lead_back(parts: list[tuple[str, int]]) -> None:
    raw, mapped = source(parts)
    cleaned = mapped.apply(Edit(*found.span()) for found in re.finditer(r"[ 乙]+", mapped.text))
    assert cleaned.text == re.sub(r"[ 乙]+", "", mapped.text)
    assert leads_back(raw, cleaned)


@given(st.lists(PIECES, min_size=1, max_size=4))
def test_joined_texts_lead_back(many: list[list[tuple[str, int]]]) -> None:
    sources = [source(parts) for parts in many]
    joined = Mapped.join([mapped for _, mapped in sources], "\n")
    assert joined.text == "\n".join(mapped.text for _, mapped in sources)


def test_an_entity_leads_back_to_all_its_signs() -> None:
    mapped = Mapped.of([Piece("甲", raw_start=0), Piece("<", raw_start=1, raw_end=5), Piece("乙", raw_start=5)])
    assert [(a.raw_start, a.raw_end) for a in mapped.anchors(0)] == [(0, 1), (1, 5), (5, 6)]


def test_a_replacement_leads_back_to_all_it_replaced() -> None:
    mapped = Mapped.of([Piece("甲乙", raw_start=0), Piece("丙丁", raw_start=10)])
    (before, new, rest) = mapped.apply([Edit(1, 3, "戊己庚")]).anchors(0)
    assert (before.raw_start, before.raw_end) == (0, 1)
    assert (new.start, new.end, new.raw_start, new.raw_end) == (1, 4, 1, 11)
    assert (rest.raw_start, rest.raw_end) == (11, 12)


def test_boxes_join_on_one_page_only() -> None:
    here, there = Box(page=1, x0=1, top=2, x1=3, bottom=4), Box(page=1, x0=5, top=1, x1=9, bottom=4)
    other = Box(page=2, x0=0, top=0, x1=1, bottom=1)
    assert Mapped.of([Piece("甲", box=here), Piece("乙", box=there)]).box() == Box(page=1, x0=1, top=1, x1=9, bottom=4)
    assert Mapped.of([Piece("甲", box=here), Piece("乙", box=other)]).box() is None


def test_text_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        Mapped.of([Piece("甲", raw_start=0)]).with_text("甲乙")
