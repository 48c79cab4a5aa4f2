"""Exports, each read back by its own reader; the same bytes each time; harmless in spreadsheets."""

from __future__ import annotations

import json
import math
import string
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.model import Figure, Report, ReportmineError, Source, Status
from reportmine.warehouse import Warehouse, open_warehouse
from reportmine.warehouse.export import FORMATS
from reportmine.warehouse.export.stata import stata_names

MakeReport = Callable[..., Report]
RECEIVED = "requests.received"


def reports(make_report: MakeReport, make_figure: Callable[..., Figure]) -> list[Report]:
    evil = tuple(
        make_figure("published.category", 3, 2017, 900 + place, item=item, source=Source.PROSE)
        for place, item in enumerate(("=1+1", "+2", "-3", "@x", "普通,类\"别\"", "＝全角"))
    )  # fmt: skip
    blank = make_figure("requests.denied", None, 2017, 990, status=Status.BLANK)
    return [
        make_report("350429100", 2017, {RECEIVED: 3, "requests.fees": 12.5}, extra=(*evil, blank), name="=HYPERLINK(1)",
                    published=date(2018, 1, 9), finding=True),
        make_report("350429101", 2016, {RECEIVED: 0}, form="n2014"),
        make_report("350429101", 2017, {RECEIVED: 7}),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def exported(
    tmp_path_factory: pytest.TempPathFactory,
    make_report: MakeReport,
    make_figure: Callable[..., Figure],
    empty_file: Path,
) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "w.duckdb").write_bytes(empty_file.read_bytes())
    with open_warehouse(folder / "w.duckdb", write=True) as warehouse:
        warehouse.load(reports(make_report, make_figure))
        warehouse.export(folder / "out", FORMATS)
    return folder


@pytest.fixture(scope="module")
def truth(exported: Path) -> dict[str, float | None]:
    """Figures by name, straight from the warehouse."""
    with open_warehouse(exported / "w.duckdb") as warehouse:
        return dict(warehouse.sql("SELECT figure_id, value FROM latest_figures").fetchall())


