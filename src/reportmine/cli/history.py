"""``reportmine history``: all that is known of one figure."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, WarehouseOption, is_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


def history(
    figure: Annotated[str, typer.Argument(help="The figure's name (figure_id).")],
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Show every statement of a figure in all revisions and reports, its corrections and its findings."""
    from reportmine.model.errors import ReportmineError
    from reportmine.warehouse import open_warehouse

    with open_warehouse(warehouse) as opened:
        found = opened.history(figure)
    if not found.statements and not found.corrections:
        raise ReportmineError(figure, "the warehouse knows no such figure", "figure_id in every listing names figures")
    if format is Format.JSON:
        typer.echo(json.dumps(found.model_dump(), ensure_ascii=False, indent=1, default=str))
        return
    typer.echo(found.figure)
    _print(
        "statements",
        found.statements,
        ("report_year", "revision", "value", "printed", "status", "source", "quote", "document"),
    )
    _print(
        "corrections",
        found.corrections,
        ("correction_id", "value", "seen_printed", "state", "made_by", "made_at", "reason"),
    )
    _print("findings", found.findings, ("report_key", "severity", "outcome", "code", "message_en", "message_zh"))


def _print(title: str, rows: Sequence[dict[str, Any]], names: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if is_terminal() else 400, highlight=False, markup=False)
    if not rows:
        console.print(f"{title}: none")
        return
    table = Table(*names, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if row[name] is None else _text(row[name]) for name in names))
    console.print(table)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())
