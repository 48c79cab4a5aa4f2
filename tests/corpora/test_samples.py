"""The sample reports: current, and read as their gold says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reportmine.evaluation import find_gold, load_gold, score
from reportmine.pipeline import extract
from reportmine.rulebook import Rulebook


def test_samples_are_current(samples: Path) -> None:
    script = samples.parent / "write_samples.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_sample_is_read_as_its_gold_says(samples: Path, rulebook: Rulebook) -> None:
    wrong = []
    for source, gold in find_gold(samples):
        found = score(source.parent.name, extract(source, rulebook), load_gold(gold), rulebook)
        wrong += [f"{found.document}: {v.outcome} {v.key}" for v in found.verdicts if v.outcome != "right"]
        wrong += [f"{found.document}: {field}: {pair}" for field, pair in found.identity.items()]
    assert not wrong, "\n".join(wrong)
