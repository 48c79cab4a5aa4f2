"""A run from files to the warehouse: what is read, what is written down, what goes to the quarantine."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportmine.jobs import Summary
from reportmine.jobs.reporters import Event, Note
from reportmine.model import DocumentKind, ReadingError, ReportmineError
from reportmine.warehouse import open_warehouse
from reportmine.warehouse.checks import waive

Run = Callable[..., Summary]
Make = Callable[[Path, int], list[Path]]
Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]
Query = Callable[[Path, str], list[tuple[Any, ...]]]


def test_the_second_run_reads_nothing(run: Run, make_reports: Make, tmp_path: Path, dump: Dump) -> None:
    make_reports(tmp_path / "in", 4)
    first = run()
    assert (first.by_why, first.new_reports, first.exit_code) == ({"new": 4}, 4, 0)
    assert first.figures > 40
    before = dump(tmp_path / "w.duckdb")
    second = run()
    assert (second.by_why, second.loaded, second.figures, second.exit_code) == ({"unchanged": 4}, 0, 0, 0)
    assert dump(tmp_path / "w.duckdb") == before
    third = run(force=True)
    assert (third.by_why, third.reread_reports) == ({"forced": 4}, 4)
    assert dump(tmp_path / "w.duckdb") == before


def test_a_changed_file_is_a_new_revision_and_the_old_one_stays(
    run: Run, make_reports: Make, tmp_path: Path, query: Query
) -> None:
    path = make_reports(tmp_path / "in", 2)[0]
    run()
    path.write_text(path.read_text(encoding="utf-8") + "\n全年另发布政策解读3篇。\n", encoding="utf-8")
    summary = run()
    assert (summary.by_why, summary.changed_reports) == ({"changed": 1, "unchanged": 1}, 1)
    rows = query(tmp_path / "w.duckdb", "SELECT revision, is_latest FROM reports ORDER BY report_key, revision")
    assert sorted(rows) == [(1, False), (1, True), (2, True)]


def test_moved_copied_touched_and_lost_files(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    a, b, c, d = make_reports(tmp_path / "in", 4)
    run()
    before = query(tmp_path / "w.duckdb", "SELECT count(*) FROM figures")
    a.rename(tmp_path / "in" / "moved.txt")
    (tmp_path / "in" / "copy.txt").write_bytes(b.read_bytes())
    os.utime(c, (1, 1))
    d.unlink()
    summary = run()
    assert summary.by_why == {"moved": 1, "duplicate": 1, "touched": 1, "unchanged": 1}
    assert (summary.gone, summary.loaded) == (2, 0)
    assert query(tmp_path / "w.duckdb", "SELECT count(*) FROM figures") == before
    status = dict(query(tmp_path / "w.duckdb", "SELECT path, status FROM files"))
    assert {Path(path).name: value for path, value in status.items()} == {
        "moved.txt": "loaded", "copy.txt": "duplicate", b.name: "loaded", c.name: "loaded", d.name: "gone",
    }  # fmt: skip
    assert query(tmp_path / "w.duckdb", "SELECT count(*) FROM documents WHERE source LIKE '%moved.txt'") == [(1,)]
    assert run().by_why == {"unchanged": 4}


def test_a_file_that_took_the_place_of_one_that_is_gone_is_the_latest(
    run: Run, make_reports: Make, tmp_path: Path, query: Query
) -> None:
    """Although it has fewer figures and an earlier date than the old one, which would count side by side."""
    (path,) = make_reports(tmp_path / "in", 1)
    text = path.read_text(encoding="utf-8")
    run()
    path.unlink()
    shorter = text.partition("五、存在")[0] + text.partition("六、附表")[2].replace("1月12日", "1月3日")
    (tmp_path / "in" / "zz.txt").write_text(shorter, encoding="utf-8")
    assert run().gone == 1
    rows = query(
        tmp_path / "w.duckdb",
        "SELECT is_latest, right(source, 6) FROM reports JOIN documents ON sha256 = document_sha256 ORDER BY revision",
    )
    assert [latest for latest, _ in rows] == [False, True]
    assert rows[1][1] == "zz.txt"


@pytest.fixture
def bad_files(tmp_path: Path) -> dict[str, str]:
    """Files that are no reports, and the reason each must be refused for (empty: any)."""
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    text = "某镇2016年政府信息公开工作年度报告\n全年主动公开政府信息12条。\n"
    contents = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\t\n", "empty"),
        "binary.txt": (bytes(range(256)) * 40, ""),
        "large.txt": (text.encode() * 700_000, "too_large"),
        "utf16 without its mark.txt": (os.urandom(3000), ""),
        "truncated.pdf": (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog", ""),
        "no.zip": (b"PK\x03\x04 not an archive", "damaged"),
        "none.docx": (b"PK\x03\x04 word/ nothing", ""),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    return {name: reason for name, (_, reason) in contents.items()}


def test_bad_files_go_to_the_quarantine_and_the_rest_goes_on(
    run: Run, make_reports: Make, bad_files: dict[str, str], tmp_path: Path, query: Query
) -> None:
    make_reports(tmp_path / "in", 2)
    summary = run()
    assert summary.exit_code == 1
    assert summary.new_reports == 2
    rows = query(tmp_path / "w.duckdb", "SELECT path, reason, what FROM quarantine")
    found = {Path(path).name: (reason, what) for path, reason, what in rows}
    assert set(found) == set(bad_files)
    assert all(what for _, what in found.values())
    assert {name: found[name][0] for name, reason in bad_files.items() if reason} == {
        name: reason for name, reason in bad_files.items() if reason
    }
    assert not {reason for reason, _ in found.values()} & {"internal_error", "crashed"}
    again = run()
    assert (again.by_why, again.still_quarantined, again.exit_code) == ({"unchanged": 10}, 8, 0)


def test_a_copy_of_a_bad_file_is_a_bad_file(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    make_reports(tmp_path / "in", 1)
    for name in ("a.txt", "z.txt"):
        (tmp_path / "in" / name).touch()
    assert run().quarantined == {"empty": 2}
    (tmp_path / "in" / "y.txt").touch()
    assert run().quarantined == {"empty": 1}
    assert query(tmp_path / "w.duckdb", "SELECT count(*) FROM quarantine") == [(3,)]
    assert run().by_why == {"unchanged": 4}


def test_a_repaired_file_leaves_the_quarantine(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    path = make_reports(tmp_path / "in", 1)[0]
    good = path.read_bytes()
    path.write_bytes(b"")
    assert run().quarantined == {"empty": 1}
    path.write_bytes(good)
    assert run().loaded == 1
    assert query(tmp_path / "w.duckdb", "SELECT * FROM quarantine") == []


def test_archives_and_their_members(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    paths = make_reports(tmp_path / "out", 2)
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "all.zip", "w") as archive:
        for path in paths:
            archive.write(path, path.name)
    assert run().new_reports == 2
    assert run().by_why == {"unchanged": 2}
    names = sorted(Path(name).name for (name,) in query(tmp_path / "w.duckdb", "SELECT path FROM files"))
    assert names == sorted(path.name for path in paths)


def test_a_file_whose_name_is_no_utf8(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    path = make_reports(tmp_path / "in", 1)[0]
    path.rename(tmp_path / "in" / os.fsdecode("报告.txt".encode("gbk")))
    assert run().new_reports == 1
    assert run().by_why == {"unchanged": 1}
    assert query(tmp_path / "w.duckdb", "SELECT path FROM files WHERE path LIKE '%报告.txt'")


def test_changed_rules_are_named_and_all_is_read_again(
    run: Run, make_reports: Make, tmp_path: Path, rulebook: Any
) -> None:
    make_reports(tmp_path / "in", 2)
    run()
    overlay = tmp_path / "rules"
    overlay.mkdir()
    shipped = rulebook.files.path("evaluation.yaml").read_text(encoding="utf-8")
    (overlay / "evaluation.yaml").write_text(shipped + "# no reading depends on it\n", encoding="utf-8")
    assert run(rules=(overlay,)).by_why == {"unchanged": 2}
    shipped = rulebook.files.path("indicators.csv").read_text(encoding="utf-8-sig")
    (overlay / "indicators.csv").write_text(shipped + "\n", encoding="utf-8")
    events: list[Event] = []
    summary = run(rules=(overlay,), reporter=events.append)
    assert summary.by_why == {"rules": 2}
    assert "indicators.csv" in summary.reread_because
    assert [event.text for event in events if isinstance(event, Note)] == [
        f"{summary.reread_because}: 2 files are read again, for any figure may rest on it"
    ]


def test_dry_run_says_why_and_writes_nothing(run: Run, make_reports: Make, tmp_path: Path) -> None:
    paths = make_reports(tmp_path / "in", 3)
    assert run(dry_run=True).by_why == {"new": 3}
    assert not (tmp_path / "w.duckdb").exists()
    run()
    before = (tmp_path / "w.duckdb").read_bytes()
    paths[0].write_text("anything", encoding="utf-8")
    assert run(dry_run=True).by_why == {"changed": 1, "unchanged": 2}
    assert (tmp_path / "w.duckdb").read_bytes() == before


def test_what_is_no_annual_report_is_quarantined_unless_forced(run: Run, tmp_path: Path, query: Query) -> None:
    (tmp_path / "in").mkdir()
    notice = "关于做好2016年政府信息公开工作年度报告编制发布工作的通知\n各乡镇人民政府:\n请于3月31日前报送年度报告。\n"
    (tmp_path / "in" / "notice.txt").write_text(notice, encoding="utf-8")
    summary = run()
    assert list(summary.quarantined) == [DocumentKind.NOTICE.value]
    assert query(tmp_path / "w.duckdb", "SELECT count(*) FROM reports") == [(0,)]
    forced = run(force=True, force_kind=True)
    assert (forced.quarantined, forced.new_reports) == ({}, 1)
    withdrawn = run(force=True)
    assert list(withdrawn.quarantined) == [DocumentKind.NOTICE.value]
    for table in ("reports", "figures", "findings", "documents"):
        assert query(tmp_path / "w.duckdb", f"SELECT count(*) FROM {table}") == [(0,)], table


def test_manifest_rows_without_files_are_told(run: Run, make_reports: Make, tmp_path: Path) -> None:
    path = make_reports(tmp_path / "in", 1)[0]
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"path,year\nin/{path.name},2003\nin/lost.txt,2004\n", encoding="utf-8")
    summary = run(manifest=manifest)
    assert (summary.missing, summary.exit_code) == (("in/lost.txt",), 1)
    assert run().by_why == {"manifest": 1}


def test_a_bad_manifest_and_a_bad_path_end_the_run(run: Run, make_reports: Make, tmp_path: Path) -> None:
    make_reports(tmp_path / "in", 1)
    (tmp_path / "bad.csv").write_text("file,year\nx,2017\n", encoding="utf-8")
    with pytest.raises(ReadingError, match="no column 'path'"):
        run(manifest=tmp_path / "bad.csv")
    with pytest.raises(ReportmineError, match="does not exist"):
        run(tmp_path / "nowhere")


def test_the_log_has_a_line_for_each_batch(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    make_reports(tmp_path / "in", 5)
    run(batch_files=2)
    rows = query(tmp_path / "w.duckdb", "SELECT run_id, batch, files, loaded FROM batches ORDER BY batch")
    assert rows == [(1, 1, 2, 2), (1, 2, 2, 2), (1, 3, 1, 1)]
    assert query(tmp_path / "w.duckdb", "SELECT command, outcome FROM runs") == [("ingest", "done")]


def test_batches_and_workers_do_not_change_the_warehouse(
    make_reports: Make, tmp_path: Path, dump: Dump, shared_pool: object, run: Run
) -> None:
    make_reports(tmp_path / "in", 7)
    run(warehouse=tmp_path / "one.duckdb", batch_files=100)
    run(warehouse=tmp_path / "two.duckdb", batch_files=1)
    assert dump(tmp_path / "one.duckdb") == dump(tmp_path / "two.duckdb")


def test_results_in_any_order_are_written_in_one(
    make_reports: Make, tmp_path: Path, dump: Dump, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file's result comes last."""
    from reportmine.jobs.schedule import Readers

    make_reports(tmp_path / "in", 5)
    run(warehouse=tmp_path / "one.duckdb")
    submit, held = Readers.submit, []

    def late(self: Readers, source: Any) -> Any:
        from concurrent.futures import Future
        from threading import Timer

        inner, outer = submit(self, source), Future()  # type: ignore[var-annotated]
        held.append(source)
        delay = 0.6 - 0.1 * len(held)
        inner.add_done_callback(lambda done: Timer(delay, outer.set_result, [done.result()]).start())
        return outer

    monkeypatch.setattr(Readers, "submit", late)
    started = time.monotonic()
    run(warehouse=tmp_path / "two.duckdb", batch_files=2)
    assert time.monotonic() - started < 30
    assert dump(tmp_path / "one.duckdb") == dump(tmp_path / "two.duckdb")


