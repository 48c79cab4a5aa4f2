"""What a user names: bodies by name, code, prefix or level; measures by identifier, label or pattern; spans of years.

Whatever was typed travels as a parameter; the SQL here is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportmine.model import ReportmineError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PREFIX = "*"
_MOST_SUGGESTIONS = 5


class MeasureName(NamedTuple):
    """One thing to compare: an indicator with its applicant, or a rate (whose applicant is always ``total``)."""

    name: str
    applicant: str = "total"

    def __str__(self) -> str:
        return self.name if self.applicant == "total" else f"{self.name}:{self.applicant}"


def find_bodies(connection: DuckDBPyConnection, wanted: Sequence[str]) -> list[str]:
    """The bodies meant, each once, in the order asked for. Raises ReportmineError when one fits nothing.

    ``350429100`` is one body; ``350429*`` every body whose code begins so; ``350429`` the county's own reports, or,
    when it has none, all that lies below; ``township`` every body of that level; else a name, whole or in part.
    """
    found: dict[str, None] = {}
    for text in wanted:
        bodies = _bodies(connection, text.strip())
        if not bodies:
            raise ReportmineError(text, "no body of the warehouse is called so", _suggest_bodies(connection, text))
        found |= dict.fromkeys(bodies)
    return list(found)


_BY_PREFIX = "division LIKE $text || '%' OR within LIKE $text || '%' OR series_body LIKE $text || '%'"
_BODY_SEARCHES = (
    "series_body = $text OR body = $text OR division = $text AND kind IN ('government', 'subdistrict_office')",
    "division LIKE $text || '%' AND regexp_full_match($text, '[0-9]{2,}')",
    "level = $text",
    "name = $text",
    "series_body IN (SELECT series_body FROM reports WHERE issuer_name = $text)",
    "contains(name, $text)",
    "division IN (SELECT division FROM divisions WHERE name = $text)",
    "series_body IN (SELECT series_body FROM reports WHERE contains(issuer_name, $text))",
)


def _bodies(connection: DuckDBPyConnection, text: str) -> list[str]:
    """The first search that finds anything counts."""
    searches: Sequence[str] = _BODY_SEARCHES
    if text.endswith(PREFIX):
        text, searches = text.rstrip(PREFIX), (_BY_PREFIX,)
    if not text:
        return []
    for search in searches:
        rows = connection.execute(
            f"SELECT DISTINCT series_body FROM bodies WHERE {search} ORDER BY series_body", {"text": text}
        ).fetchall()
        if rows:
            return [body for (body,) in rows]
    return []


def _suggest_bodies(connection: DuckDBPyConnection, text: str) -> str:
    rows = connection.execute(
        "SELECT name FROM bodies WHERE name IS NOT NULL GROUP BY name "
        "ORDER BY jaro_winkler_similarity(name, $text) DESC, name LIMIT $most",
        {"text": text, "most": _MOST_SUGGESTIONS},
    ).fetchall()
    names = ", ".join(name for (name,) in rows)
    return f"Near it: {names}" if names else "The warehouse is empty"


def find_measures(connection: DuckDBPyConnection, wanted: Sequence[str]) -> list[MeasureName]:
    """The measures meant, each once. Raises ReportmineError when one fits nothing.

    ``requests.received``; ``requests.received:natural_person``; ``requests.*``; a rate such as ``rate.grant``; a label.
    """
    found: dict[MeasureName, None] = {}
    for text in wanted:
        name, _, applicant = text.strip().partition(":")
        names = _measures(connection, name)
        if not names or not _is_code(connection, "applicant", applicant or "total"):
            raise ReportmineError(text, "no indicator or rate is called so", _suggest_measures(connection, name))
        found |= dict.fromkeys(MeasureName(one, applicant or "total") for one in names)
    return list(found)


_KNOWN = (
    "(SELECT indicator AS name, position, zh, en FROM indicators "
    "UNION ALL SELECT rate, 1000 + position, zh, en FROM rates)"
)
_MEASURE_SEARCHES = ("name = $text", "zh = $text OR lower(en) = lower($text)", "contains(zh, $text)")


def _measures(connection: DuckDBPyConnection, text: str) -> list[str]:
    searches: Sequence[str] = _MEASURE_SEARCHES
    if text.endswith(PREFIX):
        text, searches = text.rstrip(PREFIX), ("starts_with(name, $text)",)
    for search in searches:
        rows = connection.execute(
            f"SELECT name FROM {_KNOWN} WHERE {search} ORDER BY position", {"text": text}
        ).fetchall()
        if rows and text:
            return [name for (name,) in rows]
    return []


def _is_code(connection: DuckDBPyConnection, field: str, code: str) -> bool:
    rows = connection.execute(
        "SELECT 1 FROM codes WHERE field = $field AND code = $code", {"field": field, "code": code}
    )
    return rows.fetchone() is not None


def _suggest_measures(connection: DuckDBPyConnection, text: str) -> str:
    rows = connection.execute(
        f"SELECT name FROM {_KNOWN} ORDER BY jaro_winkler_similarity(name, $text) DESC, name LIMIT $most",
        {"text": text, "most": _MOST_SUGGESTIONS},
    ).fetchall()
    return f"Near it: {', '.join(name for (name,) in rows)}"


def parse_years(wanted: Sequence[str]) -> list[int]:
    """``2017``, ``2015-2018``, ``2015,2017``: every year meant, in order. Raises ReportmineError for anything else."""
    years: set[int] = set()
    for text in wanted:
        for part in text.split(","):
            first, dash, last = part.strip().partition("-")
            try:
                years |= set(range(int(first), int(last if dash else first) + 1))
            except ValueError as error:
                raise ReportmineError(text, "is not a year", "Write 2017, 2015-2018 or 2015,2017") from error
    return sorted(years)


class Conditions:
    """Builds ``WHERE`` from our own column names and the user's values: the values stay parameters.

    Lists become ``IN ($p0, $p1 …)``: DuckDB carries constants below a GROUP BY, and so skips what is not asked for.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.parameters: dict[str, object] = {}

    def beside(self) -> Conditions:
        """Another WHERE of the same query: its parameters are numbered on."""
        other = Conditions()
        other.parameters = self.parameters
        return other

    def among(self, column: str, values: Sequence[object] | None) -> Conditions:
        if values is not None:
            names = [self.parameter(value) for value in values]
            self.parts.append(f"{column} IN ({', '.join(names)})" if names else "false")
        return self

    def equals(self, column: str, value: object | None) -> Conditions:
        if value is not None:
            self.parts.append(f"{column} = {self.parameter(value)}")
        return self

    def parameter(self, value: object) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    @property
    def where(self) -> str:
        return f"WHERE {' AND '.join(self.parts)}" if self.parts else ""
