"""Planted sentences with exact figures and exact places."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.extraction.prose import ProseReading
from reportmine.extraction.prose.tokens import tokenizer
from reportmine.rulebook import Rulebook

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "planted.yaml").read_text(encoding="utf-8"))


def _short() -> Callable[..., str]:
    spec = importlib.util.spec_from_file_location("prose_conftest", HERE / "conftest.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.short  # type: ignore[no-any-return]


short = _short()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_planted(case: dict[str, Any], prose: Callable[[str], ProseReading]) -> None:
    text = case["text"]
    reading = prose(text)
    assert sorted({short(figure) for figure in reading.figures}) == sorted(case.get("expect", []))
    for figure in reading.figures:
        evidence = figure.evidence
        assert text[evidence.start : evidence.end] == figure.printed
        assert evidence.phrase_start is not None and evidence.phrase_end is not None
        assert figure.printed in evidence.quote or figure.status == "stated_zero"


def test_cases_are_named_once() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names)) >= 60


LINES = sorted({line for case in CASES for line in case["text"].split("\n") if line})
CLAUSES = sorted({clause for line in LINES for clause in re.split(r"(?<=[,。;:、])", line) if clause})


@settings(max_examples=400, deadline=None)
@given(parts=st.lists(st.sampled_from(LINES) | st.sampled_from(CLAUSES), min_size=2, max_size=9), data=st.data())
def test_any_mix_of_lines_is_read(parts: list[str], data: st.DataObject, prose: Callable[[str], ProseReading]) -> None:
    """A heading above another's answer, a clause cut from its sentence: whatever is read has its exact place."""
    text = "".join(part + data.draw(st.sampled_from(["", "\n", "。"])) for part in parts)
    for figure in prose(text).figures:
        assert text[figure.evidence.start : figure.evidence.end] == figure.printed


def test_bare_answers_under_any_heading(rulebook: Rulebook, prose: Callable[[str], ProseReading]) -> None:
    """无 under a heading on anything that the vocabulary knows: a stated zero at its place, or nothing."""
    for word in tokenizer(rulebook).lexicon.words:
        text = f"四、{word}情况\n无。"
        for figure in prose(text).figures:
            assert figure.status == "stated_zero", word
            assert text[figure.evidence.start : figure.evidence.end] == figure.printed, word
