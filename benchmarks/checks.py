"""How long the checks over years and peers take on a synthetic warehouse, check by check.

    python benchmarks/checks.py                      # 100,000 reports, 10.3 million figures
    python benchmarks/checks.py --reports 20000

The warehouse is made by SQL: sound series of 5,556 townships over 18 years, in which one
report in a hundred has a broken carry-over, a jump or a copied text. Prints one Markdown table.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from duckdb import DuckDBPyConnection

from reportmine.checking import across, check_warehouse
from reportmine.checking.words import Speaker
from reportmine.rulebook import Rulebook
from reportmine.warehouse import open_warehouse

YEARS = 18
_REPORTS = """
INSERT INTO reports BY NAME
SELECT i AS report_id, body || ':' || year AS report_key, 1 AS revision, true AS is_latest,
       md5(i::VARCHAR) AS document_sha256,
       'body ' || body AS issuer_name, body, body AS series_body, body AS division, left(body, 6) AS parent_division,
       'township' AS level, 'government' AS body_kind, year, DATE '2000-01-20' + to_years(year - 1999) AS published_on,
       CASE WHEN year < 2019 THEN 'fj2' WHEN year < 2021 THEN 'n2019' ELSE 'n2021' END AS form, 'own' AS scope,
       'annual_report' AS document_kind, 120 AS figure_count,
       -- One text in a hundred is another body's, but for a few places of its signature.
       [hash(CASE WHEN i % 100 = 7 THEN 7 ELSE i END, CASE WHEN k > 61 THEN i ELSE 0 END, k) % 4294967295
        FOR k IN range(64)]::UBIGINT[] AS text_signature
FROM (SELECT i, 2008 + i % $years AS year, (350000000 + (i // $years))::VARCHAR AS body FROM range($reports) t(i))
"""
_FIGURES = """
INSERT INTO figures BY NAME
WITH cells AS (
    SELECT i.indicator, a.applicant, 'year' AS period FROM indicators i,
           (VALUES ('total'), ('natural_person'), ('business'), ('research'), ('social'), ('legal_service'),
            ('other')) a(applicant)
    WHERE i.indicator LIKE 'requests.%' AND list_contains(i.forms, 'n2021')
    UNION ALL SELECT indicator, 'total', 'year' FROM indicators
    WHERE (list_contains(forms, 'n2021') OR list_contains(forms, 'n2019')) AND indicator NOT LIKE 'requests.%'),
annex AS (
    SELECT indicator, 'total' AS applicant, period FROM indicators, (VALUES ('year'), ('cumulative')) p(period)
    WHERE list_contains(forms, 'fj2')),
placed AS (
    SELECT r.report_id, r.year, r.body, c.* FROM reports r JOIN annex c ON r.form = 'fj2'
    UNION ALL SELECT r.report_id, r.year, r.body, c.* FROM reports r JOIN cells c ON r.form <> 'fj2')
SELECT report_id, indicator, applicant, period, year, 'table' AS source, 1 AS occurrence, 'reported' AS status,
       'exact' AS qualifier, 1.0 AS confidence, 0 AS start_offset, 1 AS end_offset, indicator AS quote,
       CASE WHEN period = 'year' THEN own
            ELSE sum(own) OVER (PARTITION BY body, indicator, period ORDER BY year) END AS value
FROM (
    SELECT *, CASE
        WHEN indicator IN ('requests.carried_in', 'requests.carried_out')
             THEN hash(body, applicant, year - (indicator = 'requests.carried_in')::INT) % 3
                  + (report_id % 100 = 3 AND indicator = 'requests.carried_in')::INT
        WHEN indicator = 'normative.in_force' THEN 12
        WHEN indicator LIKE 'normative.%' OR indicator LIKE '%.items_change' THEN 0
        WHEN indicator LIKE '%.items_last_year' THEN hash(indicator, body) % 40
        WHEN indicator = 'licensing.decisions' AND report_id % 100 = 5 THEN 90000
        ELSE hash(indicator, body) % 40 + hash(indicator, body, year) % 5 END AS own
    FROM placed)
"""


def build(connection: DuckDBPyConnection, reports: int) -> int:
    connection.execute(_REPORTS, {"reports": reports, "years": YEARS})
    connection.execute(_FIGURES)
    row = connection.execute("SELECT count(*) FROM figures").fetchone()
    return int(row[0]) if row else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    given = parser.parse_args()
    rulebook = Rulebook()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(Path(folder) / "w.duckdb", write=True, rulebook=rulebook, threads=2) as warehouse,
    ):
        start = time.perf_counter()
        figures = build(warehouse.connection, given.reports)
        print(f"built {given.reports} reports, {figures} figures in {time.perf_counter() - start:.1f} s\n")
        start = time.perf_counter()
        findings = check_warehouse(warehouse.connection, rulebook)
        whole = time.perf_counter() - start
        print("| check | seconds | findings |\n|---|---|---|")
        _each(warehouse.connection, rulebook)
        print(f"| all, in one call | {whole:.1f} | {len(findings)} |")


def _each(connection: DuckDBPyConnection, rulebook: Rulebook) -> None:
    book = rulebook.checks
    speaker = Speaker(book, rulebook.indicators)
    start = time.perf_counter()
    across.prepare(connection, book.settings)
    print(f"| (preparation) | {time.perf_counter() - start:.1f} | |")
    for check in book.checks:
        if check.across_reports:
            start = time.perf_counter()
            found = list(across.findings(connection, speaker, check, book.settings))
            print(f"| {check.code} | {time.perf_counter() - start:.2f} | {len(found)} |")
    across.drop(connection)


if __name__ == "__main__":
    main()
