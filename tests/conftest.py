"""What all tests share: the shipped rules, the sample reports, and the real reports where they are at hand."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
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


@pytest.fixture
def no_blow_up() -> Iterator[None]:
    """Ends a test on hostile input that would run for minutes: it bounds a hang, and measures no speed.

    A minute of the process's own time is many times what such input takes, however busy the machine is.
    """

    def stop(number: int, frame: object) -> None:
        pytest.fail("a minute of work on one hostile input")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, 60)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "corpora" / "samples"


@pytest.fixture(scope="session")
def corpora() -> Path:
    folder = real_corpora()
    if folder is None:
        pytest.skip("the folder of real reports is not at hand (set REPORTMINE_CORPORA)")
    return folder
