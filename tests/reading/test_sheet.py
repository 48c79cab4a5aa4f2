"""Excel files: merged ranges, several sheets, titles apart from tables, values as they are shown."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from reportmine.model import Document, ReadingError
from reportmine.reading import read, read_bytes
from reportmine.reading.sheet import printed
from reportmine.rulebook import Rulebook

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpora" / "documents"
Grid = list[list[str | None]]


def grids(document: Document) -> list[Grid]:
    return [[[cell.text if cell else None for cell in row] for row in table.grid] for table in document.tables]


def workbook(rows: list[list[Any]], merged: tuple[str, ...] = ()) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_the_forms_tables_are_whole(ending: str, samples: Path, rulebook: Rulebook) -> None:
    page = read(samples / "guyong-2021" / "source.html", rulebook)
    document = read(DOCUMENTS / f"guyong-2021.{ending}", rulebook)
    assert [(table.row_count, table.column_count) for table in document.tables] == [(14, 4), (28, 10), (4, 15)]
    assert grids(document) == grids(page)
    for mine, other in zip(document.tables, page.tables, strict=True):
        assert {(c.row, c.column, c.row_span, c.column_span) for c in mine.cells} == {
            (c.row, c.column, c.row_span, c.column_span) for c in other.cells
        }


def test_cells_know_their_sheet_and_place(rulebook: Rulebook) -> None:
    document = read(DOCUMENTS / "guyong-2021.xlsx", rulebook)
    cell = document.tables[1].grid[3][9]
    assert cell is not None
    assert (cell.address, cell.text) == ("附表3!J5", "5")
    assert {anchor.address for anchor in document.locate(cell.start, cell.end)} == {"附表3!J5"}


def test_a_title_over_the_table_is_text(rulebook: Rulebook) -> None:
    data = workbook([["甲镇2015年公开情况", None, None], ["项目", "本年", "累计"], ["公开", 3, 9]], ("A1:C1",))
    document = read_bytes(data, "given.xlsx", rulebook)
    assert grids(document) == [[["项目", "本年", "累计"], ["公开", "3", "9"]]]
    assert document.text.startswith("甲镇2015年公开情况\n")


def test_tables_with_a_blank_row_between_them_are_two(rulebook: Rulebook) -> None:
    data = workbook([["项目", "本年"], ["公开", 3], [None, None], ["项目", "上年"], ["公开", 4]])
    assert grids(read_bytes(data, "given.xlsx", rulebook)) == [
        [["项目", "本年"], ["公开", "3"]],
        [["项目", "上年"], ["公开", "4"]],
    ]


def test_blank_cells_belong_to_the_grid(rulebook: Rulebook) -> None:
    data = workbook([["项目", "本年", "累计"], ["公开", None, 9]])
    assert grids(read_bytes(data, "given.xlsx", rulebook)) == [[["项目", "本年", "累计"], ["公开", "", "9"]]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"), (1.26, "1.26"), (0.1 + 0.2, "0.3"), ("无", "无"), (None, ""), (12345678, "12345678"),
        (date(2016, 1, 8), "2016-01-08"), (datetime(2016, 1, 8), "2016-01-08"), (True, "TRUE"),
    ],
)  # fmt: skip
def test_values_read_as_they_are_shown(value: Any, text: str) -> None:
    assert printed(value) == text


def test_a_cut_off_file_is_damaged(rulebook: Rulebook) -> None:
    for ending in ("xlsx", "xls"):
        data = (DOCUMENTS / f"guyong-2021.{ending}").read_bytes()
        with pytest.raises(ReadingError) as caught:
            read_bytes(data[: len(data) // 2], f"given.{ending}", rulebook)
        assert caught.value.reason == "damaged"


@pytest.mark.parametrize("cut", [38, 112, 334])
def test_a_panic_of_the_library_is_a_damaged_file(
    cut: int, rulebook: Rulebook, capfd: pytest.CaptureFixture[str]
) -> None:
    data = (DOCUMENTS / "guyong-2021.xls").read_bytes()[:-cut]  # within its last sector
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "given.xls", rulebook)
    assert caught.value.reason == "damaged"
    assert capfd.readouterr().err == ""


def test_a_sheet_is_read_where_nothing_can_be_said() -> None:
    script = f"import reportmine; print(len(reportmine.extract({str(DOCUMENTS / 'guyong-2021.xls')!r}).figures))"
    closed = ["sh", "-c", 'exec "$@" 2>&-', "sh", sys.executable, "-c", script]
    done = subprocess.run(closed, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, int(done.stdout) > 100) == (0, True)


def test_an_empty_sheet_says_so(rulebook: Rulebook) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(workbook([[None]]), "given.xlsx", rulebook)
    assert caught.value.reason == "empty"
