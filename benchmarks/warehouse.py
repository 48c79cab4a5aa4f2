"""Load rate, file size and answer times of a synthetic warehouse, made on the fly.

    python benchmarks/warehouse.py                       # 20,000 reports, 1.2 million figures: a minute
    python benchmarks/warehouse.py --reports 1000000     # the full scale: 60 million figures, some 10 minutes

Prints one Markdown table. The time to invent the reports is not counted as loading.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reportmine.model import (
    Applicant,
    BodyKind,
    DocumentInfo,
    Evidence,
    Figure,
    Issuer,
    Level,
    Report,
    Scope,
    Source,
    Status,
)
from reportmine.rulebook import Rulebook
from reportmine.warehouse import Warehouse, open_warehouse

FIGURES = 60
YEARS = range(2008, 2026)
TEMPLATES = 5000  # distinct sets of figures: the loader sees every figure of every report all the same


def form_of(year: int) -> str:
    return "fj1" if year < 2013 else "n2014" if year < 2019 else "n2019" if year < 2021 else "n2021"


def templates(rulebook: Rulebook, form: str, count: int, seed: int) -> list[tuple[Figure, ...]]:
    """Invented figures of one form: cells of its table first, then statements in prose."""
    rng = random.Random(f"{form} {seed}")
    ids = [i.id for i in rulebook.indicators.values() if form in i.forms] or list(rulebook.indicators)
    applicants = list(Applicant) if form in ("n2019", "n2021") else [Applicant.TOTAL]
    cells = [(indicator, applicant) for indicator in ids for applicant in applicants][: FIGURES - 6]
    prose = [i.id for i in rulebook.indicators.values() if "prose" in i.forms]
    return [_template(rng, cells, prose, form) for _ in range(count)]


def _template(
    rng: random.Random, cells: list[tuple[str, Applicant]], prose: list[str], form: str
) -> tuple[Figure, ...]:
    figures = []
    for number in range(FIGURES):
        table = number < FIGURES - 6
        indicator, applicant = cells[number % len(cells)] if table else (rng.choice(prose), Applicant.TOTAL)
        value = int(rng.paretovariate(0.7)) if rng.random() < 0.4 else 0
        place = 400 + number * 37 + rng.randrange(20)
        evidence = Evidence.model_construct(
            start=place, end=place + len(str(value)), quote=f"{indicator} | {applicant} | {value}", page=None,
            bbox=None, cell=(number, 3) if table else None, phrase_start=None, phrase_end=None,
        )  # fmt: skip
        figures.append(
            Figure(
                indicator=indicator, applicant=applicant, value=value, unit="n", printed=str(value),
                status=Status.REPORTED, source=Source.TABLE if table else Source.PROSE, evidence=evidence,
                rule=f"forms/{form}" if table else "prose/x", year=None,
            )
        )  # fmt: skip
    return tuple(figures)


Stock = dict[int, list[tuple[Figure, ...]]]  # by year


def invent_figures(rulebook: Rulebook, seed: int = 1) -> Stock:
    forms = {form_of(year) for year in YEARS}
    stock = {}
    for form in sorted(forms):
        plain = templates(rulebook, form, TEMPLATES // len(forms), seed)
        stock |= {
            year: [
                tuple(f.model_copy(update={"year": year}) for f in figures) for figures in plain[:: 1 + len(YEARS) // 8]
            ]
            for year in YEARS
            if form_of(year) == form
        }
    return stock


def invent(stock: Stock, count: int, seed: int = 1) -> Iterator[Report]:
    """``count`` reports of townships over 18 years, the bodies in no order, as files come in."""
    rng = random.Random(seed)
    bodies = [f"{county:06d}{town:03d}" for county in range(110101, 110101 + 700) for town in range(100, 180)]
    bodies = bodies[: max(count // len(YEARS) + 1, 20)]
    places = [(body, year) for body in bodies for year in YEARS]
    rng.shuffle(places)
    for body, year in places[:count]:
        yield Report.model_construct(
            document=DocumentInfo.model_construct(
                source=f"{body}/{year}.html", sha256=f"{rng.getrandbits(256):064x}", media_type="text/html", pages=None
            ),
            title=f"{year} {body}",
            issuer=Issuer.model_construct(
                name=f"town {body}", division=body, level=Level.TOWNSHIP, kind=BodyKind.GOVERNMENT, body=body,
                within=None, confidence=1.0, evidence=(), candidates=(), joint_with=(),
            ),
            year=year, form=form_of(year), forms=(form_of(year),), figures=rng.choice(stock[year]), scope=Scope.OWN,
        )  # fmt: skip


class Timed:
    """Passes reports through and sums the seconds it takes to invent them."""

    def __init__(self, reports: Iterator[Report]) -> None:
        self.reports = reports
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Report]:
        while True:
            begin = time.perf_counter()
            report = next(self.reports, None)
            self.seconds += time.perf_counter() - begin
            if report is None:
                return
            yield report


def median_seconds(action: object, times: int = 5) -> float:
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        action()  # type: ignore[operator]
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


WANTED = ["requests.received", "requests.granted"]
ASKED = range(2009, 2024)
FIRST = """
import json, sys, time

