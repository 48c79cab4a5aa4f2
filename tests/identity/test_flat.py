"""The way back from a text without blanks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportmine.identity.flat import Flat

TEXTS = st.text(alphabet="镇县2 \n\t\u3000", max_size=40)


@given(TEXTS, st.data())
def test_every_span_leads_back_to_its_characters(text: str, data: st.DataObject) -> None:
    flat = Flat(text)
    size = len(flat.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    low, high = flat.span(start, end)
    assert "".join(text[low:high].split()) == flat.text[start:end]
    assert low == high == 0 or not (text[low].isspace() or text[high - 1].isspace())