def test_csv_in_pandas_and_polars(exported: Path, truth: dict[str, float | None]) -> None:
    import pandas as pd
    import polars as pl

    raw = (exported / "out" / "figures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(exported / "out" / "figures.csv")
    found = {key: None if pd.isna(value) else value for key, value in zip(frame.figure_id, frame.value, strict=True)}
    assert found == truth
    table = pl.read_csv(exported / "out" / "figures.csv", infer_schema_length=None)
    assert dict(zip(table["figure_id"], table["value"], strict=True)) == truth


def test_parquet_in_polars_and_pandas(exported: Path, truth: dict[str, float | None]) -> None:
    import pandas as pd
    import polars as pl

    table = pl.read_parquet(exported / "out" / "figures.parquet")
    assert dict(zip(table["figure_id"], table["value"], strict=True)) == truth
    panel = pd.read_parquet(exported / "out" / "panel.parquet")
    assert list(panel[RECEIVED]) == [3.0, 0.0, 7.0]


def test_excel_in_openpyxl(exported: Path, truth: dict[str, float | None]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(exported / "out" / "reportmine.xlsx")
    assert book.sheetnames[:2] == ["panel", "reports"]
    sheet = book["figures"]
    assert sheet.freeze_panes == "B2"
    head = [cell.value for cell in sheet[1]]
    key, value = head.index("figure_id"), head.index("value")
    assert {row[key]: row[value] for row in sheet.iter_rows(min_row=2, values_only=True)} == truth
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "=HYPERLINK(1)" in {row[head.index("issuer_name")] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_stata_in_pyreadstat(exported: Path, truth: dict[str, float | None]) -> None:
    import pandas as pd
    import pyreadstat

    frame, meta = pyreadstat.read_dta(str(exported / "out" / "figures.dta"))
    found = {key: None if pd.isna(value) else value for key, value in zip(frame.figure_id, frame.value, strict=True)}
    assert found == truth
    assert meta.variable_value_labels["status"][3.0].startswith("blank: ")
    assert all(meta.column_labels)
    panel, meta = pyreadstat.read_dta(str(exported / "out" / "panel.dta"), apply_value_formats=True)
    assert list(panel["requests_received"]) == [3.0, 0.0, 7.0]
    assert max(len(name) for name in panel.columns) <= 32
    assert [str(form).split(":")[0] for form in panel["form"]] == ["fj2", "n2014", "fj2"]


def test_r_files_hold_the_same_rows(exported: Path, truth: dict[str, float | None]) -> None:
    rdata = pytest.importorskip("rdata")
    frame = rdata.read_rds(exported / "out" / "figures.rds")
    found = {
        str(key): None if math.isnan(value) else float(value)
        for key, value in zip(frame.figure_id, frame.value, strict=True)
    }
    assert found == truth


def test_the_head_of_an_r_file(exported: Path) -> None:
    import gzip

    raw = gzip.decompress((exported / "out" / "bodies.rds").read_bytes())
    assert raw[:14] == b"X\n\x00\x00\x00\x02\x00\x03\x05\x00\x00\x02\x03\x00"
    assert raw.endswith(b"data.frame" + (254).to_bytes(4, "big"))


def test_the_descriptor_is_valid_and_the_hashes_hold(exported: Path) -> None:
    import subprocess

    import frictionless

    report = frictionless.validate(str(exported / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    package = json.loads((exported / "out" / "datapackage.json").read_text(encoding="utf-8"))
    tables = [resource for resource in package["resources"] if resource["type"] == "table"]
    assert len(tables) >= 12
    assert all(field["title"] and field["description"] for table in tables for field in table["schema"]["fields"])
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=exported / "out", check=True)


def test_codebooks_explain_every_column_and_indicator(exported: Path) -> None:
    package = json.loads((exported / "out" / "datapackage.json").read_text(encoding="utf-8"))
    names = {
        field["name"] for table in package["resources"] if "schema" in table for field in table["schema"]["fields"]
    }
    for language, word in (("en", "Codebook"), ("zh", "编码手册")):
        text = (exported / "out" / f"codebook.{language}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {word}\n")
        assert not [name for name in names if f"| {name} |" not in text]
        assert "| rate.grant |" in text


def test_texts_that_begin_like_formulas_are_harmless_in_csv(exported: Path) -> None:
    import csv

    dangerous = tuple("=+-@＝＋－＠\t\r\n")
    for path in sorted((exported / "out").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                for cell in row:
                    assert not cell.startswith(dangerous) or cell.lstrip("-").replace(".", "").isdigit(), (
                        path.name,
                        cell,
                    )
    text = (exported / "out" / "figures.csv").read_text(encoding="utf-8-sig")
    assert all(f"'{item}" in text for item in ("=1+1", "+2", "-3", "@x", "＝全角", "=HYPERLINK(1)"))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_warehouse_gives_the_same_bytes(exported: Path) -> None:
    with open_warehouse(exported / "w.duckdb") as warehouse:
        warehouse.export(exported / "again", FORMATS)
    assert _bytes(exported / "again") == _bytes(exported / "out")


def test_another_order_of_loading_gives_the_same_bytes(
    exported: Path, warehouse: Warehouse, make_report: MakeReport, make_figure: Callable[..., Figure]
) -> None:
    for report in reversed(reports(make_report, make_figure)):
        warehouse.load([report])
    warehouse.load(reports(make_report, make_figure))
    warehouse.export(exported / "reversed", FORMATS)
    assert _bytes(exported / "reversed") == _bytes(exported / "out")


def test_only_some_tables(warehouse: Warehouse, tmp_path: Path) -> None:
    files = warehouse.export(tmp_path / "some", ["csv"], ["panel"])
    assert [path.name for path in files] == [
        "panel.csv", "datapackage.json", "codebook.en.md", "codebook.zh.md", "CITATION.cff", "SHA256SUMS",
    ]  # fmt: skip
    with pytest.raises(ReportmineError, match="no format"):
        warehouse.export(tmp_path, ["sas"])
    with pytest.raises(ReportmineError, match="no table"):
        warehouse.export(tmp_path, ["csv"], ["../panel"])


def test_a_folder_that_cannot_be_written_says_so(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReportmineError, match="cannot write there"):
        warehouse.export(tmp_path / "file" / "out", ["csv"])


_NAMES = st.lists(
    st.text(string.ascii_letters + string.digits + "._中-", min_size=1, max_size=80), unique=True, max_size=30
)


@given(_NAMES)
def test_stata_names_are_short_legal_and_unique(names: list[str]) -> None:
    found: dict[str, Any] = stata_names(names)
    assert list(found) == names
    assert len(set(found.values())) == len(names)
    assert all(len(name) <= 32 and name.isascii() and name.isidentifier() for name in found.values())