def test_one_report_the_warehouse_refuses_costs_one_report(
    run: Run, make_reports: Make, tmp_path: Path, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportmine.warehouse import Warehouse

    bad = make_reports(tmp_path / "in", 4)[2].name
    load = Warehouse.load

    def picky(self: Warehouse, reports: Any, run_id: int | None = None) -> Any:
        kept = list(reports)
        if any(apart.report.document.source.endswith(bad) for apart in kept):
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        return load(self, kept, run_id)

    monkeypatch.setattr(Warehouse, "load", picky)
    summary = run()
    assert (summary.new_reports, summary.quarantined) == (3, {"not_loadable": 1})
    assert [Path(path).name for (path,) in query(tmp_path / "w.duckdb", "SELECT path FROM quarantine")] == [bad]


def test_a_batch_ends_waivers_whose_day_has_passed(run: Run, make_reports: Make, tmp_path: Path, query: Query) -> None:
    target = tmp_path / "w.duckdb"
    make_reports(tmp_path / "in", 3)
    run()
    (waived, passing), *_ = query(target, "SELECT min(finding_id), max(finding_id) FROM latest_findings")
    assert waived != passing
    with open_warehouse(target, write=True) as warehouse:
        waive(warehouse, waived, "explained", until=date(2020, 1, 1))
        waive(warehouse, passing, "explained", until=date(9000, 1, 1))
    make_reports(tmp_path / "in", 4)
    assert run().new_reports == 1
    assert dict(query(target, "SELECT finding_id, ended_why FROM waivers")) == {waived: "expired", passing: None}
