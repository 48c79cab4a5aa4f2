"""``reportmine status``: what the warehouse holds, what is quarantined, what each run did."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, WarehouseOption, is_terminal

if TYPE_CHECKING:
    from rich.table import Table

    from reportmine.jobs.status import Status


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


def status(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    runs: Annotated[int, typer.Option(min=0, help="How many of the last runs to show.")] = 5,
    quarantine: Annotated[int, typer.Option(min=0, help="How many quarantined files to list.")] = 20,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    wait: Annotated[float, typer.Option(metavar="SECONDS", min=0, help="How long to wait for a writer.")] = 10,
) -> None:
    """Show what the warehouse holds, what is quarantined and why, and what the last runs did.

    Exit code 1 when something is in the quarantine or the last run did not come to its end.
    """
    from reportmine.jobs.status import read_status

    found = read_status(warehouse, runs, quarantine, wait)
    if format is Format.JSON:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
    else:
        _print(found)
    raise typer.Exit(found.exit_code)


def _print(found: Status) -> None:
    from rich.console import Console

    console = Console(width=None if is_terminal() else 160, highlight=False, markup=False)
    contents = ", ".join(f"{count:,} {name}" for name, count in found.contents.items())
    console.print(f"{found.warehouse}: {contents}", soft_wrap=True)
    console.print("files: " + (", ".join(f"{n:,} {name}" for name, n in found.files.items()) or "none"), soft_wrap=True)
    if found.runs:
        console.print(_runs(found))
    if found.reasons:
        console.print("quarantine: " + ", ".join(f"{count:,} {reason}" for reason, count in found.reasons.items()))
        for entry in found.quarantine:
            console.print(f"  {entry.path}: {entry.reason}: {entry.what} (attempt {entry.attempts})", soft_wrap=True)
            if entry.advice:
                console.print(f"    {entry.advice}", soft_wrap=True)
        rest = sum(found.reasons.values()) - len(found.quarantine)
        if rest > 0:
            console.print(f"  and {rest:,} more")


def _runs(found: Status) -> Table:
    from rich.table import Table

    table = Table("run", "command", "started", "took", "outcome", "files", "reports", "figures", "quarantined")
    for run in found.runs:
        table.add_row(
            str(run.run_id),
            run.command,
            f"{run.started_at:%Y-%m-%d %H:%M:%S}",
            "" if run.elapsed is None else f"{run.elapsed:.1f} s",
            run.outcome or "running",
            f"{run.files:,}",
            f"{run.reports:,}",
            f"{run.figures:,}",
            f"{run.quarantined:,}",
        )
    return table
