"""The tables of real reports: no wrong figure, and nearly every cell."""

from __future__ import annotations

import json
from pathlib import Path

from reportmine.extraction import extract_figures
from reportmine.model import Figure
from reportmine.reading import read
from reportmine.rulebook import Rulebook

Key = tuple[str, str, str | None, str]


def _key(indicator: str, applicant: str, item: str | None, period: str) -> Key:
    return indicator, applicant, item, period


def _tables(folder: Path, rulebook: Rulebook) -> list[Figure]:
    source = next(path for path in sorted(folder.iterdir()) if path.stem == "source")
    figures = extract_figures(read(source, rulebook), rulebook).figures
    return [figure for figure in figures if figure.source == "table" and figure.status != "derived"]


def test_tables_of_real_reports(corpora: Path, rulebook: Rulebook) -> None:
    right = asked = 0
    wrong: list[str] = []
    for folder in sorted(path for path in corpora.iterdir() if path.is_dir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        expected = {
            _key(f["indicator"], f["applicant"], f["item"], f["period"]): f["value"]
            for f in gold["figures"]
            if f["source"] == "table"
        }
        for figure in _tables(folder, rulebook):
            key = _key(figure.indicator, figure.applicant, figure.item, figure.period)
            if figure.value is not None:
                if expected.get(key) != figure.value:
                    wrong.append(f"{folder.name} {key}: {figure.value}, gold {expected.get(key)}")
                right += 1
        asked += sum(value is not None for value in expected.values())
    assert wrong == []
    assert right >= 0.995 * asked


def test_cells_that_no_reader_can_split_stay_open(corpora: Path, rulebook: Rulebook) -> None:
    seen = 0
    for folder in sorted(path for path in corpora.iterdir() if path.is_dir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        named = {entry["indicator"]: entry for entry in gold.get("unsplittable", ())}
        for figure in _tables(folder, rulebook) if named else ():
            if figure.indicator in named:
                assert figure.value is None
                assert set(figure.candidates) == set(named[figure.indicator]["candidates"])
                seen += 1
    assert seen >= 3
