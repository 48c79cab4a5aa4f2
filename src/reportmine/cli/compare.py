"""``reportmine compare``: figures side by side over bodies and years, as a table, a file or a chart."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, WarehouseOption, is_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportmine.warehouse.layout import Grid

_MANY = 8  # bodies that fit side by side; beyond it, years are summed up


class By(StrEnum):
    BODY = "body"
    YEAR = "year"
    FORM = "form"


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


class Kind(StrEnum):
    AUTO = "auto"
    LINE = "line"
    BARS = "bars"
    HEATMAP = "heatmap"


def compare(
    indicators: Annotated[
        list[str],
        typer.Argument(
            metavar="INDICATOR…",
            help="Identifiers, patterns such as 'requests.*', one applicant as in requests.received:natural_person, or "
            "rates such as rate.grant.",
        ),
    ],
    body: Annotated[
        list[str] | None,
        typer.Option(help="A name or part of it, a code, a prefix such as '350429*', or a level such as township."),
    ] = None,
    year: Annotated[list[str] | None, typer.Option(help="2017, 2015-2018 or 2015,2017.")] = None,
    by: Annotated[By, typer.Option(help="What stands in the rows.")] = By.BODY,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    chart: Annotated[Path | None, typer.Option(help="Draw a .png, .svg or .html as well.")] = None,
    kind: Annotated[
        Kind, typer.Option(help="The chart: lines over years, ranked bars, or bodies by years.")
    ] = Kind.AUTO,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Compare figures across bodies and years; breaks between forms are marked and explained below the table."""
    from reportmine.warehouse import open_warehouse
    from reportmine.warehouse.layout import grids, rows_of, summary_grids
    from reportmine.warehouse.selection import parse_years

    with open_warehouse(warehouse) as opened:
        years = parse_years(year) if year else None
        rows = rows_of(opened.compare(indicators, body, years))
        series = {(row["series_body"], row["coverage"]) for row in rows}
        summary = "form" if by is By.FORM else "year" if by is By.YEAR and len(series) > _MANY else None
        if summary:
            shown = rows_of(opened.compare(indicators, body, years, summary=summary))
            laid_out = summary_grids(shown, "basis" if summary == "form" else summary)
        else:
            shown, laid_out = rows, grids(opened.connection, rows, by)
        notes = opened.remarks(indicators)
        _print(shown, laid_out, notes, format)
        if chart is not None:
            from reportmine.warehouse.charts import draw

            draw(rows, chart, kind)
            typer.echo(f"chart: {chart}", err=True)


def _print(rows: Sequence[dict[str, Any]], laid_out: Sequence[Grid], notes: Sequence[str], format: Format) -> None:
    if format is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    elif format is Format.CSV:
        _print_csv(rows)
    elif not rows:
        typer.echo("nothing to compare: the warehouse has no report of these bodies and years", err=True)
    elif format is Format.MD:
        typer.echo("\n\n".join(_markdown(grid) for grid in laid_out))
    else:
        _print_tables(laid_out)
    for note in notes:
        typer.echo(note, err=True)


def _print_csv(rows: Sequence[dict[str, Any]]) -> None:
    import csv

    from reportmine.warehouse.safe import safe_cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([safe_cell(_short(value)) for value in row.values()] for row in rows)


def _short(value: Any) -> Any:
    """Whole numbers without the ".0" of a column that may hold fractions."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _print_tables(laid_out: Sequence[Grid]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if is_terminal() else 1000, highlight=False, markup=False)
    for grid in laid_out:
        console.print(grid.title)
        table = Table(grid.head[0])
        for name in grid.head[1:]:
            table.add_column(name, justify="right")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)
        for remark in grid.remarks:
            console.print(f"  {remark}", soft_wrap=True)
        console.print()


def _markdown(grid: Grid) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    rule = "|" + "---|" + "---:|" * (len(grid.head) - 1)
    return "\n".join(
        [f"**{grid.title}**", "", line(grid.head), rule, *map(line, grid.rows), "", *(f"- {r}" for r in grid.remarks)]
    )
