"""Copies what the rules say of indicators, codes and places into the file, so that it explains itself without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportmine.rulebook import Rulebook
    from reportmine.rulebook.comparability import Comparability


def sync_rules(connection: DuckDBPyConnection, rulebook: Rulebook) -> None:
    """Call inside a transaction. Does nothing when the file has these rules already."""
    row = connection.execute("SELECT value FROM schema_state WHERE name = 'rules'").fetchone()
    if row and row[0] == rulebook.fingerprint:
        return
    _indicators(connection, rulebook)
    _comparability(connection, rulebook.comparability)
    _rates(connection, rulebook.comparability)
    _codes(connection, rulebook.comparability)
    _places(connection, rulebook)
    connection.execute("INSERT OR REPLACE INTO schema_state VALUES ('rules', ?)", [rulebook.fingerprint])


def has_rules(connection: DuckDBPyConnection) -> bool:
    return connection.execute("SELECT 1 FROM schema_state WHERE name = 'rules'").fetchone() is not None


def replace_rows(
    connection: DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Puts ``rows`` in the place of all rows of one of our tables: one list a column, as row by row is slow."""
    connection.execute(f"DELETE FROM {table}")
    if rows:
        columns = ", ".join(f"unnest(?) AS {name}" for name in names)
        lists = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {table} BY NAME SELECT {columns}", lists)


def _indicators(connection: DuckDBPyConnection, rulebook: Rulebook) -> None:
    names = ("indicator", "position", "zh", "en", "unit", "parent", "parts", "forms", "note")
    rows = [
        (i.id, position, i.zh, i.en, i.unit, i.parent, i.parts, list(i.forms), i.note)
        for position, i in enumerate(rulebook.indicators.values(), start=1)
    ]
    replace_rows(connection, "indicators", names, rows)


def _comparability(connection: DuckDBPyConnection, rules: Comparability) -> None:
    names = ("indicator", "from_basis", "to_basis", "verdict", "zh", "en")
    replace_rows(connection, "comparability", names, rules.steps())
    apart = [(one, other, pair.zh, pair.en) for pair in rules.crosswalk.apart for one, other in [pair.indicators]]
    replace_rows(connection, "apart", ("indicator", "other", "zh", "en"), apart)


def _rates(connection: DuckDBPyConnection, rules: Comparability) -> None:
    rates = [(name, position, rate.zh, rate.en) for position, (name, rate) in enumerate(rules.rates.items(), start=1)]
    replace_rows(connection, "rates", ("rate", "position", "zh", "en"), rates)
    members = [
        (name, role, *_measure(member), member in rate.optional)
        for name, rate in rules.rates.items()
        for role, names in (("part", rate.part), ("whole", rate.whole))
        for member in names
    ]
    replace_rows(connection, "rate_members", ("rate", "role", "indicator", "applicant", "optional"), members)


def _measure(text: str) -> tuple[str, str]:
    indicator, _, applicant = text.partition(":")
    return indicator, applicant or "total"


def _codes(connection: DuckDBPyConnection, rules: Comparability) -> None:
    rows = [
        (field, code, position, label.zh, label.en)
        for field, codes in rules.codes.items()
        for position, (code, label) in enumerate(codes.items(), start=1)
    ]
    replace_rows(connection, "codes", ("field", "code", "position", "zh", "en"), rows)


def _places(connection: DuckDBPyConnection, rulebook: Rulebook) -> None:
    """Divisions and what became of them, read by DuckDB itself: 45,000 rows are too many for a list of objects."""
    files = rulebook.files
    connection.execute("DELETE FROM divisions")
    connection.execute("DELETE FROM successions")
    connection.execute(
        "INSERT INTO divisions (division, name, level, parent, first_year, last_year) "
        "SELECT code, name, level, parent, valid_from, valid_to "
        "FROM read_csv(?, header = true, all_varchar = true) ORDER BY code, valid_from",
        [str(files.path("places/divisions.csv"))],
    )
    connection.execute(
        "INSERT INTO divisions (division, name, level, parent) "
        "SELECT cells[1] || town[:3], town[4:], 'township', cells[1] FROM ("
        "SELECT cells, unnest(cells[2:]) AS town FROM ("
        "SELECT string_split(line, chr(9)) AS cells FROM ("
        "SELECT unnest(string_split(rtrim(content, chr(10)), chr(10))) AS line FROM read_text(?)))) ORDER BY 1",
        [str(files.path("places/townships.tsv"))],
    )
    connection.execute(
        "INSERT INTO successions SELECT old, new, year, "
        "CASE WHEN heirs > 1 THEN 'split' WHEN ancestors > 1 THEN 'merger' "
        "WHEN stood THEN 'joined' ELSE 'renamed' END, heirs = 1 AND ancestors = 1 AND NOT stood FROM ("
        "SELECT *, count(*) OVER (PARTITION BY old, year) AS heirs, "
        "count(*) OVER (PARTITION BY new, year) AS ancestors, "
        "EXISTS (SELECT 1 FROM divisions d WHERE d.division = new AND coalesce(d.first_year, 0) < year) AS stood "
        "FROM read_csv(?, header = true, types = {'old': 'VARCHAR', 'new': 'VARCHAR', 'year': 'SMALLINT'})) "
        "ORDER BY old, year, new",
        [str(files.path("places/successions.csv"))],
    )
