"""``reportmine check``: findings of files or of the whole warehouse, worst first."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportmine.cli.options import DEFAULT_WAREHOUSE, RulesOption, WarehouseOption, is_terminal, rulebook_of

if TYPE_CHECKING:
    from reportmine.cli.findings import Row
    from reportmine.rulebook import Rulebook
    from reportmine.warehouse import Warehouse


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


class SeverityChoice(StrEnum):
    ERROR = "error"
    INCONSISTENCY = "inconsistency"
    WARNING = "warning"
    INFO = "info"


def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Reports to check; the warehouse when none.")] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    body: Annotated[list[str] | None, typer.Option(help="Only this body: a name, a code, or 350429*.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="Only this year.")] = None,
    severity: Annotated[list[SeverityChoice] | None, typer.Option(help="Only this severity.")] = None,
    code: Annotated[list[str] | None, typer.Option(help="Only this check; form. takes all that begin so.")] = None,
    all_outcomes: Annotated[
        bool, typer.Option("--all", help="Also what is uncertain or could not be assessed.")
    ] = False,
    waived: Annotated[bool, typer.Option("--waived", help="Also findings that were waived.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Count: bodies by checks, county by county.")] = False,
    top: Annotated[int, typer.Option(min=1, help="Show so many reports, those with the worst findings.")] = 40,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    language: Annotated[Language, typer.Option("--language", "-l", help="Of the messages in a table.")] = Language.ZH,
    stored: Annotated[bool, typer.Option("--stored", help="Findings as last made; do not check anew.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    rules: RulesOption = None,
) -> None:
    """Show contradictions and implausible figures, worst first.

    Exit code 1 when an error or an inconsistency stands that was not waived.
    """
    from reportmine.cli import findings

    rulebook = rulebook_of(rules)
    opened = _of_files(files, rulebook) if files else _of_warehouse(warehouse, stored, rulebook)
    with opened as source:
        wanted = findings.Wanted(
            bodies=body, years=year, severities=[each.value for each in severity or ()] or None, codes=code,
            all_outcomes=all_outcomes, waived=waived,
        )  # fmt: skip
        rows = findings.select(source, wanted)
    _write(rows, format, language, summary=summary, top=top, output=output, rulebook=rulebook)
    raise typer.Exit(1 if any(row.is_serious for row in rows) else 0)


def _of_warehouse(path: Path, stored: bool, rulebook: Rulebook) -> Warehouse:
    from reportmine.model import WarehouseError
    from reportmine.warehouse import open_warehouse
    from reportmine.warehouse.checks import refresh_findings

    if not path.is_file():
        raise WarehouseError(str(path), "there is no warehouse here", "Make one with: reportmine ingest PATH")
    if stored:
        return open_warehouse(path)
    opened = open_warehouse(path, write=True, rulebook=rulebook)
    refresh_findings(opened, rulebook)
    return opened


def _of_files(files: list[Path], rulebook: Rulebook) -> Warehouse:
    """The files in a warehouse of their own, so that several years of one body are compared too."""
    from reportmine.model import ReadingError
    from reportmine.pipeline import extract
    from reportmine.warehouse import open_warehouse
    from reportmine.warehouse.checks import refresh_findings

    reports = []
    for file in files:
        try:
            reports.append(extract(file, rulebook))
        except ReadingError as error:
            if len(files) == 1:
                raise
            typer.echo(f"reportmine: {error}", err=True)
    opened = open_warehouse(":memory:", write=True, rulebook=rulebook)
    opened.load(reports)
    refresh_findings(opened, rulebook)
    return opened


def _write(
    rows: list[Row],
    format: Format,
    language: Language,
    *,
    summary: bool,
    top: int,
    output: Path | None,
    rulebook: Rulebook,
) -> None:
    from reportmine.cli import findings

    if format is Format.TABLE and output is None:
        findings.print_table(rows, language.value, rulebook.checks, summary=summary, top=top, wide=is_terminal())
        return
    text = findings.render(rows, format.value, language.value, rulebook.checks, summary=summary, top=top)
    if output is None:
        typer.echo(text)
    else:
        output.write_text(text, encoding="utf-8-sig" if format is Format.CSV else "utf-8")
