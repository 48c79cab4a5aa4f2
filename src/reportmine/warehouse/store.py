"""The warehouse as an object: opened, loaded, asked. Every answer is a DuckDB relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reportmine.model import Report
from reportmine.warehouse import answers, migrations
from reportmine.warehouse.columns import TakenApart
from reportmine.warehouse.compare import comparison
from reportmine.warehouse.connection import connect, transaction
from reportmine.warehouse.corrections import add_correction, withdraw_correction
from reportmine.warehouse.history import History, history
from reportmine.warehouse.keys import parse_figure_key
from reportmine.warehouse.load import LoadResult, load_reports
from reportmine.warehouse.parameters import light
from reportmine.warehouse.reference import has_rules, sync_rules
from reportmine.warehouse.selection import find_bodies, find_measures

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from reportmine.rulebook import Rulebook


class Warehouse:
    """One warehouse file. Use it as a context manager, or call :meth:`close`."""

    def __init__(self, path: Path, connection: DuckDBPyConnection) -> None:
        self.path = path
        self.connection = connection
        self._depth = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[DuckDBPyConnection]:
        """All or nothing. Inside another one it joins it."""
        if self._depth:
            yield self.connection
            return
        self._depth += 1
        try:
            with transaction(self.connection):
                yield self.connection
        finally:
            self._depth -= 1

    def load(self, reports: Iterable[Report | TakenApart], run_id: int | None = None) -> LoadResult:
        """Adds reports, in one transaction. A report loaded twice changes nothing; new content is a new revision."""
        with self.transaction() as connection:
            return load_reports(connection, reports, run_id)

    def sync_rules(self, rulebook: Rulebook) -> None:
        """Brings indicators, codes, comparability and divisions in the file up to the rules in force."""
        with self.transaction() as connection:
            sync_rules(connection, rulebook)

    @light
    def sql(self, query: str, parameters: Sequence[object] | dict[str, object] | None = None) -> DuckDBPyRelation:
        """A relation over any SQL of the caller's own. What a user typed belongs in ``parameters``."""
        return self.connection.sql(query, params=parameters)

    @light
    def figures(
        self,
        indicators: Sequence[str] | None = None,
        bodies: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
    ) -> DuckDBPyRelation:
        """Every printed statement of the latest reports, with its place. Years are the years the figures speak of."""
        measures = self._names(indicators)
        return answers.figures(self.connection, measures, self._series(bodies), years)

    @light
    def panel(
        self,
        indicators: Sequence[str] | None = None,
        bodies: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        *,
        wide: bool = False,
        reasons: bool = False,
    ) -> DuckDBPyRelation:
        """A row for each body, year and indicator, with the best figure or the reason why there is none.

        ``wide``: one row for each body and year, a column for each indicator; with ``reasons`` another beside it,
        ``<indicator>.missing``.
        """
        measures = self._names(indicators)
        if wide:
            return answers.wide_panel(self.connection, measures, self._series(bodies), years, reasons)
        return answers.long_panel(self.connection, measures, self._series(bodies), years)

    @light
    def compare(
        self,
        indicators: Sequence[str],
        bodies: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        *,
        summary: str | None = None,
    ) -> DuckDBPyRelation:
        """Figures side by side: values, changes, breaks between forms, rank and share among the bodies compared.

        ``indicators``: identifiers, ``requests.*``, ``requests.received:natural_person``, rates such as ``rate.grant``.
        ``bodies``: names, codes, ``350429*``, levels; all when None. ``summary``: ``year`` or ``form`` for one row
        a group instead of one a body. Raises ReportmineError for a name that fits nothing.
        """
        measures = find_measures(self.connection, indicators)
        return comparison(self.connection, measures, self._series(bodies), years, summary)

    @light
    def remarks(self, indicators: Sequence[str]) -> list[str]:
        """What is to be said when these indicators stand together: measures that only everyday speech takes for one."""
        names = self._names(indicators)
        rows = self.connection.execute(
            "SELECT indicator, other, zh, en FROM apart WHERE indicator IN (SELECT unnest($n)) "
            "AND other IN (SELECT unnest($n)) ORDER BY ALL",
            {"n": names},
        ).fetchall()
        return [f"{one}, {other}: {zh} / {en}" for one, other, zh, en in rows]

    @light
    def findings(
        self,
        bodies: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        severities: Sequence[str] | None = None,
        outcomes: Sequence[str] | None = None,
    ) -> DuckDBPyRelation:
        """Findings of the latest reports, worst first."""
        return answers.findings(self.connection, self._series(bodies), years, severities, outcomes)

    def export(self, folder: Path, formats: Sequence[str], tables: Sequence[str] | None = None) -> list[Path]:
        """Writes the researcher's files; see :mod:`reportmine.warehouse.export`. Returns their paths."""
        from reportmine.warehouse.export import export

        return export(self.connection, folder, formats, tables)

    def correct(self, figure: str, value: float, reason: str, by: str) -> int:
        """Puts a correction beside a printed figure (:mod:`reportmine.warehouse.corrections`). Returns its number."""
        with self.transaction() as connection:
            return add_correction(connection, figure, value, reason, by)

    def withdraw(self, figure: str, by: str) -> int:
        """Takes the correction that stands on a figure back. Returns its number."""
        with self.transaction() as connection:
            return withdraw_correction(connection, figure, by)

    def corrections(self, *, review: bool = False) -> DuckDBPyRelation:
        """The last word on each corrected figure and its state; with ``review`` those whose evidence changed."""
        where = " WHERE state IN ('evidence_changed', 'figure_gone')" if review else ""
        return self.connection.sql(f"SELECT * FROM standing_corrections{where} ORDER BY correction_id")

    @light
    def history(self, figure: str) -> History:
        """Every statement of a figure's measure for its body and year, with revisions, corrections and findings."""
        return history(self.connection, figure)

    @light
    def source(self, figure: str) -> DuckDBPyRelation:
        """Where a figure stands: its document, offsets, page and box, its row or sentence. ``figure``: a ``figure_id``.

        One row for each revision of its report that prints it, the latest first.
        Raises ReportmineError for what is no figure's name.
        """
        return answers.source(self.connection, parse_figure_key(figure))

    def _series(self, bodies: Sequence[str] | None) -> list[str] | None:
        return None if bodies is None else find_bodies(self.connection, bodies)

    def _names(self, indicators: Sequence[str] | None) -> list[str] | None:
        if indicators is None:
            return None
        return list(dict.fromkeys(measure.name for measure in find_measures(self.connection, indicators)))


