"""Charts: Chinese labels are drawn, breaks cut the line, nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportmine.model import Report, ReportmineError
from reportmine.warehouse import Warehouse
from reportmine.warehouse.charts import chart, draw
from reportmine.warehouse.layout import rows_of

pytest.importorskip("vl_convert")
MakeReport = Callable[..., Report]


@pytest.fixture
def rows(warehouse: Warehouse, make_report: MakeReport) -> list[dict[str, Any]]:
    warehouse.load([
        make_report("350429100", year, {"requests.denied": year - 2010}, form=form, name="泰宁县杉城镇人民政府")
        for year, form in ((2011, "coded"), (2012, "coded"), (2014, "n2014"), (2015, "n2014"), (2016, "n2021"))
    ])  # fmt: skip
    return rows_of(warehouse.compare(["requests.denied"]))


def test_lines_are_cut_at_breaks_and_gaps(rows: list[dict[str, Any]]) -> None:
    points = chart(rows)["vconcat"][0]["data"]["values"]
    assert [(point["year"], point["stretch"], point["sign"]) for point in points] == [
        (2011, 1, ""), (2012, 1, ""), (2014, 2, "‖"), (2015, 2, ""), (2016, 2, "~"),
    ]  # fmt: skip


def test_the_kind_follows_the_rows(rows: list[dict[str, Any]]) -> None:
    def marks(some: list[dict[str, Any]], kind: str = "auto") -> str:
        mark = chart(some, kind)["vconcat"][0]["layer"][0]["mark"]
        return str(mark)

    assert marks(rows) == "line"
    assert marks([row for row in rows if row["year"] == 2016]) == "bar"
    many = [row | {"series_body": f"b{body}", "name": f"b{body}"} for body in range(20) for row in rows]
    assert marks(many) == "rect"
    assert marks(rows, "bars") == "bar"


def test_chinese_labels_are_drawn_and_not_boxes(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """Missing glyphs all look alike, so two names of one length would give one picture."""
    pictures = []
    for name in ("泰宁县杉城镇人民政府", "将乐县古镛镇人民政府", "泰宁县杉城镇人民政府"):
        draw([row | {"name": name} for row in rows], tmp_path / "c.png")
        pictures.append((tmp_path / "c.png").read_bytes())
    assert pictures[0] != pictures[1]
    assert pictures[0] == pictures[2]
    assert pictures[0].startswith(b"\x89PNG")


def test_svg_and_html_stand_alone(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    draw(rows, tmp_path / "c.svg")
    svg = (tmp_path / "c.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "泰宁县杉城镇人民政府" in svg
    draw(rows, tmp_path / "c.html")
    html = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "泰宁县杉城镇人民政府" in html
    assert "<script src" not in html
    assert "<link" not in html


def test_a_name_with_markup_stays_text(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    draw([row | {"name": "</script><script>alert(1)</script>"} for row in rows], tmp_path / "c.html")
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert r"\u003c/script>\u003cscript>alert(1)" in page


def test_what_cannot_be_drawn(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    with pytest.raises(ReportmineError, match=r"\.png, \.svg or \.html"):
        draw(rows, tmp_path / "c.gif")
    with pytest.raises(ReportmineError, match="no value"):
        draw([row | {"value": None} for row in rows], tmp_path / "c.png")
    with pytest.raises(ReportmineError, match="cannot be written"):
        draw(rows, tmp_path / "none" / "c.svg")
