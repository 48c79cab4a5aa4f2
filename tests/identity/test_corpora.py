"""Issuer, division and year of every report at hand, as a careful reader gave them."""

from __future__ import annotations

import json
from pathlib import Path

from reportmine.extraction import Extraction
from reportmine.identity import identify
from reportmine.model import DocumentKind
from reportmine.reading import read
from reportmine.rulebook import Rulebook


def _differences(folder: Path, rulebook: Rulebook) -> list[str]:
    wrong = []
    for gold_file in sorted(folder.glob("*/gold.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        source = next(path for path in sorted(gold_file.parent.glob("source.*")))
        found = identify(read(source, rulebook), Extraction(), rulebook)
        want = (gold["issuer"], gold["division"], gold["year"], DocumentKind.ANNUAL_REPORT)
        got = (found.issuer.name, found.issuer.division, found.year, found.kind)
        if got != want:
            wrong.append(f"{gold_file.parent.name}: {got}, not {want}")
    return wrong


def test_samples(samples: Path, rulebook: Rulebook) -> None:
    assert _differences(samples, rulebook) == []


def test_real_reports(corpora: Path, rulebook: Rulebook) -> None:
    assert _differences(corpora, rulebook) == []
