"""``reportmine diff``: two warehouses or two exports, figure by figure."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportmine.cli.options import is_terminal


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def diff(
    old: Annotated[Path, typer.Argument(help="A warehouse file or the folder of an export.")],
    new: Annotated[Path, typer.Argument(help="The other one.")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
) -> None:
    """List the figures that were added, removed or changed. Exit code 1 when there are any."""
    from reportmine.warehouse.diff import diff as compare_figures
    from reportmine.warehouse.layout import rows_of

    rows = rows_of(compare_figures(old, new))
    if format is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif format is Format.CSV:
        _print_csv(rows)
    else:
        _print_table(rows)
    counts = {what: sum(row["what"] == what for row in rows) for what in ("added", "removed", "changed")}
    typer.echo(", ".join(f"{count} {what}" for what, count in counts.items()), err=True)
    raise typer.Exit(1 if rows else 0)


def _print_csv(rows: list[dict[str, object]]) -> None:
    import csv

    from reportmine.warehouse.safe import safe_cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([safe_cell(value) for value in row.values()] for row in rows)


def _print_table(rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not rows:
        return
    table = Table("", "figure", "old", "new")
    for row in rows:
        table.add_row(str(row["what"]), str(row["figure_id"]), _side(row, "old"), _side(row, "new"))
    Console(width=None if is_terminal() else 400, highlight=False, markup=False).print(table)


def _side(row: dict[str, object], side: str) -> str:
    value, status, printed = (row[f"{side}_{name}"] for name in ("value", "status", "printed"))
    if status is None:
        return ""
    number = "" if value is None else f"{value:g}"
    return f"{number} {status}" + (f" {printed!r}" if printed not in (None, number) else "")
