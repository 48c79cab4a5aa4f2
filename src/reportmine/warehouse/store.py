"""The warehouse as an object: opened, loaded, asked. Every answer is a DuckDB relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from reportmine.model import Finding, Report
from reportmine.warehouse import migrations
from reportmine.warehouse.connection import connect
from reportmine.warehouse.load import LoadResult, load_reports
from reportmine.warehouse.reference import sync_rules

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
        self.connection.execute("BEGIN")
        self._depth += 1
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise
        finally:
            self._depth -= 1

    def _rollback(self) -> None:
        import duckdb

        try:
            self.connection.execute("ROLLBACK")
        except duckdb.Error:  # a failed COMMIT has already ended the transaction
            return

    def load(self, reports: Iterable[Report], run_id: int | None = None) -> LoadResult:
        """Adds reports, in one transaction. A report loaded twice changes nothing; new content is a new revision."""
        with self.transaction() as connection:
            return load_reports(connection, reports, run_id)

    def sync_rules(self, rulebook: Rulebook) -> None:
        """Brings indicators, codes, comparability and divisions in the file up to the rules in force."""
        with self.transaction() as connection:
            sync_rules(connection, rulebook)

    def sql(self, query: str, parameters: Sequence[object] | dict[str, object] | None = None) -> DuckDBPyRelation:
        """A relation over any SQL of the caller's own. What a user typed belongs in ``parameters``."""
        return self.connection.sql(query, params=parameters)


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
    ``rulebook``: with ``write``, the rules to bring indicators and divisions up to; the shipped ones if not given.
    Raises WarehouseError when it cannot be opened, is locked, or was made by a newer version.
    """
    target = Path(path)
    connection = connect(target, write, wait, memory, threads)
    try:
        if write:
            migrations.upgrade(connection, str(target))
        elif not migrations.is_current(connection, str(target)):
            connection.close()
            with open_warehouse(target, write=True, wait=wait, memory=memory, threads=threads, rulebook=rulebook):
                pass  # opening for writing upgrades
            connection = connect(target, False, wait, memory, threads)
        warehouse = Warehouse(target, connection)
        if write:
            warehouse.sync_rules(rulebook or _shipped_rules())
    except BaseException:
        connection.close()
        raise
    return warehouse


def _shipped_rules() -> Rulebook:
    from reportmine.rulebook import Rulebook

    return Rulebook()


__all__ = ["Any", "Finding", "Warehouse", "open_warehouse"]
