"""A form is added by one file: rows, columns, relations, totals; no program text changes."""

from __future__ import annotations

from pathlib import Path

from reportmine.extraction.tables import read_tables
from reportmine.reading import read_bytes
from reportmine.rulebook import Rulebook

FORM = """
name: lakeside
zh: 湖滨县政府信息公开季度汇总表
en: Quarterly summary of Hubin county (invented)
years: [2010, 2012]
tables:
  - name: summary
    marks: [统计项目, 计量]
    columns:
      - {id: current, figure: false, labels: [本季数]}
      - {id: year, labels: [全年数]}
    rows:
      - {indicator: published.items, labels: [上网信息条目]}
      - {indicator: published.wechat, number: 1, labels: [掌上平台推送条目]}
      - {indicator: requests.received, labels: [群众递交申请件]}
      - {indicator: requests.granted, number: 1, labels: [如愿获取件]}
      - {indicator: requests.denied, number: 2, labels: [婉拒提供件]}
    relations:
      - {kind: at_most, over: columns, left: current, right: year}
      - {kind: at_most, left: published.wechat, right: published.items}
      - {kind: equal, left: requests.received, right: [requests.granted, requests.denied]}
"""


def rules(folder: Path) -> Rulebook:
    (folder / "forms").mkdir(parents=True)
    (folder / "forms" / "lakeside.yaml").write_text(FORM, encoding="utf-8")
    return Rulebook([folder])


def test_an_invented_form_is_read_from_lines_and_from_glued_digits(tmp_path: Path) -> None:
    rulebook = rules(tmp_path)
    lines = "统计项目 | 计量 | 本季数 | 全年数\n上网信息条目 | 条 | 3 | 41\n1.掌上平台推送条目 | 条 | 0 | 0\n"
    lines += "群众递交申请件 | 件 | 0 | 12\n1.如愿获取件 | 件 | 0 | 10\n2.婉拒提供件 | 件 | 0 | 2\n"
    glued = (
        "附表：统计项目计量本季数全年数上网信息条目条0411.掌上平台推送条目条00"
        "群众递交申请件件1112其中：1.如愿获取件件10102.婉拒提供件件12（完）"
    )
    for text in (lines, glued):
        reading = read_tables(read_bytes(text.encode(), "table.txt", rulebook), rulebook)
        assert {f.indicator: f.value for f in reading.figures} == {
            "published.items": 41,
            "published.wechat": 0,
            "requests.received": 12,
            "requests.granted": 10,
            "requests.denied": 2,
        }
        assert {(match.form, match.table) for match in reading.matches} == {("lakeside", "summary")}
        assert {f.rule for f in reading.figures} == {"forms/lakeside"}


def test_without_the_file_the_same_table_is_left_alone(rulebook: Rulebook) -> None:
    text = "统计项目 | 计量 | 本季数 | 全年数\n上网信息条目 | 条 | 3 | 41\n群众递交申请件 | 件 | 0 | 12\n"
    assert read_tables(read_bytes(text.encode(), "table.txt", rulebook), rulebook).figures == ()