def open_warehouse(
    path: Path | str,
    *,
    write: bool = False,
    wait: float = 10.0,
    memory: str | None = None,
    threads: int | None = None,
    rulebook: Rulebook | None = None,
) -> Warehouse:
    """Opens a warehouse, upgrading one that an older version made.

    ``write``: make the file when missing, allow loads and corrections; one program at a time may write.
    ``wait``: seconds to wait for another program that holds the file. ``memory``, ``threads``: limits for DuckDB.
    ``rulebook``: with ``write``, the rules to bring indicators and divisions up to. Without it a file keeps the rules
    it was loaded with, and a new one gets the shipped ones.
    Raises WarehouseError when it cannot be opened, is locked, or was made by a newer version.
    """
    target = Path(path)
    with ExitStack() as opened:  # closes it again when something goes wrong
        connection = opened.enter_context(closing(connect(target, write, wait, memory, threads)))
        if write:
            migrations.upgrade(connection, str(target))
        elif not migrations.is_current(connection, str(target)):
            connection.close()
            with open_warehouse(target, write=True, wait=wait, memory=memory, threads=threads, rulebook=rulebook):
                pass  # opening for writing upgrades
            connection = opened.enter_context(closing(connect(target, False, wait, memory, threads)))
        warehouse = Warehouse(target, connection)
        if write and (rulebook is not None or not has_rules(connection)):
            warehouse.sync_rules(rulebook or _shipped_rules())
        opened.pop_all()
        return warehouse


def _shipped_rules() -> Rulebook:
    from reportmine.rulebook import Rulebook

    return Rulebook()


__all__ = ["Warehouse", "open_warehouse"]
