"""The notebook shows what its cells give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_the_notebook_is_current(samples: Path) -> None:
    pytest.importorskip("vl_convert")
    root = samples.parents[1]
    done = subprocess.run(
        [sys.executable, "docs/make_notebook.py"], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
