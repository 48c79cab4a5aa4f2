"""Charts of a comparison: lines over years, ranked bars, bodies against years. No network: Vega is inside vl-convert.

A line is cut where a measure breaks and where a year is missing. Signs on the points are those of the table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportmine.model import ReportmineError
from reportmine.warehouse.layout import COVERAGE_SIGNS, REMARKS, STEP_SIGNS, Row

FONT = "Noto Sans SC"
_FONT_PACKAGE = "pylopdf_fonts_zh_cn"
_FONTS = f"{FONT}, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
_MOST_LINES = 12  # more lines than colours that can be told apart
_SCALE = 2  # pixels of a PNG for each point
_INSTALL = "Install the charts: pip install 'reportmine[charts]'"
_LESS = "\uf8f0"  # stands for "<" while a page is made: a name with "</script>" in it must not end the script
Spec = dict[str, Any]


def draw(rows: Sequence[Row], target: Path, kind: str = "auto") -> None:
    """Writes a chart of the rows of a comparison; the ending of ``target`` says as what: .png, .svg, .html.

    ``kind``: ``line``, ``bars`` (the last year with values), ``heatmap``, or ``auto`` for what fits the rows.
    Raises ReportmineError for another ending, when nothing has a value, or when the charts are not installed.
    """
    ending = target.suffix.lower()
    if ending not in (".png", ".svg", ".html"):
        raise ReportmineError(str(target), "charts are .png, .svg or .html", "Choose one of these endings")
    spec = chart(rows, kind)
    content = _render(spec, ending)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ReportmineError(
            str(target), f"cannot be written: {error.strerror}", "Choose another --chart file"
        ) from error


def chart(rows: Sequence[Row], kind: str = "auto") -> Spec:
    """The Vega-Lite description of a chart, a panel a measure. Raises ReportmineError when nothing has a value."""
    if not any(row["value"] is not None for row in rows):
        raise ReportmineError("chart", "no value to draw", "Choose other bodies, years or indicators")
    measures = list(dict.fromkeys((row["measure"], row["applicant"]) for row in rows))
    panels = [_panel([row for row in rows if (row["measure"], row["applicant"]) == one], kind) for one in measures]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "vconcat": panels,
        "background": "white",
        "resolve": {"scale": {"color": "independent", "x": "independent"}},
        "config": {
            "font": _FONTS,
            "axis": {"labelLimit": 260},
            "legend": {"labelLimit": 260},
            "title": {"anchor": "start"},
        },
    }


def _panel(rows: list[Row], kind: str) -> Spec:
    points = _points(rows)
    names = {point["name"] for point in points}
    years = {point["year"] for point in points}
    if kind == "auto":
        kind = "bars" if len(years) == 1 else "line" if len(names) <= _MOST_LINES else "heatmap"
    body = {"line": _lines, "bars": _bars, "heatmap": _heatmap}[kind](points)
    signs = [
        f"{sign} {REMARKS[sign]}" for sign in STEP_SIGNS.values() if any(point["sign"] == sign for point in points)
    ]
    subtitle = [f"{rows[0]['en']} · {rows[0]['measure']}", *signs]
    return body | {"title": {"text": rows[0]["zh"], "subtitle": subtitle, "subtitleColor": "#555"}}


def _points(rows: Sequence[Row]) -> list[Spec]:
    """What is drawn: one point a value. ``stretch`` counts on at each gap, so that no line is drawn across it."""
    points: list[Spec] = []
    stretch = 0
    before: Row | None = None
    for row in rows:
        if row["value"] is None:
            continue
        same_line = before is not None and _line_of(before) == _line_of(row)
        if not same_line or before is None or row["year"] != before["year"] + 1 or row["step"] == "break":
            stretch += 1
        sign = STEP_SIGNS.get(row["step"] or "", "") if same_line else ""
        points.append({
            "name": _name(row), "year": row["year"], "value": row["value"], "stretch": stretch, "sign": sign,
            "remark": row["step_zh"] or "", "form": row["basis"], "share": row["share"], "rank": row["rank"],
            "percent": row["taken_from"] == "rate",
        })  # fmt: skip
        before = row
    return points


def _line_of(row: Row) -> tuple[str, str]:
    return row["series_body"], row["coverage"]


def _name(row: Row) -> str:
    return str(row["name"]) + COVERAGE_SIGNS.get(row["coverage"], "")


def _format(points: Sequence[Spec]) -> str:
    return ".0%" if points[0]["percent"] else ",.10~g"


_TOOLTIP = [
    {"field": name, "title": name} for name in ("name", "year", "value", "form", "rank", "share", "sign", "remark")
]


def _lines(points: list[Spec]) -> Spec:
    x = {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0}, "title": None}
    y = {"field": "value", "type": "quantitative", "title": None, "axis": {"format": _format(points)}}
    color = {"field": "name", "type": "nominal", "title": None, "sort": None}
    dots = {"type": "point", "filled": True, "size": 45}
    signs = {
        "transform": [{"filter": "datum.sign != ''"}],
        "mark": {"type": "text", "dy": -11, "fontSize": 13, "fontWeight": "bold"},
        "encoding": {"x": x, "y": y, "text": {"field": "sign"}, "color": color},
    }
    return {
        "width": 620, "height": 260, "data": {"values": points},
        "layer": [
            {"mark": "line", "encoding": {"x": x, "y": y, "color": color, "detail": {"field": "stretch"}}},
            {"mark": dots, "encoding": {"x": x, "y": y, "color": color, "tooltip": _TOOLTIP}},
            signs,
        ],
    }  # fmt: skip


def _bars(points: list[Spec]) -> Spec:
    """The last year, the highest first."""
    last = max(point["year"] for point in points)
    shown = sorted((p for p in points if p["year"] == last), key=lambda p: (-p["value"], p["name"]))
    y = {"field": "name", "type": "nominal", "sort": [p["name"] for p in shown], "title": None}
    x = {"field": "value", "type": "quantitative", "title": str(last), "axis": {"format": _format(points)}}
    text = {"field": "value", "type": "quantitative", "format": _format(points)}
    return {
        "width": 520, "height": {"step": 22}, "data": {"values": shown},
        "layer": [
            {"mark": "bar", "encoding": {"x": x, "y": y, "tooltip": _TOOLTIP}},
            {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"x": x, "y": y, "text": text}},
        ],
    }  # fmt: skip


def _heatmap(points: list[Spec]) -> Spec:
    """Colours on a root scale: one large town would wash out all others."""
    x = {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0}, "title": None}
    y = {"field": "name", "type": "nominal", "sort": None, "title": None}
    color = {
        "field": "value", "type": "quantitative", "title": None, "scale": {"type": "sqrt", "scheme": "blues"},
        "legend": {"format": _format(points)},
    }  # fmt: skip
    signs = {
        "transform": [{"filter": "datum.sign != ''"}],
        "mark": {"type": "text", "align": "left", "dx": -14, "fontSize": 10},
        "encoding": {"x": x, "y": y, "text": {"field": "sign"}},
    }
    return {
        "width": {"step": 34}, "height": {"step": 16}, "data": {"values": points},
        "layer": [{"mark": "rect", "encoding": {"x": x, "y": y, "color": color, "tooltip": _TOOLTIP}}, signs],
    }  # fmt: skip


def _render(spec: Spec, ending: str) -> bytes:
    if find_spec("vl_convert") is None:
        raise ReportmineError("chart", "drawing needs vl-convert", _INSTALL)
    import vl_convert

    if ending == ".html":  # the reader's browser has the fonts
        page = str(vl_convert.vegalite_to_html(json.dumps(spec).replace("<", _LESS), bundle=True))
        return page.replace(_LESS, "\\u003c").encode()
    vl_convert.register_font_directory(str(_font_folder()))
    if ending == ".svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=_SCALE))


def _font_folder() -> Path:
    """Where a font with Chinese characters lies: without one, every label would be a row of boxes."""
    found = find_spec(_FONT_PACKAGE)
    if found is None or found.origin is None:
        raise ReportmineError("chart", f"drawing needs the font {FONT}", _INSTALL)
    return Path(found.origin).parent
