"""A question does not wait for pandas, and pandas is there for whoever asks for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportmine.warehouse.parameters import without_pandas

QUESTIONS = """
import sys
from reportmine.warehouse import open_warehouse

with open_warehouse(sys.argv[1]) as warehouse:
    warehouse.compare(["requests.received", "rate.grant"], years=[2017]).fetchall()
    warehouse.panel(["requests.*"], years=[2016, 2017]).fetchall()
    warehouse.figures(["requests.received"]).fetchall()
    warehouse.sql("SELECT $year, $list", {"year": 2017, "list": ["a", None]}).fetchall()
    print("pandas" in sys.modules)
    print(warehouse.sql("SELECT current_setting('enable_progress_bar')").fetchone())  # it would stand in this output
    print(type(warehouse.sql("SELECT 1 AS one").df()).__name__)
    import pandas
    print(warehouse.sql("SELECT $none AS none", {"none": pandas.NaT}).fetchall())
"""


def test_questions_with_values_leave_pandas_alone(empty_file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS, str(empty_file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:4] == ["False", "(False,)", "DataFrame", "[(None,)]"]


def test_other_threads_find_pandas_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    with without_pandas():
        with pytest.raises(ModuleNotFoundError):
            importlib.util.find_spec("pandas")
        with ThreadPoolExecutor(1) as other:
            assert other.submit(importlib.util.find_spec, "pandas").result() is not None
    assert importlib.util.find_spec("pandas") is not None
