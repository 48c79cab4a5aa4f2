"""Reports come through the line between processes unchanged."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from reportmine.jobs.packing import pack, unpack
from reportmine.pipeline import extract
from reportmine.rulebook import Rulebook


def test_a_report_comes_back_equal_and_frozen(samples: Path, rulebook: Rulebook) -> None:
    for name in ("gaotang-2017/source.txt", "guyong-2021/source.html"):
        report = extract(samples / name, rulebook)
        packed = pack(report)
        back = unpack(packed)
        assert back == report
        assert back.as_contract() == report.as_contract()
        assert back.figures[0].model_copy(update={"value": 7}).value == 7
        assert back.figures[0] == report.figures[0]
        with pytest.raises(ValidationError):
            back.year = 1  # type: ignore[misc]
        assert len(packed) < len(pickle.dumps(report))
