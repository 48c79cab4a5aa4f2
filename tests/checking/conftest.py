"""Invented series of reports on every form, right by construction: the relations of the forms decide the figures.

A series is one township's reports over the years of a form. Each report has text (the parts that its year asks for, and
sentences that state figures of the table) and every cell of the form. Faults are planted by changing single figures.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pytest

from reportmine.checking import assess_report, check_warehouse
from reportmine.model import (
    Applicant,
    Document,
    DocumentInfo,
    Evidence,
    Figure,
    Finding,
    Issuer,
    Level,
    Period,
    Report,
    Scope,
    Source,
)
from reportmine.rulebook import Rulebook
from reportmine.rulebook.forms import FormTable, Relation

YEARS = {
    "fj1": (2009, 2012), "coded": (2010, 2013), "fj2": (2014, 2018), "n2014": (2014, 2018), "n2019": (2019, 2020),
    "n2021": (2021, 2025),
}  # fmt: skip
Cell = tuple[str, Applicant, Period, str | None]
HEADS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、行政复议、行政诉讼情况",
         "五、存在的主要问题及改进情况", "六、其他需要报告的事项")  # fmt: skip
POINTS = "主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面都有专人负责。"


@dataclass
class Made:
    """One report being made."""

    body: str
    year: int
    form: str
    cells: dict[Cell, float]
    text: str = ""
    said: list[Figure] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)  # fields of the report to replace

    def cell(self, indicator: str, applicant: str = "total", period: str = "year") -> Cell:
        return (indicator, Applicant(applicant), Period(period), None)

    def bump(self, indicator: str, by: float, applicant: str = "total", period: str = "year") -> None:
        self.cells[self.cell(indicator, applicant, period)] += by

    def set(self, indicator: str, value: float, applicant: str = "total", period: str = "year") -> None:
        self.cells[self.cell(indicator, applicant, period)] = value

    def has(self, indicator: str, applicant: str = "total", period: str = "year") -> bool:
        return self.cell(indicator, applicant, period) in self.cells

    def say(self, before: str, indicator: str, value: float, after: str, item: str | None = None, **more: Any) -> None:
        """A sentence, or a piece of one, that states a figure."""
        start = len(self.text) + len(before)
        printed = f"{value:g}"
        self.text += f"{before}{printed}{after}"
        self.said.append(
            Figure(
                indicator=indicator, item=item, value=value, printed=printed, source=Source.PROSE, rule="prose/made",
                year=more.pop("year", self.year),
                evidence=Evidence(start=start, end=start + len(printed), quote=f"{before}{printed}{after}"), **more,
            )
        )  # fmt: skip

    def report(self, findings_of: Any = None) -> tuple[Report, Document]:
        figures = [*self.said]
        for (indicator, applicant, period, item), value in self.cells.items():
            figures.append(
                Figure(
                    indicator=indicator, applicant=applicant, period=period, item=item, value=value, year=self.year,
                    printed=f"{value:g}", source=Source.TABLE, rule=f"forms/{self.form}",
                    evidence=Evidence(start=0, end=0, quote="", cell=(0, 0)),
                )
            )  # fmt: skip
        digest = hashlib.sha256(
            f"{self.body} {self.year} {self.text} {sorted(self.cells.items())}".encode()
        ).hexdigest()
        document = Document(
            source=f"{self.body}-{self.year}.txt", sha256=digest, media_type="text/plain", text=self.text
        )
        fields: dict[str, Any] = {
            "issuer": Issuer(name=f"{self.body}镇", division=self.body, body=self.body, level=Level.TOWNSHIP),
            "published_on": date(self.year + 1, 1, 20),
            "period": (date(self.year, 1, 1), date(self.year, 12, 31)),
            "scope": Scope.OWN,
        }
        report = Report(
            document=DocumentInfo(source=document.source, sha256=digest, media_type="text/plain"),
            year=self.year, form=self.changes.get("form", self.form), figures=tuple(figures),
            **{**fields, **{k: v for k, v in self.changes.items() if k != "form"}},
        )  # fmt: skip
        return report, document


class Maker:
    """Makes clean series."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def series(self, form: str, body: str = "350000101", seed: int = 1) -> list[Made]:
        rng = random.Random(f"{form} {body} {seed}")
        first, last = YEARS[form]
        made: list[Made] = []
        for year in range(first, last + 1):
            made.append(self._report(form, body, year, made[-1] if made else None, rng))
        return made

    def _report(self, form: str, body: str, year: int, before: Made | None, rng: random.Random) -> Made:
        cells: dict[Cell, float] = {}
        for table in self.rulebook.forms.form(form).tables_of(f"forms/{form}"):
            cells |= _filled(table, before, rng)
        made = Made(body, year, form, cells)
        self._write(made)
        return made

    def _write(self, made: Made) -> None:
        made.text = f"本报告由{made.body}镇编制。\n{HEADS[0]}\n{POINTS}\n{HEADS[1]}\n"
        published = "published.documents" if made.form == "fj2" else "published.items"
        total = made.cells.get(made.cell(published), 0) or 40
        made.say("全年主动公开", published, total, "条,")
        for share, name in ((0.5, "政策类"), (0.2, "规划类")):
            made.say(f"其中{name}", "published.category", round(total * share), "条,", item=name)
        rest = total - round(total * 0.5) - round(total * 0.2)
        made.say("其他类", "published.category", rest, "条。\n", item="其他类")
        made.say("接受咨询", "consultations.total", 90, "人次,")
        made.say("其中现场咨询", "consultations.in_person", 30, "人次,")
        made.say("电话咨询", "consultations.phone", 60, f"人次。\n{HEADS[2]}\n")
        received = made.cells[made.cell("requests.received")]
        made.say("全年收到申请", "requests.received", received, f"件。\n{HEADS[3]}\n")
        made.say("发生行政复议", "appeals.reconsideration", made.cells[made.cell("appeals.reconsideration")], "件。\n")
        made.text += f"{HEADS[4]}\n更新不够及时,今后改进。\n{HEADS[5]}\n无。"


