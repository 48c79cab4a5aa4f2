"""Ways back to the file, and grids with spans."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reportmine.model import Anchor, Box, Cell, Document, Table
from reportmine.model.unchecked import unchecked


def document(*anchors: Anchor, text: str = "x" * 100) -> Document:
    return Document(source="s", sha256="0", media_type="text/plain", text=text, anchors=anchors)


def test_equal_sides_map_one_to_one() -> None:
    doc = document(Anchor(start=0, end=10, raw_start=5, raw_end=15), Anchor(start=10, end=20, raw_start=30, raw_end=40))
    (only,) = doc.locate(2, 4)
    assert (only.raw_start, only.raw_end) == (7, 9)
    first, second = doc.locate(8, 12)
    assert (first.raw_start, first.raw_end) == (13, 15)
    assert (second.raw_start, second.raw_end) == (30, 32)


def test_unequal_sides_give_the_whole_run() -> None:
    (only,) = document(Anchor(start=0, end=2, raw_start=10, raw_end=20)).locate(1, 2)
    assert (only.raw_start, only.raw_end) == (10, 20)


def test_a_gap_between_anchors_has_no_way_back() -> None:
    doc = document(Anchor(start=0, end=5, raw_start=0, raw_end=5), Anchor(start=8, end=9, raw_start=8, raw_end=9))
    assert doc.locate(5, 8) == ()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20), st.data())
def test_every_character_leads_back_to_itself(lengths: list[int], data: st.DataObject) -> None:
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    anchors = [
        Anchor(start=s, end=s + n, raw_start=s * 3, raw_end=s * 3 + n) for s, n in zip(starts, lengths, strict=True)
    ]
    doc = document(*anchors, text="x" * sum(lengths))
    offset = data.draw(st.integers(0, sum(lengths) - 1))
    (found,) = doc.locate(offset, offset + 1)
    run = max(s for s in starts if s <= offset)
    assert found.raw_start == run * 3 + (offset - run)


def test_grid_repeats_a_spanning_cell() -> None:
    tall = Cell(row=0, column=0, row_span=2, text="a", start=0, end=1)
    wide = Cell(row=0, column=1, column_span=2, text="b", start=1, end=2)
    table = Table(cells=(tall, wide), row_count=2, column_count=3, start=0, end=2, origin="html")
    assert table.grid == ((tall, wide, wide), (tall, None, None))


def test_values_made_without_checks_are_those_made_with_them() -> None:
    box = Box(page=2, x0=1.5, top=2.0, x1=30.25, bottom=14.0)
    fields = {
        "row": 0, "column": 1, "row_span": 1, "column_span": 2, "text": "7", "start": 3, "end": 4, "box": box,
        "address": None, "confidence": 1.0,
    }  # fmt: skip
    made, checked = unchecked(Cell, **fields), Cell(**fields)
    assert made == checked
    assert hash(made) == hash(checked)
    assert repr(made) == repr(checked)
    assert made.model_dump_json() == checked.model_dump_json()
    assert made.model_fields_set == checked.model_fields_set == set(fields)
    assert pickle.loads(pickle.dumps(made)) == checked
    assert made.model_copy(update={"row": 5}) == checked.model_copy(update={"row": 5})
    assert made.row == 0
    with pytest.raises(ValidationError):
        made.row = 1


def test_a_copy_leaves_the_fields_that_all_values_share_alone() -> None:
    first = unchecked(Box, page=1, x0=0.0, top=0.0, x1=1.0, bottom=1.0)
    first.model_copy(update={"page": 2}).model_fields_set.add("other")
    assert unchecked(Box, page=1, x0=0.0, top=0.0, x1=1.0, bottom=1.0).model_fields_set == set(Box.model_fields)
