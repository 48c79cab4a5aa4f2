"""``reportmine extract``: one report as JSON, as a table, or as a page with its figures marked."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportmine.cli.options import ManifestOption, RulesOption, is_terminal, rulebook_of

if TYPE_CHECKING:
    from reportmine.model import Document, Figure, Finding, ManifestRow, Report
    from reportmine.rulebook import Rulebook


class Format(StrEnum):
    JSON = "json"
    TABLE = "table"
    HTML = "html"


def extract(
    file: Annotated[Path, typer.Argument(help="The report: text, HTML, PDF, Word, Excel, or a picture.")],
    format: Annotated[Format | None, typer.Option(help="How to print; a table on a terminal, JSON otherwise.")] = None,
    show: Annotated[
        int | None, typer.Option("--show", metavar="PAGE", help="Draw what was read on this page of a PDF as a PNG.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    manifest: ManifestOption = None,
    rules: RulesOption = None,
) -> None:
    """Read one report and print every figure with the place it was printed at."""
    from reportmine.pipeline import extract as extract_report
    from reportmine.pipeline import read

    rulebook = rulebook_of(rules)
    document = read(file, rulebook)
    report = extract_report(document, rulebook, _row(manifest, file))
    if show is not None:
        _draw(file, document, report, show, output)
        return
    chosen = format or (Format.TABLE if is_terminal() else Format.JSON)
    _write(_render(chosen, document, report, rulebook), output)


def _row(manifest: Path | None, file: Path) -> ManifestRow | None:
    if manifest is None:
        return None
    from reportmine.reading.manifests import read_manifest

    return read_manifest(manifest).row(file, file.name)


def _render(chosen: Format, document: Document, report: Report, rulebook: Rulebook) -> str:
    if chosen is Format.JSON:
        return json.dumps(report.as_contract(), ensure_ascii=False, indent=1)
    if chosen is Format.HTML:
        from reportmine.cli.highlight import render_html

        return render_html(document, report, rulebook)
    return _table(report, rulebook)


def _table(report: Report, rulebook: Rulebook) -> str:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False, width=None if is_terminal() else 160)
    table = Table("indicator", "", "applicant", "period", "year", "value", "unit", "status", "printed in")
    for figure in report.figures:
        indicator = rulebook.indicators.get(figure.indicator)
        label = figure.item or (indicator.zh if indicator else "")
        table.add_row(
            figure.indicator, label, figure.applicant, figure.period, str(figure.year or ""), _number(figure),
            figure.unit or "", figure.status, _short(figure.evidence.quote),
        )  # fmt: skip
    with console.capture() as captured:
        console.print(f"{report.title or '(no title)'}")
        console.print(
            f"{report.issuer.name or '(issuer unknown)'} · {report.issuer.division or '(division unknown)'} · "
            f"{report.year or '(year unknown)'} · form {report.form} · published {report.published_on or '(unknown)'}"
        )
        console.print(table)
        for finding in report.findings:
            console.print(_line(finding), soft_wrap=True)
        for rest in report.unread:
            console.print(f"not understood ({rest.kind}): {rest.text} in: {_short(rest.quote)}", soft_wrap=True)
    return captured.get().rstrip("\n")


def _number(figure: Figure) -> str:
    if figure.value is None:
        return ""
    return f"{figure.value:g}" if figure.value % 1 else f"{int(figure.value)}"


def _line(finding: Finding) -> str:
    return f"{finding.severity} · {finding.outcome} · {finding.code}: {finding.message_en}\n    {finding.message_zh}"


def _short(quote: str, width: int = 40) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def _draw(file: Path, document: Document, report: Report, page: int, output: Path | None) -> None:
    from reportmine.reading.overlay import draw_page

    target = output or file.with_name(f"{file.stem}-page{page}.png")
    target.write_bytes(draw_page(file, document, page, report.figures))
    typer.echo(str(target))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")
