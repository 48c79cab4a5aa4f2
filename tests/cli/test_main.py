"""The command line as a whole: help, exit codes, one line for an error, and the documents that name its commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "ingest", "extract", "check", "compare", "export", "evaluate", "status", "retry", "waive", "correct", "history",
    "diff",
)  # fmt: skip


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportmine.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_help_names_every_command_with_a_line() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^\s+{command}\s{{2,}}\S", shown.stdout, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    shown = run(command, "--help")
    assert shown.returncode == 0, shown.stderr
    assert "Usage:" in shown.stdout


def test_help_loads_no_heavy_library() -> None:
    """What ``--help`` in 0.3 s rests on; the time itself is only held against a generous bound."""
    code = (
        "import sys; sys.argv=['reportmine','--help']\n"
        "from reportmine.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "heavy = ('pydantic','duckdb','jieba','spacy','pdfplumber','pandas','altair','yaml','lxml')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert time.monotonic() - started < 3
    assert done.stdout.rstrip().endswith("[]"), done.stdout[-300:] + done.stderr


def test_version() -> None:
    import reportmine

    assert run("--version").stdout.strip() == reportmine.__version__


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("extract", "nowhere.txt"), "nowhere.txt"),
        (("evaluate", "docs"), "holds no gold.json"),
        (("extract", "corpora/samples/guyong-2015/source.txt", "--rules", "nowhere"), "is not a folder"),
        (("compare", "no.such.indicator", "--warehouse", "nowhere.duckdb"), ""),
        (("extract",), "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_exit_code_2_and_a_message(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert message in done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_extract_prints_the_contract(samples: Path) -> None:
    done = run("extract", samples / "guyong-2021" / "source.html")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["schema"] == "reportmine.report/1"
    assert (shown["issuer"]["division"], shown["year"], shown["form"]) == ("350428100", 2021, "n2021")
    assert shown["period"] == ["2021-01-01", "2021-12-31"]
    figure = next(entry for entry in shown["figures"] if entry["indicator"] == "requests.received")
    assert set(figure) >= {
        "indicator", "applicant", "item", "period", "year", "value", "unit", "printed", "qualifier", "status", "source",
        "evidence", "rule", "confidence",
    }  # fmt: skip
    assert set(figure["evidence"]) >= {"start", "end", "quote", "page", "bbox", "cell"}


def test_extract_as_table_and_as_page(samples: Path, tmp_path: Path) -> None:
    source = samples / "gaotang-2017" / "source.txt"
    table = run("extract", source, "--format", "table")
    assert "published.documents" in table.stdout
    assert "form.part" in table.stdout
    page = tmp_path / "r.html"
    assert run("extract", source, "--format", "html", "-o", page).returncode == 0
    text = page.read_text(encoding="utf-8")
    assert "published.documents" in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_evaluate_is_0_on_perfect_samples_and_1_when_something_differs(samples: Path, tmp_path: Path) -> None:
    assert run("evaluate", samples).returncode == 0
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "source.txt").write_text(
        (samples / "guyong-2015/source.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    gold = json.loads((samples / "guyong-2015/gold.json").read_text(encoding="utf-8"))
    gold["figures"][0]["value"] += 1
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    done = run("evaluate", tmp_path)
    assert done.returncode == 1
    assert "missed" in done.stdout


def test_the_readme_shows_every_command_but_the_rare_ones() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    docs = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    for command in COMMANDS:
        assert f"reportmine {command}" in readme + docs, f"no document shows reportmine {command}"
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (ROOT / target).exists(), target