path, wanted, bodies, years = json.loads(sys.argv[1])
from reportmine.warehouse import open_warehouse

begin = time.perf_counter()
with open_warehouse(path) as warehouse:
    opened = time.perf_counter()
    warehouse.compare(wanted, bodies=bodies, years=years).fetchall()
    print(opened - begin, time.perf_counter() - opened)
"""


def ten_bodies(warehouse: Warehouse) -> list[str]:
    """Bodies that have a report of every year asked for."""
    rows = warehouse.sql(
        f"SELECT body FROM reports WHERE year BETWEEN {ASKED[0]} AND {ASKED[-1]} GROUP BY body "
        f"HAVING count(*) = {len(ASKED)} ORDER BY body LIMIT 10"
    ).fetchall()
    return [body for (body,) in rows]


def questions(warehouse: Warehouse, bodies: list[str]) -> dict[str, float]:
    """Median seconds of what people ask."""
    return {
        "compare, 10 townships, 15 years, 2 indicators": median_seconds(
            lambda: warehouse.compare(WANTED, bodies=bodies, years=list(ASKED)).fetchall()
        ),
        "panel of one township, all years, all indicators": median_seconds(
            lambda: warehouse.panel(bodies=bodies[:1]).fetchall()
        ),
    }


def first_question(path: Path, bodies: list[str]) -> dict[str, float]:
    """Seconds of the same comparison in a program that has asked nothing before."""
    asked = json.dumps([str(path), WANTED, bodies, list(ASKED)])
    done = subprocess.run([sys.executable, "-c", FIRST, asked], capture_output=True, text=True, check=True)
    opening, comparing = map(float, done.stdout.split())
    return {"the same as the first question of a program": comparing, "opening the file before it": opening}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=50_000, help="reports in one transaction")
    parser.add_argument("--memory", default="6GB", help="DuckDB's limit")
    parser.add_argument("--file", type=Path, help="keep the warehouse here; reuse it when it is there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(arguments.file or Path(folder) / "bench.duckdb", arguments.reports, arguments.batch, arguments.memory)


def run(path: Path, count: int, batch: int, memory: str) -> None:
    rulebook = Rulebook()
    rows: list[tuple[str, str]] = []
    if not path.exists():
        rows += load(path, rulebook, count, batch, memory)
    rows.append(("file", f"{path.stat().st_size / 1e9:.2f} GB"))
    with open_warehouse(path, memory=memory) as warehouse:
        bodies = ten_bodies(warehouse)
        answers = questions(warehouse, bodies)
    answers |= first_question(path, bodies)
    rows += [(name, f"{seconds * 1000:.0f} ms") for name, seconds in answers.items()]
    rows.append(("peak memory of the process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"))
    print(
        f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}, DuckDB limit {memory}\n"
    )
    print("| what | measured |\n|---|---|")
    print("\n".join(f"| {name} | {value} |" for name, value in rows))


def load(path: Path, rulebook: Rulebook, count: int, batch: int, memory: str) -> list[tuple[str, str]]:
    stock = invent_figures(rulebook)
    gc.collect()
    gc.freeze()  # what was invented is not the loader's to walk
    begin = time.perf_counter()
    open_warehouse(path, write=True, memory=memory, rulebook=rulebook).close()
    opening = time.perf_counter() - begin
    figures, idle = 0, 0.0
    begin, used = time.perf_counter(), time.process_time()
    reports = invent(stock, count)
    with open_warehouse(path, write=True, memory=memory) as warehouse:
        for first in range(0, count, batch):
            timed = Timed(_first(reports, min(batch, count - first)))
            figures += warehouse.load(timed).figures
            idle += timed.seconds
    spent, processor = time.perf_counter() - begin - idle, time.process_time() - used - idle
    return [
        ("reports, figures", f"{count:,}, {figures:,}"),
        ("making an empty warehouse", f"{opening:.1f} s"),
        ("load, without inventing", f"{spent:.1f} s ({processor:.1f} s of processor)"),
        ("load rate", f"{figures / spent:,.0f} figures/s ({figures / processor:,.0f} a processor second)"),
    ]


def _first(reports: Iterator[Report], count: int) -> Iterator[Report]:
    for _, report in zip(range(count), reports, strict=False):
        yield report


if __name__ == "__main__":
    main()
