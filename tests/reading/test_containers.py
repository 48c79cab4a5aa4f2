"""Folders, archives and manifests."""

from __future__ import annotations

import io
import pickle
import zipfile
from datetime import date
from pathlib import Path

import pytest

from reportmine.model import ReadingError
from reportmine.reading.containers import expand
from reportmine.rulebook import Rulebook
from reportmine.rulebook.files import RuleFiles

TEXT = "一、概述\n全年公开政府信息19条。\n".encode()


def make_zip(path: Path, files: dict[str, bytes], encoding: str | None = None) -> Path:
    """An archive; with ``encoding``, its names are written in that encoding and not marked, as old tools do."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.encode(encoding).decode("cp437") if encoding else name, data)
    if encoding:
        raw = path.read_bytes()
        for name in files:
            marked = name.encode(encoding).decode("cp437").encode("utf-8")
            assert marked in raw
    return path


def unmarked(path: Path, name: str, data: bytes) -> Path:
    """An archive of one member whose name is in GBK, with no word about it."""
    ascii_name = "x" * len(name.encode("gbk"))
    make_zip(path, {ascii_name: data})
    path.write_bytes(path.read_bytes().replace(ascii_name.encode(), name.encode("gbk")))
    return path


def test_folders_in_order(tmp_path: Path, rulebook: Rulebook) -> None:
    for name in (
        "b/2018/source.html",
        "b/2017/source.txt",
        "a.txt",
        "b/2017/gold.json",
        "b/readme.md",
        ".git/x.txt",
        "~$a.docx",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(TEXT)
    found = expand([tmp_path], rulebook)
    labels = [Path(source.label).relative_to(tmp_path).as_posix() for source in found.sources]
    assert labels == ["a.txt", "b/2017/source.txt", "b/2018/source.html"]
    assert len(found.skipped) == 4
    assert found.sources[0].load(rulebook) == TEXT


def test_a_file_named_outright_is_taken(tmp_path: Path, rulebook: Rulebook) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(TEXT)
    assert [source.path for source in expand([file, file], rulebook).sources] == [file]


def test_names_in_gbk(tmp_path: Path, rulebook: Rulebook) -> None:
    archive = unmarked(tmp_path / "a.zip", "白莲镇2016年报告.txt", TEXT)
    (source,) = expand([archive], rulebook).sources
    assert source.label == f"{archive}!/白莲镇2016年报告.txt"
    assert source.load(rulebook) == TEXT
    assert pickle.loads(pickle.dumps(source)).load(rulebook) == TEXT


def test_archives_inside_archives(tmp_path: Path, rulebook: Rulebook) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("2017.txt", TEXT)
    path = make_zip(tmp_path / "a.zip", {"inner.zip": inner.getvalue(), "2018.txt": TEXT, "pic.psd": b"x"})
    found = expand([path], rulebook)
    assert [source.label.split("a.zip")[1] for source in found.sources] == ["!/2018.txt", "!/inner.zip!/2017.txt"]
    assert [source.load(rulebook) for source in found.sources] == [TEXT, TEXT]
    assert len(found.skipped) == 1


def test_bombs_are_refused(tmp_path: Path, rulebook: Rulebook) -> None:
    make_zip(tmp_path / "bomb.zip", {"a.txt": b"0" * 30_000_000})
    make_zip(tmp_path / "good.zip", {"a.txt": TEXT})
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not really")
    found = expand([tmp_path], rulebook)
    assert [(Path(error.where).name, error.reason) for error in found.failed] == [
        ("bomb.zip", "bomb"),
        ("broken.zip", "damaged"),
    ]
    assert len(found.sources) == 1


def test_an_archive_that_lies_about_a_size(tmp_path: Path) -> None:
    overlay = tmp_path / "rules" / "reading"
    overlay.mkdir(parents=True)
    shipped = RuleFiles().path("reading/reading.yaml").read_text(encoding="utf-8")
    (overlay / "reading.yaml").write_text(shipped.replace("bytes: 40000000", "bytes: 1000", 1), encoding="utf-8")
    small = Rulebook([tmp_path / "rules"])
    path = make_zip(tmp_path / "a.zip", {"a.txt": TEXT * 100})
    (source,) = expand([path], small).sources
    with pytest.raises(ReadingError) as caught:
        source.load(small)
    assert caught.value.reason == "too_large"


def test_manifest_rows_go_with_their_files(tmp_path: Path, rulebook: Rulebook) -> None:
    (tmp_path / "r").mkdir()
    for name in ("r/one.txt", "r/two.txt"):
        (tmp_path / name).write_bytes(TEXT)
    make_zip(tmp_path / "more.zip", {"三.txt": TEXT})
    manifest = tmp_path / "manifest.csv"
    lines = [
        "path,url,issuer,year,published_on,ours",
        "r/one.txt,https://example.org/1,某镇人民政府,2017,2018-01-09,x",
        "三.txt,,另一镇,2018,,",
        "r/gone.txt,,,,,",
    ]
    manifest.write_bytes("\r\n".join(lines).encode("gb18030"))
    found = expand([tmp_path], rulebook, manifest)
    rows = {Path(source.label).name: source.manifest for source in found.sources}
    assert rows["one.txt"] is not None
    assert (rows["one.txt"].year, rows["one.txt"].published_on) == (2017, date(2018, 1, 9))
    assert rows["two.txt"] is None
    assert rows["三.txt"] is not None
    assert rows["三.txt"].issuer == "另一镇"
    assert found.missing == ("r/gone.txt",)


@pytest.mark.parametrize(
    ("text", "what"), [("url,year\na,2017\n", "path"), ("path,year\na.txt,就是\n", "line 2, year"), (None, "opened")]
)
def test_a_manifest_that_cannot_be_used(text: str | None, what: str, tmp_path: Path, rulebook: Rulebook) -> None:
    manifest = tmp_path / "m.csv"
    if text is not None:
        manifest.write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError, match=what) as caught:
        expand([tmp_path], rulebook, manifest)
    assert caught.value.reason == "manifest"


def test_what_does_not_exist_is_said(tmp_path: Path, rulebook: Rulebook) -> None:
    (error,) = expand([tmp_path / "no"], rulebook).failed
    assert error.reason == "not_found"
