"""Reports built by hand: what the warehouse does must not depend on how figures are read."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportmine.model import (
    BodyKind,
    DocumentInfo,
    Evidence,
    Figure,
    FigureRef,
    Finding,
    Issuer,
    Level,
    Outcome,
    Report,
    Scope,
    Severity,
    Source,
    Unread,
)
from reportmine.warehouse import Warehouse, open_warehouse

MakeReport = Callable[..., Report]


def _figure(indicator: str, value: float | None, year: int, place: int, **more: Any) -> Figure:
    printed = more.pop("printed", "" if value is None else f"{value:g}")
    evidence = Evidence(start=place, end=place + len(printed), quote=f"{indicator} | {printed}")
    fields = {"source": Source.TABLE, "rule": "forms/test", "unit": "件", "year": year} | more
    return Figure(indicator=indicator, value=value, printed=printed, evidence=evidence, **fields)


@pytest.fixture(scope="session")
def make_figure() -> Callable[..., Figure]:
    return _figure


@pytest.fixture(scope="session")
def make_report() -> MakeReport:
    """``make_report("350429100", 2017, {"requests.received": 3}, form="fj2", name=…, extra=(figures,))``."""

    def make(
        division: str, year: int | None, values: dict[str, float | None] | None = None, *, form: str = "fj2",
        name: str | None = None, extra: tuple[Figure, ...] = (), content: str = "", source: str | None = None,
        scope: Scope = Scope.OWN, published: date | None = None, finding: bool = False, **issuer: Any,
    ) -> Report:  # fmt: skip
        figures = tuple(
            _figure(indicator, value, year or 0, 100 * place)
            for place, (indicator, value) in enumerate((values or {}).items())
        )
        figures = (*figures, *extra)
        found = (
            Finding(
                code="test.sum", severity=Severity.ERROR, outcome=Outcome.FAIL, message_zh="不符", message_en="differs",
                figures=tuple(FigureRef.of(figure) for figure in figures[:1]),
            ),
        )  # fmt: skip
        level = Level.TOWNSHIP if len(division) == 9 else Level.COUNTY
        who = {"name": name or f"甲{division}镇", "division": division, "level": level, "kind": BodyKind.GOVERNMENT}
        sha = hashlib.sha256(f"{division}-{year}-{content}".encode()).hexdigest()
        return Report(
            document=DocumentInfo(source=source or f"{division}/{year}.txt", sha256=sha, media_type="text/plain"),
            issuer=Issuer(**(who | {"body": f"gov-{division}", "confidence": 0.9} | issuer)),
            year=year, form=form, forms=(form,), figures=figures, scope=scope, published_on=published,
            findings=found if finding else (), unread=(Unread(kind="row", start=5, end=7, text="某", quote="某行"),),
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new warehouse: copying it is quicker than making one."""
    path = tmp_path_factory.mktemp("empty") / "w.duckdb"
    open_warehouse(path, write=True).close()
    return path


@pytest.fixture
def warehouse(tmp_path: Path, empty_file: Path) -> Iterator[Warehouse]:
    path = Path(shutil.copy(empty_file, tmp_path / "w.duckdb"))
    with open_warehouse(path, write=True) as opened:
        yield opened