def _filled(table: FormTable, before: Made | None, rng: random.Random) -> dict[Cell, float]:
    """Cells in which every relation of the table holds, and those with the year before."""
    rows = {row.key: row for row in table.rows if not row.optional}
    columns = [column for column in table.columns if column.figure and column.kind != "code"]

    def cell(row: str, column: int) -> Cell | None:
        found, place = rows[row], columns[column]
        if found.cells and place.id not in found.cells:
            return None
        indicator = found.cells.get(place.id, found.indicator)
        return (str(indicator), place.applicant, place.period, found.item) if indicator else None

    cells: dict[Cell, float] = {}
    for row in rows:
        for column in range(len(columns)):
            place = cell(row, column)
            if place is not None:
                cells[place] = _start(place, before, rng)
    ids = [column.id for column in columns]
    over_rows = [relation for relation in table.relations if relation.over == "rows"]
    for _ in range(4):
        for column in (n for n, each in enumerate(columns) if each.period is Period.YEAR):
            for relation in over_rows:
                if set(relation.left + relation.right) <= rows.keys():
                    _settle(cells, relation, partial(cell, column=column))
        for relation in (relation for relation in table.relations if relation.over == "columns"):
            for row in rows:
                if set(relation.left + relation.right) <= set(ids):
                    _settle(cells, relation, lambda key, row=row: cell(row, ids.index(key)))
    _carry(cells, before)
    return cells


