"""``reportmine waive``: set a finding aside for a reason, see what was set aside, take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, WarehouseOption, is_terminal

if TYPE_CHECKING:
    from reportmine.warehouse import Warehouse


def waive(
    finding: Annotated[str | None, typer.Argument(help="The finding's name, or the beginning of it.")] = None,
    reason: Annotated[str, typer.Option(help="Why it need not be looked at again.")] = "",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="It stands again after this day.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who decided.", envvar="USER")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the waiver back.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List the waivers.")] = False,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Set a finding aside. It stands again when a figure behind it changes, or after --until."""
    from reportmine.model import ReportmineError, WarehouseError
    from reportmine.warehouse import checks, open_warehouse

    if finding is None and not list_all:
        raise ReportmineError("", "say which finding", "Give its name, or --list to see the waivers")
    if not warehouse.is_file():
        raise WarehouseError(str(warehouse), "there is no warehouse here", "Make one with: reportmine ingest PATH")
    with open_warehouse(warehouse, write=not list_all) as opened:
        if list_all or finding is None:
            _list(opened)
        elif withdraw:
            typer.echo(f"stands again: {checks.withdraw(opened, finding)}")
        else:
            message = checks.waive(opened, finding, reason, until.date() if until else None, by)
            typer.echo(f"waived: {message}")


def _list(opened: Warehouse) -> None:
    from rich.console import Console
    from rich.table import Table

    from reportmine.warehouse.checks import waivers

    console = Console(width=None if is_terminal() else 160, highlight=False, markup=False)
    table = Table("finding", "body", "year", "check", "reason", "by", "until", "ended")
    for row in waivers(opened.connection).fetchall():
        _, name, reason, by, _, until, _, why, issuer, year, code, *_ = row
        cells = (name, issuer, year, code, reason, by, until, why)
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    console.print(table)
