"""Tables longer than DuckDB's row groups and vectors: several threads write them, and the bytes stay the same."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reportmine.model import Applicant, Figure, Report, Source
from reportmine.warehouse import open_warehouse

MakeReport = Callable[..., Report]
YEARS = (2016, 2017, 2018)
BODIES = 800
ROWS = 300_000
TABLES = ("figures", "panel_long")  # the two that grow with every report
INDICATORS = (
    "requests.received", "requests.granted", "requests.denied", "requests.fees", "requests.carried_in",
    "published.documents", "published.category", "consultations.total", "appeals.total",
)  # fmt: skip


@pytest.fixture(scope="module")
def many(make_report: MakeReport, make_figure: Callable[..., Figure]) -> list[Report]:
    """Reports of townships over three years. Equal values, and equal statements side by side, tempt a sort."""
    found = []
    for year in YEARS:
        figures = [
            make_figure(indicator, (place * 7) % 5, year, 40 * place, applicant=applicant, source=source)
            for place, (indicator, applicant, source) in enumerate(
                (one, applicant, source) for one in INDICATORS for applicant in Applicant for source in Source
            )
        ]
        twice = [figure.model_copy(update={"evidence": figures[0].evidence}) for figure in figures[:4]]
        pattern = make_report("350429100", year, extra=(*figures, *twice))
        found += [_of_body(pattern, number) for number in range(BODIES)]
    return found


def _of_body(pattern: Report, number: int) -> Report:
    division = f"{350000 + number // 100:06d}{100 + number % 100:03d}"
    document = pattern.document.model_copy(
        update={
            "source": f"{division}/{pattern.year}.txt",
            "sha256": hashlib.sha256(f"{division} {pattern.year}".encode()).hexdigest(),
        }
    )
    issuer = pattern.issuer.model_copy(update={"division": division, "body": f"gov-{division}", "name": None})
    return pattern.model_copy(update={"document": document, "issuer": issuer})


def _exported(folder: Path, empty: Path, loads: Sequence[Sequence[Report]], threads: Sequence[int]) -> list[list[str]]:
    """Hashes of the files of each export from one warehouse, with these numbers of threads."""
    folder.mkdir()
    path = Path(shutil.copy(empty, folder / "w.duckdb"))
    with open_warehouse(path, write=True, threads=2) as warehouse:
        for reports in loads:
            warehouse.load(reports)
    found = []
    for number, count in enumerate(threads):
        with open_warehouse(path, threads=count) as warehouse:
            lengths = [
                warehouse.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in ("figures", "panel_long")
            ]
            assert min(lengths) > ROWS
            files = warehouse.export(folder / str(number), ["parquet", "csv"], TABLES)
        found.append([f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files])
    return found


def test_long_tables_are_the_same_bytes_each_time(tmp_path: Path, empty_file: Path, many: list[Report]) -> None:
    once, alone = _exported(tmp_path / "one", empty_file, [many], threads=(2, 1))
    assert once == alone
    backwards = many[::-1]
    loads = [backwards[:1000], backwards[1000:]]
    assert _exported(tmp_path / "other", empty_file, loads, threads=(2,)) == [once]