def _start(place: Cell, before: Made | None, rng: random.Random) -> float:
    indicator, applicant, period, _ = place
    if indicator.startswith("rules.") or indicator.endswith("items_change"):
        return 0
    last = before.cells if before else {}
    if indicator == "requests.carried_in":
        return last.get(("requests.carried_out", applicant, period, None), 0)
    if indicator == "requests.carried_out":
        return 1 if applicant in (Applicant.TOTAL, Applicant.NATURAL_PERSON) else 0
    if indicator.endswith("items_last_year"):
        return last.get(place, 12)
    if indicator == "normative.in_force":
        return last.get(place, 30)
    if indicator in ("normative.repealed", "normative.made", "normative.newly_public"):
        return 1
    if indicator == "normative.public_total":
        return 30
    if indicator.startswith("consultations."):
        return {"consultations.in_person": 30, "consultations.phone": 60}.get(indicator, 0)
    if indicator.endswith("decisions"):
        return 40 + rng.randrange(20)
    if indicator.startswith("published."):
        return 30 + rng.randrange(20)
    if applicant not in (Applicant.TOTAL, Applicant.NATURAL_PERSON):
        return 0
    return rng.randrange(4, 7) if indicator.startswith("requests.received.") else rng.randrange(1, 4)


def _settle(cells: dict[Cell, float], relation: Relation, place: Any) -> None:
    """Makes one relation hold by changing its whole."""
    left, right = [place(key) for key in relation.left], [place(key) for key in relation.right]
    if None in left or None in right:
        return
    if any(each[2] is Period.CUMULATIVE for each in right) and relation.kind == "at_most":
        cells[right[0]] = max(cells[right[0]], cells[left[0]])
        return
    total = sum(cells[each] for each in right)
    if relation.kind == "equal":
        cells[left[0]] = total - sum(cells[each] for each in left[1:])
    elif relation.kind == "range":
        cells[left[0]] = max(cells[each] for each in right)
    elif len(left) == 1 and len(right) == 1:
        cells[left[0]] = min(cells[left[0]], cells[right[0]])
    else:
        cells[right[0]] = max(cells[right[0]], sum(cells[each] for each in left))


def _carry(cells: dict[Cell, float], before: Made | None) -> None:
    for place in list(cells):
        if place[2] is Period.CUMULATIVE:
            last = before.cells[place] if before else 0
            cells[place] = last + cells[place[0], place[1], Period.YEAR, place[3]]
    in_force = ("normative.in_force", Applicant.TOTAL, Period.YEAR, None)
    if in_force in cells and before is not None:
        issued, repealed = (
            cells[f"normative.{name}", Applicant.TOTAL, Period.YEAR, None] for name in ("issued", "repealed")
        )
        cells[in_force] = before.cells[in_force] + issued - repealed


@pytest.fixture(scope="session")
def maker(rulebook: Rulebook) -> Maker:
    return Maker(rulebook)


@pytest.fixture(scope="session")
def emptied(rulebook: Rulebook) -> Iterator[Any]:
    """A warehouse in memory, empty each time it is asked for: opening one costs more than checking a series."""
    from reportmine.warehouse import open_warehouse

    kept = ("divisions", "successions", "indicators", "codes", "schema_migrations", "schema_state")
    with open_warehouse(":memory:", write=True, rulebook=rulebook) as warehouse:
        tables = [
            name for (name,) in warehouse.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        ]
        full = {name for name in tables if warehouse.sql(f"SELECT 1 FROM {name} LIMIT 1").fetchone()}

        def empty() -> Any:
            for name in tables:
                if name not in full and name not in kept:
                    warehouse.connection.execute(f"DELETE FROM {name}")
            return warehouse

        yield empty


@pytest.fixture(scope="session")
def check_all(rulebook: Rulebook, emptied: Any) -> Any:
    """Reports made, checked one by one and together; ``(report key, finding)``."""

    def run(made: list[Made]) -> list[tuple[str, Finding]]:
        found: list[tuple[str, Finding]] = []
        reports = []
        for each in made:
            report, document = each.report()
            findings = assess_report(report, document, rulebook).findings
            found += [(f"{each.body}:{each.year}", finding) for finding in findings]
            reports.append(report.model_copy(update={"findings": findings}))
        warehouse = emptied()
        warehouse.load(reports)
        keys = dict(warehouse.connection.execute("SELECT report_id, report_key FROM reports").fetchall())
        found += [(keys[number], finding) for number, finding in check_warehouse(warehouse.connection, rulebook)]
        return found

    return run
