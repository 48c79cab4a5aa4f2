"""Opening: new, older, newer, foreign and locked files; comments on everything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from reportmine.model import Report, WarehouseError
from reportmine.warehouse import Warehouse, migrations, open_warehouse


def test_every_table_view_and_column_is_explained_in_both_languages(warehouse: Warehouse) -> None:
    rows = warehouse.sql(
        "SELECT table_name, '' AS name, comment FROM duckdb_tables() WHERE NOT internal UNION ALL "
        "SELECT view_name, '', comment FROM duckdb_views() WHERE NOT internal UNION ALL "
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    rows = [row for row in rows if row[0] not in ("staged", "restated", "touched")]
    unexplained = [(table, column) for table, column, comment in rows if " | " not in (comment or "")]
    assert not unexplained
    assert len(rows) > 300


def test_comments_name_only_what_exists(warehouse: Warehouse) -> None:
    from reportmine.warehouse.comments import read_comments

    rows = warehouse.sql("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    known = {*rows, *((table, "") for table, _ in rows), *(("*", column) for _, column in rows)}
    known.add(("panel", ""))  # a table of exports only
    assert not set(read_comments()) - known


def _make_old(path: Path, version: int) -> None:
    """A warehouse as an earlier version of the program left it, with one figure in it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(migrations._LEDGER)
        for number, file in migrations.migration_files():
            if number <= version:
                connection.execute(file.read_text(encoding="utf-8"))
                connection.execute("INSERT INTO schema_migrations VALUES (?, 'x', now()::TIMESTAMP)", [number])
        connection.execute(
            "INSERT INTO reports BY NAME SELECT 1 AS report_id, 'gov-1:2017' AS report_key, 1 AS revision, "
            "true AS is_latest, 'x' AS document_sha256, 'gov-1' AS body, 'gov-1' AS series_body, 2017 AS year, "
            "'fj2' AS form, 'own' AS scope, 1 AS figure_count"
        )
        connection.execute(
            "INSERT INTO figures BY NAME SELECT 1 AS report_id, 'requests.received' AS indicator, "
            "'total' AS applicant, "
            "'year' AS period, 2017 AS year, 'table' AS source, 1 AS occurrence, 7 AS value, 'exact' AS qualifier, "
            "'reported' AS status"
        )


@pytest.mark.parametrize("version", [number for number, _ in migrations.migration_files()])
@pytest.mark.parametrize("write", [True, False])
def test_every_earlier_version_opens_and_keeps_its_figures(tmp_path: Path, version: int, write: bool) -> None:
    _make_old(tmp_path / "old.duckdb", version)
    with open_warehouse(tmp_path / "old.duckdb", write=write) as warehouse:
        assert warehouse.sql("SELECT indicator, value FROM latest_figures").fetchall() == [("requests.received", 7.0)]
        assert migrations.version_of(warehouse.connection) == migrations.newest_version()


def test_a_newer_warehouse_is_refused(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb", write=True) as warehouse:
        warehouse.connection.execute("INSERT INTO schema_migrations VALUES (999, 'later', now()::TIMESTAMP)")
    for write in (True, False):
        with pytest.raises(WarehouseError, match=r"newer reportmine.*Upgrade"):
            open_warehouse(tmp_path / "w.duckdb", write=write)


def test_other_files_are_refused_and_not_touched(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.duckdb"
    with duckdb.connect(str(foreign)) as connection:
        connection.execute("CREATE TABLE sales (amount INTEGER)")
    text = tmp_path / "text.duckdb"
    text.write_text("no database", encoding="utf-8")
    with pytest.raises(WarehouseError, match="no warehouse of reportmine"):
        open_warehouse(foreign, write=True)
    with pytest.raises(WarehouseError, match="DuckDB"):
        open_warehouse(text, write=True)
    with pytest.raises(WarehouseError, match="there is no warehouse"):
        open_warehouse(tmp_path / "none.duckdb")
    with duckdb.connect(str(foreign)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("sales",)]
    assert not (tmp_path / "none.duckdb").exists()


def test_a_warehouse_held_by_another_program_says_so(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    open_warehouse(path, write=True).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(WarehouseError, match="another program holds the warehouse"):
            open_warehouse(path, wait=0.3)
    finally:
        holder.communicate("\n")
    open_warehouse(path, wait=5).close()


def test_opening_twice_writes_nothing(tmp_path: Path, make_report: Callable[..., Report]) -> None:
    path = tmp_path / "w.duckdb"
    with open_warehouse(path, write=True) as warehouse:
        warehouse.load([make_report("350429100", 2017, {"requests.received": 1})])
    before = path.read_bytes()
    with open_warehouse(path) as warehouse:
        warehouse.figures().fetchall()
    assert path.read_bytes() == before


def test_the_readme_names_every_table_view_and_macro(warehouse: Warehouse) -> None:
    from reportmine.rulebook import shipped_folder

    text = (shipped_folder("warehouse") / "README.md").read_text(encoding="utf-8")
    rows = warehouse.sql(
        "SELECT DISTINCT table_name FROM duckdb_columns() WHERE NOT internal UNION "
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal AND function_type LIKE '%macro%'"
    ).fetchall()
    internal = {"figure_key", "coverage_of"}
    assert [name for (name,) in rows if name not in internal and f"`{name}" not in text] == []


def test_a_warehouse_keeps_the_rules_it_was_loaded_with(tmp_path: Path) -> None:
    """A correction made without --rules must not take away the indicators of an overlay."""
    from reportmine.rulebook import Rulebook, shipped_folder

    overlay = tmp_path / "rules"
    overlay.mkdir()
    lines = (shipped_folder("rules") / "indicators.csv").read_text(encoding="utf-8").rstrip("\n")
    (overlay / "indicators.csv").write_text(f"{lines}\nlocal.thing,本地,Local thing,个,,,prose,\n", encoding="utf-8")
    count = "SELECT count(*) FROM indicators WHERE indicator = 'local.thing'"
    with open_warehouse(tmp_path / "w.duckdb", write=True, rulebook=Rulebook((overlay,))) as warehouse:
        assert warehouse.sql(count).fetchall() == [(1,)]
    with open_warehouse(tmp_path / "w.duckdb", write=True) as warehouse:
        assert warehouse.sql(count).fetchall() == [(1,)]
    with open_warehouse(tmp_path / "w.duckdb", write=True, rulebook=Rulebook()) as warehouse:
        assert warehouse.sql(count).fetchall() == [(0,)]
