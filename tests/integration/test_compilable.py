"""The modules that a compiled wheel compiles keep to what mypyc can translate (docs/batch.md).

Only the translation to C is tried, which takes seconds; compiling that takes minutes and cannot fail for our reasons.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRANSLATE = (
    "import sys; from mypyc.build import mypycify; mypycify(sys.argv[2:], multi_file=True, target_dir=sys.argv[1])"
)


def test_the_listed_modules_can_be_compiled(tmp_path: Path) -> None:
    pytest.importorskip("setuptools", reason="mypyc describes what it makes in setuptools' terms")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    left_out = {pattern.lstrip("/") for pattern in hook["exclude"]}
    modules = sorted(
        name
        for pattern in hook["include"]
        for path in ROOT.glob(pattern.lstrip("/"))
        if path.name not in left_out and (name := path.relative_to(ROOT).as_posix()) not in left_out
    )
    assert "src/reportmine/extraction/quantities.py" in modules
    command = [sys.executable, "-c", TRANSLATE, str(tmp_path), *hook["mypy-args"], *modules]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
