"""``reportmine correct``: a correction beside a printed figure, never over it."""

from __future__ import annotations

from typing import Annotated

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, WarehouseOption


def correct(
    figure: Annotated[
        str | None, typer.Argument(help="The figure's name (figure_id), such as 350429100:2017:requests.received:….")
    ] = None,
    value: Annotated[float | None, typer.Option(help="What it should be.")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str, typer.Option(help="Who says so.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the correction of this figure back.")] = False,
    review: Annotated[bool, typer.Option("--review", help="List corrections whose evidence changed.")] = False,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Correct a figure for comparisons and panels. What is printed stays; the correction survives a new reading.

    With --review: exit code 1 when corrections wait for a person.
    """
    from reportmine.model.errors import ReportmineError
    from reportmine.warehouse import open_warehouse

    if review:
        raise typer.Exit(_review(warehouse))
    if figure is None or (value is None and not withdraw):
        raise ReportmineError("correct", "give a figure and --value", "Or --withdraw with a figure, or --review alone")
    with open_warehouse(warehouse, write=True) as opened:
        if withdraw:
            typer.echo(f"correction {opened.withdraw(figure, by)} is withdrawn")
        elif value is not None:
            typer.echo(f"correction {opened.correct(figure, value, reason, by)}: {figure} = {value:g}")


def _review(warehouse: WarehouseOption) -> int:
    from reportmine.warehouse import open_warehouse
    from reportmine.warehouse.layout import rows_of

    with open_warehouse(warehouse) as opened:
        rows = rows_of(opened.corrections(review=True))
    for row in rows:
        now = "no longer printed" if row["state"] == "figure_gone" else f"now {row['printed']!r} ({row['status']})"
        typer.echo(
            f"{row['figure_id']}: corrected to {row['value']:g} by {row['made_by']} ({row['reason']}), "
            f"who saw {row['seen_printed']!r} ({row['seen_status']}); {now}"
        )
    typer.echo(f"{len(rows)} corrections to review", err=True)
    return 1 if rows else 0
