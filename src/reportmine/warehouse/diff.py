"""Two warehouses, or two exports, figure by figure."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reportmine.model import WarehouseError
from reportmine.warehouse.connection import be_quiet

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

_DIFF = """
SELECT figure_id,
       CASE WHEN o.figure_id IS NULL THEN 'added' WHEN n.figure_id IS NULL THEN 'removed' ELSE 'changed' END AS what,
       o.value AS old_value, n.value AS new_value, o.status AS old_status, n.status AS new_status,
       o.qualifier AS old_qualifier, n.qualifier AS new_qualifier, o.printed AS old_printed, n.printed AS new_printed
FROM old_figures o FULL JOIN new_figures n USING (figure_id)
WHERE o.figure_id IS NULL OR n.figure_id IS NULL OR o.value IS DISTINCT FROM n.value
    OR o.status IS DISTINCT FROM n.status OR o.qualifier IS DISTINCT FROM n.qualifier
    OR o.printed IS DISTINCT FROM n.printed
ORDER BY figure_id, what
"""


def diff(old: Path, new: Path) -> DuckDBPyRelation:
    """Figures of the latest reports that were added, removed or changed from ``old`` to ``new``.

    Each side is a warehouse file, or the folder of an export with ``figures.parquet`` or ``figures.csv``.
    Raises WarehouseError when a side is neither.
    """
    import duckdb

    connection = duckdb.connect()
    be_quiet(connection)
    with TemporaryDirectory(prefix="reportmine-") as folder:
        for name, path in (("old", old), ("new", new)):
            table, kind = _table(path, Path(folder) / f"{name}.parquet")
            reader = "read_parquet(?)" if kind == ".parquet" else "read_csv(?, all_varchar = true, header = true)"
            connection.execute(f"CREATE TABLE {name}_figures AS {_TAKEN} FROM {reader}", [str(table)])
    return connection.sql(_DIFF)


_TAKEN = """
SELECT figure_id, CAST(nullif(CAST(value AS VARCHAR), '') AS DOUBLE) AS value, status, qualifier,
       nullif(printed, '') AS printed"""


def _table(path: Path, copy: Path) -> tuple[Path, str]:
    """A file that holds one side's figures: of an export as it is, of a warehouse a copy, so that it is not held."""
    if path.is_dir():
        for file in (path / "figures.parquet", path / "figures.csv"):
            if file.is_file():
                return file, file.suffix
        raise WarehouseError(str(path), "holds no figures.parquet and no figures.csv", "Give the folder of an export")
    from reportmine.warehouse.store import open_warehouse

    with open_warehouse(path) as warehouse:
        warehouse.sql("SELECT figure_id, value, status, qualifier, printed FROM latest_figures").write_parquet(
            str(copy)
        )
    return copy, ".parquet"
