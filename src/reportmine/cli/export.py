"""``reportmine export``: the researcher's files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, WarehouseOption


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where the files go; files of the same names are replaced.")
    ],
    format: Annotated[str, typer.Option(help="parquet, csv, xlsx, dta, rds; several with commas.")] = "parquet,csv",
    table: Annotated[list[str] | None, typer.Option(help="Only this table, such as panel or figures.")] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Write the warehouse's tables with codebooks in Chinese and English, a data-package descriptor and checksums.

    The same reports give the same bytes.
    """
    from reportmine.warehouse import open_warehouse

    formats = [part.strip() for part in format.split(",") if part.strip()]
    with open_warehouse(warehouse) as opened:
        files = opened.export(folder, formats, table)
    for path in files:
        typer.echo(f"{path.stat().st_size:>12,}  {path}")
