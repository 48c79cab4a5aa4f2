"""Why a file is, or is not, read: each reason with a case and a counter-case."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportmine.jobs.discover import discover, matches, speakable
from reportmine.jobs.ledger import GONE, LOADED, QUARANTINED, Ledger, manifest_hash
from reportmine.jobs.plan import Planner
from reportmine.jobs.values import Request, Stamp, Step, Versions, Why
from reportmine.model import ManifestRow, ReportmineError
from reportmine.rulebook import Rulebook

NOW = Versions("rules 2", "code 2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "in" / f"{name}.txt").write_text(f"report {name}", encoding="utf-8")
    return tmp_path / "in"


def stamp(path: Path, text: str | None = None, **changes: object) -> Stamp:
    """As if the file had been read with the versions of now."""
    status = path.stat() if path.exists() else None
    data = text.encode() if text is not None else path.read_bytes()
    known = Stamp(
        hashlib.sha256(data).hexdigest(), status.st_size if status else 0, status.st_mtime_ns if status else 0,
        None, NOW.rules, NOW.code, LOADED,
    )  # fmt: skip
    return replace(known, **changes)  # type: ignore[arg-type]


@pytest.fixture
def plan(rulebook: Rulebook, folder: Path) -> Callable[..., dict[str, Step]]:
    def go(stamps: dict[str, Stamp], **options: object) -> dict[str, Step]:
        request = Request(paths=(folder,), warehouse=folder / "w", **options)  # type: ignore[arg-type]
        discovery = discover(request, rulebook)
        ledger = Ledger({str(folder / name): one for name, one in stamps.items()})
        planner = Planner(discovery, ledger, request, rulebook, NOW)
        return {Path(step.source.label).name: step for step in planner.steps()}

    return go


Plan = Callable[..., dict[str, Step]]


def whys(steps: dict[str, Step]) -> dict[str, str]:
    return {name: step.why.value for name, step in steps.items()}


def test_without_a_ledger_all_is_new(plan: Plan) -> None:
    assert whys(plan({})) == {"a.txt": "new", "b.txt": "new", "c.txt": "new"}


def test_each_reason_for_reading_again(plan: Plan, folder: Path) -> None:
    a, b, c = (folder / f"{name}.txt" for name in "abc")
    steps = plan({"a.txt": stamp(a), "b.txt": stamp(b, "older", modified_ns=1), "c.txt": stamp(c, rules="rules 1")})
    assert whys(steps) == {"a.txt": "unchanged", "b.txt": "changed", "c.txt": "rules"}
    assert whys(plan({"c.txt": stamp(c, code="code 1")}))["c.txt"] == "rules"
    assert whys(plan({"c.txt": stamp(c, manifest="a row")}))["c.txt"] == "manifest"
    assert whys(plan({"a.txt": stamp(a)}, force=True))["a.txt"] == "forced"
    assert whys(plan({"a.txt": stamp(a, status=GONE)}))["a.txt"] == "new"


def test_a_new_time_stamp_on_old_content_is_no_reason(plan: Plan, folder: Path) -> None:
    step = plan({"a.txt": stamp(folder / "a.txt", modified_ns=1, status=QUARANTINED, reason="empty")})["a.txt"]
    assert (step.why, step.stamp.status, step.stamp.reason) == (Why.TOUCHED, QUARANTINED, "empty")


def test_equal_size_and_time_are_taken_for_equal_content(plan: Plan, folder: Path) -> None:
    a = folder / "a.txt"
    known = stamp(a)
    os.utime(a, ns=(known.modified_ns, known.modified_ns))
    a.write_text("report z", encoding="utf-8")
    os.utime(a, ns=(known.modified_ns, known.modified_ns))
    assert plan({"a.txt": known})["a.txt"].why is Why.UNCHANGED
    os.utime(a, ns=(known.modified_ns, known.modified_ns + 1))
    assert plan({"a.txt": known})["a.txt"].why is Why.CHANGED


def test_a_moved_file_is_known_by_its_content(plan: Plan, folder: Path) -> None:
    known = stamp(folder / "a.txt")
    step = plan({"old name.txt": known})["a.txt"]
    assert (step.why, step.of) == (Why.MOVED, str(folder / "old name.txt"))
    assert plan({"old name.txt": replace(known, rules="rules 1")})["a.txt"].why is Why.NEW


def test_a_copy_is_read_once(plan: Plan, folder: Path) -> None:
    (folder / "d.txt").write_text("report a", encoding="utf-8")
    steps = plan({})
    assert whys(steps)["a.txt"] == "new"
    assert (steps["d.txt"].why, steps["d.txt"].of) == (Why.DUPLICATE, str(folder / "a.txt"))
    steps = plan({"d.txt": stamp(folder / "d.txt")})
    assert (steps["a.txt"].why, steps["a.txt"].of) == (Why.DUPLICATE, str(folder / "d.txt"))
    assert whys(plan({}, force=True))["d.txt"] == "duplicate"


def test_the_manifest_row_counts_but_not_its_path(plan: Plan, folder: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("path,year\nin/a.txt,2017\n", encoding="utf-8")
    steps = plan({}, manifest=manifest)
    row = steps["a.txt"].source.manifest
    assert row is not None and row.year == 2017
    assert steps["b.txt"].stamp.manifest is None
    assert steps["a.txt"].stamp.manifest == manifest_hash(ManifestRow(path="elsewhere", year=2017))
    assert steps["a.txt"].stamp.manifest != manifest_hash(ManifestRow(path="in/a.txt", year=2018))


def test_choosing_by_name_and_day(plan: Plan, folder: Path) -> None:
    os.utime(folder / "a.txt", (0, 0))
    assert set(plan({}, only=("b*", "*/in/c.txt"))) == {"b.txt", "c.txt"}
    from datetime import date

    assert set(plan({}, since=date(2000, 1, 1))) == {"b.txt", "c.txt"}


def test_patterns() -> None:
    assert matches("/x/2017/a.txt", ["2017/*"])
    assert matches("/x/2017/a.txt", ["*.txt"])
    assert not matches("/x/2017/a.txt", ["a"])


def test_gone_files_are_noticed_unless_the_whole_folder_is_empty(rulebook: Rulebook, folder: Path) -> None:
    request = Request(paths=(folder,), warehouse=folder / "w")
    lost = str(folder / "lost.txt")
    ledger = Ledger({lost: stamp(folder / "lost.txt", "x"), "/elsewhere/x.txt": stamp(folder / "lost.txt", "y")})
    assert Planner(discover(request, rulebook), ledger, request, rulebook, NOW).gone() == [lost]
    for path in folder.glob("*.txt"):
        path.unlink()
    assert Planner(discover(request, rulebook), ledger, request, rulebook, NOW).gone() == []


def test_the_order_does_not_depend_on_the_arguments(rulebook: Rulebook, folder: Path) -> None:
    names = [folder / "c.txt", folder / "a.txt", folder]
    found = discover(Request(paths=tuple(names), warehouse=folder / "w"), rulebook)
    assert [Path(item.source.label).name for item in found.chosen] == ["a.txt", "b.txt", "c.txt"]


def test_a_path_that_does_not_exist_is_an_argument_error(rulebook: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(ReportmineError, match="does not exist"):
        discover(Request(paths=(tmp_path / "nowhere",), warehouse=tmp_path / "w"), rulebook)


def test_names_that_are_no_utf8_are_said_as_they_were_meant() -> None:
    assert speakable(os.fsdecode("镇.txt".encode("gbk"))) == "镇.txt"
    assert speakable("镇.txt") == "镇.txt"
