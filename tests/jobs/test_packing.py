"""Reports come through the line between processes unchanged."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from reportmine.jobs.packing import pack, unpack
from reportmine.pipeline import extract
from reportmine.rulebook import Rulebook
from reportmine.warehouse.columns import Columns, figure_columns, joined_columns


@pytest.mark.parametrize("name", ["gaotang-2017/source.txt", "guyong-2021/source.html"])
def test_a_report_comes_back_equal_and_frozen(samples: Path, rulebook: Rulebook, name: str) -> None:
    report = extract(samples / name, rulebook)
    packed = pack(report)
    back = unpack(packed)
    assert back.count == len(report.figures) > 0
    assert back.report == report.model_copy(update={"figures": ()})
    assert joined_columns([7], [back]) == _as_lists(figure_columns([7], [report]))
    with pytest.raises(ValidationError):
        back.report.year = 1  # type: ignore[misc]
    assert len(packed) < 0.6 * len(pickle.dumps(report))


def test_a_report_without_figures_comes_back(samples: Path, rulebook: Rulebook) -> None:
    report = extract(samples / "gaotang-2017/source.txt", rulebook)
    bare = report.model_copy(update={"figures": ()})
    back = unpack(pack(bare))
    assert (back.report, back.count) == (bare, 0)
    columns = joined_columns([1, 2, 3], [unpack(pack(report)), back, unpack(pack(report))])
    assert columns["report_id"] == [1] * len(report.figures) + [3] * len(report.figures)
    assert {len(values) for values in columns.values()} == {2 * len(report.figures)}


def _as_lists(columns: Columns) -> Columns:
    return {name: list(values) for name, values in columns.items()}
