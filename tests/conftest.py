"""What all tests share: the shipped rules, the sample reports, and the real reports where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportmine.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]


def real_corpora() -> Path | None:
    """The folder of real reports, which no checkout contains: beside the checkout, or where the variable says."""
    folder = Path(os.environ.get("REPORTMINE_CORPORA", ROOT.parent / "shared" / "corpora"))
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return Rulebook()


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "corpora" / "samples"


@pytest.fixture(scope="session")
def corpora() -> Path:
    folder = real_corpora()
    if folder is None:
        pytest.skip("the folder of real reports is not at hand (set REPORTMINE_CORPORA)")
    return folder
